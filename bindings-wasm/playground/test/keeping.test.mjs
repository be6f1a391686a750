// What lasts: links, reloads, colours, and the page without a network.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { deflateRawSync } from "node:zlib";

import { answers, editor, load, openPlayground, paste, reasonToSkip, textOf } from "./page.mjs";

const skip = reasonToSkip();
if (skip) console.log(`skipped: ${skip}, so nothing is kept in a browser`);

const POLICY = '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}} \n';

describe("keeping", { skip }, () => {
  let playground;
  let page;

  before(async () => (playground = await openPlayground({ permissions: ["clipboard-read", "clipboard-write"] })));
  beforeEach(async () => {
    await page?.close();
    page = await playground.open();
  });
  after(async () => {
    await playground?.close();
    assert.deepEqual(playground?.complaints, []);
    assert.deepEqual(playground?.strangers, []);
  });

  it("shares a question by its address alone", async () => {
    await load(page, "A bucket of another account");
    await paste(page, editor(page, "Resource policy"), POLICY);
    await page.getByRole("button", { name: "Add a key" }).click();
    await page.locator(".context-key").fill("aws:TagKeys");
    await page.getByLabel("What is known of the key").selectOption("has values");
    await page.locator(".context-value").fill("größe\n😀");
    await answers(page, "Explicit deny");
    await page.getByRole("button", { name: "Share" }).click();
    await page.locator(".notice", { hasText: "The link is copied." }).waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(link, page.url());
    assert.match(link, /#ask=[\w-]+$/);

    const other = await playground.open(link.slice(link.indexOf("#")));
    await answers(other, "Explicit deny");
    assert.equal(await textOf(editor(other, "Resource policy")), POLICY);
    assert.equal(await other.locator(".context-value").inputValue(), "größe\n😀");
    assert.equal(
      await other.getByRole("textbox", { name: "Role ARN" }).inputValue(),
      "arn:aws:iam::111122223333:role/reporting",
    );
    assert.equal(await other.getByLabel("Resource account").inputValue(), "444455556666");
    assert.equal(other.url(), link);
    // an edit takes the link away, which would say something else than the page
    await other.getByLabel("Action").fill("s3:PutObject");
    await other.waitForFunction(() => location.hash === "");
    await other.close();
    assert.ok(playground.server.asked.every((path) => !path.includes("ask=")));
  });

  it("takes `null` in a link as the module does, as nothing said", async () => {
    const principal = { type: "Root", arn: null, account: "111122223333" };
    const request = { action: "s3:GetObject", resource: null, principal };
    const question = { policies: { serviceControl: [[POLICY.replace('"Principal":"*",', "")]] }, request };
    const link = deflateRawSync(JSON.stringify(question)).toString("base64url");
    const other = await playground.open(`#ask=${link}`);
    await answers(other, "Explicit deny");
    await other.close();
  });

  it("says that a link is broken", async () => {
    for (const fragment of ["#ask=", "#ask=%%%", "#ask=AAAA", `#ask=${"q1YqyC9KL1Ky".repeat(3)}`]) {
      const other = await playground.open(fragment);
      await other.locator(".notice", { hasText: "The link holds no question that can be read" }).waitFor();
      await answers(other, "Allowed");
      await other.close();
    }
  });

  it("keeps the question over a reload, for this tab alone", async () => {
    await page.getByLabel("Action").fill("iam:DeleteUser");
    await answers(page, "Implicit deny");
    await page.reload();
    await answers(page, "Implicit deny");
    assert.equal(await page.getByLabel("Action").inputValue(), "iam:DeleteUser");
    const other = await playground.open();
    await answers(other, "Allowed");
    await other.close();
  });

  it("follows the system's colours until told otherwise, and remembers", async () => {
    const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await page.emulateMedia({ colorScheme: "light" });
    const light = await background();
    await page.emulateMedia({ colorScheme: "dark" });
    const dark = await background();
    assert.notEqual(light, dark);
    await page.emulateMedia({ colorScheme: "light" });
    await page.getByRole("button", { name: "Switch to dark colours" }).click();
    assert.equal(await background(), dark);
    await page.reload();
    assert.equal(await background(), dark);
    await page.getByRole("button", { name: "Switch to light colours" }).click();
    await page.emulateMedia({ colorScheme: "dark" });
    assert.equal(await background(), dark);
    await page.emulateMedia({ colorScheme: null });
  });

  it("works without a network, and opens without one", async () => {
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await playground.context.setOffline(true);
    const before = playground.server.asked.length;
    try {
      await page.getByLabel("Action").fill("iam:DeleteUser");
      await answers(page, "Implicit deny");
      await page.reload();
      await answers(page, "Implicit deny");
      const other = await playground.open();
      await answers(other, "Allowed");
      await load(other, "The organization says no");
      await answers(other, "Explicit deny");
      const empty = '{"Version":"2012-10-17","Statement":{"Sid":"","Effect":"Allow","Action":"s3:*","Resource":"*"}}';
      await paste(other, editor(other, "Identity policy"), empty);
      const found = other.locator(".faults:not([aria-busy])", { hasText: "EMPTY_SID_VALUE" });
      await found.waitFor();
      assert.equal(await found.locator(".faults-note").count(), 0);
      await found.getByRole("button", { name: "EMPTY_SID_VALUE" }).click();
      await found.locator(".check figure").first().waitFor();
      await other.close();
    } finally {
      await playground.context.setOffline(false);
    }
    // the browser looks for a new service worker past the cut network
    const asked = playground.server.asked.slice(before);
    assert.deepEqual(
      asked.filter((path) => !path.endsWith("/offline.js")),
      [],
    );
  });
});
