// Compiled as a user's code by `packaging.mjs`, and never run: every public type is met once.

import {
  call,
  callAsync,
  describeChecks,
  evaluate,
  evaluateMany,
  explain,
  fix,
  format,
  IamEvalError,
  InputError,
  LimitError,
  parse,
  ParseError,
  Policy,
  PolicySet,
  Request,
  simulate,
  simulateAsync,
  validate,
  version,
} from "iam-eval";
import type {
  Answer,
  CheckOutput,
  Decision,
  DecisionReport,
  ErrorReport,
  ErrorType,
  FindingOutput,
  LayerReport,
  PolicyDocument,
  PolicyLayers,
  PolicyOutline,
  PolicySource,
  RequestInput,
  RequestSource,
  StatementOutline,
  ValidateOptions,
  Version,
} from "iam-eval";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function holds<_ extends true>(): void {}

const policy: Policy = Policy.parse("{}", {
  profile: "lenient",
  policyType: "service_control",
  positionEncoding: "utf8",
});
const bytes = new Uint8Array(2);
const sources: PolicySource[] = ["{}", bytes, policy, { Version: "2012-10-17", Statement: [] }, policy.toJSON()];
holds<Same<typeof policy.version, Version | undefined>>();
holds<Same<ReturnType<Policy["outline"]>, PolicyOutline>>();
holds<Same<Policy["statements"], readonly StatementOutline[]>>();
holds<Same<ReturnType<Policy["toJSON"]>, PolicyDocument>>();
holds<Same<ReturnType<typeof Policy.parseAsync>, Promise<Policy>>>();

const frozen: readonly Policy[] = [policy];
const layers: PolicyLayers = {
  identity: frozen,
  session: "{}",
  permissionsBoundary: bytes,
  serviceControl: [[policy, bytes], "{}"],
  resource: { unknown: true },
  trust: { Statement: [] },
};
const set = new PolicySet(layers, { limits: { maxDepth: 9 } });
const input: RequestInput = {
  action: "s3:GetObject",
  context: { a: ["b", 1, true], c: { absent: true } },
  contextMode: "open",
};
const requests: RequestSource[] = [input, new Request(input), "{}", bytes];
const decision: Decision = set.evaluate(input);
holds<Same<ReturnType<PolicySet["decide"]>, Answer>>();
holds<Same<ReturnType<PolicySet["evaluateMany"]>, Answer[]>>();
holds<Same<ReturnType<PolicySet["evaluateManyAsync"]>, Promise<Answer[]>>>();
holds<Same<ReturnType<Decision["toJSON"]>, DecisionReport>>();
holds<Same<Decision["layers"], readonly LayerReport[]>>();
const level: number | undefined = decision.decidedBy?.level;

if (decision.answer === "depends") {
  for (const dependency of decision.dependsOn) {
    const name: string | undefined = dependency.type === "contextKey" ? dependency.name : undefined;
    void name;
  }
}

const report: DecisionReport = evaluate({ policies: { identity: [policy] }, request: input });
const texts: string[] = [
  explain({ policies: {}, request: input }).text,
  format({ policy }).text,
  call("version", "{}"),
  version().version,
];
const answers: Answer[] = evaluateMany({ policies: {}, requests: [input] }).answers;
const outline: PolicyOutline | undefined = parse({ policy: "{}", profile: "lint" }).policy;
const simulated = [
  simulate({ ActionNames: [], PolicyInputList: [] }),
  simulateAsync({ PolicySourceArn: "", ActionNames: [] }),
];

const kind: ValidateOptions = { policyType: "IDENTITY_POLICY", ownFindings: "all" };
const validated: FindingOutput[] = [
  ...Policy.validate(policy, kind).findings,
  ...Policy.fix("{}", kind).findings,
  ...validate({ policyDocument: policy, ...kind }).findings,
  ...fix({ policyDocument: "{}", ...kind }).findings,
];
const described: CheckOutput[] = describeChecks({ codes: validated.map(({ issueCode }) => issueCode) }).checks;

function tell(error: unknown): ErrorType | undefined {
  if (error instanceof ParseError) {
    holds<Same<typeof error.name, "ParseError">>();
    return error.awsMessage === undefined ? error.name : "ParseError";
  }
  if (error instanceof LimitError || error instanceof InputError) {
    return error.name;
  }
  const path: ErrorReport["path"] = error instanceof IamEvalError ? error.path : undefined;
  return path === undefined ? undefined : "InputError";
}

// @ts-expect-error a decision is made by a set
new PolicySet(layers).evaluate(input) satisfies Policy;
// @ts-expect-error a policy is made by `Policy.parse`
new Policy();
// @ts-expect-error there is no such layer
new PolicySet({ identitty: [] });
// @ts-expect-error what is kept cannot be changed
decision.statements.push();
// @ts-expect-error a policy is validated as something
Policy.validate(policy);
// @ts-expect-error there is no such verb
void callAsync("guess", "{}");
// @ts-expect-error a request has an action
new Request({ resource: "*" });

export const all: unknown[] = [
  sources,
  requests,
  level,
  report,
  texts,
  answers,
  outline,
  simulated,
  validated,
  described,
  tell,
];
