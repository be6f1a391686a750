import type {
  Answer,
  DecidedBy,
  DecidingStatement,
  DecisionReport,
  Dependency,
  LayerReport,
  PrincipalGrade,
} from "./types.js";

/**
 * Is a request allowed, why, by which statements, and what was missing to know?
 *
 * The answer is there at once; the rest is worked out when something of it is first asked for, and kept.
 * Lists and objects are frozen.
 *
 * ```js
 * const policy = { Version: "2012-10-17", Statement: [
 *   { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "*" },
 *   { Sid: "Tls", Effect: "Deny", Action: "*", Resource: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
 * ] };
 * const request = { action: "s3:GetObject", context: { "aws:SecureTransport": false } };
 * const decision = new PolicySet({ identity: policy }).evaluate(request);
 * assert.equal(decision.answer, "explicitDeny");
 * assert.deepEqual(decision.statements.map((statement) => statement.sid), ["Tls"]);
 * ```
 */
export declare class Decision {
  private constructor();

  /** The answer. */
  get answer(): Answer;

  /** Is the request allowed, whatever is not known? */
  get isAllowed(): boolean;

  /** Is the request denied, whatever is not known? */
  get isDenied(): boolean;

  /** The answer in words, on one line. */
  get reason(): string;

  /** Which layer granted or denied? `undefined` where it depends, or where no policy is asked. */
  get decidedBy(): Readonly<DecidedBy> | undefined;

  /** May an implicit denial in truth be an explicit one: is there a Deny of which not all is known? */
  get maybeExplicit(): boolean;

  /** How directly does the resource's policy name the caller, where it surely does? */
  get principalGrade(): PrincipalGrade;

  /** The statements that the answer rests on, each with its place in the text of its policy. */
  get statements(): readonly DecidingStatement[];

  /** The context keys that statements which may concern the request ask for, and that it lacks. */
  get missingKeys(): readonly string[];

  /** On what does an answer that depends depend? */
  get dependsOn(): readonly Dependency[];

  /** Every layer that applies to the request, and what each of its statements made of it. */
  get layers(): readonly LayerReport[];

  /**
   * Why, in plain words: one line for the answer, then the statements it rests on and what was missing.
   * Names context keys, never their values.
   *
   * ```js
   * const decision = new PolicySet({ identity: [] }).evaluate({ action: "s3:GetObject" });
   * assert.equal(decision.explain(), "denied: no statement of the identity policies allows it");
   * ```
   */
  explain(): string;

  /** All of it as a plain value, which is what the verb `evaluate` answers. */
  toJSON(): DecisionReport;

  /** The answer in words, on one line. */
  toString(): string;
}
