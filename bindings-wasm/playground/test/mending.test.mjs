// Mending what is found, and trying what shows it. A worker of the tests finds it, whatever checks there are.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { after, before, beforeEach, describe, it } from "node:test";

import { answers, editor, openPlayground, paste, reasonToSkip, textOf } from "./page.mjs";

const skip = reasonToSkip();
if (skip) console.log(`skipped: ${skip}, so nothing is mended in a browser`);

/** A policy in which the worker of the tests finds something of every type. */
const EVERYTHING = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "Deploy", "Effect": "Allow", "Resource": "*",
      "Action": ["s3:GetObjekt", "s3:PutObject", "iam:PassRole", "s3:PutObject"] },
    { "Sid": "Twice", "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*" }
  ]
}`;

describe("mending", { skip }, () => {
  let playground;
  let page;
  let box;

  before(async () => {
    playground = await openPlayground({ serviceWorkers: "block" });
    const body = readFileSync(new URL("./findings-worker.js", import.meta.url), "utf8");
    const assets = new URL("../dist/assets/", import.meta.url);
    const isValidating = (name) => readFileSync(new URL(name, assets), "utf8").includes("describeChecks");
    const [own] = readdirSync(assets).filter((name) => /^worker-.*\.js$/.test(name) && isValidating(name));
    await playground.context.route(`**/${own}`, (route) => route.fulfill({ body, contentType: "text/javascript" }));
  });
  beforeEach(async () => {
    await page?.close();
    page = await playground.open();
    await answers(page, "Allowed");
    box = editor(page, "Identity policy");
    await paste(page, box, EVERYTHING);
    await fault("INVALID_ACTION").waitFor();
  });
  after(async () => {
    await playground?.close();
    // those of chromium's own, since nothing here is to come from a cache
    assert.deepEqual(
      playground?.complaints.filter((words) => !words.startsWith("Service Worker registration blocked")),
      [],
    );
    assert.deepEqual(playground?.strangers, []);
  });

  const fault = (code) =>
    page.locator(".faults:not([aria-busy]) .fault", { has: page.getByRole("button", { name: code, exact: true }) });
  const notice = (words) => page.locator(".notice", { hasText: words });

  it("shows each type in its colour, with its icon and its name", async () => {
    const colours = await page
      .locator(".fault")
      .evaluateAll((faults) =>
        faults.map((fault) => [
          fault.querySelector(".fault-type").textContent,
          getComputedStyle(fault.querySelector(".problem .icon")).color,
          fault.querySelector(".icon path").getAttribute("d"),
        ]),
      );
    for (const at of [0, 1, 2]) assert.equal(new Set(colours.map((each) => each[at])).size, 4);
    const squiggles = await page
      .locator('[class*="cm-lintRange-"]')
      .evaluateAll((marks) => marks.map((mark) => getComputedStyle(mark).textDecorationColor));
    assert.deepEqual(new Set(squiggles), new Set(colours.map(([, colour]) => colour)));
    const status = await page.locator(".policy-status").first().textContent();
    assert.equal(status, "1 error, 1 security warning, 1 warning, 1 suggestion");
  });

  it("makes one fix by a click, and undo takes it back", async () => {
    const fix = fault("INVALID_ACTION").getByRole("button", { name: "Fix: Write s3:GetObject" });
    await fix.click();
    await notice("Fixed: write s3:GetObject.").waitFor();
    const fixed = EVERYTHING.replace("Objekt", "Object");
    assert.equal(await textOf(box), fixed);
    // the keyboard stays with the policy, and no phone opens one
    assert.ok(await page.evaluate(() => document.activeElement.classList.contains("policy")));
    await fault("INVALID_ACTION").waitFor({ state: "detached" });
    await box.focus();
    await page.keyboard.press("ControlOrMeta+Z");
    assert.equal(await textOf(box), EVERYTHING);
    await fault("INVALID_ACTION").waitFor();
    await fix.focus();
    await page.keyboard.press("Enter");
    assert.equal(await textOf(box), fixed);
    await page.locator(".notice").getByRole("button", { name: "Undo" }).click();
    assert.equal(await textOf(box), EVERYTHING);
  });

  it("makes a fix of several edits at once, also where the finding is told", async () => {
    await page.locator(".cm-lintRange-hint").first().hover();
    await page.locator(".cm-tooltip").getByRole("button", { name: "Leave it out" }).click();
    const without = EVERYTHING.replaceAll(', "s3:PutObject"', "");
    assert.equal(await textOf(box), without);
    await box.focus();
    await page.keyboard.press("ControlOrMeta+Z");
    assert.equal(await textOf(box), EVERYTHING);
  });

  it("makes all fixes, and undoes them until one types on", async () => {
    const all = page.getByRole("button", { name: "Fix all" });
    await all.click();
    await notice("2 fixes made.").waitFor();
    const fixed = EVERYTHING.replace("Objekt", "Object").replaceAll(', "s3:PutObject"', "");
    assert.equal(await textOf(box), fixed);
    await page.locator(".notice").getByRole("button", { name: "Undo" }).click();
    assert.equal(await textOf(box), EVERYTHING);
    await fault("INVALID_ACTION").waitFor();
    await all.click();
    await notice("2 fixes made.").waitFor();
    await box.press("ControlOrMeta+End");
    await page.keyboard.type(" ");
    await page.locator(".notice").getByRole("button", { name: "Undo" }).click();
    await notice("The policy was edited since").waitFor();
    assert.equal(await textOf(box), `${fixed} `);
  });

  it("tries the request that shows a finding with the layers as they are", async () => {
    await fault("PASS_ROLE_WITH_STAR_IN_RESOURCE")
      .getByRole("button", { name: "Try the request that shows it" })
      .click();
    await page.getByText("A request that shows the finding, asked of the layers as they are.").waitFor();
    assert.equal(await page.getByLabel("Action").inputValue(), "iam:PassRole");
    assert.equal(await page.locator(".context-key").first().inputValue(), "iam:PassedToService");
    assert.equal(await page.evaluate(() => document.activeElement.id), "answer");
    await answers(page, "Implicit deny");
    assert.equal(await textOf(box), EVERYTHING);
    await page.getByRole("button", { name: "Bring that back" }).click();
    await page.getByText("Your question from before.").waitFor();
    assert.notEqual(await page.getByLabel("Action").inputValue(), "iam:PassRole");
  });

  it("leaves out what was not asked for", async () => {
    await fault("IE_SHADOWED").waitFor();
    await page.getByLabel("Which checks are made").selectOption("none");
    await fault("IE_SHADOWED").waitFor({ state: "detached" });
    await fault("INVALID_ACTION").waitFor();
    await page.getByLabel("Which checks are made").selectOption("default");
    await fault("IE_SHADOWED").getByRole("button", { name: "IE_SHADOWED" }).click();
    await fault("IE_SHADOWED").getByText("A check of this library.").waitFor();
    assert.equal(await fault("IE_SHADOWED").getByRole("link").count(), 0);
  });

  it("lists findings also where it analyzes, and fits a phone in light and dark", async () => {
    await page.setViewportSize({ width: 360, height: 640 });
    await fault("PASS_ROLE_WITH_STAR_IN_RESOURCE")
      .getByRole("button", { name: "PASS_ROLE_WITH_STAR_IN_RESOURCE" })
      .click();
    await page.locator(".check figure").first().waitFor();
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      const over = await page.evaluate(() =>
        [...document.querySelectorAll(".policies *")]
          .filter((part) => part.getBoundingClientRect().right > 360.5 && !part.closest(".cm-scroller, .off-screen"))
          .map((part) => part.className),
      );
      assert.deepEqual(over, []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
    }
    await page.getByRole("button", { name: "Analyze", exact: true }).click();
    await fault("INVALID_ACTION").waitFor();
  });
});
