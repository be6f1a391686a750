import { fileURLToPath } from "node:url";

import { defineConfig } from "vite";

import { fontLicenses } from "./vite.fonts.ts";
import { offline } from "./vite.offline.ts";

export default defineConfig({
  // the page may stand anywhere below a host
  base: "./",
  resolve: {
    alias: { "iam-eval-wasm/web": fileURLToPath(new URL("../pkg/web/iam_eval.js", import.meta.url)) },
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
