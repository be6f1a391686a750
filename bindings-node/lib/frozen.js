"use strict";

/** A plain value that nobody can change: what is kept in an object is handed to everyone who asks. */
function frozen(value) {
    if (typeof value === "object" && value !== null) {
        Object.values(value).forEach(frozen);
        Object.freeze(value);
    }
    return value;
}

module.exports = { frozen };
