// What the tab and its worker say to each other.

import type { ActionLevel, Attempt, PolicySetInput, ResourceLevel, SynthesizeOutput } from "iam-eval-wasm/logs/web";

/** What can be asked, by kind. */
export interface Asks {
  /** Who used what, by these files and all before? */
  read: { files: File[] };
  /** Which policy grants what a principal used? */
  synthesize: { principal: string; current?: PolicySetInput; actions: ActionLevel; resources: ResourceLevel };
  /** Forgets all files. */
  forget: Record<string, never>;
}

/** What is answered, by the same kinds. */
export interface Answers {
  read: Summary;
  synthesize: { made?: SynthesizeOutput; nothingUsed?: string; attempts: Attempt[] };
  forget: undefined;
}

/** What the logs show, in short. */
export interface Summary {
  records: number;
  /** What was no record, and why the first ones were none. */
  bad: number;
  faults: string[];
  unmapped: number;
  first?: string;
  last?: string;
  principals: PrincipalSummary[];
}

export interface PrincipalSummary {
  arn: string;
  events: number;
  /** How many different actions were used. */
  actions: number;
  denied: number;
  /** The services that were used, with the number of events, most used first. */
  services: [service: string, events: number][];
  last?: string;
}

export type Kind = keyof Asks;

export interface Question<K extends Kind = Kind> {
  number: number;
  kind: K;
  ask: Asks[K];
}

/** What the worker says. */
export type Said =
  | { type: "progress"; number: number; bytes: number; records: number }
  | { type: "answered"; number: number; value: Answers[Kind] }
  | { type: "refused"; number: number; message: string };
