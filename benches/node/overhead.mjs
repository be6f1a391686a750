// What the Node package costs on top of core, for the same policies and requests.
//
//     node benches/node/overhead.mjs
//
// Wants the package built (`npm run build` in `bindings-node`) and cargo, which measures core. Prints
// nanoseconds a question, the fastest of several runs, and what share of it is not core's.

import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

import { each, print } from "./each.mjs";

const { PolicySet, Request } = createRequire(import.meta.url)("../../bindings-node/lib/index.js");
const core = fileURLToPath(new URL("../../Cargo.toml", import.meta.url));
const run = ["run", "--quiet", "--release", "--manifest-path", core, "-p", "iam-eval-node", "--example", "core_times"];
const { input, nanoseconds: theirs } = JSON.parse(execFileSync("cargo", run, { encoding: "utf8" }));

const set = new PolicySet(input.layers);
const plain = input.requests;
const handles = plain.map((request) => new Request(request));
const texts = plain.map((request) => JSON.stringify(request));

const many = Array.from({ length: 16 }, () => handles).flat();
const manyPlain = Array.from({ length: 16 }, () => plain).flat();
const manyLines = manyPlain.map((request) => JSON.stringify(request)).join("\n");

const rows = [
    ["decide(handle)", each(handles, (request) => set.decide(request)), theirs["decide"]],
    ["evaluate(handle).isAllowed", each(handles, (request) => set.evaluate(request).isAllowed), theirs["decide"]],
    ["evaluate(handle).statements", each(handles, (request) => set.evaluate(request).statements), theirs["report"]],
    ["decide(object)", each(plain, (request) => set.decide(request)), theirs["decide, from text"]],
    [
        "evaluate(object).isAllowed",
        each(plain, (request) => set.evaluate(request).isAllowed),
        theirs["decide, from text"],
    ],
    ["decide(text)", each(texts, (request) => set.decide(request)), theirs["decide, from text"]],
    ["new Request(object)", each(plain, (request) => new Request(request)), theirs["read a request"]],
    ["evaluateMany(handles), one of 1024", each([many], (all) => set.evaluateMany(all), many.length), theirs["decide"]],
    [
        "evaluateMany(objects), one of 1024",
        each([manyPlain], (all) => set.evaluateMany(all), many.length),
        theirs["decide, from text"],
    ],
    [
        "evaluateMany(lines), one of 1024",
        each([manyLines], (all) => set.evaluateMany(all), many.length),
        theirs["decide, from text"],
    ],
];

print(
    `5 policies, ${input.real ? "AWS's own" : "generated"}, of ${JSON.stringify(input.layers).length} bytes; ${plain.length} requests in turn`,
    rows,
);
