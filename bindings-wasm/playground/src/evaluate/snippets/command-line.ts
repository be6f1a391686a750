// The question on the command line.

import type { EvaluateInput, LayerKind, RequestInput } from "iam-eval-wasm/web";

import { type SnippetLayer, snippetLayers } from "./layers.ts";
import { given } from "./given.ts";

const FLAGS: Record<LayerKind, string> = {
  identity: "--identity",
  permissions_boundary: "--boundary",
  session: "--session",
  service_control: "--scp",
  resource_control: "--rcp",
  resource: "--resource-policy",
  trust: "--trust",
  vpc_endpoint: "--vpc-endpoint",
};

/** The policies as files, and the command that reads them. */
export function commandLine(input: EvaluateInput): string {
  const layers = snippetLayers(input);
  const files = layers.flatMap((layer) => named(layer).flat());
  const flags = [...layers.flatMap(layerFlags), ...requestFlags(input.request), "--format text"];
  const command = ["iam-eval explain", ...flags.map((flag) => `    ${flag}`)].join(" \\\n");
  return `${files.map(({ name, text }) => here(name, text)).join("")}${command}\n`;
}

interface File {
  name: string;
  text: string;
}

function named({ kind, levels = [], holds }: SnippetLayer): File[][] {
  const stem = kind.replaceAll("_", "-");
  return levels.map((texts, level) =>
    texts.map((text, at) => {
      const number = holds === "levels" ? `-${level}-${at + 1}` : texts.length > 1 ? `-${at + 1}` : "";
      return { name: `${stem}${number}.json`, text };
    }),
  );
}

function layerFlags(layer: SnippetLayer): string[] {
  if (!layer.levels) return [`--unknown ${layer.kind}`];
  return named(layer).map((files) => [FLAGS[layer.kind], ...files.map(({ name }) => name)].join(" "));
}

function requestFlags(request: RequestInput): string[] {
  const { action, resource, principal, resourceAccount, context = {}, calledVia = [], grants } = given(request);
  const flags = [`--action ${quoted(action)}`];
  if (resource !== undefined) flags.push(`--resource ${quoted(resource)}`);
  if (principal !== undefined) {
    flags.push(`--principal ${quoted(typeof principal === "string" ? principal : JSON.stringify(principal))}`);
  }
  if (resourceAccount !== undefined) flags.push(`--resource-account ${quoted(resourceAccount)}`);
  // values as JSON, since a comma would part a bare one
  for (const [key, value] of Object.entries(context))
    flags.push(`--context=${quoted(`${key}=${JSON.stringify(value)}`)}`);
  if (calledVia.length > 0) flags.push(`--called-via ${calledVia.map(quoted).join(" ")}`);
  if (request.contextMode === "open") flags.push("--open");
  if (request.override) flags.push("--override");
  // what has no flag goes in as JSON
  const { resourceInManagementAccount } = request;
  const rest = JSON.stringify({ resourceInManagementAccount, grants });
  if (rest !== "{}") flags.push(`--request <(echo ${quoted(rest)})`);
  return flags;
}

/** A file, written by the shell; the word that ends it must not be a line of the text. */
function here(name: string, text: string): string {
  let end = "END";
  while (text.split("\n").includes(end)) end += "_";
  return `cat > ${name} <<'${end}'\n${text}\n${end}\n`;
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
