import type { ErrorType, PathElement } from "./types.js";

/**
 * Why an input was refused: the base of the three kinds.
 *
 * ```js
 * try {
 *   new PolicySet({ resource: '{"Statement": []}' });
 * } catch (error) {
 *   assert(error instanceof IamEvalError);
 *   assert.deepEqual([error.name, error.code, error.policy], ["ParseError", "empty-list", "resource"]);
 * }
 * ```
 */
export declare class IamEvalError extends Error {
  protected constructor();

  /** Of what kind it is. */
  readonly name: ErrorType;

  /** The stable name of the refusal, in kebab case; for a simulation AWS's own code. */
  readonly code: string;

  /** On which line, from 1? In the policy for an error in a policy, else in the text that was given. */
  readonly line?: number;

  /** In which column, from 1? */
  readonly column?: number;

  /** How far from the start of the text, from 0? */
  readonly offset?: number;

  /** The steps from the top of the policy to the element. */
  readonly path?: PathElement[];

  /** Which policy is meant, where there are several? */
  readonly policy?: string;

  /** What AWS answers when such a document is stored. */
  readonly awsMessage?: string;
}

/** A policy cannot be read, or AWS would not store it. */
export declare class ParseError extends IamEvalError {
  readonly name: "ParseError";
}

/** A limit was passed. */
export declare class LimitError extends IamEvalError {
  readonly name: "LimitError";
}

/** A question is not of its shape or contradicts itself, or AWS would refuse it. */
export declare class InputError extends IamEvalError {
  readonly name: "InputError";
}
