// What the browser's package costs beside core as it is compiled for this machine, for the same policies
// and requests, in the engine of Node, which is that of chromium.
//
//     node benches/wasm/overhead.mjs
//
// Wants the package built (`bash bindings-wasm/build.sh`) and cargo, which measures core. Prints
// nanoseconds a question, the fastest of several runs, and the ratio.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import init, { PolicySet, Request } from "../../bindings-wasm/pkg/web/iam_eval.js";
import { each, print } from "../node/each.mjs";

const file = new URL("../../bindings-wasm/pkg/web/iam_eval_bg.wasm", import.meta.url);
await init({ module_or_path: readFileSync(file) });

const core = fileURLToPath(new URL("../../Cargo.toml", import.meta.url));
const run = ["run", "--quiet", "--release", "--manifest-path", core, "-p", "iam-eval-node", "--example", "core_times"];
const { input, nanoseconds: theirs } = JSON.parse(execFileSync("cargo", run, { encoding: "utf8" }));

const set = new PolicySet(input.layers);
const plain = input.requests;
const handles = plain.map((request) => new Request(request));
// what the engine itself takes to make a report's value of its text
const reports = handles.map((request) => JSON.stringify(set.evaluate(request).toJSON()));
const lines = plain.map((request) => JSON.stringify(request)).join("\n");

/** Asks and frees at once, as a page that asks often would. */
function freed(request) {
    const decision = set.evaluate(request);
    const allowed = decision.isAllowed;
    decision.free();
    return allowed;
}

print(`5 policies, ${input.real ? "AWS's own" : "generated"}; ${plain.length} requests in turn`, [
    ["decide(handle)", each(handles, (request) => set.decide(request)), theirs["decide"]],
    ["evaluate(handle).isAllowed, freed", each(handles, freed), theirs["decide"]],
    ["evaluate(handle).toJSON()", each(handles, (request) => set.evaluate(request).toJSON()), theirs["report"]],
    ["JSON.parse of the same", each(reports, (report) => JSON.parse(report)), theirs["report"]],
    ["decide(object)", each(plain, (request) => set.decide(request)), theirs["decide, from text"]],
    ["evaluateMany(handles)", each([handles], (all) => set.evaluateMany(all), plain.length), theirs["decide"]],
    ["evaluateMany(lines)", each([lines], (all) => set.evaluateMany(all), plain.length), theirs["decide, from text"]],
]);
