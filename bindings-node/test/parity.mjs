// The vectors that every binding runs, asked as the browser's runner asks them: through the wire, through
// the functions of one value, and through the classes.

import { readFileSync, readdirSync } from "node:fs";

import { runVectors } from "../../bindings-wasm/test/vectors.mjs";
import * as iamEval from "../lib/index.mjs";

const folder = new URL("../../core/tests/data/vectors/", import.meta.url);
const files = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort();
const vectors = files.flatMap((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")));

const notVerbs = ["call", "callAsync", "simulateAsync", "validateFilesAsync"];
const verbs = Object.keys(iamEval).filter((name) => /^[a-z]/.test(name) && !notVerbs.includes(name));

const { passed, failures } = runVectors(iamEval, verbs, vectors);
console.log(failures.join("\n"));
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 || vectors.length === 0 ? 1 : 0;
