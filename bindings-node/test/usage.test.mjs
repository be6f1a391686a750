// From logs to policies.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { Catalog, IamEvalError, InputError, Policy, PolicySet, Usage, UsageReader } from "../lib/index.mjs";

const data = (name) => readFileSync(new URL(`../../core/examples/data/${name}`, import.meta.url));
const log = data("cloudtrail.json");
const role = "arn:aws:iam::111122223333:role/service/orders-api";
const current = { identity: [data("current-policy.json")], permissionsBoundary: Policy.parse(data("boundary.json")) };

const event = (user, more = {}) =>
    JSON.stringify({
        eventSource: "iam.amazonaws.com",
        eventName: "GetUser",
        recipientAccountId: "111122223333",
        requestParameters: { userName: "bob" },
        userIdentity: { type: "IAMUser", arn: `arn:aws:iam::111122223333:user/${user}` },
        ...more,
    });

test("pieces may end anywhere, gzip or not, on the event loop or off it", async () => {
    const whole = Usage.read(log);
    for (const bytes of [log, gzipSync(log)]) {
        const [one, other] = [new UsageReader(), new UsageReader()];
        for (let at = 0; at < bytes.length; at += 997) {
            one.feed(bytes.subarray(at, at + 997));
            await other.feedAsync(bytes.subarray(at, at + 997));
        }
        one.endInput();
        assert.equal(one.records, whole.stats.records);
        assert.deepEqual(one.errors, []);
        assert.deepEqual(one.finish().toBytes(), whole.toBytes());
        assert.deepEqual(other.finish().toBytes(), whole.toBytes());
        assert.throws(() => one.finish(), InputError);
        await assert.rejects(other.feedAsync(""), InputError);
    }
});

test("usages merge in any order", () => {
    const [ann, bob] = ["ann", "bob"].map((user) => Usage.read(event(user)));
    assert.deepEqual(ann.merge(bob).toBytes(), bob.merge(ann).toBytes());
    assert.deepEqual(Usage.fromBytes(ann.toBytes()).toJSON(), ann.toJSON());
    assert.equal(ann.merge(bob).principals.length, 2);
    assert.notDeepStrictEqual(ann, bob);
    assert.throws(() => ann.merge({}), InputError);
});

test("a policy grants what was used and no more", () => {
    const made = Usage.read(log).synthesize({ principals: [role], current });
    assert.equal(made.coverage.proof, "proved");
    assert.match(made.report, /^Usage of /);
    assert.match(made.terraform, /^resource "aws_iam_policy"/);
    const set = new PolicySet({ identity: made.policies.map(({ document }) => document) });
    const pairs = made.evidence.flatMap(({ pairs }) => pairs).filter(([, resource]) => !resource.includes("*"));
    assert(pairs.length > 0);
    for (const [action, resource] of pairs) {
        assert.equal(set.decide({ action, resource }), "allowed");
    }
    assert.equal(set.decide({ action: "iam:CreateUser" }), "implicitDeny");
});

test("unused access is found and taken away, and refused calls are told", () => {
    const usage = Usage.read(log);
    const findings = usage.unused({ principal: role, current, now: usage.window.last });
    assert.deepEqual([...new Set(findings.map(({ findingType }) => findingType))], ["UnusedPermission"]);
    const { text } = usage.refine({ policy: current.identity[0], principals: [role] });
    assert.deepEqual(usage.refine({ policy: text, principals: [role] }).changes, []);
    const [attempt] = Usage.read(event("ann", { errorCode: "AccessDenied" })).denied();
    assert.equal(attempt.action, "iam:GetUser");
});

test("what is no log, no usage and no question is refused", () => {
    const usage = Usage.read(event("ann"));
    for (const [ask, code] of [
        [() => Usage.read("no log"), "nothing-read"],
        [() => Usage.read(new Uint8Array([0x1f, 0x8b, 8, 0, 1])), "not-inflatable"],
        [() => Usage.read(7), "bad-input"],
        [() => Usage.fromBytes("{}"), "bad-usage"],
        [() => new UsageReader({ start: "soon" }), "bad-input"],
        [() => usage.refine("{}"), "bad-input"],
        [() => usage.unused(new Map()), "bad-input"],
        [() => usage.synthesize({ principals: ["bob"] }), "unknown-principal"],
        [() => usage.synthesize({}), "bad-input"],
        [() => usage.synthesize(new Map()), "bad-input"],
        [() => usage.synthesize({ principals: usage.principals, current: { resource: "{}" } }), "bad-input"],
        [() => usage.refine({ policy: "{", principals: [] }), "syntax"],
    ]) {
        assert.throws(
            ask,
            (error) => error instanceof IamEvalError && (code === "syntax" || error.code === code),
            `${ask}`,
        );
    }
    assert.throws(() => new Usage(), TypeError);
});

test("other facts take the place of the library's own", () => {
    const text = readFileSync(new URL("../../core/data/catalog.txt", import.meta.url));
    const without = new Catalog(text.toString().replaceAll(/^A\tGetUser\t.*\n/gm, ""));
    assert(Catalog.embedded().sources.length > 0);
    assert.deepEqual(new Catalog(text).sources, Catalog.embedded().sources);
    assert.equal(Usage.read(event("ann")).principals.length, 1);
    const other = Usage.read(event("ann"), without);
    assert.equal(other.stats.unmapped.names["iam.amazonaws.com:GetUser"], 1);
    assert.equal(new UsageReader({ catalog: without }).records, 0);
    const usage = Usage.read(event("ann"));
    assert.deepEqual(
        usage.synthesize({ principals: usage.principals }, null).catalog,
        usage.synthesize({ principals: usage.principals }).catalog,
    );
    assert.throws(() => new Catalog("nothing"), InputError);
    assert.throws(() => new Catalog(Uint8Array.of(255)), InputError);
    assert.throws(() => new Catalog(5), InputError);
    for (const no of [5, {}, "text", () => {}]) {
        assert.throws(() => Usage.read(event("ann"), no), InputError);
    }
});
