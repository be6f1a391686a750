"use strict";

// From values to text. What callers give may be anything at all, and may throw when it is looked at.

const { IamEvalError, InputError, ask, refusal } = require("./errors.js");
const native = require("./native.js");
const { isEmptied, lossOf } = require("./plain.js");
const { isUint8Array } = require("node:util").types;

/** A string as it is, bytes decoded, anything else as the JSON of what `shape` makes of it. */
function textOf(value, shape) {
    if (typeof value === "string") {
        return whole(value);
    }
    if (isUint8Array(value)) {
        return decoded(value);
    }
    const shaped = reading(() => shape?.(value) ?? value);
    return typeof shaped === "string" ? shaped : jsonOf(shaped);
}

/** The JSON of what `shape` makes of a value. */
function jsonOf(value, shape) {
    const text = reading(() => {
        const shaped = shape?.(value) ?? value;
        const loss = lossOf(shaped);
        if (loss !== undefined) {
            const place = loss.place && ` at \`${loss.place.replace(/^\./, "")}\``;
            throw refusal(`expected a value that JSON can hold, found ${loss.found}${place}`);
        }
        return JSON.stringify(shaped);
    });
    if (typeof text !== "string") {
        throw refusal(`expected a value that JSON can hold, found \`${typeof value}\``);
    }
    return text;
}

/** Does what may throw anything, as it looks at a value. */
function reading(look) {
    try {
        return look();
    } catch (cause) {
        throw cause instanceof IamEvalError
            ? cause
            : refusal(`expected a value that JSON can hold: ${said(cause)}`, { cause });
    }
}

/** A string, which JavaScript may have cut inside a character. */
function whole(text) {
    if (!text.isWellFormed()) {
        throw refusal("expected a string of whole characters, found a lone surrogate");
    }
    return text;
}

/** Names the part of the input that has no text. */
function named(place, write) {
    try {
        return write();
    } catch (error) {
        if (place !== undefined && error instanceof InputError) {
            error.message = `${place}: ${error.message}`;
        }
        throw error;
    }
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

function hasMembers(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A policy is its text, its bytes, a handle, or the document itself. `place` names one of several. */
function policyIn(value, place) {
    if (isUint8Array(value)) {
        return decoded(value, place);
    }
    // by its members: a handle of another copy of the package is as good
    const isHandle = hasMembers(value) && typeof value.outline === "function" && typeof value.source === "string";
    return isHandle ? value.source : value;
}

function layerIn(value, place) {
    return Array.isArray(value) ? value.map((each, at) => layerIn(each, `${place}[${at}]`)) : policyIn(value, place);
}

/** Policies by layer; errors name a layer in snake case. */
function layersIn(value) {
    if (!hasMembers(value) || isEmptied(value)) {
        return value;
    }
    const placeOf = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return Object.fromEntries(Object.entries(value).map(([name, layer]) => [name, layerIn(layer, placeOf(name))]));
}

module.exports = {
    hasMembers,
    jsonOf,
    layersIn,
    layersText: (layers) => textOf(layers, layersIn),
    named,
    optionsText: (options) =>
        options === undefined || options === null ? undefined : named("options", () => textOf(options)),
    policyIn,
    policyText: (policy) => textOf(policy, policyIn),
    reading,
    textOf,
};
