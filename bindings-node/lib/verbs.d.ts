import type {
  DecisionReport,
  DeniedInput,
  DeniedOutput,
  EvaluateInput,
  EvaluateManyInput,
  EvaluateManyOutput,
  ExpandInput,
  ExpandOutput,
  FormatInput,
  ParseInput,
  ParseOutput,
  ReadUsageInput,
  RefineInput,
  Refinement,
  SimulateCustomPolicyInput,
  SimulatePolicyOutput,
  SimulatePrincipalPolicyInput,
  SynthesizeInput,
  SynthesizeOutput,
  TextOutput,
  UnusedInput,
  UnusedOutput,
  UsageValue,
  VersionOutput,
} from "./types.js";

/** The name of a verb of the wire. */
export type VerbName =
  | "denied"
  | "evaluate"
  | "evaluateMany"
  | "expand"
  | "explain"
  | "format"
  | "parse"
  | "readUsage"
  | "refine"
  | "simulate"
  | "synthesize"
  | "unused"
  | "version";

/** What the policy simulator is asked. */
export type SimulateInput = SimulateCustomPolicyInput | SimulatePrincipalPolicyInput;

/**
 * Asks a verb by its name: JSON in, JSON out. The bindings of every language answer with the same bytes.
 * Places count in code points unless the input says otherwise. Throws what the input calls for.
 *
 * ```js
 * const input = '{"policies": {"identity": []}, "request": {"action": "s3:GetObject"}}';
 * assert.equal(call("explain", input), '{"text":"denied: no statement of the identity policies allows it"}');
 * ```
 */
export declare function call(verb: VerbName, text: string | Uint8Array): string;

/**
 * `call` off the event loop. Rejects where that throws.
 *
 * ```js
 * assert.equal(await callAsync("version", "{}"), call("version", "{}"));
 * ```
 */
export declare function callAsync(verb: VerbName, text: string | Uint8Array): Promise<string>;

/**
 * Is a request allowed, why, by which statements, and what was missing to know? Who asks the same policies
 * more than once is better served by a `PolicySet`.
 *
 * ```js
 * assert.equal(evaluate({ policies: { identity: [] }, request: { action: "s3:GetObject" } }).answer, "implicitDeny");
 * ```
 */
export declare function evaluate(input: EvaluateInput): DecisionReport;

/**
 * Which of many requests are allowed? The answers alone.
 *
 * ```js
 * assert.deepEqual(evaluateMany({ policies: {}, requests: [{ action: "s3:GetObject" }] }).answers, ["depends"]);
 * ```
 */
export declare function evaluateMany(input: EvaluateManyInput): EvaluateManyOutput;

/**
 * Why is a request allowed or not, in words?
 *
 * ```js
 * const input = { policies: { identity: [] }, request: { action: "s3:GetObject" } };
 * assert.equal(explain(input).text, "denied: no statement of the identity policies allows it");
 * ```
 */
export declare function explain(input: EvaluateInput): TextOutput;

/**
 * How is a policy written canonically?
 *
 * ```js
 * const policy = { Statement: { Resource: ["*"], Action: "a:b", Effect: "Deny" } };
 * assert.equal(format({ policy, pretty: false }).text, '{"Statement":[{"Effect":"Deny","Action":"a:b","Resource":"*"}]}');
 * ```
 */
export declare function format(input: FormatInput): TextOutput;

/**
 * What does a policy hold, where does each element stand, and is it well formed?
 *
 * ```js
 * const policy = { Statement: { Effect: "Deny", Action: "*", Resource: "*" } };
 * assert.equal(parse({ policy }).policy.statements[0].effect, "Deny");
 * ```
 */
export declare function parse(input: ParseInput): ParseOutput;

/**
 * What would AWS's policy simulator answer? In and out as the AWS CLI has them.
 *
 * ```js
 * const policy = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
 * const input = { ActionNames: ["s3:GetObject"], PolicyInputList: [JSON.stringify(policy)] };
 * assert.equal(simulate(input).EvaluationResults[0].EvalDecision, "allowed");
 * ```
 */
export declare function simulate(input: SimulateInput): SimulatePolicyOutput;

/**
 * `simulate` off the event loop. Rejects where that throws.
 *
 * ```js
 * await assert.rejects(simulateAsync({ ActionNames: [""], PolicyInputList: [] }), { name: "InputError", code: "InvalidInput" });
 * ```
 */
export declare function simulateAsync(input: SimulateInput): Promise<SimulatePolicyOutput>;

/**
 * Which version of the library answers?
 *
 * ```js
 * assert.match(version().version, /^\d+\.\d+\.\d+/);
 * ```
 */
export declare function version(): VersionOutput;

/**
 * Who used which actions on which resources, as CloudTrail's logs show? For much, see `UsageReader`.
 *
 * ```js
 * const userIdentity = { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/ann" };
 * const event = { eventSource: "sqs.amazonaws.com", eventName: "ListQueues", userIdentity };
 * assert.deepEqual(Object.keys(readUsage({ logs: [{ Records: [event] }] }).principals), [userIdentity.arn]);
 * ```
 */
export declare function readUsage(input: ReadUsageInput): Extract<UsageValue, Record<string, unknown>>;

/**
 * Which policy grants what principals used? As `Usage.synthesize`, with the `usage` in the input.
 *
 * ```js
 * const userIdentity = { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/ann" };
 * const usage = readUsage({ logs: [{ eventSource: "sqs.amazonaws.com", eventName: "ListQueues", userIdentity }] });
 * const { policies } = synthesize({ usage, principals: [userIdentity.arn] });
 * assert.equal(policies[0].document.Statement[0].Action, "sqs:ListQueues");
 * ```
 */
export declare function synthesize(input: SynthesizeInput): SynthesizeOutput;

/**
 * What is left of a policy without what principals did not use? As `Usage.refine`, with the `usage` in the input.
 *
 * ```js
 * const policy = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "sqs:ListQueues", Resource: "*" } };
 * const usage = readUsage({ logs: [] });
 * assert.equal(refine({ usage, principals: [], policy, dropsUnobservable: true }).text, null);
 * ```
 */
export declare function refine(input: RefineInput): Refinement;

/**
 * What is granted and was not used? As `Usage.unused`, with the `usage` in the input.
 *
 * ```js
 * const role = { principal: "arn:aws:iam::111122223333:role/r", current: { identity: [] } };
 * const { findings } = unused({ ...role, usage: readUsage({ logs: [] }), now: "2026-09-01T00:00:00Z" });
 * assert.equal(findings[0].findingType, "UnusedIAMRole");
 * ```
 */
export declare function unused(input: UnusedInput): UnusedOutput;

/**
 * What was attempted and refused? As `Usage.denied`, with the `usage` in the input.
 *
 * ```js
 * assert.deepEqual(denied({ usage: readUsage({ logs: [] }) }), { attempts: [] });
 * ```
 */
export declare function denied(input: DeniedInput): DeniedOutput;

/**
 * Which actions of AWS do patterns match?
 *
 * ```js
 * assert.deepEqual(expand({ patterns: ["iam:PassR*"] }).expanded[0].actions, ["iam:PassRole"]);
 * ```
 */
export declare function expand(input: ExpandInput): ExpandOutput;
