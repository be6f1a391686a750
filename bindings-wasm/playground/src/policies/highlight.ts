// How a policy looks in its editor. Colours are those of the page, so light and dark need no word here.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--code-name)" },
  { tag: tags.string, color: "var(--code-text)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-value)" },
  { tag: [tags.punctuation, tags.separator, tags.brace, tags.squareBracket], color: "var(--ink-faint)" },
  { tag: tags.invalid, color: "var(--deny)" },
]);

/** What is wrong, in its colour: what is told of it, its squiggle, its point, its mark beside the line. */
function severity(name: string, colour: string): Record<string, Record<string, string>> {
  return {
    [`.cm-diagnostic-${name}`]: { borderLeftColor: colour },
    [`.cm-lintPoint-${name}:after`]: { borderBottomColor: colour },
    [`.cm-lintRange-${name}`]: {
      backgroundImage: "none",
      textDecoration: `underline wavy ${colour} 1.5px`,
      textUnderlineOffset: "3px",
    },
    [`.cm-lint-marker-${name}`]: { content: "normal", borderRadius: "50%", backgroundColor: colour },
  };
}

const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "transparent", fontSize: "var(--code-size)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", maxHeight: "32rem" },
  ".cm-content": { padding: "0.5rem 0", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0 0.75rem 0 0.5rem" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--ink-faint)", border: "none", paddingLeft: "0.25rem" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 0.25rem 0 0", minWidth: "1.5rem" },
  ".cm-gutter-lint": { width: "0.8rem" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0.55em 0.15rem 0" },
  ".cm-lint-marker": { width: "0.5rem", height: "0.5rem" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "var(--line-lit)" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  ".cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLineGutter": { color: "var(--ink-soft)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--selection)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--selection)", outline: "1px solid var(--line-strong)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--deny-soft)" },
  ".cm-tooltip": {
    backgroundColor: "var(--card)",
    color: "var(--ink)",
    border: "1px solid var(--line-strong)",
    borderRadius: "8px",
    boxShadow: "var(--shadow)",
    overflow: "hidden",
    maxWidth: "min(32rem, 90vw)",
  },
  ".cm-diagnostic": { fontFamily: "var(--sans)", padding: "0.4rem 0.75rem", borderLeftWidth: "3px" },
  ".cm-diagnosticAction": {
    margin: "0 0 0 0.6rem",
    padding: "0.2rem 0.55rem",
    border: "1px solid var(--line-strong)",
    borderRadius: "6px",
    backgroundColor: "var(--card)",
    color: "var(--ink)",
    fontFamily: "var(--sans)",
  },
  ".cm-diagnosticAction:hover": { backgroundColor: "var(--none-soft)" },
  ".cm-lintPoint:after": { borderWidth: "0 5px 6px", left: "-5px", bottom: "-3px" },
  ...severity("error", "var(--deny)"),
  ...severity("warning", "var(--security)"),
  ...severity("info", "var(--depends)"),
  ...severity("hint", "var(--accent)"),
});

export const highlighting: Extension = [syntaxHighlighting(colours), look];
