// Writes the package.json of the package that is published; the version is that of the workspace.
import { writeFileSync } from "node:fs";

const [version] = process.argv.slice(2);
const entry = (kind) => ({ types: `./${kind}/iam_eval.d.ts`, default: `./${kind}/iam_eval.js` });

writeFileSync(
  new URL("pkg/package.json", import.meta.url),
  JSON.stringify(
    {
      name: "iam-eval-wasm",
      version,
      description: "Parse, evaluate and simulate AWS IAM policies in the browser",
      license: "Apache-2.0 OR MIT",
      keywords: ["aws", "iam", "policy", "authorization", "wasm"],
      type: "module",
      // a bundler takes the module as a dependency, a page awaits `init()` of the other entry
      exports: { ".": entry("bundler"), "./web": entry("web"),
        "./analysis": entry("analysis/bundler"),
        "./analysis/web": entry("analysis/web"),
        "./logs": entry("logs/bundler"),
        "./logs/web": entry("logs/web"),
        "./catalog": { types: "./catalog/catalog.d.ts", default: "./catalog/catalog.js" },
        "./catalog.txt.gz": "./catalog/catalog.txt.gz",
        "./package.json": "./package.json" },
      types: "./bundler/iam_eval.d.ts",
      files: ["web", "bundler", "analysis", "logs", "catalog", "README.md", "LICENSE-APACHE", "LICENSE-MIT"],
      sideEffects: ["", "analysis/", "logs/"].flatMap((module) => [`./${module}bundler/iam_eval.js`, `./${module}bundler/snippets/*`]),
    },
    null,
    2,
  ) + "\n",
);
