// The question in Python.

import type { EvaluateInput } from "iam-eval-wasm/web";

import { type SnippetLayer, snippetLayers } from "./layers.ts";

export function python(input: EvaluateInput): string {
  const layers = snippetLayers(input).map((layer) => `    ${layer.kind}=${value(layer)},\n`);
  return `from iam_eval import PolicySet

policies = PolicySet(
${layers.join("")})
decision = policies.evaluate(${literal(input.request)})
print(decision.explain())
`;
}

function value({ levels, holds }: SnippetLayer): string {
  if (!levels) return '{"unknown": True}';
  const lists = levels.map((texts) => `[${texts.map(text).join(", ")}]`);
  if (holds === "one") return text(levels[0]?.[0] ?? "");
  return holds === "many" ? (lists[0] ?? "[]") : `[${lists.join(", ")}]`;
}

/** A policy keeps its lines, unless a raw string could not hold it as it is. */
function text(text: string): string {
  const isRaw = !text.includes('"""') && !/["\\]$/.test(text) && !text.includes("\r");
  return isRaw ? `r"""${text}"""` : literal(text);
}

function literal(value: unknown, indent = ""): string {
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}    `;
  const isList = Array.isArray(value);
  const items = isList
    ? value.map((item) => `${inner}${literal(item, inner)},\n`)
    : Object.entries(value).map(([name, item]) => `${inner}${JSON.stringify(name)}: ${literal(item, inner)},\n`);
  if (items.length === 0) return isList ? "[]" : "{}";
  return isList ? `[\n${items.join("")}${indent}]` : `{\n${items.join("")}${indent}}`;
}
