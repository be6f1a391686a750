// What is declared is there, what is there is declared, and what stands in two places is the same.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

import * as iamEval from "../lib/index.mjs";
import { declarations as readDeclarations, docstrings } from "./examples.mjs";

const require = createRequire(import.meta.url);
const read = (path) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const declarations = readDeclarations();

/** The classes of the declarations, each with the names of its members. */
const declared = Object.fromEntries(
    Array.from(declarations.matchAll(/^export declare class (\w+).*?\{\n(.*?)^\}/gms), ([, name, body]) => {
        const members = Array.from(body.matchAll(/^  (static )?(?:get )?(\w+)\(/gm), ([, isStatic, member]) =>
            isStatic ? `static ${member}` : member,
        );
        return [name, members.sort()];
    }),
);

test("both ways in export the same", () => {
    const required = require("../lib/index.js");
    assert.deepEqual(Object.keys(iamEval).sort(), Object.keys(required).sort());
    for (const [name, value] of Object.entries(required)) {
        assert.equal(iamEval[name], value, name);
    }
});

test("everything that is exported is declared, and nothing else", () => {
    const functions = Array.from(declarations.matchAll(/^export declare function (\w+)/gm), ([, name]) => name);
    assert.deepEqual([...functions, ...Object.keys(declared)].sort(), Object.keys(iamEval).sort());
});

test("every member is declared, and nothing else", () => {
    for (const [name, members] of Object.entries(declared)) {
        const own = Object.getOwnPropertyNames(iamEval[name]).filter(
            (each) => !["length", "name", "prototype"].includes(each),
        );
        // the fields of errors are declared as such
        const prototype = Object.getOwnPropertyNames(iamEval[name].prototype).filter((each) => each !== "name");
        const isConstructible = members.includes("constructor");
        const found = [...own.map((each) => `static ${each}`), ...prototype].filter(
            (each) => each !== "constructor" || isConstructible,
        );
        assert.deepEqual(members, found.sort(), name);
    }
});

test("everything that is declared says what it answers", () => {
    const described = new Set(docstrings().map(({ about }) => about));
    const lines = declarations.split("\n").map((line) => line.trim());
    const isPublic = /^(export (declare|type \w+ =)|get |static |readonly |\w+\??: )|^\w+\(.*\): /;
    // the kinds of error repeat their name, which the base describes
    const declares = lines.filter((line) => isPublic.test(line) && !/^readonly name: "/.test(line));
    assert(declares.length > 60);
    assert.deepEqual(
        declares.filter((line) => !described.has(line)),
        [],
    );
});

test("the declared verbs are core's", () => {
    const { verbs } = require("../lib/native.js");
    const [, union] = /^export type VerbName =([^;]*);$/m.exec(declarations);
    assert.deepEqual(
        union.match(/"\w+"/g).map((name) => JSON.parse(name)),
        verbs(),
    );
    for (const verb of verbs()) {
        assert.equal(typeof iamEval[verb], "function", verb);
    }
});

test("the package has the version of the library, and of the workspace", () => {
    const { version } = require("../package.json");
    assert.equal(iamEval.version().version, version);
    assert.match(read("../Cargo.toml"), new RegExp(`^version = "${version}"$`, "m"));
    assert.equal(require("../package-lock.json").version, version);
});

test("the types are those that core writes", () => {
    assert.equal(read("lib/types.d.ts"), read("../core/wire/types.d.ts"));
});

test("every package that is needed to build is pinned, and the lock file names no server", () => {
    const { devDependencies, dependencies } = require("../package.json");
    assert.equal(dependencies, undefined);
    assert(Object.values(devDependencies).every((version) => /^\d+\.\d+\.\d+$/.test(version)));
    assert(!read("package-lock.json").includes('"resolved"'));
});

test("every function of the native module catches panics, and none is unsafe", () => {
    let functions = 0;
    for (const name of readdirSync(new URL("../src/", import.meta.url))) {
        const source = read(`src/${name}`);
        assert.doesNotMatch(source, /\bunsafe\b/, name);
        for (const [, attribute] of source.matchAll(/^#\[napi(.*)\]$/gm)) {
            functions += 1;
            assert.match(attribute, /catch_unwind/, name);
        }
    }
    assert(functions > 15);
    const [release] = /^\[profile\.release\][^[]*/m.exec(read("../Cargo.toml"));
    assert.doesNotMatch(release, /^panic\b/m);
});
