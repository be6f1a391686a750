// What is thrown, and what it says.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
    IamEvalError,
    InputError,
    LimitError,
    ParseError,
    Policy,
    PolicySet,
    Request,
    call,
    evaluate,
} from "../lib/index.mjs";

/** The error that something throws. */
function thrownBy(ask) {
    try {
        ask();
    } catch (error) {
        return error;
    }
    return assert.fail("nothing was thrown");
}

const statement = '"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}';

test("a policy that cannot be read is a ParseError with its place", () => {
    const error = thrownBy(() => Policy.parse('{"Id": "😀",\n "Statement": []}'));
    assert(error instanceof ParseError && error instanceof IamEvalError && error instanceof Error);
    assert(!(error instanceof InputError) && !(error instanceof LimitError));
    assert.equal(error.name, "ParseError");
    assert.equal(error.message, "expected at least one statement, found none (line 2, column 15)");
    assert.equal(String(error), `ParseError: ${error.message}`);
    const { code, line, column, offset, path } = error;
    assert.deepEqual(
        { code, line, column, offset, path },
        { code: "empty-list", line: 2, column: 15, offset: 27, path: [{ value: "Statement" }] },
    );
    assert.deepEqual(Object.keys(error), ["code", "line", "column", "offset", "path"]);
    assert(!("policy" in error) && !("awsMessage" in error));
});

test("a stack begins where the package was called", () => {
    const frames = thrownBy(() => Policy.parse("{"))
        .stack.split("\n")
        .slice(1);
    assert.match(frames[0], /Policy\.parse/);
    assert.match(frames[1], /errors\.test\.mjs/);
});

test("AWS's own verdict comes with its words", () => {
    const error = thrownBy(() => Policy.parse(`{${statement}}`, { policyType: "identity" }));
    assert.equal(error.awsMessage, "Policy document must be version 2012-10-17 or greater.");
});

test("limits are a LimitError", () => {
    const error = thrownBy(() => Policy.parse(`{${statement}}`, { limits: { maxBytes: 10 } }));
    assert(error instanceof LimitError);
    assert.equal(error.code, "limit-bytes");
    assert(
        thrownBy(() => new PolicySet({ resource: `{${statement}}` }, { limits: { maxDepth: 1 } })) instanceof
            LimitError,
    );
});

test("a set names the policy that cannot be read", () => {
    const good = `{${statement}}`;
    const policyOf = (layers) => thrownBy(() => new PolicySet(layers)).policy;
    assert.equal(policyOf({ identity: [good, "{"] }), "identity[1]");
    assert.equal(policyOf({ serviceControl: [[good], [good, { Statement: 1 }]] }), "service_control[1][1]");
    assert.equal(policyOf({ permissionsBoundary: "" }), "permissions_boundary");
    assert.equal(policyOf({ serviceControl: [[good], Buffer.from([0xff])] }), "service_control[1]");
    assert.equal(policyOf({ resourceControl: [[Buffer.from([0xff])]] }), "resource_control[0][0]");
    assert.equal(policyOf({ vpcEndpoint: Buffer.from([0xff]) }), "vpc_endpoint");
});

test("bytes that are not UTF-8 are a ParseError at the first bad one", () => {
    const bytes = Buffer.concat([Buffer.from('{"Id": "😀'), Buffer.from([0xff]), Buffer.from('"}')]);
    for (const ask of [() => Policy.parse(bytes), () => Policy.lint(bytes), () => new PolicySet({ trust: bytes })]) {
        const error = thrownBy(ask);
        assert(error instanceof ParseError);
        assert.deepEqual([error.code, error.line, error.column, error.offset], ["not-utf8", 1, 11, 10]);
    }
});

test("a request that is none is an InputError", () => {
    const set = new PolicySet({});
    const bad = [
        { action: "s3:Get*" },
        { action: 5 },
        {},
        [],
        ["s3:GetObject"],
        null,
        5,
        true,
        "",
        "{",
        '["s3:GetObject"]',
        { action: "s3:GetObject", ressource: "*" },
    ];
    for (const request of bad) {
        for (const ask of [() => new Request(request), () => set.decide(request), () => set.evaluate(request)]) {
            const error = thrownBy(ask);
            assert(error instanceof InputError, `${JSON.stringify(request)}: ${error}`);
            assert.match(error.message, /^request[.:]/);
        }
    }
    assert.equal(thrownBy(() => new Request({ action: "s3:Get*" })).code, "action-not-concrete");
});

test("one of many requests is named", () => {
    const set = new PolicySet({});
    const good = { action: "s3:GetObject" };
    for (const many of [
        [good, { action: "s3" }],
        [new Request(good), { action: "s3" }],
        `${JSON.stringify(good)}\n{"action": "s3"}`,
    ]) {
        const error = thrownBy(() => set.evaluateMany(many));
        assert(error instanceof InputError);
        assert.match(error.message, /^requests\[1\]: expected exactly one colon/);
    }
    for (const many of [undefined, null, 5, good, new Map()]) {
        assert(thrownBy(() => set.evaluateMany(many)) instanceof InputError);
    }
});

test("one of many objects that has not its shape is told without a place in a text that nobody saw", async () => {
    const set = new PolicySet({});
    const many = [new Request({ action: "s3:GetObject" }), { action: 5 }];
    const isTold = ({ message, line }) =>
        message === "requests[1].action: invalid type: integer `5`, expected a string" && line === undefined;
    assert.throws(() => set.evaluateMany(many), isTold);
    await assert.rejects(set.evaluateManyAsync(many), isTold);
});

test("the place of an error in lines counts in their text", () => {
    const error = thrownBy(() => new PolicySet({}).evaluateMany('{"action": "s3:GetObject"}\n{"action": "😀", x}'));
    assert.deepEqual([error.line, error.column], [2, 18]);
});

test("layers and options that are none are an InputError", () => {
    const asks = [
        () => new PolicySet(),
        () => new PolicySet(null),
        () => new PolicySet([]),
        () => new PolicySet([`{${statement}}`]),
        () => new PolicySet("[]"),
        () => new PolicySet({ identitty: [] }),
        () => new PolicySet({ serviceControl: `{${statement}}` }),
        () => new PolicySet({}, { limit: 1 }),
        () => new PolicySet({}, []),
        () => new PolicySet({}, { positionEncoding: "utf-7" }),
        () => Policy.parse(`{${statement}}`, { profile: "loose" }),
        () => Policy.parse(`{${statement}}`, { limits: { maxBytes: -1 } }),
        () => Policy.parse(`{${statement}}`, "strict"),
        () => Policy.lint(`{${statement}}`, { profyle: 1 }),
        () => Policy.lint(`{${statement}}`, 7),
    ];
    for (const ask of asks) {
        assert(thrownBy(ask) instanceof InputError, String(ask));
    }
});

test("a verb that there is not is an InputError, as is input that is no JSON", () => {
    assert.match(thrownBy(() => call("guess", "{}")).message, /found `guess`$/);
    for (const ask of [
        () => call("version", ""),
        () => call("version"),
        () => call(),
        () => evaluate(),
        () => evaluate(5),
        () => evaluate([]),
    ]) {
        assert(thrownBy(ask) instanceof InputError, String(ask));
    }
});
