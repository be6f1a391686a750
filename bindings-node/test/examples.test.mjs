// The examples of the README and of the declarations run as they are printed.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import * as iamEval from "../lib/index.mjs";
import { blocks, docstrings, readme } from "./examples.mjs";

const run = promisify(execFile);

// a folder in which the package is found by its name
const folder = mkdtempSync(join(tmpdir(), "iam-eval-examples-"));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "package.json"), "{}");
const modules = join(folder, "node_modules");
mkdirSync(modules);
symlinkSync(fileURLToPath(new URL("..", import.meta.url)), join(modules, "iam-eval"), "dir");

async function runs(name, code) {
    const file = join(folder, `${name}.mjs`);
    writeFileSync(file, `import assert from "node:assert/strict";\n${code}`);
    await run(process.execPath, [file], { cwd: folder });
}

const ofReadme = blocks(readme(), "js");

test("the README has examples", () => assert(ofReadme.length >= 4));

ofReadme.forEach((code, at) => {
    test(`example ${at} of the README`, () => runs(`readme-${at}`, code));
});

const documented = docstrings().flatMap(({ about, text }) => blocks(text, "js").map((code) => ({ about, code })));

test("the declarations have examples", () => assert(documented.length >= 20));

documented.forEach(({ about, code }, at) => {
    const names = Object.keys(iamEval).join(", ");
    test(`example of \`${about}\``, () => runs(`declared-${at}`, `import { ${names} } from "iam-eval";\n${code}`));
});
