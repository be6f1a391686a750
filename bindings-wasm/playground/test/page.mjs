// The built page in a browser, and the words its tests speak.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";

import { findChromium, startBrowser } from "./browser.mjs";
import { host } from "./host.mjs";

const built = new URL("../dist/", import.meta.url);

/** Why nothing can be tried here, if nothing can. */
export function reasonToSkip() {
  if (!findChromium()) return "there is no chromium here (CHROMIUM names one)";
  assert.ok(existsSync(built), "expected the built page in dist; `npm run build` makes it");
  return undefined;
}

/** A browser that shows the page; `complaints` and `strangers` fill with what must not be. */
export async function openPlayground(options = {}) {
  const server = await host(built);
  const browser = await startBrowser(findChromium(), { viewport: { width: 1280, height: 800 }, ...options });
  const complaints = [];
  const strangers = [];
  browser.context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== server.origin && !["data:", "blob:"].includes(url.protocol)) strangers.push(request.url());
  });
  async function open(fragment = "") {
    const page = await browser.context.newPage();
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    await page.goto(server.address + fragment);
    return page;
  }
  async function close() {
    await browser.close();
    await server.close();
  }
  return { server, context: browser.context, complaints, strangers, open, close };
}

/** Waits until the answer to the question as it stands is this. */
export async function answers(page, title) {
  const shown = page.locator('.answer[aria-busy="false"] .verdict-title', { hasText: new RegExp(`^${title}$`) });
  await shown.waitFor().catch(async () => {
    assert.equal(await page.locator(".verdict-title").textContent(), title);
  });
}

/** Loads an example by its title. */
export async function load(page, title) {
  await page.getByRole("button", { name: "Examples", exact: true }).click();
  await page.getByRole("menuitem", { name: title }).click();
  await page.getByText(`${title}.`, { exact: true }).waitFor();
}

/** The editor of a policy by its name. */
export function editor(page, name) {
  return page.getByRole("textbox", { name, exact: true });
}

/** What an editor holds; it draws all lines of policies as small as those of the tests. */
export async function textOf(box) {
  return (await box.locator(".cm-line").allTextContents()).join("\n");
}

/** Replaces what an editor holds, as somebody who pastes. */
export async function paste(page, box, text) {
  await box.click();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.insertText(text);
}
