// What is wrong with policies: found as one types, told, and mended.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";

import { answers, editor, load, openPlayground, paste, reasonToSkip, textOf } from "./page.mjs";

const skip = reasonToSkip();
if (skip) console.log(`skipped: ${skip}, so nothing is validated in a browser`);

/** A policy whose `Sid` is empty and whose list of actions is. */
const EMPTIES = `{
  "Version": "2012-10-17",
  "Id": "😀",
  "Statement": [{ "Sid": "", "Effect": "Allow", "Action": [], "Resource": "*" }]
}`;
const SOUND = '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:ListAllMyBuckets","Resource":"*"}}';

describe("validating", { skip }, () => {
  let playground;
  let page;

  before(async () => (playground = await openPlayground()));
  beforeEach(async () => {
    await page?.close();
    page = await playground.open();
    await answers(page, "Allowed");
  });
  after(async () => {
    await playground?.close();
    assert.deepEqual(playground?.complaints, []);
    assert.deepEqual(playground?.strangers, []);
  });

  const policy = (name = "Identity policy") =>
    page.locator(".policy", { has: page.getByRole("textbox", { name, exact: true }) });
  const fault = (code, name) =>
    policy(name).locator(".faults:not([aria-busy]) .fault", {
      has: page.getByRole("button", { name: code, exact: true }),
    });
  const squiggle = (severity, text) => policy().locator(`.cm-lintRange-${severity}`, { hasText: text });

  it("marks a finding in the text in its colour, and lists it with code, type, details and place", async () => {
    await paste(page, editor(page, "Identity policy"), EMPTIES);
    await fault("EMPTY_SID_VALUE").waitFor();
    await squiggle("hint", '""').waitFor();
    assert.match(await fault("EMPTY_SID_VALUE").innerText(), /Line 4[^]*Suggestion[^]*EMPTY_SID_VALUE/);
    await policy().locator(".policy-status", { hasText: "suggestions" }).waitFor();
    await fault("EMPTY_SID_VALUE")
      .getByRole("button", { name: /^Suggestion: Line 4/ })
      .click();
    const line = await page.evaluate(() => getSelection().focusNode.parentElement.closest(".cm-line").textContent);
    assert.match(line, /"Sid": ""/);
  });

  it("tells a finding where the mouse or the keyboard points at it, also to screen readers", async () => {
    const box = editor(page, "Identity policy");
    await paste(page, box, EMPTIES);
    await squiggle("hint", '""').hover();
    await page.locator(".cm-tooltip", { hasText: "EMPTY_SID_VALUE" }).waitFor();
    await page.mouse.move(0, 0);
    await page.locator(".cm-tooltip").waitFor({ state: "detached" });
    await page.keyboard.press("ControlOrMeta+Home");
    await page.keyboard.press("F8");
    await page.locator(".cm-tooltip .cm-diagnostic").first().waitFor();
    await policy()
      .locator(".cm-announced", { hasText: /line \d+: / })
      .waitFor({ state: "attached" });
    await page.keyboard.press("Escape");
    await page.locator(".cm-tooltip").waitFor({ state: "detached" });
  });

  it("describes the check, without a network", async () => {
    await paste(page, editor(page, "Identity policy"), EMPTIES);
    const code = fault("EMPTY_SID_VALUE").getByRole("button", { name: "EMPTY_SID_VALUE" });
    await code.focus();
    await page.keyboard.press("Enter");
    const check = fault("EMPTY_SID_VALUE").locator(".check");
    await check.getByText("A check of IAM Access Analyzer.").waitFor();
    await check.locator("figcaption", { hasText: "Found in" }).first().waitFor();
    assert.match(await check.getByRole("link").getAttribute("href"), /^https:\/\/docs\.aws\.amazon\.com\/.*empty-sid/);
    // it stays open over an edit, and closes
    await editor(page, "Identity policy").press("End");
    await page.keyboard.type(" ");
    await check.getByText("A check of IAM Access Analyzer.").waitFor();
    await code.click();
    await check.waitFor({ state: "hidden" });
  });

  it("shows no finding of an old text on a new one", async () => {
    const box = editor(page, "Identity policy");
    await paste(page, box, EMPTIES);
    await squiggle("hint", '""').waitFor();
    await fault("EMPTY_SID_VALUE").waitFor();
    await box.click();
    const left = await page.evaluate(() => {
      document.execCommand("insertText", false, " ");
      return new Promise((resolve) =>
        requestAnimationFrame(() => {
          const [card] = document.querySelectorAll(".policy");
          const isSeen = (part) => part.checkVisibility({ visibilityProperty: true });
          resolve([
            card.querySelectorAll('[class*="cm-lintRange"]').length,
            [...card.querySelectorAll(".fault")].some(isSeen),
          ]);
        }),
      );
    });
    assert.deepEqual(left, [0, false]);
    await fault("EMPTY_SID_VALUE").waitFor();
    for (let at = 0; at < 5; at += 1) {
      await paste(page, box, EMPTIES);
      await paste(page, box, SOUND);
    }
    await page.waitForTimeout(800);
    assert.equal(await fault("EMPTY_SID_VALUE").count(), 0);
    assert.equal(await policy().locator(".cm-lintRange-hint").count(), 0);
  });

  it("validates each layer as what it is", async () => {
    await load(page, "A bucket of another account");
    const empty =
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{},"Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/*"}}';
    await paste(page, editor(page, "Resource policy"), empty);
    await fault("EMPTY_OBJECT_PRINCIPAL", "Resource policy").waitFor();
    await page.getByLabel("Type of the resource, as the checks take it").selectOption("AWS::S3::Bucket");
    await fault("EMPTY_OBJECT_PRINCIPAL", "Resource policy").waitFor();
    await page.getByRole("button", { name: "Add a layer" }).click();
    await page.getByRole("menuitem", { name: "Service control policies" }).click();
    await paste(page, editor(page, "Service control policy, level 0"), EMPTIES);
    await fault("EMPTY_SID_VALUE", "Service control policy, level 0").waitFor();
    await page.getByRole("button", { name: "Add a layer" }).click();
    await page.getByRole("menuitem", { name: "Trust policy" }).click();
    await paste(page, editor(page, "Trust policy"), EMPTIES);
    await fault("EMPTY_SID_VALUE", "Trust policy").waitFor();
  });

  it("makes no checks of policies of endpoints, which Access Analyzer does not know", async () => {
    await load(page, "Only through the endpoint");
    await paste(page, editor(page, "VPC endpoint policy"), EMPTIES);
    await paste(page, editor(page, "Resource policy"), EMPTIES);
    await fault("EMPTY_SID_VALUE", "Resource policy").waitFor();
    await page.waitForTimeout(300);
    assert.equal(await fault("EMPTY_SID_VALUE", "VPC endpoint policy").count(), 0);
  });

  it("makes no checks of what AWS attaches by itself, and of all else", async () => {
    await load(page, "A perimeter around data");
    const given = policy("Resource control policy 1, level 0");
    await given.locator(".faults-note", { hasText: "AWS attaches this policy by itself" }).waitFor();
    assert.equal(await given.locator(".fault").count(), 0);
    await paste(page, editor(page, "Resource control policy 1, level 0"), EMPTIES);
    await fault("EMPTY_SID_VALUE", "Resource control policy 1, level 0").waitFor();
  });

  it("looks for what is chosen, and keeps the choice over a reload", async () => {
    await paste(page, editor(page, "Identity policy"), EMPTIES);
    await fault("EMPTY_SID_VALUE").waitFor();
    const choice = page.getByLabel("Which checks are made");
    assert.equal(await choice.inputValue(), "default");
    for (const own of ["none", "all"]) {
      await choice.selectOption(own);
      await fault("EMPTY_SID_VALUE").waitFor();
    }
    await page.reload();
    assert.equal(await page.getByLabel("Which checks are made").inputValue(), "all");
  });

  /** Opens the page with a policy that came with a link. */
  async function openWith(text) {
    const json = new Blob([JSON.stringify({ policies: { identity: [text] }, request: { action: "s3:GetObject" } })]);
    const deflated = await new Response(json.stream().pipeThrough(new CompressionStream("deflate-raw"))).arrayBuffer();
    await page.close();
    page = await playground.open(`#ask=${Buffer.from(deflated).toString("base64url")}`);
  }

  it("counts in a text whose lines end in two characters as the editor does", async () => {
    await openWith(EMPTIES.replaceAll("\n", "\r\n"));
    await squiggle("hint", '""').waitFor();
    assert.equal(await squiggle("hint", '""').first().textContent(), '""');
  });

  it("survives what means harm, and types on meanwhile", async () => {
    const box = editor(page, "Identity policy");
    for (const harm of ["[".repeat(200_000), "\ud800", `{"Statement":"${"?*".repeat(50_000)}"}`, "\u0000\u202e"]) {
      await paste(page, box, harm);
      await page.keyboard.type("  ");
    }
    await paste(page, box, SOUND);
    await fault("EMPTY_SID_VALUE").waitFor({ state: "detached" });
    const statement = '{"Sid":"","Effect":"Allow","Action":[],"Resource":[]}';
    await openWith(`{"Version":"2012-10-17","Statement":[${Array(1500).fill(statement).join(",\n")}]}`);
    await policy().getByRole("button", { name: "Show 50 more" }).click();
    await policy().locator(".fault").nth(50).waitFor();
    await editor(page, "Identity policy").click();
    await page.keyboard.type("  ");
    await policy().getByRole("button", { name: "Show 50 more" }).waitFor();
  });

  it("makes the other checks where the catalogue does not load, and says so", async () => {
    await page.close();
    await playground.close();
    assert.deepEqual(playground.complaints, []);
    playground = await openPlayground({ serviceWorkers: "block" });
    await playground.context.route("**/catalog.txt*", (route) => route.abort());
    page = await playground.open();
    await paste(page, editor(page, "Identity policy"), EMPTIES);
    await fault("EMPTY_SID_VALUE").waitFor();
    await policy().locator(".faults-note", { hasText: "could not be loaded" }).waitFor();
    await playground.context.unroute("**/catalog.txt*");
    await editor(page, "Identity policy").press("End");
    await page.keyboard.type(" ");
    await policy().locator(".faults-note").waitFor({ state: "detached" });
    playground.complaints.length = 0;
  });
});
