// One policy's editor.

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { type Diagnostic, lintGutter, nextDiagnostic, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";

import { highlighting } from "./highlight.ts";
import { light, litStatements, type LitStatement } from "./lit.ts";

export interface EditorEvents {
  /** After each edit. */
  onEdit: (text: string) => void;
  /** The key for formatting was pressed. */
  onFormat: () => void;
}

/** So long a statement that was pointed at stays bright, in milliseconds. */
const MOMENT = 1600;

/** A policy as text with colours, squiggles and lit statements. */
export class PolicyEditor {
  readonly #view: EditorView;
  #label: string;
  #lit: LitStatement[] = [];
  #fading: ReturnType<typeof setTimeout> | undefined;

  constructor(text: string, label: string, { onEdit, onFormat }: EditorEvents) {
    this.#label = label;
    const keys = [
      // the page's own key, which the editor would take for a new line
      { key: "Mod-Enter", run: () => true },
      { key: "Shift-Alt-f", run: () => (onFormat(), true) },
      { key: "F8", run: nextDiagnostic },
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
    const { state } = this.#view;
    const annotations = isolateHistory.of("full");
    this.#view.dispatch({ changes: { from: 0, to: state.doc.length, insert: text }, annotations });
  }

  /** Shows what is wrong, and nothing else. */
  complain(problems: Diagnostic[]): void {
    const { length } = this.#view.state.doc;
    // the text may have become shorter since it was looked at
    const within = problems.map((problem) => ({
      ...problem,
      from: Math.min(problem.from, length),
      to: Math.min(problem.to, length),
    }));
    this.#view.dispatch(setDiagnostics(this.#view.state, within));
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
