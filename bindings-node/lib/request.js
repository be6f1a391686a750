"use strict";

const { ask } = require("./errors.js");
const { showAs } = require("./inspect.js");
const native = require("./native.js");
const { requestText } = require("./text.js");

/** The native side of a `Request`; `undefined` for anything else. */
let handleOf;

class Request {
    #handle;
    #text;

    static {
        handleOf = (value) =>
            typeof value === "object" && value !== null && #handle in value ? value.#handle : undefined;
    }

    constructor(request) {
        this.#text = requestText(request);
        this.#handle = ask(native.readRequest, this.#text, "request");
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

module.exports = { Request, handleOf };
