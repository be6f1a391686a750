// A button that copies a text.

import { element } from "../dom/element.ts";
import { icon } from "../dom/icon.ts";
import { copy } from "./clipboard.ts";
import { notify } from "./notice.ts";

/** A button that copies a text and says so; the title says what is copied. */
export function copyButton(title: string, text: string): HTMLElement {
  const run = async (): Promise<void> => {
    if (await copy(text)) notify(`${title}: copied.`);
    else notify("The browser does not let the page copy.", "warning");
  };
  return element(
    "button",
    { type: "button", class: "button quiet small", onclick: () => void run() },
    icon("code"),
    title,
  );
}
