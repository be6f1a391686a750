// Finds the examples of the documentation.

import { readFileSync, readdirSync } from "node:fs";

/** The blocks of one language in a Markdown text, in order. */
export function blocks(markdown, language) {
    const fence = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms");
    return Array.from(markdown.matchAll(fence), ([, code]) => code);
}

/** The README. */
export function readme() {
    return readFileSync(new URL("../README.md", import.meta.url), "utf8");
}

/** The declarations that are written by hand. */
export function declarations() {
    const folder = new URL("../lib/", import.meta.url);
    const isWritten = (name) => name.endsWith(".d.ts") && !["native.d.ts", "types.d.ts"].includes(name);
    const files = readdirSync(folder).filter(isWritten).sort();
    return files.map((name) => readFileSync(new URL(name, folder), "utf8")).join("\n");
}

/** The docstrings of the declarations, each with the line that it speaks of. */
export function docstrings() {
    return Array.from(declarations().matchAll(/^ *\/\*\*(.*?)\*\/\n([^\n]*)/gms), ([, comment, about]) => ({
        about: about.trim(),
        text: comment.replace(/^ *\* ?/gm, ""),
    }));
}
