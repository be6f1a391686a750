// The package as npm has it: made as for a release for the machine at hand, packed, installed into empty
// folders, and used from CommonJS, ES modules and TypeScript. Runs the README's first block as printed.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

import { blocks, readme } from "./examples.mjs";

const home = fileURLToPath(new URL("..", import.meta.url));
const tools = join(home, "node_modules", ".bin");
const scratch = mkdtempSync(join(tmpdir(), "iam-eval-packaging-"));

function run(folder, program, ...args) {
    return execFileSync(program, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** A step, told once it is done. */
function step(name, does) {
    const given = does();
    console.log(`ok ${name}`);
    return given;
}

function empty(name) {
    const folder = join(scratch, name);
    mkdirSync(folder);
    writeFileSync(join(folder, "package.json"), "{}");
    return folder;
}

try {
    const stage = empty("stage");
    step("the steps of a release", () => {
        for (const name of ["lib", "Cargo.toml", "README.md", "LICENSE-APACHE", "LICENSE-MIT", ".npmrc"]) {
            cpSync(join(home, name), join(stage, name), { recursive: true });
        }
        const [, target] = /^host: (.*)$/m.exec(run(home, "rustc", "-vV"));
        const manifest = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
        assert(manifest.napi.targets.includes(target), `no package is made for ${target}`);
        manifest.napi.targets = [target];
        writeFileSync(join(stage, "package.json"), JSON.stringify(manifest));
        const built = readdirSync(join(stage, "lib")).filter((name) => name.endsWith(".node"));
        assert.equal(built.length, 1, "build the package first");
        mkdirSync(join(stage, "artifacts"));
        cpSync(join(stage, "lib", built[0]), join(stage, "artifacts", built[0]));
        rmSync(join(stage, "lib", built[0]));
        const napi = (...args) => run(stage, join(tools, "napi"), ...args);
        napi("create-npm-dirs");
        napi("artifacts", "--output-dir", "artifacts", "--npm-dir", "npm");
        // so far as it goes without publishing
        napi("pre-publish", "--tag-style", "npm", "--no-gh-release", "--skip-optional-publish");
    });

    const [platform] = readdirSync(join(stage, "npm"));
    const pack = (folder) => {
        const [{ filename, files }] = JSON.parse(run(folder, "npm", "pack", "--json", "--pack-destination", scratch));
        return { tarball: join(scratch, filename), files: files.map(({ path }) => path).sort() };
    };
    const main = pack(stage);
    const native = pack(join(stage, "npm", platform));

    step("each package has its files and no more", () => {
        const lib = readdirSync(join(home, "lib")).filter((name) => !name.endsWith(".node") && name !== "native.d.ts");
        const expected = [
            ...lib.map((name) => `lib/${name}`),
            "LICENSE-APACHE",
            "LICENSE-MIT",
            "README.md",
            "package.json",
        ];
        assert.deepEqual(main.files, expected.sort());
        assert.deepEqual(native.files, ["README.md", `iam-eval.${platform}.node`, "package.json"].sort());
        const { optionalDependencies, version } = JSON.parse(readFileSync(join(stage, "package.json"), "utf8"));
        assert.deepEqual(optionalDependencies, { [`iam-eval-${platform}`]: version });
    });

    step("publint", () => run(stage, join(tools, "publint"), main.tarball, "--strict"));

    const install = ["install", "--offline", "--no-audit", "--no-fund", main.tarball, native.tarball];
    const folder = empty("installed");
    run(folder, "npm", ...install);

    const script = 'assert.equal(new PolicySet({ identity: [] }).decide({ action: "s3:GetObject" }), "implicitDeny");';
    step("CommonJS", () => {
        writeFileSync(
            join(folder, "ask.cjs"),
            `const assert = require("node:assert"); const { PolicySet } = require("iam-eval"); ${script}`,
        );
        run(folder, process.execPath, "ask.cjs");
    });
    step("ES modules", () => {
        writeFileSync(
            join(folder, "ask.mjs"),
            `import assert from "node:assert"; import { PolicySet } from "iam-eval"; ${script}`,
        );
        run(folder, process.execPath, "ask.mjs");
    });
    step("one copy for both", () => {
        const same = 'import { createRequire } from "node:module"; import { ParseError, Policy } from "iam-eval";';
        const check =
            'try { createRequire(import.meta.url)("iam-eval").Policy.parse("{"); } catch (error) { process.exit(error instanceof ParseError ? 0 : 1); }';
        writeFileSync(join(folder, "same.mjs"), `${same} ${check}`);
        run(folder, process.execPath, "same.mjs");
    });
    step("nothing but the entry can be reached", () => {
        writeFileSync(
            join(folder, "inside.cjs"),
            'try { require("iam-eval/lib/native.js"); } catch { process.exit(7); }',
        );
        assert.throws(() => run(folder, process.execPath, "inside.cjs"), { status: 7 });
    });

    const typed = readFileSync(new URL("typed.ts", import.meta.url), "utf8");
    const ofReadme = blocks(readme(), "ts").map((code, at) => [`readme-${at}`, code]);
    for (const [module, resolution, kinds] of [
        ["nodenext", "nodenext", ["mts", "cts"]],
        ["esnext", "bundler", ["ts"]],
    ]) {
        step(`TypeScript, ${resolution}`, () => {
            const project = join(folder, resolution);
            mkdirSync(project);
            for (const kind of kinds) {
                for (const [name, code] of [["typed", typed], ...ofReadme]) {
                    writeFileSync(join(project, `${name}.${kind}`), code);
                }
            }
            const compilerOptions = {
                module,
                moduleResolution: resolution,
                target: "es2022",
                lib: ["es2022"],
                types: [],
                strict: true,
                exactOptionalPropertyTypes: true,
                isolatedModules: true,
                skipLibCheck: false,
                noEmit: true,
            };
            writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions }));
            run(project, join(tools, "tsc"), "--project", ".");
        });
    }

    step("the README's first block", () => {
        const folder = empty("readme");
        const shim = join(folder, "bin");
        mkdirSync(shim);
        // what is not published yet is installed from here
        const quoted = install.map((word) => `'${word}'`).join(" ");
        const npm = `#!/bin/sh\nPATH=\${PATH#*:}\nif [ "$*" = "install iam-eval" ]; then exec npm ${quoted}; fi\nexec npm "$@"\n`;
        writeFileSync(join(shim, "npm"), npm, { mode: 0o755 });
        const env = { ...process.env, PATH: `${shim}${delimiter}${process.env.PATH}` };
        const [block] = blocks(readme(), "sh");
        const [printed] = blocks(readme(), "text");
        const output = execFileSync("bash", ["-euc", block], {
            cwd: folder,
            env,
            encoding: "utf8",
            stdio: ["ignore", "pipe", "pipe"],
        });
        assert.equal(output, printed);
    });
} catch (error) {
    console.error(error.stdout ?? "", error.stderr ?? "");
    throw error;
} finally {
    rmSync(scratch, { recursive: true });
}
