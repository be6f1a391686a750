import type { RequestInput } from "./types.js";

/**
 * Who asks for what, in which context? Checked once, and then good for any number of questions.
 *
 * Immutable. Wherever a request is taken, the plain value will do; the `Request` is some twenty times as
 * fast. Node frees those that are let go when its event loop turns: who has millions of different requests
 * in one loop gives them as plain values, or all at once to `evaluateMany`.
 *
 * ```js
 * const request = new Request({
 *   action: "s3:GetObject",
 *   resource: "arn:aws:s3:::reports/q3.csv",
 *   principal: "arn:aws:iam::111122223333:user/ann",
 *   context: { "aws:SourceIp": "203.0.113.7" },
 * });
 * assert.equal(request.action, "s3:GetObject");
 * ```
 */
export declare class Request {
  /**
   * Checks a request, and derives the context keys that follow from it. Throws an `InputError` where the
   * request is not of its shape or contradicts itself.
   *
   * ```js
   * assert.throws(() => new Request({ action: "s3:Get*" }), { name: "InputError", code: "action-not-concrete" });
   * ```
   */
  constructor(request: RequestInput | string | Uint8Array);

  /** What is asked for? */
  get action(): string;

  /** On what: an ARN, or `*`. */
  get resource(): string;

  /** What the request was made of, as a plain value. */
  toJSON(): RequestInput;
}
