// Asking: editing policies and request, and what the answer leads to.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";

import { answers, editor, load, openPlayground, paste, reasonToSkip, textOf } from "./page.mjs";

const skip = reasonToSkip();
if (skip) console.log(`skipped: ${skip}, so nothing is asked in a browser`);

describe("asking", { skip }, () => {
  let playground;
  let page;

  before(async () => (playground = await openPlayground()));
  beforeEach(async () => {
    await page?.close();
    page = await playground.open();
  });
  after(async () => {
    await playground?.close();
    assert.deepEqual(playground?.complaints, []);
    assert.deepEqual(playground?.strangers, []);
  });

  it("answers at once, and says which version does", async () => {
    await answers(page, "Allowed");
    assert.match(await page.locator(".version").textContent(), /^iam-eval \d+\.\d+\.\d+/);
    assert.equal(await page.locator(".cm-editor .lit-allow").count(), 12);
  });

  it("answers anew as one types, and tells screen readers", async () => {
    await answers(page, "Allowed");
    await editor(page, "Identity policy").getByText("Allow").click();
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    for (let at = 0; at < 5; at += 1) await page.keyboard.press("Backspace");
    await page.keyboard.type("Deny");
    await answers(page, "Explicit deny");
    const spoken = page.locator("[aria-live]", {
      hasText: "Explicit deny: denied explicitly by the identity policies",
    });
    await spoken.waitFor({ state: "attached" });
    assert.equal(await page.locator(".cm-editor .lit-deny").count(), 6);
  });

  it("adds a missing key with one click, the cursor in its value", async () => {
    await load(page, "A key nobody sent");
    await answers(page, "Implicit deny");
    await page.getByRole("button", { name: "Add aws:MultiFactorAuthPresent to the request" }).click();
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Value");
    await page.keyboard.type("true");
    await answers(page, "Allowed");
    await page.getByLabel("What is known of the key").selectOption("may be there");
    await answers(page, "Depends");
    await page.getByRole("button", { name: "Remove the key" }).click();
    await answers(page, "Implicit deny");
  });

  it("shows a fault where it stands, and goes on when it is mended", async () => {
    await answers(page, "Allowed");
    const box = editor(page, "Identity policy");
    await paste(
      page,
      box,
      '{ "Version": "2012-10-17",\n  "Statement": [{ "Efect": "Allow", "Action": "*", "Resource": "*" }] }',
    );
    await page.locator(".cm-lintRange-error", { hasText: '"Efect"' }).waitFor();
    await page.locator(".policy-status", { hasText: "2 errors" }).waitFor();
    await page.getByRole("button", { name: "Line 2 expected an element of a statement, found Efect" }).click();
    assert.ok(await box.evaluate((box) => box.contains(document.activeElement) || box === document.activeElement));
    await paste(page, box, '{ "Version": "2012-10-17", "Statement": [');
    await answers(page, "No answer");
    await page.locator(".answer .statement-link", { hasText: "Identity policy" }).waitFor();
    await page.locator(".cm-lintPoint-error").waitFor({ state: "attached" });
    await page.getByRole("button", { name: "Format" }).first().click();
    await page.locator(".notice", { hasText: "This cannot be formatted yet" }).waitFor();
    await paste(page, box, '{ "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } }');
    await answers(page, "Allowed");
    await page.locator(".problem", { hasText: "AWS would not store this as an identity policy" }).waitFor();
  });

  it("leads from a statement to its text", async () => {
    await load(page, "The organization says no");
    await answers(page, "Explicit deny");
    await page.locator(".deciding .statement-link", { hasText: "OnlyEurope" }).click();
    const box = editor(page, "Service control policy, level 1");
    assert.ok(await box.evaluate((box) => box === document.activeElement));
    assert.equal(await page.locator(".lit-pointed").count(), 11);
    assert.ok(await box.getByText('"OnlyEurope"').isVisible());
  });

  it("formats, and takes it back", async () => {
    const box = editor(page, "Identity policy");
    const before = '{"Statement":{"Resource":"*","Action":["a:b"],"Effect":"Allow"},"Version":"2012-10-17"}';
    await paste(page, box, before);
    await page.keyboard.press("Shift+Alt+F");
    await box.getByText('"Sid"').waitFor({ state: "detached" });
    await page.waitForFunction(
      () => document.querySelectorAll(".cm-content")[0].querySelectorAll(".cm-line").length > 5,
    );
    assert.match(await textOf(box), /^\{\n {2}"Version": "2012-10-17",\n {2}"Statement"/);
    await page.keyboard.press("ControlOrMeta+Z");
    assert.equal(await textOf(box), before);
  });

  it("adds, doubts and removes layers", async () => {
    await answers(page, "Allowed");
    await page.getByRole("button", { name: "Remove the layer: Permissions boundary" }).click();
    await page.getByLabel("Action").fill("iam:DeleteUser");
    await answers(page, "Allowed");
    await page.getByRole("button", { name: "Add a layer" }).click();
    await page.getByRole("menuitem", { name: "Service control policies" }).click();
    await editor(page, "Service control policy, level 0").waitFor();
    await page.getByRole("button", { name: "Add a level" }).click();
    await paste(
      page,
      editor(page, "Service control policy, level 1"),
      '{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}',
    );
    await answers(page, "Implicit deny");
    await page.locator(".verdict-reason", { hasText: "service control policies (level 1)" }).waitFor();
    await page.locator('[data-layer="service_control"]').getByRole("switch").check();
    await answers(page, "Depends");
    await page.getByRole("button", { name: "Say what the layer holds: Service control policies" }).click();
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("role")), "switch");
    await page.keyboard.press("Space");
    await answers(page, "Implicit deny");
    await page.getByRole("button", { name: "Remove: Service control policy, level 1" }).click();
    await answers(page, "Allowed");
  });

  it("tells no policies from unknown policies", async () => {
    await page.getByRole("button", { name: "Remove: Identity policy" }).click();
    await answers(page, "Implicit deny");
    await page.getByRole("button", { name: "Add a policy" }).click();
    await editor(page, "Identity policy").waitFor();
    await page.getByRole("button", { name: "Remove the layer: Identity policies" }).click();
    await answers(page, "Depends");
  });

  it("says at its field why a request is refused", async () => {
    await page.getByLabel("Action").fill("s3:Get*");
    await answers(page, "No answer");
    await page
      .locator(".field-error:visible", { hasText: "expected a concrete action without * or ?, found s3:Get*" })
      .waitFor();
    assert.equal(await page.getByLabel("Action").getAttribute("aria-invalid"), "true");
    await page.getByLabel("Action").fill("s3:GetObject");
    await answers(page, "Allowed");
    await page.getByRole("textbox", { name: "ARN", exact: true }).fill("ann");
    await page.locator(".principal .field-error:visible", { hasText: "found ann" }).waitFor();
    await page.getByLabel("Kind of principal").selectOption("Anonymous");
    for (const value of ["one", "two"]) {
      await page.getByRole("button", { name: "Add a key" }).click();
      await page.locator(".context-key").last().fill("aws:SourceVpc");
      await page.locator(".context-value").last().fill(value);
    }
    await page.locator(".context .field-error:visible", { hasText: "aws:SourceVpc, found two" }).waitFor();
  });

  it("survives what means harm", async () => {
    const box = editor(page, "Identity policy");
    for (const harm of ["[".repeat(200_000), "\ud800", `{"Statement":"${"?*".repeat(50_000)}"}`, "\u0000\u202e"]) {
      await paste(page, box, harm);
      await answers(page, "No answer");
    }
    await paste(page, box, '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}');
    await answers(page, "Allowed");
  });
});
