"use strict";

const { ask, askLater } = require("./errors.js");
const native = require("./native.js");
const { inputText } = require("./asked.js");
const { textOf } = require("./text.js");

const value = (verb, input) => JSON.parse(ask(native.call, verb, inputText(input)));

module.exports = {
    call: (verb, text) => ask(native.call, textOf(verb), textOf(text)),
    callAsync: async (verb, text) => askLater(native.callAsync, textOf(verb), textOf(text)),
    checkAccessNotGranted: (input) => value("checkAccessNotGranted", input),
    checkNoNewAccess: (input) => value("checkNoNewAccess", input),
    checkNoPublicAccess: (input) => value("checkNoPublicAccess", input),
    checkStatements: (input) => value("checkStatements", input),
    denied: (input) => value("denied", input),
    describeChecks: (input) => value("describeChecks", input),
    diff: (input) => value("diff", input),
    effective: (input) => value("effective", input),
    escalationPaths: (input) => value("escalationPaths", input),
    evaluate: (input) => value("evaluate", input),
    evaluateMany: (input) => value("evaluateMany", input),
    expand: (input) => value("expand", input),
    explain: (input) => value("explain", input),
    externalAccess: (input) => value("externalAccess", input),
    fix: (input) => value("fix", input),
    format: (input) => value("format", input),
    minimize: (input) => value("minimize", input),
    parse: (input) => value("parse", input),
    readUsage: (input) => value("readUsage", input),
    refine: (input) => value("refine", input),
    render: (input) => value("render", input),
    simulate: (input) => value("simulate", input),
    simulateAsync: async (input) => JSON.parse(await askLater(native.callAsync, "simulate", inputText(input))),
    synthesize: (input) => value("synthesize", input),
    unused: (input) => value("unused", input),
    validate: (input) => value("validate", input),
    validateFiles: (input) => value("validateFiles", input),
    validateFilesAsync: async (input) =>
        JSON.parse(await askLater(native.callAsync, "validateFiles", inputText(input))),
    version: () => value("version", {}),
    whatCan: (input) => value("whatCan", input),
    whoCan: (input) => value("whoCan", input),
};
