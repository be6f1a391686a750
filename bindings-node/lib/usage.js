"use strict";

const { factsOf } = require("./catalog.js");
const { ask, askLater, refusal } = require("./errors.js");
const { frozen } = require("./frozen.js");
const { showAs } = require("./inspect.js");
const native = require("./native.js");
const { isUint8Array } = require("node:util").types;
const { isEmptied } = require("./plain.js");
const { hasMembers, jsonOf, layersIn, named, policyIn } = require("./text.js");
const { apart } = require("./told-apart.js");

/** Only this module makes usages of handles. */
const key = Symbol("Usage");

class UsageReader {
    #handle;

    constructor({ start, stop, catalog } = {}) {
        this.#handle = ask(native.usageReader, start ?? undefined, stop ?? undefined, factsOf(catalog));
    }

    feed(piece) {
        ask(native.usageFeed, this.#handle, bytesOf(piece));
    }

    async feedAsync(piece) {
        await askLater(native.usageFeedAsync, this.#handle, bytesOf(piece));
    }

    endInput() {
        ask(native.usageEndInput, this.#handle);
    }

    get records() {
        return ask(native.usageProgress, this.#handle)[0];
    }

    get errors() {
        return JSON.parse(ask(native.usageProgress, this.#handle)[1]);
    }

    finish() {
        return new Usage(key, ask(native.usageFinish, this.#handle));
    }
}

class Usage {
    #handle;
    #summary;

    constructor(made, handle) {
        if (made !== key) {
            throw new TypeError("a usage is made by `Usage.read`, `Usage.fromBytes` or a `UsageReader`");
        }
        this.#handle = handle;
        this[apart] = Symbol("Usage");
    }

    static read(log, catalog) {
        const reader = new UsageReader({ catalog });
        reader.feed(log);
        return reader.finish();
    }

    static fromBytes(bytes) {
        return new Usage(key, ask(native.usageFromBytes, bytesOf(bytes)));
    }

    toBytes() {
        return native.usageBytes(this.#handle);
    }

    merge(other) {
        if (typeof other !== "object" || other === null || !(#handle in other)) {
            throw refusal("expected a `Usage`");
        }
        return new Usage(key, native.usageMerge(this.#handle, other.#handle));
    }

    get principals() {
        return native.usagePrincipals(this.#handle);
    }

    get stats() {
        return this.#summarised()[0];
    }

    get window() {
        return this.#summarised()[1];
    }

    synthesize(input, catalog) {
        return this.#asked("synthesize", input, catalog);
    }

    refine(input, catalog) {
        return this.#asked("refine", input, catalog);
    }

    unused(input, catalog) {
        return this.#asked("unused", input, catalog).findings;
    }

    denied() {
        return this.#asked("denied", {}).attempts;
    }

    toJSON() {
        return JSON.parse(native.usageBytes(this.#handle).toString());
    }

    #asked(question, input, catalog) {
        return JSON.parse(ask(native.usageAsk, this.#handle, question, inputText(input), factsOf(catalog)));
    }

    #summarised() {
        return (this.#summary ??= native.usageSummary(this.#handle).map((text) => frozen(JSON.parse(text))));
    }
}

function bytesOf(piece) {
    if (typeof piece === "string") {
        return Buffer.from(piece);
    }
    if (!isUint8Array(piece)) {
        throw refusal("expected a string or bytes");
    }
    return piece;
}

/** The JSON of a question; policies may be handles or bytes. */
function inputText(input) {
    return named("input", () =>
        jsonOf(input, (value) => {
            if (!hasMembers(value) || isEmptied(value)) {
                return value;
            }
            const shaped = { ...value };
            if (shaped.policy !== undefined) {
                shaped.policy = policyIn(shaped.policy);
            }
            if (shaped.current !== undefined) {
                shaped.current = layersIn(shaped.current);
            }
            return shaped;
        }),
    );
}

showAs(Usage, ({ principals, stats }) => ({ principals: principals.length, records: stats.records }));
showAs(UsageReader, () => ({}));

module.exports = { Usage, UsageReader };
