"use strict";

const { ask, refusal } = require("./errors.js");
const { frozen } = require("./frozen.js");
const { showAs } = require("./inspect.js");
const native = require("./native.js");
const { isUint8Array } = require("node:util").types;

/** Only this module makes catalogues of handles. */
const key = Symbol("Catalog");

/** The handle of a catalogue; none where there is none. */
let factsOf;

class Catalog {
    #handle;

    constructor(text, handle) {
        this.#handle = text === key ? handle : ask(native.catalogOf, textOf(text));
    }

    static embedded() {
        return new Catalog(key, native.catalogEmbedded());
    }

    get sources() {
        return frozen(JSON.parse(ask(native.catalogSources, this.#handle)));
    }

    static #of(value) {
        if (value === undefined || value === null) {
            return undefined;
        }
        if (typeof value !== "object" || !(#handle in value)) {
            throw refusal("catalog: expected a `Catalog`");
        }
        return value.#handle;
    }

    static {
        factsOf = (value) => Catalog.#of(value);
    }
}

function textOf(text) {
    if (typeof text === "string") {
        return text;
    }
    if (!isUint8Array(text)) {
        throw refusal("expected the text of a catalogue, or its bytes");
    }
    try {
        return new TextDecoder("utf-8", { fatal: true }).decode(text);
    } catch {
        throw refusal("expected UTF-8, found other bytes");
    }
}

showAs(Catalog, ({ sources }) => ({ sources: sources.length }));

module.exports = { Catalog, factsOf };
