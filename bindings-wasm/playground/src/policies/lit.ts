// The statements that an answer rests on, lit in their text.

import { type Extension, type Range, StateEffect, StateField, type Text } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import type { Effect, Span } from "iam-eval-wasm/web";

/** A statement to be lit. */
export interface LitStatement {
  effect: Effect;
  span: Span;
  /** Whether it matches is not known. */
  isUnsure?: boolean;
  /** Somebody just asked where it is. */
  isPointedAt?: boolean;
}

/** Lights these and no others. */
export const light = StateEffect.define<LitStatement[]>();

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(lit, transaction) {
    let moved = lit.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(light)) moved = decorate(effect.value, transaction.state.doc);
    }
    return moved;
  },
  provide: (self) => EditorView.decorations.from(self),
});

export const litStatements: Extension = field;

function decorate(statements: LitStatement[], text: Text): DecorationSet {
  return Decoration.set(
    statements.flatMap((statement) => marks(statement, text)),
    true,
  );
}

function marks({ effect, span, isUnsure, isPointedAt }: LitStatement, text: Text): Range<Decoration>[] {
  const from = Math.min(span.start.offset, text.length);
  const to = Math.min(span.end.offset, text.length);
  if (from >= to) return [];
  const kind = `lit lit-${isUnsure ? "unsure" : effect.toLowerCase()}${isPointedAt ? " lit-pointed" : ""}`;
  const first = text.lineAt(from);
  const last = text.lineAt(to);
  // whole lines get a bar at their side; a statement that shares its line with others, only its own text
  const isAlone = text.sliceString(first.from, from).trim() === "" && /^,?\s*$/.test(text.sliceString(to, last.to));
  if (!isAlone) return [Decoration.mark({ class: `${kind} lit-text` }).range(from, to)];
  const lines: Range<Decoration>[] = [];
  for (let number = first.number; number <= last.number; number += 1) {
    lines.push(Decoration.line({ class: `${kind} lit-line` }).range(text.line(number).from));
  }
  return lines;
}
