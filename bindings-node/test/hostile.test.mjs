// Whatever is handed over, what comes back is an answer or an error, and the process lives.

import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";

import {
    Decision,
    IamEvalError,
    InputError,
    LimitError,
    ParseError,
    Policy,
    PolicySet,
    Request,
    call,
    evaluate,
    evaluateMany,
    explain,
    parse,
    simulate,
} from "../lib/index.mjs";

const allow = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}';
const request = { action: "s3:GetAccountPublicAccessBlock" };

/** Every way in, each with a value in the place of its input. */
const waysIn = {
    "Policy.parse": (value) => Policy.parse(value),
    "Policy.parse, options": (value) => Policy.parse(allow, { limits: value }),
    "Policy.lint": (value) => Policy.lint(value),
    "new PolicySet": (value) => new PolicySet(value),
    "new PolicySet, layer": (value) => new PolicySet({ identity: [value] }),
    "new PolicySet, options": (value) => new PolicySet({}, { limits: value }),
    "new Request": (value) => new Request(value),
    "new Request, context": (value) => new Request({ ...request, context: { "a:b": value } }),
    decide: (value) => new PolicySet({}).decide(value),
    evaluate: (value) => new PolicySet({}).evaluate(value),
    evaluateMany: (value) => new PolicySet({}).evaluateMany([value]),
    "call, text": (value) => call("evaluate", value),
    "evaluate()": (value) => evaluate(value),
    "parse()": (value) => parse({ policy: value }),
};

function deep(levels, wrap) {
    let value = "x";
    for (let level = 0; level < levels; level += 1) {
        value = wrap(value);
    }
    return value;
}

const ring = {};
ring.ring = ring;
const ringOfCauses = new Error("ring");
ringOfCauses.cause = ringOfCauses;

function throwing(thrown) {
    const raise = () => {
        throw thrown;
    };
    const traps = ["get", "has", "ownKeys", "getOwnPropertyDescriptor"];
    return [
        { toJSON: raise },
        {
            get action() {
                return raise();
            },
            get context() {
                return raise();
            },
            get source() {
                return raise();
            },
            get Statement() {
                return raise();
            },
        },
        new Proxy({}, Object.fromEntries(traps.map((trap) => [trap, raise]))),
    ];
}

const hostile = {
    "a ring": ring,
    "a bigint": 1n,
    "a bigint inside": { Statement: [1n], action: 1n },
    "a function": () => {},
    "a symbol": Symbol("s"),
    "deep objects": deep(100_000, (inner) => ({ inner })),
    "deep lists": deep(100_000, (inner) => [inner]),
    "deep text of objects": '{"a":'.repeat(100_000),
    "deep text of lists": "[".repeat(1_000_000),
    "a lone surrogate": "\ud800",
    "a lone surrogate in text": allow.replace("Get", "\udc00"),
    "half a megabyte of nothing": " ".repeat(500_000),
    "a megabyte of quotes": '"'.repeat(1_000_000),
    "null bytes": "\0".repeat(1_000),
    "a byte order mark": `\ufeff${allow}`,
    "other views": new Uint16Array(4),
    "a buffer without a view": new ArrayBuffer(8),
    "a detached view": detached(),
    "shared bytes": new Uint8Array(new SharedArrayBuffer(8)),
    "a class of the language": new Map([["Statement", []]]),
    "a proxy that is revoked": revoked(),
};
[ringOfCauses, "text", null, undefined, { message: ring }, Object.create(null)].forEach((thrown, at) => {
    throwing(thrown).forEach((value, way) => (hostile[`something that throws, ${at}.${way}`] = value));
});

function detached() {
    const view = new Uint8Array(8);
    structuredClone(view.buffer, { transfer: [view.buffer] });
    return view;
}

function revoked() {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
}

for (const [way, ask] of Object.entries(waysIn)) {
    test(`${way} answers or refuses, whatever it is given`, () => {
        for (const [name, value] of Object.entries(hostile)) {
            try {
                ask(value);
            } catch (error) {
                // a proxy may throw at the first look, before there is anything to say
                const isOurs =
                    error instanceof IamEvalError || (name === "a proxy that is revoked" && error instanceof TypeError);
                assert(isOurs, `${name}: ${Object.prototype.toString.call(error)} ${error?.stack}`);
            }
        }
    });
}

test("a lone surrogate is refused and never something else in its place", () => {
    const cut = "s3:Get\ud83d";
    for (const ask of [
        () => Policy.parse(allow.replace("s3:Get*", cut)),
        () => new PolicySet({ identity: allow.replace("s3:Get*", cut) }),
        () => new PolicySet({}).decide(`{"action": "${cut}"}`),
        () => new PolicySet({}).evaluateMany(`{"action": "${cut}"}`),
        () => call("parse", JSON.stringify({ policy: allow }).replace("s3:Get*", cut)),
        () => call(cut, "{}"),
        () => new Request({ action: cut }),
        () => new Request({ ...request, context: { "a:b": cut } }),
    ]) {
        assert.throws(ask, InputError, String(ask));
    }
    assert.throws(() => Policy.parse({ Statement: { Effect: "Deny", Action: cut, Resource: "*" } }), ParseError);
    const whole = allow.replace("s3:Get*", "s3:Get😀�*");
    assert.equal(Policy.parse(whole).statements[0].action.values[0].value, "s3:Get😀�*");
});

test("what was thrown at us is the cause", () => {
    const thrown = new RangeError("mine");
    assert.throws(
        () =>
            new Request({
                toJSON() {
                    throw thrown;
                },
            }),
        (error) => error instanceof InputError && error.cause === thrown,
    );
    assert.throws(
        () => Policy.parse(ring),
        (error) => error instanceof InputError && /circular/.test(error.message),
    );
});

test("text that is too deep or too large is a LimitError", () => {
    assert.throws(() => Policy.parse("[".repeat(1_000_000)), LimitError);
    assert.throws(() => Policy.parse(allow, { limits: { maxBytes: 90 } }), LimitError);
    assert.throws(() => new PolicySet({ resource: '{"Statement":'.repeat(500) }), LimitError);
});

test("a megabyte of statements is read", () => {
    const statement = { Effect: "Allow", Action: "s3:Get*", Resource: `arn:aws:s3:::${"b".repeat(60)}/*` };
    const large = JSON.stringify({ Version: "2012-10-17", Statement: Array.from({ length: 10_000 }, () => statement) });
    assert(large.length > 1_000_000);
    const policy = Policy.parse(large);
    assert.equal(policy.statements.length, 10_000);
    assert.equal(new PolicySet({ identity: [policy] }).decide(request), "implicitDeny");
});

test("what JSON would empty is refused, wherever it stands", () => {
    const set = new PolicySet({ identity: allow });
    const entries = [["aws:SourceIp", "203.0.113.7"]];
    const foreign = runInNewContext("new Map([['aws:SourceIp', '203.0.113.7']])");
    for (const emptied of [new Map(entries), new Headers(), new URLSearchParams(entries), new Set(), foreign, set]) {
        const asked = { ...request, context: emptied };
        const condition = { Effect: "Deny", Action: "*", Resource: "*", Condition: emptied };
        for (const ask of [
            () => new Request(asked),
            () => new Request(emptied),
            () => set.decide(asked),
            () => set.evaluate(asked),
            () => set.evaluateMany([request, asked]),
            () => evaluate({ policies: {}, request: asked }),
            () => explain({ policies: {}, request: asked }),
            () => evaluateMany({ policies: {}, requests: [asked] }),
            () => new PolicySet(emptied),
            () => new PolicySet({}, { limits: emptied }),
            () => new PolicySet({ identity: [{ Statement: condition }] }),
            () => Policy.parse({ Statement: condition }),
            () => parse({ policy: { Statement: condition } }),
            () => simulate({ ActionNames: ["s3:GetObject"], PolicyInputList: emptied }),
        ]) {
            assert.throws(ask, InputError, String(ask));
        }
    }
    const lost = { ...request, context: { "aws:SourceIp": () => "203.0.113.7" } };
    assert.throws(() => set.decide(lost), {
        name: "InputError",
        message: /found a function at `context\.aws:SourceIp`$/,
    });
});

test("plain objects of another realm, without a prototype or of a class are read", () => {
    const set = new PolicySet({ identity: allow });
    class Asked {
        action = request.action;
    }
    const bare = Object.assign(Object.create(null), request);
    const foreign = runInNewContext(`(${JSON.stringify(request)})`);
    for (const asked of [new Asked(), bare, foreign]) {
        assert.equal(set.decide(asked), "allowed");
    }
    const bytes = runInNewContext(`new Uint8Array(${JSON.stringify([...Buffer.from(allow)])})`);
    assert.equal(new PolicySet({ identity: [bytes] }).decide(request), "allowed");
    assert.equal(Policy.parse(bytes).source, allow);
});

test("a handle answers as its text does on every way in", () => {
    const exact = '{"action":"s3:GetObject","context":{"s3:max-keys":9007199254740993}}';
    const condition = { NumericEquals: { "s3:max-keys": "9007199254740993" } };
    const policies = {
        identity: [{ Statement: { Effect: "Allow", Action: "*", Resource: "*", Condition: condition } }],
    };
    const handle = new Request(exact);
    const set = new PolicySet(policies);
    assert.equal(set.decide(handle), "allowed");
    assert.equal(set.decide(new Request(handle)), "allowed");
    assert.deepEqual(set.evaluateMany([handle, { action: "s3:GetObject" }]), ["allowed", "implicitDeny"]);
    assert.equal(evaluate({ policies, request: handle }).answer, "allowed");
    assert.deepEqual(evaluateMany({ policies, requests: [handle] }).answers, ["allowed"]);
    // text inside a list is no request, and never more than a value
    assert.throws(() => evaluateMany({ policies, requests: [exact] }), InputError);
    assert.throws(() => evaluate({ policies: '{}, "request": {"action": "s3:GetObject"}', request }), InputError);
});

test("handles are told apart", () => {
    const other = { ...request, resource: "arn:aws:s3:::other" };
    const set = new PolicySet({ identity: allow });
    assert.notDeepStrictEqual(new Request(request), new Request(other));
    assert.deepStrictEqual(new Request(request), new Request(request));
    assert.notDeepStrictEqual(Policy.parse(allow), Policy.parse(allow.replace("Allow", "Deny")));
    assert.notDeepStrictEqual(set, new PolicySet({}));
    assert.notDeepStrictEqual(set.evaluate(request), set.evaluate({ action: "iam:PassRole" }));
});

test("objects that only look like ours are not taken for them", () => {
    const set = new PolicySet({ identity: allow });
    const policy = Policy.parse(allow);
    const handle = new Request(request);
    for (const { prototype } of [Request, Policy, PolicySet, Decision]) {
        const spoof = Object.create(prototype);
        for (const ask of [
            () => set.decide(spoof),
            () => set.evaluateMany([spoof, spoof]),
            () => Policy.parse(spoof),
            () => new PolicySet({ identity: spoof }),
            () => new Request(spoof),
        ]) {
            assert.throws(ask, (error) => error instanceof IamEvalError || error instanceof TypeError);
        }
        assert.equal(policy.equals(spoof), false);
    }
    for (const stranger of [policy, set, set.evaluate(handle)]) {
        assert.throws(() => set.decide(stranger), InputError);
    }
});

test("methods and getters refuse to be called on something else", () => {
    const set = new PolicySet({ identity: allow });
    const all = [Policy.parse(allow), set, new Request(request), set.evaluate(request)];
    for (const object of all) {
        const prototype = Object.getPrototypeOf(object);
        for (const [name, { get, value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
            if (name === "constructor" || name.endsWith("Async")) {
                continue;
            }
            for (const other of [{}, null, undefined, 1, ...all.filter((each) => each !== object)]) {
                const given = { equals: all[0], evaluateMany: [request] }[name] ?? request;
                assert.throws(
                    () => (get ?? value).call(other, given),
                    TypeError,
                    `${prototype.constructor.name}.${name}`,
                );
            }
        }
    }
});

test("code that is called while a value is read may call back", () => {
    const set = new PolicySet({ identity: allow });
    const reentrant = { toJSON: () => ({ ...request, resource: set.decide(request) === "allowed" ? "*" : "no" }) };
    assert.equal(set.decide(reentrant), "allowed");
    const layers = {
        get identity() {
            return Policy.parse(allow);
        },
    };
    assert.equal(new PolicySet(layers).decide(reentrant), "allowed");
});

test("names that mean something to JavaScript mean nothing here", () => {
    for (const name of ["__proto__", "constructor", "toString"]) {
        const layers = JSON.parse(`{"${name}": []}`);
        assert.throws(() => new PolicySet(layers), InputError, name);
        assert.throws(() => call(name, "{}"), InputError);
        const asked = JSON.parse(`{"action": "s3:GetObject", "context": {"${name}": "x"}}`);
        assert.deepEqual(new Request(asked).toJSON(), asked);
    }
});

test("millions of answers leave nothing behind", () => {
    const set = new PolicySet({ identity: allow });
    const handle = new Request(request);
    const before = process.memoryUsage().rss;
    for (let turn = 0; turn < 500_000; turn += 1) {
        set.evaluate(handle);
    }
    assert(process.memoryUsage().rss - before < 100e6);
});
