// One policy's editor.

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, isolateHistory, undo } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import type { EditOutput, FixOutput } from "iam-eval-wasm/web";

import type { Fault } from "../validation/faults.ts";
import { highlighting } from "./highlight.ts";
import { light, litStatements, type LitStatement } from "./lit.ts";
import { squiggles, squiggling, tellNext, tellNothing } from "./squiggles.ts";

export interface EditorEvents {
  /** After each edit. */
  onEdit: (text: string) => void;
  /** The key for formatting was pressed. */
  onFormat: () => void;
  /** A fix was chosen where its finding is told. */
  onFix: (fix: FixOutput) => void;
}

/** So long a statement that was pointed at stays bright, in milliseconds. */
const MOMENT = 1600;

/** A policy as text with colours, squiggles and lit statements. */
export class PolicyEditor {
  readonly #view: EditorView;
  readonly #events: EditorEvents;
  #label: string;
  #lit: LitStatement[] = [];
  #fading: ReturnType<typeof setTimeout> | undefined;

  constructor(text: string, label: string, events: EditorEvents) {
    const { onEdit, onFormat } = events;
    this.#events = events;
    this.#label = label;
    const keys = [
      // the page's own key, which the editor would take for a new line
      { key: "Mod-Enter", run: () => true },
      { key: "Shift-Alt-f", run: () => (onFormat(), true) },
      { key: "F8", run: tellNext },
      { key: "Escape", run: tellNothing },
    ];
    this.#view = new EditorView({
      state: EditorState.create({
        doc: text,
        extensions: [
          Prec.highest(keymap.of(keys)),
          lintGutter(),
          lineNumbers(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          json(),
          highlighting,
          litStatements,
          squiggling,
          EditorView.lineWrapping,
          EditorView.cspNonce.of("editor"),
          EditorView.contentAttributes.of(() => ({ "aria-label": this.#label, spellcheck: "false" })),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) onEdit(update.state.doc.toString());
          }),
          keymap.of([...closeBracketsKeymap, ...historyKeymap, ...defaultKeymap]),
        ],
      }),
    });
  }

  get element(): HTMLElement {
    return this.#view.dom;
  }

  /** Says what the policy is called, for whoever cannot see where it stands. */
  rename(label: string): void {
    this.#label = label;
    // attributes are asked for at the next update
    this.#view.dispatch({});
  }

  /** Replaces the text; undo brings it back, apart from what was typed just before. */
  write(text: string): void {
    const { doc } = this.#view.state;
    const before = doc.toString();
    // what stays the same at both ends keeps the cursor where it is
    let start = 0;
    while (start < before.length && before[start] === text[start]) start += 1;
    let end = 0;
    const most = Math.min(before.length, text.length) - start;
    while (end < most && before.at(-1 - end) === text.at(-1 - end)) end += 1;
    const changes = { from: start, to: before.length - end, insert: text.slice(start, text.length - end) };
    this.#view.dispatch({ changes, annotations: isolateHistory.of("full") });
  }

  /** Makes edits, the cursor where they begin; undo takes them back together. */
  mend(edits: EditOutput[]): void {
    const changes = edits.map(({ span: { start, end }, text }) => ({
      from: start.offset,
      to: end.offset,
      insert: text,
    }));
    const anchor = changes[0]?.from ?? 0;
    this.#view.dispatch({ changes, selection: { anchor }, annotations: isolateHistory.of("full") });
  }

  /** Takes back what was done last. */
  undo(): void {
    undo(this.#view);
  }

  /** Shows what is wrong, and nothing else. */
  complain(faults: Fault[]): void {
    const { state } = this.#view;
    const drawn = squiggles(faults, state.doc.length, (fix) => this.#events.onFix(fix));
    this.#view.dispatch(setDiagnostics(state, drawn));
  }

  /** Lights these statements, and no others. */
  light(statements: LitStatement[]): void {
    clearTimeout(this.#fading);
    this.#lit = statements;
    this.#view.dispatch({ effects: light.of(statements) });
  }

  /** Shows a statement: scrolls to it, puts the cursor there, and lights it for a moment. */
  point(statement: LitStatement): void {
    this.goTo(statement.span.start.offset);
    const kept = this.#lit;
    const others = kept.filter(({ span }) => span.start.offset !== statement.span.start.offset);
    clearTimeout(this.#fading);
    this.#view.dispatch({ effects: light.of([...others, { ...statement, isPointedAt: true }]) });
    this.#fading = setTimeout(() => this.#view.dispatch({ effects: light.of(kept) }), MOMENT);
  }

  /** Puts the cursor at an offset, in sight. */
  goTo(offset: number): void {
    const at = Math.min(offset, this.#view.state.doc.length);
    this.#view.focus();
    this.#view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
  }

  focus(): void {
    this.#view.focus();
  }

  close(): void {
    clearTimeout(this.#fading);
    this.#view.destroy();
  }
}
