"use strict";

const { ask } = require("./errors.js");
const { showAs } = require("./inspect.js");
const native = require("./native.js");
const { named, textOf } = require("./text.js");
const { apart } = require("./told-apart.js");

/** The native side of a `Request`; `undefined` for anything else. */
let handleOf;

/** The text that a `Request` was made of; `undefined` for anything else. */
let heldText;

const isObject = (value) => typeof value === "object" && value !== null;

class Request {
    #handle;
    #text;

    static {
        handleOf = (value) => (isObject(value) && #handle in value ? value.#handle : undefined);
        heldText = (value) => (isObject(value) && #text in value ? value.#text : undefined);
    }

    constructor(request) {
        this.#text = heldText(request) ?? named("request", () => textOf(request));
        this.#handle = ask(native.readRequest, this.#text, "request");
        this[apart] = this.#text;
    }

    get action() {
        return native.subject(this.#handle)[0];
    }

    get resource() {
        return native.subject(this.#handle)[1];
    }

    toJSON() {
        return JSON.parse(this.#text);
    }
}

showAs(Request, ({ action, resource }) => ({ action, resource }));

module.exports = { Request, handleOf, heldText };
