// Off the event loop: the same answers, errors as rejections, and the loop goes on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Worker } from "node:worker_threads";

import {
    InputError,
    LimitError,
    ParseError,
    Policy,
    PolicySet,
    Request,
    call,
    callAsync,
    simulate,
    simulateAsync,
} from "../lib/index.mjs";

const allow = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}';
const simulated = { ActionNames: ["s3:GetObject", "s3:PutObject"], PolicyInputList: [allow] };

test("each answers as its synchronous twin", async () => {
    const set = new PolicySet({ identity: allow });
    const requests = [{ action: "s3:GetAccountPublicAccessBlock" }, { action: "iam:GetUser" }];
    const handles = requests.map((request) => new Request(request));
    for (const many of [requests, handles, JSON.stringify(requests), "", []]) {
        assert.deepEqual(await set.evaluateManyAsync(many), set.evaluateMany(many));
    }
    assert((await Policy.parseAsync(allow)).equals(Policy.parse(allow)));
    assert.equal((await Policy.parseAsync(Buffer.from(allow), { profile: "lenient" })).source, allow);
    assert.equal(await callAsync("version", "{}"), call("version", "{}"));
    assert.deepEqual(await simulateAsync(simulated), simulate(simulated));
});

test("what would throw rejects", async () => {
    const set = new PolicySet({});
    await assert.rejects(Policy.parseAsync("{"), (error) => error instanceof ParseError && error.column === 2);
    await assert.rejects(Policy.parseAsync(allow, { limits: { maxBytes: 3 } }), LimitError);
    await assert.rejects(set.evaluateManyAsync([{ action: "s3" }]), /requests\[0\]/);
    await assert.rejects(callAsync("guess", "{}"), InputError);
    await assert.rejects(simulateAsync({ ...simulated, ActionNames: [""] }), {
        name: "InputError",
        code: "InvalidInput",
    });
});

test("input that is none rejects and does not throw", async () => {
    const ring = {};
    ring.ring = ring;
    const set = new PolicySet({});
    const settled = await Promise.allSettled([
        Policy.parseAsync(ring),
        Policy.parseAsync(),
        Policy.parseAsync(allow, { profile: "loose" }),
        set.evaluateManyAsync(5),
        set.evaluateManyAsync([ring]),
        callAsync(),
        simulateAsync(ring),
    ]);
    assert(
        settled.every(({ reason }) => reason instanceof InputError),
        settled,
    );
});

test("the event loop turns while there is work", async () => {
    const set = new PolicySet({ identity: allow });
    const lines = '{"action": "s3:GetObject"}\n'.repeat(20_000);
    let isDone = false;
    let turns = 0;
    const work = set.evaluateManyAsync(lines).finally(() => (isDone = true));
    await new Promise((resolve) => setImmediate(resolve));
    while (!isDone) {
        turns += 1;
        await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal((await work).length, 20_000);
    assert(turns > 0, "the work was done before the loop could turn");
});

test("many at once share a set", async () => {
    const set = new PolicySet({ identity: allow });
    const lines = '{"action": "s3:GetAccountPublicAccessBlock"}\n'.repeat(200);
    const all = await Promise.all(Array.from({ length: 32 }, () => set.evaluateManyAsync(lines)));
    assert(all.every((answers) => answers.length === 200 && answers.every((answer) => answer === "allowed")));
});

test("workers load the package, throw its errors, and end with work under way", async () => {
    const source = `
    const { parentPort, workerData } = require("node:worker_threads");
    const { ParseError, Policy, PolicySet } = require(workerData);
    const set = new PolicySet({ identity: [] });
    let name;
    try { Policy.parse("{"); } catch (error) { name = error instanceof ParseError && error.name; }
    set.evaluateManyAsync('{"action": "s3:GetObject"}\\n'.repeat(20000)).then(() => {});
    parentPort.postMessage([name, set.decide({ action: "s3:GetObject" })]);
    process.exit(0);
  `;
    const workerData = new URL("../lib/index.js", import.meta.url).pathname;
    const answered = Array.from({ length: 4 }, () => {
        const worker = new Worker(source, { eval: true, workerData });
        return Promise.all([
            new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject)),
            new Promise((resolve) => worker.once("exit", resolve)),
        ]);
    });
    for (const [message, code] of await Promise.all(answered)) {
        assert.deepEqual([message, code], [["ParseError", "implicitDeny"], 0]);
    }
});
