import type { PolicyLayers, PolicySource } from "./inputs.js";

/** How far actions may go beyond those used. */
export type ActionLevel = "exact" | "accessLevel" | "service";

/** How far resources may go beyond those used. */
export type ResourceLevel = "exact" | "suffix" | "type" | "any";

/** How large a policy may be. */
export type Quota =
  "managed" | "roleInline" | "userInline" | "groupInline" | "serviceControl" | "permissionSet" | "session" | "none";

/** The layers that bind a principal today. */
export type CurrentPolicies = Pick<PolicyLayers, "identity" | "permissionsBoundary" | "serviceControl">;

/** Whose policy is wanted, and how close to the usage. */
export type SynthesizeInput = {
  /** The ARNs of the users and roles. */
  principals: ReadonlyArray<string>;
  /** The policies that bind them today. */
  current?: CurrentPolicies | null;
  /** `exact` unless said. */
  actions?: ActionLevel | null;
  /** `exact` unless said. */
  resources?: ResourceLevel | null;
  /** `managed` unless said. */
  quota?: Quota | null;
  /** How many resources with a common start become one; 5 unless said. */
  minSiblings?: number | null;
  /** How many literal characters a folded resource keeps behind its type; 3 unless said. */
  minLiteral?: number | null;
  /** Whether roles, keys and secrets may be folded, too. */
  allowSensitiveFold?: boolean | null;
  /** Whether events that may have failed before authorization count; they do unless said. */
  includesWeak?: boolean | null;
  /** Whether actions of several services share a statement on `*`; they do unless said. */
  mergesServices?: boolean | null;
  /** Whether the actions that AWS documents as also needed are put in. */
  includesDependent?: boolean | null;
  /** How many days of events make an answer complete; 90 unless said. */
  minDays?: number | null;
};

/** The policies, and what there is to say about them. */
export type Synthesis = {
  /** Whose usage it is. */
  principals: string[];
  /** One policy, or several where one would be too large. */
  policies: { name: string; document: { Version: string; Statement: Record<string, unknown>[] }; size: number }[];
  /** What each statement rests on. */
  evidence: {
    /** The statement. */
    sid: string;
    /** When its first use happened. */
    first: string | null;
    /** When its last use happened. */
    last: string | null;
    /** How many events show it. */
    count: number;
    /** Ids of some of them. */
    eventIds: string[];
    /** What was used, on what, and how often. */
    pairs: [action: string, resource: string, count: number][];
  }[];
  /** That everything used is granted. */
  coverage: {
    /** How many pairs of action and resource were used. */
    used: number;
    /** How many of them are granted. */
    covered: number;
    /** Those that are not. */
    uncovered: [action: string, resource: string][];
    /** Whether that is proved. */
    proof: "proved" | "refuted" | "undecided";
    /** Whether nothing can be left out; only said of exact policies. */
    isMinimal?: boolean;
  };
  /** Whether everything granted is granted today. */
  withinCurrent: {
    /** The answer. */
    result: "proved" | "refuted" | "undecided" | "not_given";
    /** A request that is granted and is not today. */
    witness?: [action: string, resource: string];
    /** What was used and is not granted today. */
    outsideCurrent: [action: string, resource: string][];
    /** What could not be decided, and why. */
    undecided: [action: string, resource: string, why: string][];
  };
  /** Where more is granted than was used, and why. */
  widened: { from: string[]; to: string[]; step: "accessLevel" | "service" | "suffix" | "type" | "any" }[];
  /** Whether each policy is as small as its quota asks. */
  fits: boolean;
  /** Actions that AWS documents as also needed, and that were not seen. */
  suggestions: { action: string; becauseOf: string[] }[];
  /** Conditions that all events of a statement meet. */
  conditions: { sid: string; operator: string; key: string; values: [value: string, count: number][] }[];
  /** What is granted and not certain. */
  uncertain: { action: string; resource: string; reason: string }[];
  /** Whether nothing is uncertain or unmapped, and the window is long enough. */
  isComplete: boolean;
  /** When the events happened. */
  window: { first?: string; last?: string };
  /** Where the facts about actions come from. */
  catalog: { sources: { name: string; version: string; date: string | null; licence: string }[] };
  /** The answer in words. */
  report: string;
  /** The policies for Terraform. */
  terraform: string;
};

/** A policy without what was not used. */
export type Refinement = {
  /** The new text; `null` where no statement is left. */
  text: string | null;
  /** What was taken away. */
  changes: {
    /** Which statement, from 0. */
    statement: number;
    /** Its Sid. */
    sid: string | null;
    /** The entry of `Action` that was there; `null` where the whole statement goes. */
    entry: string | null;
    /** What stands there now. */
    kept: string[];
    /** The actions that are gone. */
    removed: string[];
    /** When the statement's actions were last used. */
    lastSeen: string | null;
  }[];
  /** What stays because the logs could not have shown it. */
  unobservable: string[];
};

/**
 * Reads CloudTrail, in any of the forms that AWS hands it out, gzip or not, piece by piece: memory grows with
 * what is distinct in the logs, not with how long they are.
 *
 * ```js
 * const reader = new UsageReader();
 * reader.feed('{"Records": [{"eventSource": "sqs.amazonaws.com", "eventName": "ListQueues", "userIdentity": {');
 * reader.feed('"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ann"}}]}');
 * assert.deepEqual(reader.finish().principals, ["arn:aws:iam::111122223333:user/ann"]);
 * ```
 */
export declare class UsageReader {
  /**
   * Times are as `2026-09-01T00:00:00Z`; events before `start` and from `stop` on are left out. Throws an
   * `InputError` where one is none.
   */
  constructor(options?: { start?: string | null; stop?: string | null });

  /** Reads a piece of an input, which may end anywhere. Throws an `InputError` where it cannot be inflated. */
  feed(piece: string | Uint8Array): void;

  /** `feed` off the event loop. One piece after the other: wait for each. */
  feedAsync(piece: string | Uint8Array): Promise<void>;

  /** Says that the input ends here and another begins. */
  endInput(): void;

  /** How many records were read so far? */
  get records(): number;

  /** What was no record, of the first hundred. */
  get errors(): { code: string; message: string; place: { input: number; byte: number; line: number } }[];

  /** What was used; the reader is done with. Throws an `InputError` where there was no record in the input. */
  finish(): Usage;
}

/**
 * Who used which actions on which resources, when and how often, and what was refused. Immutable; it merges,
 * in any order, to the same bytes.
 *
 * ```js
 * const event = {
 *   eventSource: "iam.amazonaws.com",
 *   eventName: "GetUser",
 *   recipientAccountId: "111122223333",
 *   requestParameters: { userName: "bob" },
 *   userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/ann" },
 * };
 * const usage = Usage.read(JSON.stringify({ Records: [event] }));
 * const { policies, coverage } = usage.synthesize({ principals: usage.principals });
 * assert.equal(policies[0].document.Statement[0].Action, "iam:GetUser");
 * assert.equal(coverage.proof, "proved");
 * ```
 */
export declare class Usage {
  private constructor();

  /** Reads one log as a whole. */
  static read(log: string | Uint8Array): Usage;

  /** Reads what `toBytes` wrote. */
  static fromBytes(bytes: string | Uint8Array): Usage;

  /** The canonical bytes, JSON: the same for the same usage. */
  toBytes(): Uint8Array;

  /** Both usages together. */
  merge(other: Usage): Usage;

  /** The ARNs of the users and roles that were seen. */
  get principals(): string[];

  /** What was read, and what became of it. */
  get stats(): Readonly<Record<string, unknown>> & { readonly records: number; readonly bad: number };

  /** The times of the first and the last event. */
  get window(): { readonly first?: string; readonly last?: string };

  /** The policy that grants exactly what principals used, proved to cover the usage. */
  synthesize(input: SynthesizeInput): Synthesis;

  /** What is left of a policy without what principals did not use. */
  refine(input: {
    /** The policy to be refined. */
    policy: PolicySource;
    /** The ARNs of the users and roles. */
    principals: ReadonlyArray<string>;
    /** Whether what the logs could not have shown is taken away, too. */
    dropsUnobservable?: boolean | null;
  }): Refinement;

  /** What is granted and was not used until `now`, as Access Analyzer's findings. */
  unused(input: {
    /** The ARN of the user or role. */
    principal: string;
    /** The policies that bind it today. */
    current: CurrentPolicies;
    /** The time to count back from, as `2026-09-01T00:00:00Z`. */
    now: string;
    /** How many days make it unused; 90 unless said. */
    unusedDays?: number | null;
    /** The ids of the user's access keys. */
    accessKeys?: ReadonlyArray<string> | null;
    /** Whether the user has a password for the console. */
    hasPassword?: boolean | null;
  }): Record<string, unknown>[];

  /** What was attempted and refused, and what would let it through. */
  denied(): Record<string, unknown>[];

  /** All of it as a plain value. */
  toJSON(): Record<string, unknown>;
}
