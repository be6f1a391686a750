// Reaching everything: by keyboard, on a phone, without motion.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";

import { answers, editor, load, openPlayground, reasonToSkip } from "./page.mjs";

const skip = reasonToSkip();
if (skip) console.log(`skipped: ${skip}, so nothing is reached in a browser`);

describe("reaching", { skip }, () => {
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
  });

  const isFocused = (text) =>
    page.waitForFunction((text) => document.activeElement.textContent.startsWith(text), text, { timeout: 5000 });

  /** Nothing is wider than the phone. */
  async function fits() {
    const [width, over] = await page.evaluate(() => {
      const { scrollWidth } = document.documentElement;
      const wide = [...document.querySelectorAll("main *, header *, footer *")].filter(
        (part) =>
          part.getBoundingClientRect().right > 360.5 &&
          !part.closest(".cm-scroller, .off-screen, .label, [popover], .findings table"),
      );
      return [scrollWidth, wide.map((part) => part.className)];
    });
    assert.deepEqual(over, []);
    assert.equal(width, 360);
  }

  /** The controls without a name. */
  const nameless = () =>
    page.evaluate(() => {
      const named = (control) =>
        control.textContent.trim() ||
        control.getAttribute("aria-label") ||
        [...(control.labels ?? [])].some((label) => label.textContent.trim());
      return [...document.querySelectorAll("button, input, select, textarea, summary, [contenteditable]")]
        .filter((control) => !named(control))
        .map((control) => control.outerHTML.slice(0, 200));
    });

  it("fits a phone also where it analyzes, and names every control there", async () => {
    await page.setViewportSize({ width: 360, height: 640 });
    await page.getByRole("button", { name: "Remove the layer: Permissions boundary" }).click();
    await page.getByRole("button", { name: "Analyze", exact: true }).click();
    for (const [name, title] of [
      ["Effective policy", "Exact"],
      ["Diff", "Different"],
      ["Outside access", "Public"],
      ["Escalation paths", /^\d+ paths$/],
    ]) {
      await page.getByRole("navigation", { name: "Analyses" }).getByRole("button", { name }).click();
      await page.locator('.analysis[aria-busy="false"] .verdict-title', { hasText: title }).waitFor();
      await fits();
      assert.deepEqual(await nameless(), []);
    }
    await page.keyboard.press("Shift+Tab");
    await page.locator(".path summary").first().focus();
    await page.keyboard.press("Space");
    await page.locator(".path[open] .request-row").first().waitFor();
    await fits();
  });

  it("fits a phone, with the verdict in sight", async () => {
    await page.setViewportSize({ width: 360, height: 640 });
    const titles = {
      "The confused deputy": "Implicit deny",
      "The organization says no": "Explicit deny",
      "Tags that have to agree": "Depends",
      "A perimeter around data": "Explicit deny",
    };
    for (const [title, answer] of Object.entries(titles)) {
      await load(page, title);
      await answers(page, answer);
      await fits();
    }
    const bar = page.locator(".verdict-bar");
    assert.match(await bar.textContent(), /^Explicit deny/);
    assert.ok(await bar.isVisible());
    await bar.click();
    await bar.waitFor({ state: "hidden" });
    assert.ok(await page.locator(".verdict-title").isVisible());
  });

  it("is led through by keyboard", async () => {
    await page.keyboard.press("Tab");
    await isFocused("To the answer");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "answer");
    await page.getByRole("button", { name: "Examples", exact: true }).focus();
    await page.keyboard.press("Enter");
    await isFocused("A boundary caps an administrator");
    await page.keyboard.press("End");
    await isFocused("Only through the endpoint");
    await page.keyboard.press("ArrowDown");
    await isFocused("A boundary caps");
    await page.keyboard.press("t");
    await isFocused("The organization says no");
    await page.keyboard.press("Escape");
    await isFocused("Examples");
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Shortcuts" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog", { name: "Shortcuts" }).waitFor({ state: "hidden" });
  });

  it("lets the keyboard out of a policy, and answers by a key", async () => {
    await editor(page, "Identity policy").focus();
    await page.keyboard.press("ControlOrMeta+Enter");
    assert.equal(await page.locator(".cm-editor").first().locator(".cm-line").count(), 11);
    await page.keyboard.press("?");
    assert.equal(await page.getByRole("dialog").count(), 0);
    await page.keyboard.press("ControlOrMeta+Z");
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement.closest(".cm-editor") === null));
  });

  it("names every control and marks the one in focus", async () => {
    await load(page, "A key nobody sent");
    await page.getByRole("button", { name: "Add a key" }).click();
    await page.getByText("More about the request").click();
    await page.getByRole("button", { name: "Add a KMS grant" }).click();
    assert.deepEqual(await nameless(), []);
    const unmarked = [];
    const first = page.getByRole("button", { name: "Examples", exact: true });
    await first.focus();
    for (let stop = 0; stop < 60; stop += 1) {
      await page.keyboard.press("Tab");
      const stopped = await page.evaluate(() => {
        const { activeElement: at } = document;
        const marked = [at, at.closest(".policy")].some(
          (part) =>
            part && (getComputedStyle(part).outlineStyle !== "none" || getComputedStyle(part).boxShadow !== "none"),
        );
        return { isOver: at === document.body, marked, text: at.outerHTML.slice(0, 120) };
      });
      if (stopped.isOver) break;
      if (!stopped.marked) unmarked.push(stopped.text);
    }
    assert.deepEqual(unmarked, []);
  });

  it("keeps still for those who ask for it", async () => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.locator(".deciding .statement-link").first().click();
    const names = await page
      .locator(".lit-pointed")
      .evaluateAll((lines) => lines.map((line) => getComputedStyle(line).animationName));
    assert.ok(names.length > 0);
    assert.deepEqual([...new Set(names)], ["none"]);
  });
});
