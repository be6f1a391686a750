"use strict";

const native = require("./native.js");

class IamEvalError extends Error {
    // who makes a class of their own from one of these has nothing to say of it
    constructor(report = {}, options = undefined) {
        super(report.message, options);
        const { type, message, ...members } = report;
        Object.assign(this, members);
    }
}

class ParseError extends IamEvalError {}

class LimitError extends IamEvalError {}

class InputError extends IamEvalError {}

const classes = { IamEvalError, ParseError, LimitError, InputError };
for (const [name, { prototype }] of Object.entries(classes)) {
    // on the prototype and not counted, as the language's own errors have it
    Object.defineProperty(prototype, "name", { value: name, configurable: true, writable: true });
}

/** The error that a report in JSON tells of; its stack ends where `within` was called. */
function errorOf(json, within, options) {
    const report = JSON.parse(json);
    const error = new classes[report.type](report, options);
    Error.captureStackTrace(error, within);
    return error;
}

/** What to throw for what the native side threw: its refusals say all they know as JSON. */
function raised(thrown, within) {
    return thrown.message.startsWith('{"type":"') ? errorOf(thrown.message, within) : thrown;
}

/** Asks the native side. */
function ask(question, ...given) {
    try {
        return question(...given);
    } catch (thrown) {
        throw raised(thrown, ask);
    }
}

/** Asks the native side for a promise. */
async function askLater(question, ...given) {
    try {
        return await question(...given);
    } catch (thrown) {
        throw raised(thrown, askLater);
    }
}

/** The error for a value that is no input at all. */
function refusal(message, options) {
    return errorOf(native.notConvertible(message), refusal, options);
}

module.exports = { ...classes, ask, askLater, refusal };
