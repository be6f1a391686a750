"use strict";

// Which values JSON holds whole. `JSON.stringify` writes a `Map` as `{}`, `NaN` as `null`, and leaves functions
// out: a condition or a context key would be lost without a word.

/** No policy or request comes near; what is deeper `JSON.stringify` refuses itself, or the core does. */
const MAX_DEPTH = 200;

/** What JSON would lose of a value, and where; nothing where it holds all of it. */
function lossOf(value, depth = 0) {
    if (typeof value === "function" || typeof value === "symbol") {
        return { found: `a ${typeof value}`, place: "" };
    }
    if (typeof value === "number" && !Number.isFinite(value)) {
        return { found: `\`${value}\``, place: "" };
    }
    if (typeof value !== "object" || value === null || depth > MAX_DEPTH) {
        return undefined;
    }
    if (Array.isArray(value)) {
        return value.reduce((loss, each, at) => loss ?? within(`[${at}]`, lossOf(each, depth + 1)), undefined);
    }
    if (ArrayBuffer.isView(value)) {
        return ofKind(value);
    }
    if (typeof value.toJSON === "function") {
        return undefined;
    }
    if (isEmptied(value)) {
        return ofKind(value);
    }
    for (const key of Object.keys(value)) {
        const loss = lossOf(value[key], depth + 1);
        if (loss !== undefined) {
            return within(`.${key}`, loss);
        }
    }
    return undefined;
}

function ofKind(value) {
    return { found: `\`${value.constructor?.name ?? "object"}\``, place: "" };
}

function within(step, loss) {
    return loss && { found: loss.found, place: `${step}${loss.place}` };
}

/** Whether an object keeps what it holds where JSON does not look, as a `Map` does. */
function isEmptied(value) {
    return !isPlain(value) && (Symbol.iterator in value || Object.keys(value).length === 0);
}

/** Whether an object is one of the language's plain ones, of this realm or of another. */
function isPlain(value) {
    const prototype = Object.getPrototypeOf(value);
    return prototype === null || Object.getPrototypeOf(prototype) === null;
}

module.exports = { isEmptied, lossOf };
