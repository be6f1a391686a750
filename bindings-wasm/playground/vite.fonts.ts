// The licences of the fonts, which have to go wherever the fonts go; Vite gathers those of code alone.

import { readFileSync } from "node:fs";

import type { Plugin } from "vite";

const FONTS = ["@fontsource-variable/ibm-plex-sans", "@fontsource/ibm-plex-mono"];

/** Writes a licence beside the built page for each font. */
export function fontLicenses(): Plugin {
  return {
    name: "font-licenses",
    apply: "build",
    generateBundle() {
      for (const font of FONTS) {
        const source = readFileSync(new URL(`./node_modules/${font}/LICENSE`, import.meta.url));
        const name = font.slice(font.indexOf("/") + 1);
        this.emitFile({ type: "asset", fileName: `license-${name}.txt`, source });
      }
    },
  };
}
