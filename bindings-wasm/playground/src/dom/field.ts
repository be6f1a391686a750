// A labelled field that can say what is wrong with it.

import { element, fill, uniqueId } from "./element.ts";
import { quoted } from "./quoted.ts";

export interface Field {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  /** Says what is wrong, or with nothing that all is well. */
  complain: (message?: string) => void;
}

export interface FieldOptions {
  label: string;
  value: string;
  onInput: (value: string) => void;
  example?: string;
  /** A word behind the label, as `optional`. */
  note?: string;
  list?: string;
}

/** A line of text: names and ARNs, so nothing corrects their spelling. */
export function textField({ label, value, onInput, example, note, list }: FieldOptions): Field {
  const id = uniqueId("field");
  const input = element("input", {
    id,
    type: "text",
    value,
    placeholder: example,
    list,
    class: "mono",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    "aria-describedby": `${id}-error`,
    oninput: () => onInput(input.value),
  });
  const name = element("label", { for: id }, label, note !== undefined && element("span", { class: "note" }, note));
  const error = errorOf(id, [input]);
  return { element: element("div", { class: "field" }, name, input, error.element), input, complain: error.complain };
}

/** Where a field, or a group of them, says what is wrong. */
export function errorOf(id: string, inputs: HTMLElement[]): Pick<Field, "element" | "complain"> {
  const shown = element("p", { id: `${id}-error`, class: "field-error", hidden: true });
  function complain(message?: string): void {
    shown.hidden = message === undefined;
    fill(shown, ...quoted(message ?? ""));
    for (const input of inputs) {
      if (message === undefined) input.removeAttribute("aria-invalid");
      else input.setAttribute("aria-invalid", "true");
    }
  }
  return { element: shown, complain };
}

/** A box to tick. */
export function tick(label: string, isTicked: boolean, onTick: (isTicked: boolean) => void): HTMLElement {
  const box = element("input", { type: "checkbox", checked: isTicked, onchange: () => onTick(box.checked) });
  return element("label", { class: "tick" }, box, element("span", {}, label));
}

/** One of several. */
export function choice<Value extends string>(
  label: string,
  options: readonly (readonly [Value, string])[],
  value: Value,
  onChoose: (value: Value) => void,
): HTMLSelectElement {
  const select = element(
    "select",
    { "aria-label": label, onchange: () => onChoose(select.value as Value) },
    ...options.map(([value, text]) => element("option", { value }, text)),
  );
  select.value = value;
  return select;
}
