// Words of the module, in which what was found stands in backticks.

import { element } from "./element.ts";

/** The words, with what stands in backticks set as code. */
export function quoted(words: string): Node[] {
  return words.split("`").map((part, at, parts) => {
    // a backtick without its partner is a backtick
    const isCode = at % 2 === 1 && at < parts.length - 1;
    const isLone = at % 2 === 1 && !isCode;
    return isCode ? element("code", {}, part) : document.createTextNode(isLone ? `\`${part}` : part);
  });
}

/** The words as a sentence or a button begins. */
export function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
