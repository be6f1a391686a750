
/** A policy wherever one is taken: its text, its bytes, the document itself, or a handle. */
export type PolicySource = PolicyInput;

/** As what a policy is validated, and how. */
export type ValidateOptions = Omit<ValidateInput, "policyDocument">;

/** A request wherever one is taken: a handle, a plain value, or its JSON text. */
export type RequestSource = Request | RequestInput | string | Uint8Array;

/** What is thrown for an input that is refused: `name` tells the kind. */
export interface IamEvalError extends Error {
  name: ErrorType;
  /** The stable name of the refusal. */
  code: string;
  /** On which line, from 1. */
  line?: number;
  /** In which column, from 1. */
  column?: number;
  /** How far from the start of the text, from 0. */
  offset?: number;
  /** The steps from the top of the policy to the element. */
  path?: PathElement[];
  /** Which policy of the input is meant, where it has several. */
  policy?: string;
  /** What AWS answers when such a document is stored. */
  awsMessage?: string;
}

/** Which events a reader takes: times as `2026-09-01T00:00:00Z`. */
export interface UsageOptions {
  /** Events before are left out. */
  start?: string | null;
  /** Events from then on are left out. */
  stop?: string | null;
}

/** What was no record, and where. */
export interface BadRecord {
  code: string;
  message: string;
  place: { input: number; byte: number; line: number };
}
