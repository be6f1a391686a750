// What there is to show at the moment.

import type { DecisionReport, ErrorReport, LayerKind, Span, StatementReport } from "iam-eval-wasm/web";

import type { Asked } from "../../question/asked.ts";

/** The state of the answer: none yet, one, or why there is none. */
export type Shown =
  | { type: "waiting" }
  | { type: "answered"; asked: Asked; report: DecisionReport; explanation: string }
  | {
      type: "refused";
      asked: Asked;
      error: Pick<ErrorReport, "type" | "code" | "message" | "policy" | "line" | "offset">;
    }
  | { type: "lost"; message: string };

/** Which statement of which policy. */
export interface StatementPlace {
  layer: LayerKind;
  level?: number;
  policy: number;
  effect: StatementReport["effect"];
  span: Span;
}

/** What the answer has others do. */
export interface AnswerEvents {
  onStatement: (place: StatementPlace, asked: Asked) => void;
  onProblem: (policy: string, offset: number, asked: Asked) => void;
  onKey: (key: string) => void;
  onLayer: (kind: LayerKind) => void;
  onAccount: () => void;
  onPrincipal: () => void;
}
