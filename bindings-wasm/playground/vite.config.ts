import { fileURLToPath } from "node:url";

import { defineConfig } from "vite";

import { fontLicenses } from "./vite.fonts.ts";
import { offline } from "./vite.offline.ts";

const built = (file: string) => fileURLToPath(new URL(`../pkg/${file}`, import.meta.url));

export default defineConfig({
  // the page may stand anywhere below a host
  base: "./",
  resolve: {
    alias: {
      "iam-eval-wasm/web": built("web/iam_eval.js"),
      "iam-eval-wasm/analysis/web": built("analysis/web/iam_eval.js"),
      "iam-eval-wasm/logs/web": built("logs/web/iam_eval.js"),
      "iam-eval-wasm/catalog": built("catalog/catalog.js"),
    },
  },
  server: { fs: { allow: [".."] } },
  worker: { format: "es" },
  build: {
    target: "es2023",
    license: { fileName: "licenses.md" },
    modulePreload: { polyfill: false },
  },
  plugins: [fontLicenses(), offline()],
});
