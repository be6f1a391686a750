"use strict";

const { requestText, requestsText } = require("./asked.js");
const { Decision, key } = require("./decision.js");
const { ask, askLater, refusal } = require("./errors.js");
const { showAs } = require("./inspect.js");
const native = require("./native.js");
const { isUint8Array } = require("node:util").types;
const { handleOf } = require("./request.js");
const { layersText, optionsText, textOf } = require("./text.js");
const { apart } = require("./told-apart.js");

const answers = native.answers();

class PolicySet {
    #handle;

    constructor(layers, options) {
        this.#handle = ask(native.compile, layersText(layers), optionsText(options));
        // each set is its own: what it was made of may be large, and is not kept
        this[apart] = Symbol("PolicySet");
    }

    evaluate(request) {
        const handle = handleOf(request);
        if (handle !== undefined) {
            return new Decision(key, answers[native.decide(this.#handle, handle)], this.#handle, handle);
        }
        const text = requestText(request);
        return new Decision(key, answers[ask(native.decideText, this.#handle, text)], this.#handle, text);
    }

    decide(request) {
        const handle = handleOf(request);
        if (handle !== undefined) {
            return answers[native.decide(this.#handle, handle)];
        }
        return answers[ask(native.decideText, this.#handle, requestText(request))];
    }

    evaluateMany(requests) {
        const asked = askedOf(requests);
        const question = typeof asked === "string" ? native.decideManyText : native.decideMany;
        try {
            return answersOf(ask(question, this.#handle, asked));
        } catch (error) {
            throw refusalOf(requests) ?? error;
        }
    }

    async evaluateManyAsync(requests) {
        const asked = askedOf(requests);
        const question = typeof asked === "string" ? native.decideManyTextAsync : native.decideManyAsync;
        try {
            return answersOf(await askLater(question, this.#handle, asked));
        } catch (error) {
            throw refusalOf(requests) ?? error;
        }
    }
}

/** The handles of many requests, or their text where not all of them are handles. */
function askedOf(requests) {
    if (Array.isArray(requests)) {
        const handles = requests.map(handleOf);
        return handles.includes(undefined) ? requestsText(requests) : handles;
    }
    if (typeof requests === "string" || isUint8Array(requests)) {
        return textOf(requests);
    }
    throw refusal("requests: expected a list, or the text of one");
}

/** Why one of a list is refused, without a place in the text of the list, which nobody has seen. */
function refusalOf(requests) {
    if (!Array.isArray(requests)) {
        return undefined;
    }
    try {
        requests.forEach((request, at) => {
            const place = `requests[${at}]`;
            const text = requestText(request, place);
            ask(native.readRequest, text, place);
        });
    } catch (error) {
        return error;
    }
    return undefined;
}

function answersOf(numbers) {
    return Array.from(numbers, (number) => answers[number]);
}

// the policies may be many, and are not to be found in a log
showAs(PolicySet, () => ({}));

module.exports = { PolicySet };
