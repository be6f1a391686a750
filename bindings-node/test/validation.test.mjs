// Validation through the class: its places count as JavaScript counts, and its text need not be a policy.

import assert from "node:assert/strict";
import { test } from "node:test";

import { InputError, LimitError, Policy, describeChecks, fix, validate } from "../lib/index.mjs";

const IDENTITY = { policyType: "IDENTITY_POLICY" };
const text =
    '{"Version": "2012-10-17", "Id": "😀", "Statement": {"Sid": "", "Effect": "Deny", "Action": "*", "Resource": "*"}}';

const found = (findings, code) => findings.find(({ issueCode }) => issueCode === code);
const pieceOf = (finding) => {
    const { start, end } = finding.locations[0].span;
    return text.slice(start.offset, end.offset);
};

test("the class counts as JavaScript counts, the function in code points unless told otherwise", () => {
    const finding = found(Policy.validate(text, IDENTITY).findings, "EMPTY_SID_VALUE");
    assert.equal(pieceOf(finding), '""');
    const input = { policyDocument: text, ...IDENTITY };
    const inCodePoints = found(validate(input).findings, "EMPTY_SID_VALUE");
    assert.equal(inCodePoints.locations[0].span.start.offset, finding.locations[0].span.start.offset - 1);
    assert.deepEqual(validate({ ...input, positionEncoding: "utf16" }), Policy.validate(text, IDENTITY));
    assert.deepEqual(Policy.validate(text, { ...IDENTITY, positionEncoding: "code-points" }), validate(input));
});

test("a policy is its text, its bytes, a handle or the document", () => {
    const policy = Policy.parse(text);
    const answer = Policy.validate(text, IDENTITY);
    assert.deepEqual(Policy.validate(policy, IDENTITY), answer);
    assert.deepEqual(Policy.validate(Buffer.from(text), IDENTITY), answer);
    assert(found(Policy.validate(JSON.parse(text), IDENTITY).findings, "EMPTY_SID_VALUE"));
    const inCodePoints = validate({ policyDocument: text, ...IDENTITY });
    for (const policyDocument of [policy, Buffer.from(text)]) {
        assert.deepEqual(validate({ policyDocument, ...IDENTITY }), inCodePoints);
    }
});

test("a text that is no policy has findings, not errors", () => {
    for (const broken of ["", "{", "[]", "null", '{"Statement": 7}', '{"a": 1, "a": 2}', "\u0000"]) {
        assert(Array.isArray(Policy.validate(broken, IDENTITY).findings), broken.slice(0, 20));
        assert.equal(typeof Policy.fix(broken, IDENTITY).text, "string");
    }
    assert.throws(() => Policy.validate("[".repeat(100_000), IDENTITY), LimitError);
});

test("a fix that is applied by its offsets takes its finding away, and `fix` applies them", () => {
    for (const { fixes = [], issueCode } of Policy.validate(text, { ...IDENTITY, ownFindings: "all" }).findings) {
        for (const { edits } of fixes) {
            const fixed = edits.reduceRight(
                (text, { span: { start, end }, text: put }) =>
                    text.slice(0, start.offset) + put + text.slice(end.offset),
                text,
            );
            assert.equal(found(Policy.validate(fixed, IDENTITY).findings, issueCode), undefined, issueCode);
        }
    }
    const options = { ...IDENTITY, ownFindings: "all" };
    const { mended, findings, text: fixed } = Policy.fix(text, options);
    assert.equal(mended.length === 0, fixed === text);
    assert.deepEqual(findings, Policy.validate(fixed, options).findings);
    assert.deepEqual(fix({ policyDocument: text, ...options, positionEncoding: "utf16" }), Policy.fix(text, options));
});

test("each check is described by its code", () => {
    const { checks } = describeChecks({});
    assert(checks.length > 1);
    for (const { issueCode, triggers, policyTypes } of checks) {
        assert.deepEqual(describeChecks({ codes: [issueCode.toLowerCase()] }).checks[0].issueCode, issueCode);
        assert(triggers.length > 0 && policyTypes.length > 0, issueCode);
    }
});

test("what is no input is refused, and by name", () => {
    const circle = { ...IDENTITY };
    circle.limits = circle;
    const thrower = {
        get policyType() {
            throw new Error("read me not");
        },
    };
    const asks = [
        () => Policy.validate(text),
        () => Policy.validate(text, null),
        () => Policy.validate(text, "IDENTITY_POLICY"),
        () => Policy.validate(text, []),
        () => Policy.validate(text, { policyType: "identity" }),
        () => Policy.validate(text, { ...IDENTITY, policyDokument: "" }),
        () => Policy.validate(text, circle),
        () => Policy.validate(text, thrower),
        () => Policy.validate("\ud800", IDENTITY),
        () => Policy.validate(undefined, IDENTITY),
        () => Policy.validate(text, { ...IDENTITY, validatePolicyResourceType: "AWS::S3::Bucket" }),
        () => Policy.fix(7n, IDENTITY),
        () => validate({ policyDocument: "\ud800", ...IDENTITY }),
        () => validate(IDENTITY),
        () => describeChecks({ codes: ["EMPTY_SID"] }),
        () => describeChecks({ codes: "EMPTY_SID_VALUE" }),
    ];
    for (const ask of asks) {
        assert.throws(ask, InputError, String(ask));
    }
});
