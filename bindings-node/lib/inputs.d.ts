import type { Request } from "./request.js";
import type { PolicyInput, PolicySetInput, RequestInput } from "./types.js";

/** A policy wherever one is taken: its text, its bytes, the document itself, or a handle. */
export type PolicySource = PolicyInput;

/** A policy document as a plain value. */
export type PolicyDocument = Exclude<PolicyInput, string | Uint8Array | { readonly source: string }>;

/** Policies by layer, each its text, its bytes, the document itself, or a handle. */
export type PolicyLayers = PolicySetInput;

/** A request wherever one is taken: a handle, a plain value, or its JSON text. */
export type RequestSource = Request | RequestInput | string | Uint8Array;

/** Many requests: a list of them, or their text, a JSON list or one a line. */
export type RequestsSource = ReadonlyArray<Request | RequestInput> | string | Uint8Array;
