"use strict";

const { policyInputText } = require("./asked.js");
const { ask, askLater } = require("./errors.js");
const { frozen } = require("./frozen.js");
const { showAs } = require("./inspect.js");
const native = require("./native.js");
const { optionsText, policyText } = require("./text.js");
const { apart } = require("./told-apart.js");

/** Only this module makes policies. */
const key = Symbol("Policy");

class Policy {
    #handle;
    #source;
    #outline;

    constructor(made, handle, source) {
        if (made !== key) {
            throw new TypeError("a policy is made by `Policy.parse`");
        }
        this.#handle = handle;
        this.#source = source;
        this[apart] = source;
    }

    static parse(policy, options) {
        const source = policyText(policy);
        return new Policy(key, ask(native.readPolicy, source, optionsText(options)), source);
    }

    static async parseAsync(policy, options) {
        const source = policyText(policy);
        return new Policy(key, await askLater(native.readPolicyAsync, source, optionsText(options)), source);
    }

    static lint(policy, options) {
        return JSON.parse(ask(native.lint, policyText(policy), optionsText(options)));
    }

    static validate(policy, options) {
        return JSON.parse(ask(native.call, "validate", policyInputText(policy, options)));
    }

    static fix(policy, options) {
        return JSON.parse(ask(native.call, "fix", policyInputText(policy, options)));
    }

    get source() {
        return this.#source;
    }

    get version() {
        return this.#outlined().version;
    }

    get id() {
        return this.#outlined().id;
    }

    get statements() {
        return this.#outlined().statements;
    }

    outline() {
        return JSON.parse(native.outline(this.#handle));
    }

    format(pretty = true) {
        return native.canonical(this.#handle, Boolean(pretty));
    }

    equals(other) {
        const isPolicy = typeof other === "object" && other !== null && #handle in other;
        return isPolicy && native.areEqual(this.#handle, other.#handle);
    }

    toJSON() {
        return JSON.parse(native.canonical(this.#handle, false));
    }

    toString() {
        return native.canonical(this.#handle, false);
    }

    #outlined() {
        return (this.#outline ??= frozen(this.outline()));
    }
}

showAs(Policy, (policy) => policy.toJSON());

module.exports = { Policy };
