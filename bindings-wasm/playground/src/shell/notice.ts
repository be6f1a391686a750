// A word about what just happened, at the foot of the page.

import { element, fill } from "../dom/element.ts";
import { icon } from "../dom/icon.ts";
import { quoted } from "../dom/quoted.ts";

const host = element("div", { class: "notices", role: "status" });

/** So long a notice stays that is not a warning, in milliseconds. */
const MOMENT = 6000;

let leaving: ReturnType<typeof setTimeout> | undefined;

/** Where notices appear. */
export function noticeArea(): HTMLElement {
  return host;
}

/** What a notice offers to do about what it says. */
export interface Remedy {
  title: string;
  run: () => void;
}

/** Says something; a warning, or what offers something, stays until it is put away. */
export function notify(text: string, kind: "word" | "warning" = "word", remedy?: Remedy): void {
  clearTimeout(leaving);
  const away = (): void => fill(host);
  const close = element("button", {
    type: "button",
    class: "button quiet icon-only",
    "aria-label": "Put away",
    onclick: away,
  });
  close.append(icon("remove"));
  const use = (): void => {
    away();
    remedy?.run();
  };
  fill(
    host,
    element(
      "div",
      { class: "notice", "data-kind": kind },
      icon(kind === "warning" ? "warning" : "check"),
      element("p", {}, ...quoted(text)),
      remedy && element("button", { type: "button", class: "button quiet small", onclick: use }, remedy.title),
      close,
    ),
  );
  if (kind === "word" && !remedy) leaving = setTimeout(away, MOMENT);
}
