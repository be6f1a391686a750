// The package in a browser: the vectors of every binding, the classes, and input that means harm.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { after, before, describe, it } from "node:test";

import { findChromium, open, serve } from "./chromium.mjs";

const executable = findChromium();
if (!executable) console.log("skipped: there is no chromium here (CHROMIUM names one), so nothing is tried in a browser");

/** Reports for pipelines are for programs, not for pages, as the verb `render` is. */
const isForPages = ({ verb, input }) => verb !== "validateFiles" || (input?.format ?? input?.color) === undefined;

describe("in a browser", { skip: !executable }, () => {
  let server;
  let browser;
  let page;
  const complaints = [];

  before(async () => {
    server = await serve(new URL("../", import.meta.url));
    browser = await open(executable);
    page = await browser.context.newPage();
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(`${server.address}/test/page.html`);
    await page.evaluate(async () => {
      const iamEval = await import("/pkg/logs/web/iam_eval.js");
      await iamEval.default();
      const { readCatalog } = await import("/pkg/catalog/catalog.js");
      globalThis.iamEval = iamEval;
      globalThis.catalog = new iamEval.Catalog(await readCatalog());
    });
  });

  after(async () => {
    await browser?.close();
    server?.close();
  });

  it("answers every vector byte for byte", async () => {
    const folder = new URL("../../core/tests/data/vectors/", import.meta.url);
    // the verb `render` is for programs, not for pages
    const files = readdirSync(folder).filter((name) => name.endsWith(".json") && name !== "render.json");
    const vectors = files.flatMap((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8"))).filter(isForPages);
    const { passed, failures } = await page.evaluate(async (vectors) => {
      const { runVectors } = await import("/test/vectors.mjs");
      return runVectors(iamEval, iamEval.verbs(), vectors, catalog);
    }, vectors);
    console.log(`${passed} passed, ${failures.length} failed`);
    assert.equal(failures.join("\n"), "");
    assert.ok(passed > vectors.length);
  });

  const ABOUT_REQUESTS = ["evaluate", "evaluateMany", "expand", "explain", "format", "parse", "simulate", "version"];
  const ABOUT_ALL = [
    "checkAccessNotGranted", "checkNoNewAccess", "checkNoPublicAccess", "checkStatements", "describeChecks", "diff",
    "effective", "escalationPaths", "externalAccess", "fix", "minimize", "validate", "validateFiles",
    "whatCan", "whoCan",
  ];
  for (const [module, expected] of [["", ABOUT_REQUESTS], ["analysis/", [...ABOUT_REQUESTS, ...ABOUT_ALL].sort()]]) {
    it(`answers the vectors of its verbs alike in the module ${module}web`, async () => {
      const folder = new URL("../../core/tests/data/vectors/", import.meta.url);
      const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
      const vectors = files.flatMap((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8"))).filter(isForPages);
      const { verbs, failures } = await page.evaluate(async ({ module, vectors }) => {
        const small = await import(`/pkg/${module}web/iam_eval.js`);
        await small.default();
        const { readCatalog } = await import("/pkg/catalog/catalog.js");
        const { runVectors } = await import("/test/vectors.mjs");
        const verbs = small.verbs();
        // a refusal of a verb names the verbs that there are
        const own = vectors.filter(({ verb, error }) => verbs.includes(verb) && !error?.message.startsWith("verb:"));
        return { verbs, ...runVectors(small, verbs, own, new small.Catalog(await readCatalog())) };
      }, { module, vectors });
      assert.equal(failures.join("\n"), "");
      assert.deepEqual(verbs, expected);
    });
  }

  it("analyzes what means harm without a trap", async () => {
    const told = await page.evaluate(() => {
      const outcome = (ask) => {
        try {
          ask();
          return "answered";
        } catch (error) {
          return error instanceof WebAssembly.RuntimeError ? "trapped" : error.code;
        }
      };
      const { checkNoPublicAccess, diff, effective, escalationPaths, externalAccess, fix, minimize, validate, whatCan, whoCan } = iamEval;
      const policy = (...Statement) => ({ Version: "2012-10-17", Statement });
      const wild = policy(...Array.from({ length: 30 }, (_, at) => (
        { Effect: at % 3 ? "Allow" : "Deny", Action: `s${at}*:${"*a".repeat(at)}*`, Resource: `arn:*:${"*x?".repeat(at)}*` })));
      const deep = "[".repeat(100_000);
      const bare = [undefined, null, 7, "{", [], {}, { policies: 7 }, { policies: { identity: deep } }];
      const verbs = [checkNoPublicAccess, diff, effective, escalationPaths, externalAccess, fix, minimize, validate, whatCan, whoCan];
      return {
        bare: verbs.flatMap((verb) => bare.map((input) => outcome(() => verb(input)))),
        heavy: [
          outcome(() => diff({ existing: wild, new: policy({ Effect: "Allow", Action: "*", Resource: "*" }) })),
          outcome(() => effective({ policies: { identity: [wild, wild], permissionsBoundary: wild } })),
          outcome(() => minimize({ policy: wild })),
          outcome(() => escalationPaths({ policies: { identity: [wild] } }, catalog)),
          outcome(() => escalationPaths({ policies: { identity: [wild] } }, {})),
        ],
        after: effective({ policies: { identity: [] } }).policy,
      };
    });
    assert.ok(!told.bare.includes("trapped") && !told.bare.includes(undefined), JSON.stringify(told.bare));
    assert.deepEqual(told.heavy, ["answered", "answered", "answered", "answered", "bad-input"]);
    assert.equal(told.after, null);
  });

  it("validates, by functions and by the class, and refuses what is no input", async () => {
    const told = await page.evaluate(() => {
      const { Policy, describeChecks, fix, validate } = iamEval;
      const outcome = (ask) => {
        try {
          ask();
          return "answered";
        } catch (error) {
          return error instanceof WebAssembly.RuntimeError ? "trapped" : error.name;
        }
      };
      const policyType = "IDENTITY_POLICY";
      const text = '{"Version": "2012-10-17", "Id": "😀", "Statement": {"Sid": "", "Effect": "Deny", "Action": "*", "Resource": "*"}}';
      const place = ({ findings }) => findings.find(({ issueCode }) => issueCode === "EMPTY_SID_VALUE").locations[0].span.start.offset;
      const policy = Policy.parse(text);
      const bytes = new TextEncoder().encode(text);
      const byClass = Policy.validate(text, { policyType });
      const alike = [
        Policy.validate(policy, { policyType }), Policy.validate(bytes, { policyType }),
        validate({ policyDocument: policy, policyType, positionEncoding: "utf16" }),
        validate({ policyDocument: bytes, policyType, positionEncoding: "utf16" }),
      ].map((answer) => JSON.stringify(answer) === JSON.stringify(byClass));
      const fixed = Policy.fix(text, { policyType }, catalog);
      const circle = { policyType };
      circle.limits = circle;
      return {
        alike,
        piece: text.slice(place(byClass), place(byClass) + 2),
        inCodePoints: place(byClass) - place(validate({ policyDocument: text, policyType })),
        dates: [byClass.catalogDate, typeof Policy.validate(text, { policyType }, catalog).catalogDate],
        fixed: fixed.mended.length === 0 ? fixed.text === text : fixed.text !== text,
        checks: describeChecks({}).checks.length === new Set(describeChecks({}).checks.map((check) => check.issueCode)).size,
        refused: [
          () => Policy.validate(text), () => Policy.validate(text, null), () => Policy.validate(text, []),
          () => Policy.validate(text, { policyType: "identity" }), () => Policy.validate(text, circle),
          () => Policy.validate(text, { policyType }, {}), () => Policy.validate("\ud800", { policyType }),
          () => Policy.fix(undefined, { policyType }), () => validate({ policyType }), () => validate(7),
          () => fix({ policyDocument: text, policyType: 7 }), () => describeChecks({ codes: ["NONE_SUCH"] }),
        ].map(outcome),
        harm: ["[".repeat(100_000), `{"Statement":"${"?*".repeat(50_000)}"}`, "", "\u0000"].map((text) =>
          outcome(() => Policy.validate(text, { policyType, ownFindings: "all" }, catalog))),
      };
    });
    assert.deepEqual(told, {
      alike: [true, true, true, true], piece: '""', inCodePoints: 1, dates: [undefined, "string"], fixed: true, checks: true,
      refused: Array(12).fill("InputError"),
      harm: ["LimitError", "answered", "answered", "answered"],
    });
  });

  it("reads logs in pieces, merges, and asks with the catalogue", async () => {
    const told = await page.evaluate(() => {
      const { Catalog, Usage, UsageReader, call, expand } = iamEval;
      const event = (userName) => JSON.stringify({
        eventSource: "iam.amazonaws.com", eventName: "GetUser", requestParameters: { userName },
        recipientAccountId: "111122223333", eventTime: "2026-09-01T00:00:00Z",
        userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/ann" },
      });
      const whole = Usage.read(`${event("bob")}\n${event("eve")}\n`, catalog);
      const reader = new UsageReader(catalog, { start: "2026-01-01T00:00:00Z", stop: null });
      const bytes = new TextEncoder().encode(event("bob"));
      for (let at = 0; at < bytes.length; at += 7) reader.feed(bytes.subarray(at, at + 7));
      reader.endInput();
      const one = reader.finish();
      const text = (usage) => new TextDecoder().decode(usage.toBytes());
      const both = one.merge(Usage.read(event("eve"), catalog));
      const principals = both.principals;
      const { policies, coverage } = both.synthesize({ principals, current: { identity: [policies0()] } }, catalog);
      function policies0() {
        return new TextEncoder().encode('{"Statement":{"Effect":"Allow","Action":"iam:*","Resource":"*"}}');
      }
      const code = (ask) => {
        try {
          return ask();
        } catch (error) {
          return error instanceof WebAssembly.RuntimeError ? "trapped" : error.code;
        }
      };
      return {
        same: text(both).replace(/"bytes":\d+/, "") === text(whole).replace(/"bytes":\d+/, ""),
        kept: text(Usage.fromBytes(both.toBytes())) === text(both),
        resources: policies[0].document.Statement[0].Resource,
        proof: coverage.proof,
        denied: both.denied(),
        unused: both.unused({ principal: principals[0], current: { identity: [] }, now: "2026-09-02T00:00:00Z" }, catalog),
        refused: [
          () => reader.feed("x"),
          () => reader.finish(),
          () => new UsageReader(),
          () => new UsageReader({}),
          () => new UsageReader(catalog, { start: "soon" }),
          () => new UsageReader(catalog, { begin: "soon" }),
          () => new Catalog("no catalogue"),
          () => new Catalog(7),
          () => Usage.read("no log", catalog),
          () => Usage.read(7, catalog),
          () => Usage.fromBytes("{}"),
          () => both.synthesize({ principals: ["bob"] }, catalog),
          () => both.synthesize({ principals }, {}),
          () => both.refine("{}", catalog),
          () => call("expand", '{"patterns": []}'),
          () => expand({ patterns: [] }),
          () => expand({ patterns: [] }, { __lend() {} }),
        ].map(code),
      };
    });
    const bad = "bad-input";
    assert.deepEqual(told, {
      same: true,
      kept: true,
      resources: ["arn:aws:iam::111122223333:user/bob", "arn:aws:iam::111122223333:user/eve"],
      proof: "proved",
      denied: [],
      unused: [],
      refused: [
        bad, bad, bad, bad, bad, bad, bad, bad, "nothing-read", bad, "bad-usage", "unknown-principal", bad, bad,
        "no-catalog", "no-catalog", bad,
      ],
    });
  });

  it("takes a policy as text, bytes, document and handle", async () => {
    const answers = await page.evaluate(() => {
      const document = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "s3:*", Resource: "*" } };
      const text = JSON.stringify(document);
      const handle = iamEval.Policy.parse(document);
      const forms = [document, text, new TextEncoder().encode(text), handle];
      return forms.map((policy) => new iamEval.PolicySet({ identity: [policy] }).decide({ action: "s3:GetObject" }));
    });
    assert.deepEqual(answers, ["allowed", "allowed", "allowed", "allowed"]);
  });

  it("takes a request as a value and as a handle, which stays usable", async () => {
    const answers = await page.evaluate(() => {
      const set = new iamEval.PolicySet({ identity: [] });
      const request = new iamEval.Request({ action: "s3:GetObject" });
      const twice = [set.decide(request), set.evaluate(request).answer, ...set.evaluateMany([request, request])];
      return [...twice, set.decide({ action: "s3:GetObject" }), request.action, request.resource];
    });
    assert.deepEqual(answers, [...Array(5).fill("implicitDeny"), "s3:GetObject", "*"]);
  });

  it("says where a deciding statement stands, in units of JavaScript", async () => {
    const lit = await page.evaluate(() => {
      const text = '{"Id": "😀", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}';
      const decision = new iamEval.PolicySet({ identity: [text] }).evaluate({ action: "s3:GetObject" });
      const { start, end } = decision.statements[0].span;
      return text.slice(start.offset, end.offset);
    });
    assert.equal(lit, '{"Effect": "Deny", "Action": "*", "Resource": "*"}');
  });

  it("refuses what JSON would empty, wherever it stands", async () => {
    const answers = await page.evaluate(() => {
      const { Policy, PolicySet, Request, evaluate } = iamEval;
      const set = new PolicySet({ identity: [{ Statement: { Effect: "Allow", Action: "*", Resource: "*" } }] });
      const context = new Map([["aws:SourceIp", "203.0.113.7"]]);
      const asked = { action: "s3:GetObject", context };
      const condition = { Effect: "Deny", Action: "*", Resource: "*", Condition: context };
      const asks = [
        () => new Request(asked),
        () => set.decide(asked),
        () => set.evaluate({ ...asked, context: { "aws:SourceIp": () => "203.0.113.7" } }),
        () => set.evaluateMany([asked]),
        () => evaluate({ policies: {}, request: asked }),
        () => new PolicySet(new Headers()),
        () => new PolicySet(set),
        () => new PolicySet({}, { limits: new URLSearchParams() }),
        () => Policy.parse({ Statement: condition }),
        () => set.decide({ ...asked, context: new Uint8Array() }),
        () => set.decide({ ...asked, context: NaN }),
      ];
      return asks.map((ask) => {
        try {
          return `${ask()}`;
        } catch (error) {
          return error.name;
        }
      });
    });
    assert.deepEqual(answers, Array(11).fill("InputError"));
  });

  it("takes a request as text, with all digits of its numbers", async () => {
    const answers = await page.evaluate(() => {
      const NumericEquals = { "a:n": "9007199254740993" };
      const deny = { Effect: "Deny", Action: "*", Resource: "*", Condition: { NumericEquals } };
      const identity = { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }, deny] };
      const set = new iamEval.PolicySet(JSON.stringify({ identity }));
      const text = '{"action": "s3:GetObject", "context": {"a:n": 9007199254740993}}';
      const request = new iamEval.Request(text);
      const bytes = new TextEncoder().encode(text);
      const asked = [text, bytes, request, new iamEval.Request(request)].map((form) => set.decide(form));
      return [...asked, iamEval.evaluate({ policies: { identity }, request }).answer, set.evaluateMany(text)[0]];
    });
    assert.deepEqual(answers, Array(6).fill("explicitDeny"));
  });

  it("says the place of bytes that are no text", async () => {
    const members = await page.evaluate(() => {
      const { PolicySet, evaluate } = iamEval;
      const policies = { serviceControl: [["{}"], [new Uint8Array([123, 255])]] };
      const asks = [() => new PolicySet(policies), () => evaluate({ policies, request: { action: "s3:GetObject" } })];
      return asks.map((ask) => {
        try {
          return ask();
        } catch ({ name, code, policy, column }) {
          return { name, code, policy, column };
        }
      });
    });
    const expected = { name: "ParseError", code: "not-utf8", policy: "service_control[1][0]", column: 2 };
    assert.deepEqual(members, [expected, expected]);
  });

  it("writes a request handle as what it was made of", async () => {
    const [written, answer] = await page.evaluate(() => {
      const request = new iamEval.Request({ action: "s3:GetObject", context: { "a:b": "c" } });
      return [JSON.stringify(request), iamEval.evaluate({ policies: { identity: [] }, request }).answer];
    });
    assert.deepEqual([written, answer], ['{"action":"s3:GetObject","context":{"a:b":"c"}}', "implicitDeny"]);
  });

  it("refuses what is no input, and goes on", async () => {
    const refusals = await page.evaluate(() => {
      const { Policy, PolicySet, Request, call, simulate } = iamEval;
      const set = new PolicySet({ identity: [] });
      const circle = {};
      circle.context = circle;
      const deep = { action: "s3:GetObject", context: {} };
      let inside = deep.context;
      for (let depth = 0; depth < 4000; depth += 1) inside = inside.a = {};
      const freed = new Request({ action: "s3:GetObject" });
      freed.free();
      const asks = [
        () => Policy.parse("\ud800"),
        () => Policy.parse(new Uint8Array([0xff])),
        () => Policy.parse(undefined),
        () => Policy.parse("[".repeat(1 << 20)),
        () => Policy.parse("{}", { profile: "loose" }),
        () => new PolicySet(null),
        () => new PolicySet({ identity: new Uint8Array([0xff]) }),
        () => new PolicySet([]),
        () => set.decide(circle),
        () => set.decide(deep),
        () => set.decide(() => 1),
        () => set.decide(["s3:GetObject"]),
        () => set.evaluate(7n),
        () => set.evaluateMany({}),
        () => set.evaluateMany([{ action: "s3:GetObject" }, null]),
        () => simulate(Symbol.iterator),
        () => call("evaluate", {}),
        () => call("guess", "{}"),
        () => call(5, "{}"),
        () => call({ length: 1e9 }, "{}"),
        () => set.evaluateMany([new Request({ action: "s3:GetObject" }), { __lend() {} }]),
        () => set.decide(freed),
      ];
      const refusals = asks.map((ask) => {
        try {
          return `answered ${ask()}`;
        } catch (error) {
          return error instanceof Error && !(error instanceof WebAssembly.RuntimeError) ? "refused" : `trapped: ${error}`;
        }
      });
      return [...refusals, set.decide({ action: "s3:GetObject" })];
    });
    assert.deepEqual(refusals, [...Array(refusals.length - 1).fill("refused"), "implicitDeny"]);
  });

  it("raised nothing on the page", () => assert.deepEqual(complaints, []));
});
