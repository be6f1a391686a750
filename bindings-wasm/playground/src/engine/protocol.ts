// What the page and the worker say to each other.

import type {
  CheckNoPublicAccessOutput,
  CheckOutput,
  DecisionReport,
  DiffInput,
  DiffOutput,
  DocumentOutput,
  EffectiveInput,
  ErrorReport,
  EscalationPathsInput,
  EscalationPathsOutput,
  EvaluateInput,
  ExternalAccessInput,
  ExternalAccessOutput,
  FixedOutput,
  PolicyType,
  Remark,
  ValidateInput,
  ValidateOutput,
} from "iam-eval-wasm/web";

/** What can be asked, by kind. */
export interface Asks {
  /** Is the request allowed, and why? */
  answer: EvaluateInput;
  /** What is wrong with a policy, and which context keys does it ask for? */
  lint: { text: string; policyType?: PolicyType };
  /** How is a policy written canonically? */
  format: { text: string };
  /** Which policy grants what layers grant together? */
  effective: EffectiveInput;
  /** What does a change of a policy add and remove? */
  change: DiffInput;
  /** Is the policy of a resource public, and whom outside does it let through? */
  outsiders: ExternalAccessInput & { resourceType: string };
  /** By which known paths can a caller gain access? */
  escalation: EscalationPathsInput;
  /** What would Access Analyzer find in a policy, and what besides? */
  validate: ValidateInput;
  /** The policy with every certain fix made. */
  fix: ValidateInput;
  /** What is a check about? */
  check: { code: string };
  /** Which version answers? */
  version: Record<string, never>;
}

/** What is answered, by the same kinds. */
export interface Answers {
  answer: { report: DecisionReport; explanation: string };
  lint: LintAnswer;
  format: string;
  effective: DocumentOutput;
  change: DiffOutput;
  outsiders: { publicAccess: CheckNoPublicAccessOutput; externalAccess: ExternalAccessOutput };
  escalation: EscalationPathsOutput;
  validate: ValidateOutput;
  fix: FixedOutput;
  check: CheckOutput | undefined;
  version: string;
}

export interface LintAnswer {
  /** Everything the strict grammar refuses. */
  remarks: Remark[];
  /** How many statements there are; absent where the text is no policy. */
  statements?: number;
  /** The context keys that conditions ask for, as written. */
  keys: string[];
  /** Why AWS would not store the policy, though it can be read. */
  unstorable?: ErrorReport;
  /** Why the policy could not even be looked at. */
  refused?: ErrorReport;
}

export type Kind = keyof Asks;

/**
 * One question to the worker. Of one channel only the question of the highest number counts: the
 * worker skips the others where it still can, and the page ignores their answers.
 */
export interface Question<K extends Kind = Kind> {
  number: number;
  channel: string;
  kind: K;
  ask: Asks[K];
}

/** What the worker says. */
export type Said =
  | { type: "ready" }
  | { type: "answered"; number: number; channel: string; value: Answers[Kind] }
  | { type: "refused"; number: number; channel: string; error: ErrorReport }
  /** The module is lost: it could not be loaded, or it trapped. */
  | { type: "lost"; message: string };

/** What the page learns of a question; nothing where a later one took its place. */
export type Reply<K extends Kind> =
  | { type: "answered"; value: Answers[K] }
  | { type: "refused"; error: ErrorReport }
  | { type: "lost"; message: string }
  | { type: "superseded" };
