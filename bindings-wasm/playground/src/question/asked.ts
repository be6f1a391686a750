// A question as the module takes it.

import type {
  ContextInput,
  EvaluateInput,
  LayerKind,
  PolicySetInput,
  RequestInput,
  UnknownLayer,
} from "iam-eval-wasm/web";

import { layerOf, policyName } from "./layers.ts";
import { principalInput } from "./principal.ts";
import type { ContextRow, Layer, PolicyDocument, Question, RequestDraft } from "./question.ts";

/** A document with the name that people have for it. */
export interface AskedPolicy {
  document: PolicyDocument;
  name: string;
}

/** A question at the moment it was asked, with where each of its policies came from. */
export interface Asked {
  input: EvaluateInput;
  /** By the name that the module's errors have for a policy, as in `identity[0]`. */
  policies: Map<string, AskedPolicy>;
}

/** Puts a question as the module takes it. */
export function ask({ layers, request }: Question): Asked {
  const policies = new Map<string, AskedPolicy>();
  const members: [string, unknown][] = [];
  for (const layer of layers) {
    members.push([layerOf(layer.kind).member, layerInput(layer)]);
    layer.levels.forEach((documents, level) =>
      documents.forEach((document, policy) => {
        const name = policyName(layer.kind, level, policy, documents.length);
        policies.set(placeOf(layer.kind, level, policy), { document, name });
      }),
    );
  }
  const input = { policies: Object.fromEntries(members) as PolicySetInput, request: requestInput(request) };
  return { input, policies };
}

/** What the module calls a policy. */
export function placeOf(kind: LayerKind, level: number | undefined, policy: number): string {
  switch (layerOf(kind).holds) {
    case "one":
      return kind;
    case "many":
      return `${kind}[${policy}]`;
    case "levels":
      return `${kind}[${level ?? 0}][${policy}]`;
  }
}

function layerInput({ kind, isUnknown, levels }: Layer): UnknownLayer | string | string[] | string[][] | undefined {
  if (isUnknown) return { unknown: true };
  const texts = levels.map((documents) => documents.map(({ text }) => text));
  switch (layerOf(kind).holds) {
    case "one":
      return texts[0]?.[0];
    case "many":
      return texts.flat();
    case "levels":
      return texts;
  }
}

/** A request as the module takes it; what says nothing is left out. */
export function requestInput(draft: RequestDraft): RequestInput {
  const request: RequestInput = { action: draft.action.trim() };
  const resource = draft.resource.trim();
  const account = draft.resourceAccount.trim();
  const principal = principalInput(draft.principal);
  const context = draft.context.filter(({ key }) => key.trim() !== "");
  const services = draft.calledVia.split(",").map((service) => service.trim());
  if (resource !== "") request.resource = resource;
  if (account !== "") request.resourceAccount = account;
  if (draft.isInManagementAccount) request.resourceInManagementAccount = true;
  if (principal !== undefined) request.principal = principal;
  // from entries, since an assignment would mistake the key `__proto__` for something else
  if (context.length > 0)
    request.context = Object.fromEntries(context.map((row) => [row.key.trim(), contextInput(row)]));
  if (draft.contextMode !== "closed") request.contextMode = draft.contextMode;
  if (draft.grants.length > 0) request.grants = draft.grants;
  if (draft.calledVia.trim() !== "") request.calledVia = services.filter((service) => service !== "");
  if (draft.isOverriding) request.override = true;
  return request;
}

function contextInput({ state, text }: ContextRow): ContextInput {
  switch (state) {
    case "value":
      return text;
    case "values":
      return text === "" ? [] : text.split("\n");
    case "present":
      return { present: true };
    case "unknown":
      return { unknown: true };
    case "absent":
      return { absent: true };
  }
}

/** The rows of keys that stand twice, of which JSON would keep the last without a word. */
export function rowsStatedTwice({ context }: RequestDraft): ContextRow[] {
  const keys = context.map(({ key }) => key.trim());
  return context.filter((_, at) => keys[at] !== "" && keys.indexOf(keys[at] ?? "") < at);
}
