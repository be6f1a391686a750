"use strict";

/**
 * What tells two objects apart for `assert.deepStrictEqual` and its like, which see no private state: without
 * it any two handles would be equal.
 */
const apart = Symbol("iam-eval");

module.exports = { apart };
