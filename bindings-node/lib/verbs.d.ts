import type {
  CheckAccessNotGrantedInput,
  CheckNoNewAccessInput,
  CheckNoPublicAccessInput,
  CheckNoPublicAccessOutput,
  CheckStatementsInput,
  CheckStatementsOutput,
  CustomCheckOutput,
  DecisionReport,
  DeniedInput,
  DeniedOutput,
  DescribeChecksInput,
  DescribeChecksOutput,
  DiffInput,
  DiffOutput,
  DocumentOutput,
  EffectiveInput,
  EscalationPathsInput,
  EscalationPathsOutput,
  EvaluateInput,
  EvaluateManyInput,
  EvaluateManyOutput,
  ExpandInput,
  ExpandOutput,
  ExternalAccessInput,
  ExternalAccessOutput,
  FixedOutput,
  FormatInput,
  MinimizeInput,
  MinimizeOutput,
  ParseInput,
  ParseOutput,
  ReadUsageInput,
  RefineInput,
  Refinement,
  RenderInput,
  SimulateCustomPolicyInput,
  SimulatePolicyOutput,
  SimulatePrincipalPolicyInput,
  SynthesizeInput,
  SynthesizeOutput,
  TextOutput,
  UnusedInput,
  UnusedOutput,
  UsageValue,
  ValidateFilesInput,
  ValidateFilesOutput,
  ValidateInput,
  ValidateOutput,
  VersionOutput,
  WhatCanInput,
  WhatCanOutput,
  WhoCanInput,
  WhoCanOutput,
} from "./types.js";

/** The name of a verb of the wire. */
export type VerbName =
  | "checkAccessNotGranted"
  | "checkNoNewAccess"
  | "checkNoPublicAccess"
  | "checkStatements"
  | "denied"
  | "describeChecks"
  | "diff"
  | "effective"
  | "escalationPaths"
  | "evaluate"
  | "evaluateMany"
  | "expand"
  | "explain"
  | "externalAccess"
  | "fix"
  | "format"
  | "minimize"
  | "parse"
  | "readUsage"
  | "refine"
  | "render"
  | "simulate"
  | "synthesize"
  | "unused"
  | "validate"
  | "validateFiles"
  | "version"
  | "whatCan"
  | "whoCan";

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

/**
 * Does a policy let through none of some access? As AWS's `CheckAccessNotGranted`, with a request where it does.
 *
 * ```js
 * const admin = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
 * const access = [{ actions: ["s3:PutObject"] }];
 * const check = checkAccessNotGranted({ policyDocument: admin, policyType: "IDENTITY_POLICY", access });
 * assert.equal(check.reasons[0].statementIndex, 0);
 * ```
 */
export declare function checkAccessNotGranted(input: CheckAccessNotGrantedInput): CustomCheckOutput;

/**
 * Does a new policy let through nothing that the existing one does not? As AWS's `CheckNoNewAccess`, with a request
 * where it does.
 *
 * ```js
 * const policy = (Action) => ({ Version: "2012-10-17", Statement: { Effect: "Allow", Action, Resource: "*" } });
 * const documents = { existingPolicyDocument: policy("s3:Get*"), newPolicyDocument: policy("s3:*") };
 * assert.equal(checkNoNewAccess({ ...documents, policyType: "IDENTITY_POLICY" }).result, "FAIL");
 * ```
 */
export declare function checkNoNewAccess(input: CheckNoNewAccessInput): CustomCheckOutput;

/**
 * Does the policy of a resource let through nobody in particular? As AWS's `CheckNoPublicAccess`, with a request where
 * it does not.
 *
 * ```js
 * const Statement = { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "*" };
 * const policyDocument = { Version: "2012-10-17", Statement };
 * assert.equal(checkNoPublicAccess({ policyDocument, resourceType: "AWS::SQS::Queue" }).result, "FAIL");
 * ```
 */
export declare function checkNoPublicAccess(input: CheckNoPublicAccessInput): CheckNoPublicAccessOutput;

/**
 * Which statements are redundant, or match no request?
 *
 * ```js
 * const one = { Effect: "Allow", Action: "s3:*", Resource: "*" };
 * assert.deepEqual(checkStatements({ policy: { Version: "2012-10-17", Statement: [one, one] } }).redundant, [{ index: 1 }]);
 * ```
 */
export declare function checkStatements(input: CheckStatementsInput): CheckStatementsOutput;

/**
 * What does a change from one policy to another add, and what does it remove?
 *
 * ```js
 * const policy = (Action) => ({ Version: "2012-10-17", Statement: { Effect: "Allow", Action, Resource: "*" } });
 * assert.equal(diff({ existing: policy("s3:*"), new: policy("s3:Get*") }).relation, "narrower");
 * ```
 */
export declare function diff(input: DiffInput): DiffOutput;

/**
 * Which policy grants exactly what layers grant together?
 *
 * ```js
 * const policy = (Action) => ({ Version: "2012-10-17", Statement: { Effect: "Allow", Action, Resource: "*" } });
 * const answer = effective({ policies: { identity: [policy("*")], permissionsBoundary: policy("s3:*") } });
 * assert.equal(answer.policy.Statement[0].Action, "s3:*");
 * ```
 */
export declare function effective(input: EffectiveInput): DocumentOutput;

/**
 * By which known paths can a caller gain access that was not given to it?
 *
 * ```js
 * const Statement = { Effect: "Allow", Action: "iam:CreatePolicyVersion", Resource: "*" };
 * const answer = escalationPaths({ policies: { identity: [{ Version: "2012-10-17", Statement }] } });
 * assert.equal(answer.found[0].id, "iam-001");
 * ```
 */
export declare function escalationPaths(input: EscalationPathsInput): EscalationPathsOutput;

/**
 * Who outside a zone of trust does the policy of a resource let through?
 *
 * ```js
 * const Statement = { Effect: "Allow", Principal: { AWS: "222233334444" }, Action: "sqs:*", Resource: "*" };
 * const policyDocument = { Version: "2012-10-17", Statement };
 * const answer = externalAccess({ policyDocument, zoneOfTrust: { accounts: ["111122223333"] } });
 * assert.equal(answer.findings[0].isPublic, false);
 * ```
 */
export declare function externalAccess(input: ExternalAccessInput): ExternalAccessOutput;

/**
 * What is a shorter policy that means the same?
 *
 * ```js
 * const Statement = { Effect: "Allow", Action: ["s3:GetObject", "s3:Get*"], Resource: "*" };
 * assert.equal(minimize({ policy: { Version: "2012-10-17", Statement } }).policy.Statement[0].Action, "s3:Get*");
 * ```
 */
export declare function minimize(input: MinimizeInput): MinimizeOutput;

/**
 * Findings for programs that gather them: SARIF, annotations of GitHub, code quality of GitLab.
 *
 * ```js
 * const finding = { code: "new-access", level: "error", message: "new access", file: "policy.json" };
 * const { text } = render({ format: "github", findings: [finding] });
 * assert.equal(text, "::error file=policy.json,title=new-access::new access\n");
 * ```
 */
export declare function render(input: RenderInput): TextOutput;

/**
 * What is wrong with a policy document? As AWS's `ValidatePolicy`, with fixes. The text need not be JSON. Places count
 * in code points unless the input says otherwise.
 *
 * ```js
 * const Statement = { Effect: "Allow", Action: [], Resource: "*" };
 * const policyDocument = { Version: "2012-10-17", Statement };
 * const { findings } = validate({ policyDocument, policyType: "IDENTITY_POLICY" });
 * assert.equal(findings[0].issueCode, "EMPTY_ARRAY_ACTION");
 * ```
 */
export declare function validate(input: ValidateInput): ValidateOutput;

/**
 * What is wrong with the policies in files, whatever kind of file it is: policies, plans of Terraform, templates of
 * CloudFormation? Apart from what is suppressed with a reason, and what a baseline knows.
 *
 * ```js
 * const Statement = { Sid: "", Effect: "Deny", Action: "*", Resource: "*" };
 * const text = JSON.stringify({ Version: "2012-10-17", Statement });
 * const { files } = validateFiles({ files: [{ name: "policy.json", text }] });
 * assert(files[0].documents[0].findings.some(({ finding }) => finding.issueCode === "EMPTY_SID_VALUE"));
 * ```
 */
export declare function validateFiles(input: ValidateFilesInput): ValidateFilesOutput;

/**
 * `validateFiles` off the event loop. Rejects where that throws.
 *
 * ```js
 * assert.deepEqual((await validateFilesAsync({ files: [] })).files, []);
 * ```
 */
export declare function validateFilesAsync(input: ValidateFilesInput): Promise<ValidateFilesOutput>;

/**
 * A policy document with every certain fix made, and what is left to say of it.
 *
 * ```js
 * const text = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": [], "Resource": "*"}}';
 * const { mended, findings } = fix({ policyDocument: text, policyType: "IDENTITY_POLICY" });
 * assert(Array.isArray(mended) && Array.isArray(findings));
 * ```
 */
export declare function fix(input: ValidateInput): FixedOutput;

/**
 * What are the checks of `validate` about, with examples of each side?
 *
 * ```js
 * const { checks } = describeChecks({ codes: ["EMPTY_SID_VALUE"] });
 * assert.equal(checks[0].findingType, "SUGGESTION");
 * ```
 */
export declare function describeChecks(input: DescribeChecksInput): DescribeChecksOutput;

/**
 * What can a caller do, as actions, resources and conditions?
 *
 * ```js
 * const Statement = { Effect: "Allow", Action: "s3:Get*", Resource: "*" };
 * const answer = whatCan({ policies: { identity: [{ Version: "2012-10-17", Statement }] } });
 * assert.deepEqual(answer.grants[0].actions[0].entries, ["s3:Get*"]);
 * ```
 */
export declare function whatCan(input: WhatCanInput): WhatCanOutput;

/**
 * Who can do an action on a resource, and by which request?
 *
 * ```js
 * const principal = "arn:aws:iam::111122223333:user/ann";
 * const admin = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
 * const principals = [{ principal, policies: { identity: [admin] } }];
 * const resource = "arn:aws:sqs:eu-west-1:111122223333:q";
 * const answer = whoCan({ action: "sqs:SendMessage", resource, principals });
 * assert.equal(answer.principals[0].can, "yes");
 * ```
 */
export declare function whoCan(input: WhoCanInput): WhoCanOutput;
