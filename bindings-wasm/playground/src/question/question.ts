// What is being asked, as the page edits it.

import type { ContextMode, GrantInput, LayerKind } from "iam-eval-wasm/web";

import { uniqueId } from "../dom/element.ts";
import { layerOf } from "./layers.ts";
import type { PrincipalDraft } from "./principal.ts";

/** A policy document in the making. */
export interface PolicyDocument {
  readonly id: string;
  text: string;
}

/** A layer of policies. All have levels, so that there is one way to walk them; most have one level. */
export interface Layer {
  readonly kind: LayerKind;
  /** Whether nobody knows what it holds; its documents are then kept, and not asked. */
  isUnknown: boolean;
  levels: PolicyDocument[][];
}

/** What is known of a context key: a value, several, or one of the three marks. */
export type KeyState = "value" | "values" | "present" | "unknown" | "absent";

/** A context key in the making. */
export interface ContextRow {
  readonly id: string;
  key: string;
  state: KeyState;
  /** The value; of several, one a line. */
  text: string;
}

/** A request in the making. */
export interface RequestDraft {
  action: string;
  resource: string;
  resourceAccount: string;
  isInManagementAccount: boolean;
  principal: PrincipalDraft;
  context: ContextRow[];
  contextMode: ContextMode;
  /** The services that forwarded the call, with commas between. */
  calledVia: string;
  isOverriding: boolean;
  grants: GrantInput[];
}

/** Policies by layer, and a request. */
export interface Question {
  layers: Layer[];
  request: RequestDraft;
}

/** A document with a text; its lines end as the editor ends them, since places count in what the editor holds. */
export function newDocument(text: string): PolicyDocument {
  return { id: uniqueId("policy"), text: text.replace(/\r\n?/g, "\n") };
}

/** A layer with one document to begin with. */
export function newLayer(kind: LayerKind): Layer {
  return { kind, isUnknown: false, levels: [[newDocument(layerOf(kind).starter)]] };
}

/** A row for a key. */
export function newRow(key: string): ContextRow {
  return { id: uniqueId("key"), key, state: "value", text: "" };
}

/** Every document with the layer it belongs to. */
export function* documentsOf(question: Question): Generator<{ layer: Layer; document: PolicyDocument }> {
  for (const layer of question.layers) {
    for (const document of layer.levels.flat()) yield { layer, document };
  }
}
