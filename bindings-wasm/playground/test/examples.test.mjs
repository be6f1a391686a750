// The examples, what they promise, and the same questions elsewhere.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";

import * as iamEval from "../../pkg/web/iam_eval.js";
import { answers, load, openPlayground, reasonToSkip } from "./page.mjs";

const skip = reasonToSkip();
if (skip) console.log(`skipped: ${skip}, so no example is tried in a browser`);

const context =
  (value, at = -1) =>
  (page) =>
    page.locator(".context-value").nth(at).fill(value);
const action = (value) => (page) => page.getByLabel("Action").fill(value);
const add = (key, value) => async (page) => {
  await page.getByRole("button", { name: `Add ${key} to the request` }).click();
  await page.keyboard.type(value);
};

/** What each example answers, and after what its note has one try. */
const PROMISES = [
  ["A boundary caps an administrator", "Allowed", [[action("iam:DeleteUser"), "Implicit deny"]]],
  ["A key nobody sent", "Implicit deny", [[add("aws:MultiFactorAuthPresent", "true"), "Allowed"]]],
  [
    "The organization says no",
    "Explicit deny",
    [
      [context("eu-west-1"), "Allowed"],
      [context("us-east-1"), "Explicit deny"],
      [action("iam:GetUser"), "Allowed"],
    ],
  ],
  [
    "A bucket of another account",
    "Allowed",
    [
      [(page) => page.getByRole("button", { name: "Remove the layer: Resource policy" }).click(), "Implicit deny"],
      [(page) => page.getByLabel("Resource account").fill("111122223333"), "Allowed"],
    ],
  ],
  [
    "The confused deputy",
    "Implicit deny",
    [
      [add("aws:SourceArn", "arn:aws:cloudtrail:eu-west-1:111122223333:trail/all"), "Allowed"],
      [context("arn:aws:cloudtrail:eu-west-1:999999999999:trail/all"), "Implicit deny"],
    ],
  ],
  ["A role for a partner", "Allowed", [[context("guess"), "Implicit deny"]]],
  ["A pipeline without keys", "Implicit deny", [[context("repo:example/shop:ref:refs/heads/main"), "Allowed"]]],
  [
    "Everybody’s own folder",
    "Allowed",
    [
      [
        (page) =>
          page
            .getByRole("textbox", { name: "Resource", exact: true })
            .fill("arn:aws:s3:::team-files/home/bob/notes.txt"),
        "Implicit deny",
      ],
      [
        (page) => page.getByRole("textbox", { name: "ARN", exact: true }).fill("arn:aws:iam::111122223333:user/bob"),
        "Allowed",
      ],
    ],
  ],
  [
    "Tags that have to agree",
    "Depends",
    [
      [
        async (page) => {
          await page.getByLabel("What is known of the key").last().selectOption("is");
          await context("shop")(page);
        },
        "Allowed",
      ],
      [context("crm"), "Implicit deny"],
    ],
  ],
  [
    "What the organization may say",
    "Depends",
    [
      [(page) => page.locator('[data-layer="service_control"]').getByRole("switch").click(), "Allowed"],
      [(page) => page.getByRole("button", { name: "Remove the layer: Service control policies" }).click(), "Allowed"],
    ],
  ],
  ["A perimeter around data", "Explicit deny", [[context("o-example1"), "Allowed"]]],
  ["Only through the endpoint", "Explicit deny", [[add("aws:SourceVpce", "vpce-0123abcd"), "Allowed"]]],
];

describe("examples", { skip }, () => {
  let playground;
  let page;

  before(async () => {
    playground = await openPlayground({ permissions: ["clipboard-read", "clipboard-write"] });
    page = await playground.open();
    iamEval.initSync({ module: readFileSync(new URL("../../pkg/web/iam_eval_bg.wasm", import.meta.url)) });
  });
  after(async () => {
    await playground?.close();
    assert.deepEqual(playground?.complaints, []);
  });

  async function copyAs(language) {
    await page.getByRole("button", { name: "Copy as" }).click();
    await page.getByRole("menuitem", { name: language }).click();
    const said = language === "The answer in words" ? "The answer" : language;
    await page.locator(".notice", { hasText: `${said}: copied.` }).waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  }

  it("are all tried here", async () => {
    await page.getByRole("button", { name: "Examples", exact: true }).click();
    const titles = await page.locator(".menu:popover-open .title").allTextContents();
    await page.keyboard.press("Escape");
    assert.deepEqual(
      titles,
      PROMISES.map(([title]) => title),
    );
  });

  for (const [title, answer, tries] of PROMISES) {
    it(`${title}: as its note says`, async () => {
      await load(page, title);
      await answers(page, answer);
      for (const [attempt, then] of tries) {
        await attempt(page);
        await answers(page, then);
      }
      // what is told of the reader's own has no code; findings of checks may be what the example is about
      assert.equal(await page.locator('.fault[data-type="ERROR"], .fault:not(:has(.fault-code))').count(), 0);
    });

    it(`${title}: the JavaScript to copy answers the same`, async () => {
      await load(page, title);
      await answers(page, answer);
      const words = await copyAs("The answer in words");
      const code = (await copyAs("JavaScript")).replace(/^import .*\n/, "");
      const printed = [];
      new Function("PolicySet", "console", code)(iamEval.PolicySet, { log: (text) => printed.push(text) });
      assert.deepEqual(printed, [words]);
    });
  }
});
