import type { Request } from "./request.js";
import type { PolicyInput, PolicySetInput, RequestInput } from "./types.js";

/** A policy wherever one is taken: its text, its bytes, the document itself, or a handle. */
export type PolicySource = PolicyInput | Uint8Array;

/** A policy document as a plain value. */
export type PolicyDocument = Exclude<PolicyInput, string | { readonly source: string }>;

/** Policies by layer, each its text, its bytes, the document itself, or a handle. */
export type PolicyLayers = { [Name in keyof PolicySetInput]: WithBytes<PolicySetInput[Name]> };

// without it what has no `export` is exported all the same
export {};

type WithBytes<Layer> =
  Layer extends Array<infer Inner>
    ? ReadonlyArray<WithBytes<Inner>>
    : Layer extends string
      ? Layer | Uint8Array
      : Layer;

/** A request wherever one is taken: a handle, a plain value, or its JSON text. */
export type RequestSource = Request | RequestInput | string | Uint8Array;

/** Many requests: a list of them, or their text, a JSON list or one a line. */
export type RequestsSource = ReadonlyArray<Request | RequestInput> | string | Uint8Array;
