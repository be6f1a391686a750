// The package as a stranger gets it: packed, installed into an empty folder, type-checked, bundled, and
// the README's snippets run as printed.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { findChromium, open, serve } from "./chromium.mjs";

const here = fileURLToPath(new URL("../", import.meta.url));
const bin = (name) => join(here, "node_modules", ".bin", name);
const readme = readFileSync(join(here, "README.md"), "utf8");
const snippets = (language) => [...readme.matchAll(new RegExp("```" + language + "\n([^]*?)```", "g"))].map(([, code]) => code);
const snippet = (language) => snippets(language)[0];

describe("the packed package", () => {
  let folder;
  const run = (command, ...args) => {
    try {
      return execFileSync(command, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    } catch (error) {
      // a compiler says what is wrong where nobody looks
      throw new Error(`${error.message}\n${error.stdout}`, { cause: error });
    }
  };

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "iam-eval-wasm-"));
    const packed = JSON.parse(execFileSync("npm", ["pack", "--json", "--pack-destination", folder], { cwd: join(here, "pkg"), encoding: "utf8" }));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
    run("npm", "install", "--no-audit", "--no-fund", "--offline", `./${packed[0].filename}`);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it("holds the three modules, their types, the licences, and nothing else", () => {
    const listed = readdirSync(join(folder, "node_modules", "iam-eval-wasm")).sort();
    assert.deepEqual(listed, ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "analysis", "bundler", "catalog", "logs", "package.json", "web"]);
  });

  it("is as a package should be", () => {
    const said = execFileSync(bin("publint"), ["run", join(here, "pkg"), "--strict"], { encoding: "utf8" });
    assert.match(said, /All good/);
  });

  it("has types that a strict reader accepts, by both resolutions", () => {
    writeFileSync(join(folder, "main.ts"), snippet("ts") + `
      import init, { PolicySet as WebSet, type DecisionReport } from "iam-eval-wasm/web";
      await init();
      const report: DecisionReport = new WebSet({ identity: [policy.source] }).evaluate({ action: "s3:GetObject" }).toJSON();
      // @ts-expect-error: there is no such layer
      new WebSet({ identitty: [] });
      // @ts-expect-error: an answer is one of four words
      if (report.answer === "maybe") console.log(report);
    `);
    const strict = ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2023,dom,esnext.disposable", "--isolatedModules", "--types", ""];
    run(bin("tsc"), ...strict, "--module", "esnext", "--moduleResolution", "bundler", "main.ts");
    run(bin("tsc"), ...strict, "--module", "nodenext", "--moduleResolution", "nodenext", "main.ts");
  });

  it("answers from its own catalogue, and from another's", async () => {
    writeFileSync(join(folder, "usage.mjs"), snippet("js").replace("readCatalog()", `readCatalog(readFileSync("node_modules/iam-eval-wasm/catalog/catalog.txt.gz"))`).replace(/^/, `import { readFileSync } from "node:fs";\n`));
    assert.equal(run("node", "--experimental-wasm-modules", "--no-warnings", "usage.mjs"), "iam:GetUser arn:aws:iam::111122223333:user/bob proved\n");
  });

  it("answers about all requests as the README prints it", () => {
    writeFileSync(join(folder, "analysis.mjs"), snippets("js")[1]);
    const answered = run("node", "--experimental-wasm-modules", "--no-warnings", "analysis.mjs");
    assert.match(answered, /^s3:\* true\nwider s3:(?!Get)\w+\nFAIL\n$/);
  });

  it("validates as the README prints it", () => {
    const code = snippets("js")[2].replace("readCatalog()", `readCatalog(readFileSync("node_modules/iam-eval-wasm/catalog/catalog.txt.gz"))`);
    writeFileSync(join(folder, "validation.mjs"), `import { readFileSync } from "node:fs";\n${code}`);
    const answered = run("node", "--experimental-wasm-modules", "--no-warnings", "validation.mjs");
    assert.match(answered, /^SUGGESTION EMPTY_ARRAY_ACTION \[\]$/m);
    assert.match(answered, /^\d+ SUGGESTION$/m);
  });

  it("loads where a wasm file is a module, as bundlers have it", () => {
    writeFileSync(join(folder, "main.mjs"), snippet("ts"));
    const answered = run("node", "--experimental-wasm-modules", "--no-warnings", "main.mjs");
    assert.equal(answered, "allowed Home 3\n");
  });

  it("is bundled by Vite, and the page answers", { skip: !findChromium() && "there is no chromium here" }, async () => {
    const code = snippet("ts").replace(`from "iam-eval-wasm"`, `from "iam-eval-wasm/web"`);
    assert.notEqual(code, snippet("ts"));
    mkdirSync(join(folder, "page"));
    cpSync(join(folder, "node_modules"), join(folder, "page", "node_modules"), { recursive: true });
    writeFileSync(join(folder, "page", "index.html"), `<!doctype html><link rel="icon" href="data:,"><script type="module" src="./main.ts"></script>`);
    writeFileSync(join(folder, "page", "main.ts"), `import init from "iam-eval-wasm/web";\nawait init();\n${code}\n`);
    run(bin("vite"), "build", "page", "--logLevel", "error");
    assert.deepEqual(await logOf("page/dist/", "index.html", 1), ["allowed Home 3"]);
  });

  it("does in a page what the README prints first", { skip: !findChromium() && "there is no chromium here" }, async () => {
    writeFileSync(join(folder, "readme.html"), `<!doctype html><meta charset="utf-8"><body>${snippet("html")}`);
    const said = await logOf("./", "readme.html", 0, "iam:DeleteUser");
    assert.match(said, /s3:ListBucket: allowed by the permissions boundary|s3:ListBucket: allowed by the identity policies/);
    assert.match(said, /iam:DeleteUser: denied: no statement of the permissions boundary allows it/);
  });

  /** What a page logs, or its text once that holds a word. */
  async function logOf(root, file, lines, word) {
    const server = await serve(pathToFileURL(join(folder, root) + "/"));
    const browser = await open(findChromium());
    try {
      const page = await browser.context.newPage();
      const logged = [];
      page.on("console", (message) => logged.push(message.text()));
      page.on("pageerror", (error) => logged.push(String(error)));
      await page.goto(`${server.address}/${file}`);
      if (word) {
        await page.waitForFunction((word) => document.body.innerText.includes(word), word, { timeout: 10_000 });
        return await page.evaluate(() => document.body.innerText);
      }
      for (let tries = 0; logged.length < lines && tries < 100; tries += 1) await page.waitForTimeout(50);
      return logged;
    } finally {
      await browser.close();
      server.close();
    }
  }
});
