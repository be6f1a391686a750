import type { Catalog } from "./catalog.js";
import type {
  Attempt,
  RefineInput,
  Refinement,
  SynthesizeInput,
  SynthesizeOutput,
  UnusedAccess,
  UnusedInput,
} from "./types.js";

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
   * Times are as `2026-09-01T00:00:00Z`; events before `start` and from `stop` on are left out. `catalog` says what
   * AWS's services are, in place of what the library knows. Throws an `InputError` where one is none.
   */
  constructor(options?: { start?: string | null; stop?: string | null; catalog?: Catalog | null });

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
  static read(log: string | Uint8Array, catalog?: Catalog | null): Usage;

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
  synthesize(input: Omit<SynthesizeInput, "usage">, catalog?: Catalog | null): SynthesizeOutput;

  /** What is left of a policy without what principals did not use. */
  refine(input: Omit<RefineInput, "usage">, catalog?: Catalog | null): Refinement;

  /** What is granted and was not used until `now`, as Access Analyzer's findings. */
  unused(input: Omit<UnusedInput, "usage">, catalog?: Catalog | null): UnusedAccess[];

  /** What was attempted and refused, and what would let it through. */
  denied(): Attempt[];

  /** All of it as a plain value. */
  toJSON(): Record<string, unknown>;
}
