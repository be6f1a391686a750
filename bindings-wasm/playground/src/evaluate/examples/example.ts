// What an example is.

import type { EvaluateInput } from "iam-eval-wasm/web";

/** A question that teaches something. */
export interface Example {
  title: string;
  /** What it is about, for the menu. */
  about: string;
  /** What to see, and what to try next. */
  note: string;
  input: EvaluateInput;
}
