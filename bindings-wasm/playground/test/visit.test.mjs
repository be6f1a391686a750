// The playground as a visitor uses it.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, describe, it } from "node:test";

import { findChromium, startBrowser } from "./browser.mjs";
import { host } from "./host.mjs";

const dist = new URL("../dist/", import.meta.url);
const executable = findChromium();
if (!executable) console.log("skipped: there is no chromium here (CHROMIUM names one), so the page is not tried");

describe("the playground", { skip: !executable }, () => {
  let server;
  let browser;
  let page;
  const complaints = [];
  const asked = [];

  before(async () => {
    assert.ok(existsSync(dist), "expected a built page: npm run build");
    server = await host(dist);
    browser = await startBrowser(executable, { viewport: { width: 1280, height: 900 } });
    await browser.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    page = await browser.context.newPage();
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(server.address);
  });

  after(async () => {
    await browser?.close();
    await server?.close();
  });

  const verdict = (word) => page.locator(".verdict-title", { hasText: word }).first().waitFor({ timeout: 30_000 });
  const example = async (name) => {
    await page.getByRole("button", { name: "Examples" }).click();
    await page.getByRole("menuitem", { name }).click();
  };
  const replaceFirstPolicy = async (text) => {
    await page.locator(".cm-content").first().click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText(text);
  };

  it("answers its first example", () => verdict("Allowed"));

  it("answers again as the action is typed", async () => {
    await page.getByLabel("Action").fill("iam:DeleteUser");
    await verdict("Implicit deny");
  });

  it("answers again as a policy is typed, and lights the statement that decides", async () => {
    await replaceFirstPolicy('{"Statement": {"Sid": "No", "Effect": "Deny", "Action": "iam:*", "Resource": "*"}}');
    await verdict("Explicit deny");
    await page.locator(".statement-link", { hasText: "No" }).first().click();
  });

  it("marks what is wrong in the text", async () => {
    await replaceFirstPolicy('{"Statement": {"Effect": "allow", "Action": "s3:*", "Resource": "*"}}');
    await page.locator(".cm-lintRange-error").first().waitFor({ timeout: 30_000 });
  });

  it("adds a missing key with one click", async () => {
    await example(/MFA/i);
    const chip = page.locator("button.chip.mono").first();
    await chip.waitFor({ timeout: 30_000 });
    const key = (await chip.innerText()).trim();
    await chip.click();
    const names = await page.getByLabel("Context key").evaluateAll((fields) => fields.map((field) => field.value));
    assert.ok(names.includes(key), `${key} in ${names}`);
  });

  it("adds and removes a layer", async () => {
    await example(/boundary caps/i);
    await verdict("Allowed");
    const editors = await page.locator(".cm-content").count();
    await page.getByRole("button", { name: "Add a layer" }).click();
    await page.getByRole("menuitem", { name: /Resource policy/ }).click();
    assert.equal(await page.locator(".cm-content").count(), editors + 1);
    await example(/boundary caps/i);
    assert.equal(await page.locator(".cm-content").count(), editors);
  });

  it("shares by the address alone, and says so when an address is broken", async () => {
    await page.getByLabel("Action").fill("ec2:DescribeInstances");
    await verdict("Allowed");
    await page.getByRole("button", { name: "Share" }).click();
    await page.waitForFunction(() => location.hash.length > 20, undefined, { timeout: 30_000 });
    const address = page.url();
    const other = await browser.context.newPage();
    await other.goto(address);
    await other.locator(".verdict-title", { hasText: "Allowed" }).first().waitFor({ timeout: 30_000 });
    assert.equal(await other.getByLabel("Action").inputValue(), "ec2:DescribeInstances");
    const cut = await browser.context.newPage();
    await cut.goto(address.slice(0, -12));
    await cut.getByText("The link holds no question that can be read").first().waitFor({ timeout: 30_000 });
    await Promise.all([other.close(), cut.close()]);
  });

  it("turns dark and light", async () => {
    const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const before = await background();
    await page.getByRole("button", { name: /Switch to .* colours/ }).click();
    await page.waitForFunction((before) => getComputedStyle(document.documentElement).backgroundColor !== before, before, { timeout: 30_000 });
  });

  it("fits a phone", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    const { wide, seen } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, seen: innerWidth }));
    assert.ok(wide <= seen, `${wide} on ${seen}`);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it("goes on without a network", async () => {
    await browser.context.setOffline(true);
    await page.getByLabel("Action").fill("iam:DeleteUser");
    await verdict("Implicit deny");
    await browser.context.setOffline(false);
  });

  it("asked no other host, and complained of nothing", () => {
    assert.deepEqual(asked.filter((url) => !url.startsWith(server.address) && !url.startsWith("data:") && !url.startsWith("blob:")), []);
    assert.deepEqual(complaints, []);
  });
});
