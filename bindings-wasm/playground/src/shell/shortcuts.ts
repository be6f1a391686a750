// The keys, and the list of them.

import { element } from "../dom/element.ts";
import { icon } from "../dom/icon.ts";

export const isMac = /mac|iphone|ipad/i.test(navigator.userAgent);

interface Shortcut {
  keys: string[];
  about: string;
}

const SHORTCUTS: Shortcut[] = [
  { keys: [isMac ? "⌘" : "Ctrl", "Enter"], about: "Answer now" },
  { keys: ["Shift", isMac ? "⌥" : "Alt", "F"], about: "Format the policy at the cursor" },
  { keys: ["F8"], about: "Next problem of that policy" },
  { keys: ["Tab"], about: "Leave a policy for what comes next" },
  { keys: ["?"], about: "This list" },
];

/** The button that shows the list. */
export function shortcutsButton(): HTMLElement {
  const close = element(
    "button",
    { type: "submit", class: "button quiet icon-only", "aria-label": "Close" },
    icon("remove"),
  );
  const dialog = element(
    "dialog",
    { class: "shortcuts", "aria-labelledby": "shortcuts-title", closedby: "any" },
    element("form", { method: "dialog" }, element("h2", { id: "shortcuts-title" }, "Shortcuts"), close),
    element("dl", {}, ...SHORTCUTS.flatMap(row)),
  );
  const label = "Shortcuts";
  const button = element(
    "button",
    { type: "button", class: "button quiet icon-only", "aria-label": label, title: `${label} (?)`, onclick: show },
    icon("keyboard"),
  );
  document.addEventListener("keydown", (event) => {
    if (event.key === "?" && !isTyping(event.target)) show();
  });
  function show(): void {
    if (!dialog.open) dialog.showModal();
  }
  return element("div", { class: "shortcuts-button" }, button, dialog);
}

function row({ keys, about }: Shortcut): HTMLElement[] {
  return [element("dt", {}, ...keys.map((key) => element("kbd", {}, key))), element("dd", {}, about)];
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
}
