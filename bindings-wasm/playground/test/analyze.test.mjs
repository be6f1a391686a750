// Asking about all requests, and trying what is found.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";

import { answers, editor, load, openPlayground, paste, reasonToSkip, textOf } from "./page.mjs";

const skip = reasonToSkip();
if (skip) console.log(`skipped: ${skip}, so nothing is analyzed in a browser`);

const policy = (...statements) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (Action, more = {}) => ({ Effect: "Allow", Action, Resource: "*", ...more });

describe("analyzing", { skip }, () => {
  let playground;
  let page;

  before(async () => (playground = await openPlayground()));
  beforeEach(async () => {
    await page?.close();
    page = await playground.open();
    await page.getByRole("button", { name: "Analyze", exact: true }).click();
  });
  after(async () => {
    await playground?.close();
    assert.deepEqual(playground?.complaints, []);
    assert.deepEqual(playground?.strangers, []);
  });

  const analysis = (name) => page.getByRole("navigation", { name: "Analyses" }).getByRole("button", { name }).click();
  const tab = (name) => page.getByRole("button", { name, exact: true }).click();
  const part = (title) =>
    page.locator(".answer-part", { has: page.getByRole("heading", { name: title, exact: true }) });
  const shown = async () => JSON.parse(await page.locator(".analysis .made-text").first().textContent());

  it("shows what layers grant together beside them, and follows edits", async () => {
    await answers(page, "Exact");
    assert.deepEqual(
      (await shown()).Statement.map(({ Effect }) => Effect),
      ["Allow"],
    );
    await paste(page, editor(page, "Identity policy"), policy(allow("iam:*")));
    await answers(page, "Nothing");
    await paste(page, editor(page, "Identity policy"), policy(allow("s3:Get*")));
    await answers(page, "Exact");
    assert.equal((await shown()).Statement[0].Action, "s3:Get*");
    const spoken = page.locator(".analysis [aria-live]", { hasText: "Exact: The policy lets through all" });
    await spoken.waitFor({ state: "attached" });
  });

  it("shares the layers with the other tab, edits included", async () => {
    await answers(page, "Exact");
    await paste(page, editor(page, "Identity policy"), policy(allow("s3:PutObject")));
    await tab("Evaluate");
    await answers(page, "Implicit deny");
    assert.equal(await textOf(editor(page, "Identity policy")), policy(allow("s3:PutObject")));
    await load(page, "The organization says no");
    await answers(page, "Explicit deny");
    await tab("Analyze");
    await answers(page, "Exact");
    assert.ok((await shown()).Statement.length >= 2);
  });

  it("says which layers are not asked, and why there is no answer", async () => {
    await tab("Evaluate");
    await load(page, "A bucket of another account");
    await tab("Analyze");
    await page
      .locator(".verdict-notes", { hasText: "Not asked: resource policy, which do not bind a caller" })
      .waitFor();
    await paste(page, editor(page, "Identity policy"), "{");
    await answers(page, "No answer");
    await paste(page, editor(page, "Identity policy"), policy(allow("s3:*")));
    await answers(page, "Exact");
    await page.locator('[data-layer="identity"]').getByRole("switch").check();
    await answers(page, "No answer");
  });

  it("compares two policies, and tries the request that shows a difference", async () => {
    await analysis("Diff");
    await answers(page, "Different");
    assert.equal(await page.locator(".analysis .made-card").count(), 2);
    await part("Let through anew")
      .getByRole("button", { name: /^Try this request: s3:Get/ })
      .click();
    await answers(page, "Allowed");
    const action = await page.getByLabel("Action").inputValue();
    assert.match(action, /^s3:Get(?!Object$)/);
    // the keyboard is at the answer, and the question from before can be had again
    assert.equal(await page.evaluate(() => document.activeElement.id), "answer");
    await page.getByText("A request that the analysis found, asked of the policy.").waitFor();
    await page.getByRole("button", { name: "Bring that back" }).click();
    await editor(page, "Permissions boundary").waitFor();
    await answers(page, "Allowed");
    await tab("Analyze");
    await part("Let through no longer")
      .getByRole("button", { name: /^Try this request: s3:ListBucket/ })
      .click();
    await answers(page, "Allowed");
  });

  it("proves that two policies are the same, or that one is narrower", async () => {
    await analysis("Diff");
    await paste(page, editor(page, "Existing policy"), policy(allow(["s3:Get*", "s3:GetObject"])));
    await paste(page, editor(page, "New policy"), policy(allow("s3:Get*")));
    await answers(page, "The same");
    await paste(page, editor(page, "New policy"), policy(allow("s3:GetObject")));
    await answers(page, "Narrower");
    await part("Let through anew").getByText("Nothing, as is proved.").waitFor();
    await paste(page, editor(page, "New policy"), "{");
    await answers(page, "No answer");
    await page.locator(".policy-status", { hasText: "error" }).waitFor();
  });

  it("finds out who outside is let through, and whether a policy is public", async () => {
    await analysis("Outside access");
    await answers(page, "Public");
    await page.locator(".reason-row", { hasText: "Website" }).waitFor();
    const rows = page.locator(".findings tbody tr");
    await rows.filter({ hasText: "444455556666" }).filter({ hasText: "Partner" }).waitFor();
    assert.equal(await rows.filter({ hasText: "Organization" }).count(), 0);
    await page.getByLabel("Trusted accounts").fill("111122223333, 444455556666");
    await rows.filter({ hasText: "444455556666" }).waitFor({ state: "detached" });
    await page.getByLabel("Trusted organizations").fill("");
    await rows.filter({ hasText: "o-exampleorg1" }).waitFor();
    await page
      .locator(".reason-row")
      .getByRole("button", { name: /^Try this request: s3:GetObject/ })
      .click();
    await answers(page, "Allowed");
    await tab("Analyze");
    await paste(
      page,
      editor(page, "Policy of the resource"),
      policy({ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sqs:*", Resource: "*" }),
    );
    await page.getByLabel("Type of the resource").selectOption("AWS::SQS::Queue");
    await answers(page, "Not public");
    await page.getByText("Nobody is let through, as is proved.").waitFor();
  });

  it("tries a trust policy as one", async () => {
    await analysis("Outside access");
    await page.getByLabel("Type of the resource").selectOption("AWS::IAM::AssumeRolePolicyDocument");
    await paste(
      page,
      editor(page, "Policy of the resource"),
      policy({ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }),
    );
    await page.locator(".reason-row", { hasText: "Statement 1" }).waitFor();
    await answers(page, "Public");
    await page
      .locator(".reason-row")
      .getByRole("button", { name: /^Try this request: sts:AssumeRole/ })
      .click();
    await editor(page, "Trust policy").waitFor();
    await answers(page, "Allowed");
  });

  it("lists the ways to more access, with requests that are allowed", async () => {
    await analysis("Escalation paths");
    await answers(page, "None");
    await paste(page, editor(page, "Identity policy"), policy(allow(["iam:CreatePolicyVersion", "iam:PassRole"])));
    await page.getByRole("button", { name: "Remove the layer: Permissions boundary" }).click();
    await answers(page, "One path");
    const path = page.locator(".path", { hasText: "iam-001" });
    await path.locator("summary").focus();
    await page.keyboard.press("Enter");
    await path.getByRole("button", { name: /^Try this request: iam:CreatePolicyVersion/ }).focus();
    await page.keyboard.press("Enter");
    await answers(page, "Allowed");
    assert.equal(await page.getByLabel("Action").inputValue(), "iam:CreatePolicyVersion");
    await tab("Analyze");
    await path.locator(".request-row").waitFor();
  });

  it("keeps what was typed over a reload", async () => {
    await analysis("Outside access");
    await answers(page, "Public");
    await page.getByLabel("Trusted accounts").fill("999988887777");
    await page.reload();
    await tab("Analyze");
    assert.equal(await page.getByLabel("Trusted accounts").inputValue(), "999988887777");
    await answers(page, "Public");
  });

  it("answers requests while an analysis takes its time, and survives what means harm", async () => {
    await analysis("Diff");
    const many = (seed) =>
      policy(
        ...Array.from({ length: 40 }, (_, at) =>
          allow(`s${at}:*a*b*${seed}*`, {
            Resource: `arn:*:*${at}*:*:*x*y*`,
            Condition: { StringLike: { k: `*${at}*${seed}*` } },
          }),
        ),
      );
    await paste(page, editor(page, "Existing policy"), many("u"));
    await paste(page, editor(page, "New policy"), many("v"));
    await tab("Evaluate");
    await page.getByLabel("Action").fill("iam:DeleteUser");
    await answers(page, "Implicit deny");
    await tab("Analyze");
    for (const harm of ["[".repeat(200_000), "\ud800", `{"Statement":"${"?*".repeat(50_000)}"}`]) {
      await paste(page, editor(page, "New policy"), harm);
      await answers(page, "No answer");
    }
    await paste(page, editor(page, "Existing policy"), policy(allow("s3:*")));
    await paste(page, editor(page, "New policy"), policy(allow("*")));
    await answers(page, "Wider");
  });
});
