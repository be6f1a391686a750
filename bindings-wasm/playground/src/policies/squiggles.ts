// What is wrong, as the editor draws it, and told where the keyboard leads.

import { type Diagnostic, forEachDiagnostic, setDiagnosticsEffect } from "@codemirror/lint";
import { EditorState, type Extension, StateEffect, StateField } from "@codemirror/state";
import { type Command, EditorView, showTooltip, type Tooltip } from "@codemirror/view";
import type { FixOutput } from "iam-eval-wasm/web";

import { element } from "../dom/element.ts";
import { capitalized, quoted } from "../dom/quoted.ts";
import type { Fault } from "../validation/faults.ts";
import { sortOf } from "../validation/sorts.ts";

/** As many are drawn; a text with more is not mended by looking at them. */
const MOST_DRAWN = 300;

/** The squiggles of faults; `onFix` makes the fix that somebody chooses where the finding is told. */
export function squiggles(faults: Fault[], length: number, onFix: (fix: FixOutput) => void): Diagnostic[] {
  return faults.slice(0, MOST_DRAWN).flatMap((fault) => {
    const { finding, from, to } = fault;
    const places = finding?.locations.map(({ span }) => [span.start.offset, span.end.offset]) ?? [];
    return (places.length > 0 ? places : [[from, to]]).map(([from = 0, to = 0]): Diagnostic => ({
      severity: sortOf(fault.type).severity,
      message: spoken(fault),
      renderMessage: () => told(fault),
      from: Math.min(from, length),
      to: Math.min(to, length),
      actions: (finding?.fixes ?? []).map((fix) => ({
        name: capitalized(fix.title.replaceAll("`", "")),
        apply: () => onFix(fix),
      })),
    }));
  });
}

function told({ message, finding }: Fault): HTMLElement {
  const code = finding && element("span", { class: "told-code mono" }, finding.issueCode);
  return element("span", {}, code, ...quoted(message));
}

function spoken({ type, message, line }: Fault): string {
  return `${sortOf(type).title}, line ${line}: ${message.replaceAll("`", "")}`;
}

/** Shows a tooltip, or none. */
const tell = StateEffect.define<Tooltip | null>();

const telling = StateField.define<Tooltip | null>({
  create: () => null,
  update(shown, transaction) {
    for (const effect of transaction.effects) if (effect.is(tell)) return effect.value;
    return transaction.docChanged || transaction.selection ? null : shown;
  },
  provide: (self) => showTooltip.from(self),
});

/** Goes to the next fault, from the last one to the first, and tells what it is. */
export const tellNext: Command = (view) => {
  const { head } = view.state.selection.main;
  const all: { from: number; faults: Diagnostic[] }[] = [];
  forEachDiagnostic(view.state, (fault, from) => {
    const last = all.find((other) => other.from === from);
    if (last) last.faults.push(fault);
    else all.push({ from, faults: [fault] });
  });
  all.sort((one, other) => one.from - other.from);
  const next = all.find(({ from }) => from > head) ?? all[0];
  if (!next) return false;
  const { from, faults } = next;
  const create = (): { dom: HTMLElement } => ({
    dom: element(
      "div",
      { class: "cm-tooltip-lint" },
      ...faults.map(({ severity, renderMessage, message }) =>
        element("div", { class: `cm-diagnostic cm-diagnostic-${severity}` }, renderMessage?.(view) ?? message),
      ),
    ),
  });
  view.dispatch({
    selection: { anchor: from },
    effects: [
      tell.of({ pos: from, above: false, create }),
      EditorView.scrollIntoView(from, { y: "nearest", yMargin: 60 }),
      EditorView.announce.of(faults.map(({ message }) => message).join(". ")),
    ],
  });
  return true;
};

/** Puts away what is told. */
export const tellNothing: Command = (view) => {
  if (!view.state.field(telling)) return false;
  view.dispatch({ effects: tell.of(null) });
  return true;
};

export const squiggling: Extension = [
  telling,
  EditorView.focusChangeEffect.of((_, isFocusing) => (isFocusing ? null : tell.of(null))),
  // what was found in the text before an edit is not shown in the text after it
  EditorState.transactionExtender.of(({ docChanged }) =>
    docChanged ? { effects: setDiagnosticsEffect.of([]) } : null,
  ),
];
