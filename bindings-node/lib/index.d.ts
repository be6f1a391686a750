// The public face. The shapes of what is asked and answered are those of every language: `types.d.ts`
// is written from core's own structs and copied here when the package is built.

export { Catalog } from "./catalog.js";
export { Decision } from "./decision.js";
export { IamEvalError, InputError, LimitError, ParseError } from "./errors.js";
export type * from "./inputs.js";
export { Policy, type ValidateOptions } from "./policy.js";
export { PolicySet } from "./policy-set.js";
export { Request } from "./request.js";
export type * from "./types.js";
export * from "./usage.js";
export * from "./verbs.js";
