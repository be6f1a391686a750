import type { PolicyDocument, PolicySource } from "./inputs.js";
import type {
  FixedOutput,
  ParseOptions,
  ParseOutput,
  PolicyOutline,
  ReadOptions,
  StatementOutline,
  ValidateInput,
  ValidateOutput,
  Version,
} from "./types.js";

/** As what a policy is validated, and how. */
export type ValidateOptions = Omit<ValidateInput, "policyDocument">;

/**
 * A policy document that has been read: well formed, with the place of every element.
 *
 * Immutable. Wherever a policy is taken, a `Policy`, its text, its bytes or the document itself will do.
 *
 * ```js
 * const policy = Policy.parse('{"Statement": {"Effect": "Deny", "NotAction": ["iam:*"], "Resource": "*"}}');
 * assert.equal(policy.statements[0].effect, "Deny");
 * assert.equal(`${policy}`, '{"Statement":[{"Effect":"Deny","NotAction":"iam:*","Resource":"*"}]}');
 * ```
 */
export declare class Policy {
  private constructor();

  /**
   * Reads a policy, strictly unless said otherwise. Throws a `ParseError` that says what was found, what
   * was expected and where, a `LimitError`, or an `InputError` for options that are none.
   *
   * ```js
   * const text = '{"Statement": {"Effect": "allow", "Action": "*", "Resource": "*"}}';
   * assert.throws(() => Policy.parse(text), (error) => {
   *   assert(error instanceof ParseError);
   *   assert.equal(error.message, "expected `Allow` or `Deny`, found `allow` (line 1, column 26)");
   *   return true;
   * });
   * assert.throws(() => Policy.parse(text, { limits: { maxBytes: 10 } }), LimitError);
   * ```
   */
  static parse(policy: PolicySource, options?: ParseOptions): Policy;

  /**
   * `Policy.parse` off the event loop. Rejects where that throws.
   *
   * ```js
   * const policy = await Policy.parseAsync('{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}');
   * assert.equal(policy.statements.length, 1);
   * ```
   */
  static parseAsync(policy: PolicySource, options?: ParseOptions): Promise<Policy>;

  /**
   * Everything that the strict grammar refuses, in source order, and as much of the policy as can be read.
   * Throws for no fault of the policy.
   *
   * ```js
   * const text = '{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Sod":1}]}';
   * assert.equal(Policy.lint(text).remarks[0].code, "unknown-member");
   * ```
   */
  static lint(policy: PolicySource, options?: ReadOptions): ParseOutput;

  /**
   * What is wrong with a policy? As AWS's `ValidatePolicy`, with fixes; its text need not be JSON. Throws an
   * `InputError` where the options do not say what kind of policy it is.
   *
   * ```js
   * const text = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": [], "Resource": "*"}}';
   * const [finding] = Policy.validate(text, { policyType: "IDENTITY_POLICY" }).findings;
   * const { start, end } = finding.locations[0].span;
   * assert.equal(text.slice(start.offset, end.offset), "[]");
   * ```
   */
  static validate(policy: PolicySource, options: ValidateOptions): ValidateOutput;

  /**
   * A policy with every certain fix made, and what is left to say of it.
   *
   * ```js
   * const text = '{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}';
   * assert.equal(Policy.fix(text, { policyType: "IDENTITY_POLICY" }).text, text);
   * ```
   */
  static fix(policy: PolicySource, options: ValidateOptions): FixedOutput;

  /** The text that the policy was read from; every place counts in it. */
  get source(): string;

  /** The version that the document states. */
  get version(): Version | undefined;

  /** The `Id` of the document. */
  get id(): string | undefined;

  /** The statements in source order, each element with its place. Frozen. */
  get statements(): readonly StatementOutline[];

  /** What the policy holds, and where each element stands: a fresh value each time. */
  outline(): PolicyOutline;

  /**
   * The policy as canonical JSON, indented unless said: equal policies give equal text.
   *
   * ```js
   * const policy = Policy.parse({ Statement: { Resource: ["*"], Action: "a:b", Effect: "Deny" } });
   * assert.equal(policy.format(false), '{"Statement":[{"Effect":"Deny","Action":"a:b","Resource":"*"}]}');
   * ```
   */
  format(pretty?: boolean): string;

  /**
   * Do two policies say the same? Order of members and conditions, blanks, and lists of one do not count.
   *
   * ```js
   * const one = Policy.parse('{"Statement": {"Effect": "Deny", "Action": "a:b", "Resource": "*"}}');
   * assert(one.equals(Policy.parse('{"Statement":[{"Action":["a:b"],"Effect":"Deny","Resource":"*"}]}')));
   * ```
   */
  equals(other: unknown): boolean;

  /** The canonical document as a plain value. */
  toJSON(): PolicyDocument;

  /** The canonical document as text on one line. */
  toString(): string;
}
