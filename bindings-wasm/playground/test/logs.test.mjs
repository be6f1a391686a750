// From logs to a policy.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { gzipSync } from "node:zlib";

import { openPlayground, reasonToSkip } from "./page.mjs";

const skip = reasonToSkip();
if (skip) console.log(`skipped: ${skip}, so no logs are read in a browser`);

const USER = "arn:aws:iam::111122223333:user/ann";
const event = (userName, more = {}) =>
  JSON.stringify({
    eventSource: "iam.amazonaws.com",
    eventName: "GetUser",
    eventID: userName,
    eventTime: "2026-09-01T00:00:00Z",
    requestParameters: { userName },
    recipientAccountId: "111122223333",
    userIdentity: { type: "IAMUser", arn: USER },
    ...more,
  });
const file = (name, text) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(text) });

describe("from logs to a policy", { skip }, () => {
  let playground;
  let page;

  before(async () => (playground = await openPlayground()));
  after(() => playground?.close());
  beforeEach(async () => {
    await page?.close();
    page = await playground.open();
    await page.getByRole("button", { name: "From logs" }).click();
  });

  const drop = (...files) => page.locator("input[type=file]").setInputFiles(files);
  const policy = async () => JSON.parse((await page.locator(".made-text code").allTextContents()).join("\n"));
  const status = (text) => page.locator(".usage-status", { hasText: text }).waitFor();

  it("reads the sample, and proves the policy of who did most", async () => {
    await page.getByRole("button", { name: "Try sample logs" }).click();
    await page.locator(".proofs li", { hasText: /^Covers \d+ of the \d+ pairs/ }).waitFor();
    assert.equal(await page.locator(".proofs li[data-state=explicitDeny]").count(), 0);
    assert.ok((await page.locator(".principals tbody tr").count()) >= 2);
    const { Statement } = await policy();
    assert.ok(Statement.length > 1 && Statement.every(({ Effect }) => Effect === "Allow"));
    const second = page.locator(".principal-name").nth(1);
    await second.click();
    await page.locator(".usage-who", { hasText: await second.getAttribute("title") }).waitFor();
    assert.notDeepEqual((await policy()).Statement, Statement);
  });

  it("takes plain and gzipped files, and shows what a statement rests on", async () => {
    await drop(file("a.json.gz", gzipSync(`{"Records": [${event("bob")}]}`)), file("b.json", event("eve")));
    await status("2 events from 2026-09-01");
    const [statement] = (await policy()).Statement;
    assert.equal(statement.Action, "iam:GetUser");
    assert.deepEqual(
      statement.Resource,
      ["bob", "eve"].map((name) => `arn:aws:iam::111122223333:user/${name}`),
    );
    await page.locator(".made-statement").first().focus();
    await page.locator(".evidence", { hasText: "2 events on 2026-09-01" }).waitFor();
    assert.match(await page.locator(".evidence").innerText(), /user\/eve × 1/);
  });

  it("counts an event once that stands in two files, and forgets", async () => {
    await drop(file("a.json", event("bob")));
    await status("1 events");
    await drop(file("again.json", event("bob")), file("b.json", event("eve")));
    await page.locator(".principals td", { hasText: /^2$/ }).first().waitFor();
    await page.getByRole("button", { name: "Forget them" }).click();
    await page.locator(".principals table").waitFor({ state: "detached" });
    await drop(file("b.json", event("eve")));
    await status("1 events");
  });

  it("says what could not be read, and goes on", async () => {
    await drop(file("holiday.jpg", "no log"));
    await page.locator(".notice", { hasText: "The logs could not be read" }).waitFor();
    await drop(file("half.gz", gzipSync(event("bob")).subarray(0, 40)), file("b.json", `${event("eve")}\n{"a": 1}\n`));
    await page.locator(".usage-faults", { hasText: "half.gz" }).waitFor();
    await page.locator(".usage-faults", { hasText: "b.json, line 2" }).waitFor();
    assert.equal((await policy()).Statement[0].Resource, "arn:aws:iam::111122223333:user/eve");
  });

  it("holds the policy against those of today", async () => {
    await drop(file("a.json", event("bob")));
    await page.getByText("How close, and within what").click();
    const today = page.getByLabel("Identity policy of today");
    await today.fill('{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:Get*","Resource":"*"}}');
    await today.blur();
    await page.locator(".proofs li", { hasText: "Grants nothing that today’s policies do not" }).waitFor();
    await page.getByLabel("Actions", { exact: true }).selectOption("service");
    await page.locator(".proofs li", { hasText: "Grants what today’s policies do not: iam:" }).waitFor();
    await today.fill("{");
    await today.blur();
    await page.locator(".usage-refusal", { hasText: "identity[0]" }).waitFor();
  });

  it("shows what was refused", async () => {
    const denied = {
      eventName: "DeleteUser",
      errorCode: "AccessDenied",
      errorMessage: `User: ${USER} is not authorized to perform: iam:DeleteUser on resource: user bob because no identity-based policy allows the iam:DeleteUser action`,
    };
    await drop(file("a.json", `${event("bob")}\n${event("bob", { ...denied, eventID: "d" })}\n`));
    await page.getByText("Attempted and refused (1)").click();
    await page.getByText(/iam:DeleteUser on .*no Allow in the identity policies/).waitFor();
    assert.ok(!JSON.stringify(await policy()).includes("Delete"));
  });

  it("raised nothing, and asked nobody else", () => {
    assert.deepEqual(playground.complaints, []);
    assert.deepEqual(playground.strangers, []);
  });
});
