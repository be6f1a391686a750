"use strict";

const { frozen } = require("./frozen.js");
const { showAs } = require("./inspect.js");
const native = require("./native.js");
const { apart } = require("./told-apart.js");

/** Only sets make decisions. */
const key = Symbol("Decision");

class Decision {
    #answer;
    #set;
    #request;
    /** The JSON of the report with no layers in it, that of the layers, and why in words. */
    #parts;
    #report;
    #layers;

    /** @param request a handle, or the JSON text of a request that has been decided */
    constructor(made, answer, set, request) {
        if (made !== key) {
            throw new TypeError("a decision is made by `PolicySet.evaluate`");
        }
        this.#answer = answer;
        this[apart] = answer;
        this.#set = set;
        this.#request = request;
    }

    get answer() {
        return this.#answer;
    }

    get isAllowed() {
        return this.#answer === "allowed";
    }

    get isDenied() {
        return this.#answer === "explicitDeny" || this.#answer === "implicitDeny";
    }

    get reason() {
        return this.#reported().reason;
    }

    get decidedBy() {
        return this.#reported().decidedBy;
    }

    get maybeExplicit() {
        return this.#reported().maybeExplicit;
    }

    get principalGrade() {
        return this.#reported().principalGrade;
    }

    get statements() {
        return this.#reported().statements;
    }

    get missingKeys() {
        return this.#reported().missingKeys;
    }

    get dependsOn() {
        return this.#reported().dependsOn;
    }

    get layers() {
        return (this.#layers ??= frozen(JSON.parse(this.#traced()[1])));
    }

    explain() {
        return this.#traced()[2];
    }

    toJSON() {
        const [report, layers] = this.#traced();
        // the report has a place for them, so the order of members stays
        return Object.assign(JSON.parse(report), { layers: JSON.parse(layers) });
    }

    toString() {
        return this.#reported().reason;
    }

    #reported() {
        return (this.#report ??= frozen(JSON.parse(this.#traced()[0])));
    }

    #traced() {
        const report = typeof this.#request === "string" ? native.reportText : native.report;
        return (this.#parts ??= report(this.#set, this.#request));
    }
}

showAs(Decision, ({ answer, reason }) => ({ answer, reason }));

module.exports = { Decision, key };
