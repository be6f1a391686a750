// Losing the module: it does not load, or it does not answer.

import { afterEach, beforeEach, describe, it } from "node:test";

import { answers, openPlayground, reasonToSkip } from "./page.mjs";

const skip = reasonToSkip();
if (skip) console.log(`skipped: ${skip}, so nothing is lost in a browser`);

describe("losing the module", { skip }, () => {
  let playground;

  // what a service worker has fetched could not be held back
  beforeEach(async () => (playground = await openPlayground({ serviceWorkers: "block" })));
  afterEach(() => playground?.close());

  it("says that it does not load, and tries again", async () => {
    await playground.context.route("**/*.wasm", (route) => route.abort());
    const page = await playground.open();
    await answers(page, "No answer");
    await page.locator(".notice", { hasText: "The module could not be loaded" }).waitFor();
    await playground.context.unroute("**/*.wasm");
    await page.getByLabel("Action").fill("s3:GetObject");
    await answers(page, "Allowed");
  });

  it("replaces one that is stuck with an earlier question", async () => {
    const body = 'postMessage({ type: "ready" });';
    await playground.context.route("**/worker-*.js", (route) =>
      route.fulfill({ body, contentType: "text/javascript" }),
    );
    const page = await playground.open();
    await page.locator(".verdict-title", { hasText: "One moment" }).waitFor();
    await page.waitForTimeout(3500);
    await playground.context.unroute("**/worker-*.js");
    await page.getByLabel("Action").fill("s3:GetObject");
    await answers(page, "Allowed");
  });

  it("says that the catalogue does not load, and tries again", async () => {
    await playground.context.route("**/catalog.txt*", (route) => route.abort());
    const page = await playground.open();
    await page.getByRole("button", { name: "Analyze", exact: true }).click();
    await page.getByRole("button", { name: "Escalation paths" }).click();
    await page
      .locator(".analysis .verdict-reason", { hasText: "The catalogue of AWS’s services could not be" })
      .waitFor();
    await page.getByRole("button", { name: "Effective policy" }).click();
    await page.locator(".analysis .verdict-title", { hasText: "Exact" }).waitFor();
    await playground.context.unroute("**/catalog.txt*");
    await page.getByRole("button", { name: "Escalation paths" }).click();
    await page.locator(".analysis .verdict-title", { hasText: "None" }).waitFor();
  });
});
