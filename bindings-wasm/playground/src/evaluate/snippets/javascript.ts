// The question in JavaScript.

import type { EvaluateInput } from "iam-eval-wasm/web";

import { type SnippetLayer, snippetLayers } from "./layers.ts";

export function javaScript(input: EvaluateInput): string {
  const layers = snippetLayers(input).map((layer) => `  ${layer.member}: ${value(layer)},\n`);
  return `import { PolicySet } from "iam-eval";

const set = new PolicySet({
${layers.join("")}});
const decision = set.evaluate(${JSON.stringify(input.request, null, 2)});
console.log(decision.explain());
`;
}

function value({ levels, holds }: SnippetLayer): string {
  if (!levels) return "{ unknown: true }";
  const lists = levels.map((texts) => `[${texts.map(template).join(", ")}]`);
  if (holds === "one") return template(levels[0]?.[0] ?? "");
  return holds === "many" ? (lists[0] ?? "[]") : `[${lists.join(", ")}]`;
}

/** A template, in which a policy keeps its lines. */
function template(text: string): string {
  return `\`${text.replace(/[\\`]|\$(?=\{)/g, "\\$&")}\``;
}
