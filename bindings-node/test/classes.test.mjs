// What the classes answer, in each of the forms that they take their input.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";

import { Decision, Policy, PolicySet, Request, evaluate } from "../lib/index.mjs";

const text =
    '{"Version": "2012-10-17", "Id": "guard 😀", "Statement": [{"Sid": "Read", "Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}';
const bytes = new TextEncoder().encode(text);
const document = JSON.parse(text);
const request = {
    action: "s3:GetObject",
    resource: "arn:aws:s3:::b/k",
    resourceAccount: "111122223333",
    principal: "arn:aws:iam::111122223333:user/ann",
};

test("a policy is read from text, bytes, a document and a handle alike", () => {
    const handle = Policy.parse(text);
    for (const source of [text, bytes, Buffer.from(bytes), document, handle]) {
        assert(Policy.parse(source).equals(handle));
    }
    assert.equal(Policy.parse(bytes).source, text);
    assert.equal(Policy.parse(document).source, JSON.stringify(document));
    assert.equal(Policy.parse(handle).source, text);
});

test("a policy says what it holds", () => {
    const policy = Policy.parse(text);
    assert.equal(policy.version, "2012-10-17");
    assert.equal(policy.id, "guard 😀");
    assert.equal(policy.statements[0].sid, "Read");
    assert.deepEqual(policy.outline().statements, policy.statements);
    assert.deepEqual(policy.toJSON(), document);
    assert.equal(String(policy), JSON.stringify(document));
    assert.equal(policy.format(), JSON.stringify(document, null, 2));
    assert.equal(policy.format(false), String(policy));
    const bare = Policy.parse('{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}');
    assert.deepEqual([bare.version, bare.id], [undefined, undefined]);
});

test("places count in UTF-16 units unless another encoding is asked for", () => {
    const columnOf = (positionEncoding) => Policy.parse(text, { positionEncoding }).statements[0].span.start.column;
    const before = text.slice(0, text.indexOf('{"Sid"'));
    assert.equal(columnOf(undefined), before.length + 1);
    assert.equal(columnOf("utf16"), before.length + 1);
    assert.equal(columnOf("code-points"), [...before].length + 1);
    assert.equal(columnOf("utf8"), Buffer.byteLength(before) + 1);
});

test("only policies are equal to policies", () => {
    const policy = Policy.parse(text);
    for (const other of [Policy.parse(text.replace("Read", "Write")), text, document, null, undefined, 1, {}]) {
        assert.equal(policy.equals(other), false);
    }
});

test("what is kept cannot be changed, what is given out afresh can", () => {
    const policy = Policy.parse(text);
    assert.throws(() => policy.statements.pop(), TypeError);
    assert.throws(() => (policy.statements[0].span.start.line = 9), TypeError);
    policy.outline().statements.pop();
    assert.equal(policy.outline().statements.length, 1);
    const decision = new PolicySet({ identity: text }).evaluate(request);
    for (const list of [decision.statements, decision.layers, decision.missingKeys, decision.dependsOn]) {
        assert.throws(() => list.push(1), TypeError);
    }
    assert.equal(decision.statements, decision.statements);
});

test("policies and decisions are made by nobody else", () => {
    assert.throws(() => new Policy(), TypeError);
    assert.throws(() => new Decision(), TypeError);
});

test("a layer is given in any form, and all forms answer alike", () => {
    const expected = new PolicySet({ identity: [text], permissionsBoundary: text }).evaluate(request).toJSON();
    for (const policy of [bytes, Buffer.from(bytes), Policy.parse(text)]) {
        assert.deepEqual(
            new PolicySet({ identity: [policy], permissionsBoundary: policy }).evaluate(request).toJSON(),
            expected,
        );
        assert.deepEqual(
            new PolicySet({ identity: policy, permissions_boundary: policy }).evaluate(request).toJSON(),
            expected,
        );
    }
    assert.equal(new PolicySet({ identity: document, permissionsBoundary: document }).decide(request), expected.answer);
});

test("levels hold handles and bytes too", () => {
    const levels = [Policy.parse(text), [bytes, document]];
    assert.equal(new PolicySet({ identity: text, serviceControl: levels }).decide(request), "allowed");
    const deny = Buffer.from(text.replace('"Allow"', '"Deny"'));
    assert.equal(
        new PolicySet({ identity: text, serviceControl: [...levels, [deny]] }).decide(request),
        "explicitDeny",
    );
});

test("a layer may be unknown or absent", () => {
    assert.equal(new PolicySet({ identity: text, session: { unknown: true } }).decide(request), "depends");
    assert.equal(new PolicySet({ identity: text, session: undefined, trust: null }).decide(request), "allowed");
});

test("a handle of the text that spans count in is better than its canonical form", () => {
    const spaced = Policy.parse(`\n\n  ${text}`);
    const [statement] = new PolicySet({ identity: spaced }).evaluate(request).statements;
    assert.equal(statement.span.start.line, 3);
    const [same] = evaluate({ policies: { identity: [spaced] }, request: new Request(request) }).statements;
    assert.equal(same.span.start.line, 3);
});

test("a request is taken in any form, and all forms answer alike", () => {
    const set = new PolicySet({ identity: text });
    const json = JSON.stringify(request);
    const forms = [
        request,
        json,
        Buffer.from(json),
        new Request(request),
        new Request(json),
        new Request(Buffer.from(json)),
    ];
    const expected = JSON.stringify(evaluate({ policies: { identity: text }, request, positionEncoding: "utf16" }));
    for (const form of forms) {
        assert.equal(set.decide(form), "allowed");
        assert.equal(JSON.stringify(set.evaluate(form)), expected);
    }
});

test("a request says what it asks", () => {
    const handle = new Request(request);
    assert.deepEqual([handle.action, handle.resource], [request.action, request.resource]);
    assert.deepEqual(handle.toJSON(), request);
    assert.deepEqual(new Request(handle).toJSON(), request);
    assert.equal(new Request({ action: "s3:ListAllMyBuckets" }).resource, "*");
});

test("what happens to an object after it was given does not matter", () => {
    const changing = structuredClone(request);
    const handle = new Request(changing);
    const set = new PolicySet({ identity: text });
    const decision = set.evaluate(changing);
    changing.action = "iam:DeleteUser";
    assert.equal(set.decide(handle), "allowed");
    assert.equal(decision.reason, "allowed by the identity policies");
});

test("a decision says all that the report says", () => {
    const boundary = text.replace("s3:Get*", "ec2:*");
    const decision = new PolicySet({ identity: text, permissionsBoundary: boundary }).evaluate(new Request(request));
    const report = decision.toJSON();
    const names = [
        "answer",
        "reason",
        "decidedBy",
        "maybeExplicit",
        "principalGrade",
        "statements",
        "missingKeys",
        "dependsOn",
        "layers",
    ];
    assert.deepEqual(Object.keys(report), names);
    for (const name of names) {
        assert.deepEqual(decision[name], report[name], name);
    }
    assert.deepEqual([decision.isAllowed, decision.isDenied], [false, true]);
    assert.equal(decision.decidedBy.layer, "permissions_boundary");
    assert.equal(String(decision), report.reason);
    assert.equal(decision.explain(), "denied: no statement of the permissions boundary allows it");
});

test("each answer has its word and its two questions", () => {
    const deny = text.replace('"Allow"', '"Deny"');
    const sets = {
        allowed: { identity: text },
        explicitDeny: { identity: [text, deny] },
        implicitDeny: { identity: [] },
        depends: {},
    };
    for (const [answer, layers] of Object.entries(sets)) {
        const decision = new PolicySet(layers).evaluate(request);
        assert.equal(decision.answer, answer);
        assert.equal(decision.isAllowed, answer === "allowed");
        assert.equal(decision.isDenied, answer.endsWith("Deny"));
    }
});

test("many requests are handles, objects, both, a JSON list, or lines", () => {
    const set = new PolicySet({ identity: text });
    const other = { ...request, action: "s3:PutObject" };
    const expected = ["allowed", "implicitDeny"];
    const list = JSON.stringify([request, other]);
    const lines = `${JSON.stringify(request)}\n\n${JSON.stringify(other)}\n`;
    const handles = [new Request(request), new Request(other)];
    for (const many of [
        [request, other],
        handles,
        [handles[0], other],
        [request, handles[1]],
        list,
        lines,
        Buffer.from(lines),
    ]) {
        assert.deepEqual(set.evaluateMany(many), expected);
    }
    assert.deepEqual(set.evaluateMany([]), []);
    assert.deepEqual(set.evaluateMany(""), []);
});

test("objects show what they are and keep policies out of a log", () => {
    const set = new PolicySet({ identity: text });
    assert.equal(inspect(set), "PolicySet {}");
    assert.match(
        inspect(new Request(request)),
        /^Request \{\s+action: 's3:GetObject',\s+resource: 'arn:aws:s3:::b\/k'\s+\}$/,
    );
    assert.match(inspect(set.evaluate(request)), /^Decision \{\s+answer: 'allowed',/);
    assert.match(inspect(Policy.parse(text)), /^Policy \{\s+Version: '2012-10-17'/);
});
