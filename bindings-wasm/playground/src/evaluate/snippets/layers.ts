// The layers of a question, as every snippet walks them.

import type { EvaluateInput, PolicySetInput } from "iam-eval-wasm/web";

import { LAYERS, type LayerSort } from "../../question/layers.ts";

/** A layer of a snippet: unknown, or texts by level, of which most layers have one. */
export interface SnippetLayer extends LayerSort {
  levels: string[][] | undefined;
}

/** The layers that are given. */
export function snippetLayers({ policies }: EvaluateInput): SnippetLayer[] {
  const given = LAYERS.filter(({ member }) => policies[member] !== undefined);
  return given.map((sort) => ({ ...sort, levels: levels(sort, policies) }));
}

function levels({ member, holds }: LayerSort, policies: PolicySetInput): string[][] | undefined {
  const value: unknown = policies[member];
  if (typeof value === "string") return [[value]];
  if (!Array.isArray(value)) return undefined;
  return holds === "levels" ? (value as string[][]) : [value as string[]];
}
