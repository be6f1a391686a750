"use strict";

const { ask, askLater } = require("./errors.js");
const native = require("./native.js");
const { inputText } = require("./asked.js");
const { textOf } = require("./text.js");

const value = (verb, input) => JSON.parse(ask(native.call, verb, inputText(input)));

module.exports = {
    call: (verb, text) => ask(native.call, textOf(verb), textOf(text)),
    callAsync: async (verb, text) => askLater(native.callAsync, textOf(verb), textOf(text)),
    evaluate: (input) => value("evaluate", input),
    evaluateMany: (input) => value("evaluateMany", input),
    explain: (input) => value("explain", input),
    format: (input) => value("format", input),
    parse: (input) => value("parse", input),
    simulate: (input) => value("simulate", input),
    simulateAsync: async (input) => JSON.parse(await askLater(native.callAsync, "simulate", inputText(input))),
    version: () => value("version", {}),
};
