"use strict";

// From values to text. What callers give may be anything at all, and may throw when it is looked at.

const { IamEvalError, ask, refusal } = require("./errors.js");
const native = require("./native.js");

/** A string as it is, bytes decoded, anything else as the JSON of what `shape` makes of it. */
function textOf(value, shape) {
    if (typeof value === "string") {
        return whole(value);
    }
    if (value instanceof Uint8Array) {
        return decoded(value);
    }
    let text;
    try {
        const shaped = shape === undefined ? value : shape(value);
        text = typeof shaped === "string" ? shaped : JSON.stringify(shaped);
    } catch (cause) {
        throw cause instanceof IamEvalError
            ? cause
            : refusal(`expected a value that JSON can hold: ${said(cause)}`, { cause });
    }
    if (typeof text !== "string") {
        throw refusal(`expected a value that JSON can hold, found \`${typeof value}\``);
    }
    return text;
}

/** A string, which JavaScript may have cut inside a character. */
function whole(text) {
    if (!text.isWellFormed()) {
        throw refusal("expected a string of whole characters, found a lone surrogate");
    }
    return text;
}

function decoded(bytes, place) {
    return ask(native.decode, bytes, place);
}

/** What an error says of itself, where that can be read. */
function said(thrown) {
    try {
        return String(thrown.message);
    } catch {
        return "it throws when it is read";
    }
}

function isPlain(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A policy is its text, its bytes, a handle, or the document itself. `place` names one of several. */
function policyIn(value, place) {
    if (value instanceof Uint8Array) {
        return decoded(value, place);
    }
    // by its members: a handle of another copy of the package is as good
    const isHandle = isPlain(value) && typeof value.outline === "function" && typeof value.source === "string";
    return isHandle ? value.source : value;
}

function layerIn(value, place) {
    return Array.isArray(value) ? value.map((each, at) => layerIn(each, `${place}[${at}]`)) : policyIn(value, place);
}

/** Policies by layer; errors name a layer in snake case. */
function layersIn(value) {
    if (!isPlain(value)) {
        return value;
    }
    const placeOf = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return Object.fromEntries(Object.entries(value).map(([name, layer]) => [name, layerIn(layer, placeOf(name))]));
}

/** The input of a verb. */
function inputIn(value) {
    if (!isPlain(value)) {
        return value;
    }
    const input = { ...value };
    if ("policy" in input) {
        input.policy = policyIn(input.policy);
    }
    if ("policies" in input) {
        input.policies = layersIn(input.policies);
    }
    return input;
}

/** A request, whose context JSON would take for empty if it were a `Map`. */
function requestIn(value) {
    if (value?.context instanceof Map) {
        throw refusal("request: expected a plain object for `context`, found a `Map`");
    }
    return value;
}

module.exports = {
    policyText: (policy) => textOf(policy, policyIn),
    layersText: (layers) => textOf(layers, layersIn),
    inputText: (input) => textOf(input, inputIn),
    requestText: (request) => textOf(request, requestIn),
    requestsText: (requests) => textOf(requests, (each) => each.map(requestIn)),
    optionsText: (options) => (options === undefined || options === null ? undefined : textOf(options)),
    textOf,
};
