import type { Decision } from "./decision.js";
import type { PolicyLayers, RequestSource, RequestsSource } from "./inputs.js";
import type { Answer, ReadOptions } from "./types.js";

/**
 * The policies that a request meets, by layer: compiled once, and asked any number of times.
 *
 * A layer that is not given does not restrict. The identity policies are the exception: where they are not
 * given, nothing says whether they would grant, and an answer that hangs on them is `depends`. An empty
 * list says that there are none.
 *
 * ```js
 * const allow = (actions) => ({ Version: "2012-10-17", Statement: { Effect: "Allow", Action: actions, Resource: "*" } });
 * const set = new PolicySet({ identity: [allow("*")], permissionsBoundary: allow(["s3:*", "ec2:Describe*"]) });
 * assert.equal(set.decide({ action: "s3:ListAllMyBuckets" }), "allowed");
 * assert.equal(set.decide({ action: "ec2:StartInstances" }), "implicitDeny");
 * ```
 */
export declare class PolicySet {
  /**
   * Reads the policies, as AWS evaluates documents stored long ago, and compiles them. Throws a
   * `ParseError` or a `LimitError` whose `policy` names the one that cannot be read, or an `InputError`
   * for a layer that is not of its shape.
   *
   * ```js
   * assert.throws(() => new PolicySet({ identity: ["{"] }), { name: "ParseError", policy: "identity[0]", column: 2 });
   * assert.throws(() => new PolicySet({ identitty: [] }), InputError);
   * ```
   */
  constructor(layers: PolicyLayers, options?: ReadOptions);

  /**
   * Is a request allowed, why, by which statements, and what was missing to know? Decides, and leaves the
   * rest to the first who asks the decision for it. Throws an `InputError` for a request that is none.
   *
   * ```js
   * const decision = new PolicySet({ identity: [] }).evaluate({ action: "s3:GetObject" });
   * assert.equal(decision.isAllowed, false);
   * assert.equal(decision.reason, "denied: no statement of the identity policies allows it");
   * ```
   */
  evaluate(request: RequestSource): Decision;

  /**
   * Is a request allowed? The answer alone. Throws as `evaluate`.
   *
   * ```js
   * assert.equal(new PolicySet({}).decide({ action: "s3:GetObject" }), "depends");
   * ```
   */
  decide(request: RequestSource): Answer;

  /**
   * Which of many requests are allowed? Throws an `InputError` whose message names the request.
   *
   * ```js
   * const read = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "s3:Get*", Resource: "*" } };
   * const lines = '{"action": "s3:GetAccountPublicAccessBlock"}\n{"action": "s3:PutAccountPublicAccessBlock"}\n';
   * assert.deepEqual(new PolicySet({ identity: read }).evaluateMany(lines), ["allowed", "implicitDeny"]);
   * ```
   */
  evaluateMany(requests: RequestsSource): Answer[];

  /**
   * `evaluateMany` off the event loop. Rejects where that throws.
   *
   * ```js
   * const answers = await new PolicySet({ identity: [] }).evaluateManyAsync([{ action: "s3:GetObject" }]);
   * assert.deepEqual(answers, ["implicitDeny"]);
   * ```
   */
  evaluateManyAsync(requests: RequestsSource): Promise<Answer[]>;
}
