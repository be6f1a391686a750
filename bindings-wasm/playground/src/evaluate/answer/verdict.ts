// The answer in a word, and why in a sentence.

import type { DecisionReport } from "iam-eval-wasm/web";

import { banner, sentence } from "../../dom/banner.ts";
import { ANSWERS, GRADES, SIDES } from "./words.ts";

/** The banner of an answer. */
export function verdict({ answer, reason, decidedBy, principalGrade }: DecisionReport): HTMLElement {
  const { title, icon } = ANSWERS[answer];
  const notes = [decidedBy && SIDES[decidedBy.side], GRADES[principalGrade]];
  return banner(
    answer,
    icon,
    title,
    sentence(reason),
    notes.filter((note) => note !== undefined),
  );
}
