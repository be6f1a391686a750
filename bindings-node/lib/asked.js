"use strict";

// From what is asked to text. A `Request` is written as the text it was made of, whose numbers may have
// more digits than JavaScript's.

const { heldText } = require("./request.js");
const { hasMembers, jsonOf, layersIn, named, policyIn, policyText, reading, textOf } = require("./text.js");

/** The text of one request. */
const requestText = (request, place = "request") => heldText(request) ?? named(place, () => textOf(request));

/** The JSON of a request inside something: text is a value like any other there. */
const requestJson = (request) => heldText(request) ?? jsonOf(request);

/** The text of a list of requests, or text as it is. */
const requestsText = (requests) => (Array.isArray(requests) ? requestsJson(requests) : textOf(requests));

function requestsJson(requests) {
    if (!Array.isArray(requests)) {
        return jsonOf(requests);
    }
    return `[${Array.from(requests, (request, at) => named(`requests[${at}]`, () => requestJson(request))).join(",")}]`;
}

/** How the members of a verb's input are written that may hold handles. */
const MEMBERS = {
    current: (value) => jsonOf(value, layersIn),
    policy: (value) => jsonOf(value, policyIn),
    policyDocument: (value) => jsonOf(value, policyIn),
    policies: (value) => jsonOf(value, layersIn),
    request: requestJson,
    requests: requestsJson,
};

/** The text of a verb's input. */
function inputText(input) {
    return reading(() => {
        const holds = (name) => Object.hasOwn(input, name) && input[name] !== undefined;
        if (!hasMembers(input) || !Object.keys(MEMBERS).some(holds)) {
            return textOf(input);
        }
        const texts = Object.keys(input)
            .filter(holds)
            .map((name) => {
                const write = Object.hasOwn(MEMBERS, name) ? MEMBERS[name] : jsonOf;
                const value = input[name];
                const place = name === "requests" ? undefined : name;
                return `${JSON.stringify(name)}:${named(place, () => write(value))}`;
            });
        return `{${texts.join(",")}}`;
    });
}

/** The text of the input of a verb about one policy. Places count as JavaScript counts unless the options say otherwise. */
function policyInputText(policy, options) {
    const text = policyText(policy);
    return reading(() => inputText({ positionEncoding: "utf16", ...options, policyDocument: text }));
}

module.exports = { inputText, policyInputText, requestText, requestsText };
