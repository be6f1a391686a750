"use strict";

const custom = Symbol.for("nodejs.util.inspect.custom");

/** Has `console.log` show what `shown` picks of an object, whose state is private. */
function showAs({ prototype, name }, shown) {
    const inspected = function (depth, options, inspect) {
        return `${name} ${inspect(shown(this), { ...options, depth: depth === null ? null : depth - 1 })}`;
    };
    Object.defineProperty(prototype, custom, { value: inspected, configurable: true, writable: true });
}

module.exports = { showAs };
