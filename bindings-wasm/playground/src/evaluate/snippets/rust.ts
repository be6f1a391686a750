// The question in Rust.

import type { ContextInput, EvaluateInput, PrincipalInput, PrincipalObject, RequestInput } from "iam-eval-wasm/web";

import { type Given, given } from "./given.ts";
import { type SnippetLayer, snippetLayers } from "./layers.ts";

export function rust(input: EvaluateInput): string {
  const layers = snippetLayers(input).map((layer) => `        ${layerCall(layer)}\n`);
  const calls = requestCalls(input.request).map((call) => `        ${call}\n`);
  const { action, resource } = input.request;
  const body = `fn main() -> Result<(), Box<dyn std::error::Error>> {
    let read = |text: &str| ParseOptions::new().profile(Profile::Lenient).parse(text);
    let set = PolicySet::builder()
${layers.join("")}        .build();
    let request = Request::builder(${text(action)}, ${text(resource ?? "*")})
${calls.join("")}        .build()?;
    println!("{}", set.evaluate(&request).explain());
    Ok(())
}
`;
  const names = [
    "ContextMode",
    "ContextValue",
    "Grant",
    "LayerKind",
    "ParseOptions",
    "PolicySet",
    "Principal",
    "Profile",
    "Request",
  ];
  const used = names.filter((name) => body.includes(`${name}::`) || body.includes(`${name} {`));
  return `use iam_eval::{${used.join(", ")}};\n\n${body}`;
}

function layerCall({ kind, levels, holds }: SnippetLayer): string {
  if (!levels)
    return `.unknown(LayerKind::${kind.replace(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase())})`;
  const lists = levels.map((texts) => texts.map((policy) => `read(${text(policy)})?`).join(", "));
  if (holds === "one") return `.${kind}(${lists[0]})`;
  return holds === "many"
    ? `.${kind}([${lists[0]}])`
    : `.${kind}([${lists.map((list) => `vec![${list}]`).join(", ")}])`;
}

function requestCalls(request: RequestInput): string[] {
  const { principal, resourceAccount, context = {}, calledVia, grants = [] } = given(request);
  const calls = Object.entries(context).map(([key, value]) => `.context(${text(key)}, ${contextValue(value)})`);
  if (principal !== undefined) calls.unshift(`.principal(${principalValue(principal)})`);
  if (resourceAccount !== undefined) calls.push(`.resource_account(${text(resourceAccount)})`);
  if (calledVia) calls.push(`.context("aws:CalledVia", ${contextValue(calledVia)})`);
  for (const { granteePrincipal, operations } of grants) {
    const list = operations.map((name) => `${text(name)}.into()`).join(", ");
    calls.push(`.grant(Grant { grantee_principal: ${text(granteePrincipal)}.into(), operations: vec![${list}] })`);
  }
  if (request.contextMode === "open") calls.push(".context_mode(ContextMode::Open)");
  if (request.override) calls.push(".override_derived_keys()");
  if (request.resourceInManagementAccount) calls.push(".resource_in_management_account()");
  return calls;
}

function contextValue(value: ContextInput): string {
  if (typeof value !== "object") return text(String(value));
  if ("length" in value) {
    return value.length === 0 ? "Vec::<String>::new()" : `vec![${value.map((item) => text(String(item))).join(", ")}]`;
  }
  return `ContextValue::${value.unknown ? "Unknown" : value.present ? "Present" : "Absent"}`;
}

function principalValue(principal: PrincipalInput): string {
  if (typeof principal === "string") return `Principal::from_arn(${text(principal)})?`;
  const { issuer, uniqueId, canonicalUserId, account, type } = given(principal);
  const calls = [principalBase(given(principal))];
  if (issuer !== undefined) calls.push(`.issued_by(${text(issuer)})?`);
  if (uniqueId !== undefined) calls.push(`.with_unique_id(${text(uniqueId)})`);
  if (canonicalUserId !== undefined) calls.push(`.with_canonical_user_id(${text(canonicalUserId)})`);
  if (principal.serviceLinked) calls.push(".service_linked()");
  if (principal.managementAccount) calls.push(".in_management_account()");
  if (principal.assumedRoot) calls.push(".assumed_root()");
  if (account !== undefined && type !== "Root") calls.push(`.with_account(${text(account)})`);
  return calls.join("");
}

function principalBase({ type, arn = "", roleArn, account, name, provider }: Given<PrincipalObject>): string {
  switch (type) {
    case "AssumedRole":
      if (roleArn === undefined) return `Principal::from_arn(${text(arn)})?`;
      return arn === ""
        ? `Principal::role(${text(roleArn)})?`
        : `Principal::assumed_role(${text(arn)})?.of_role(${text(roleArn)})?`;
    case "FederatedUser":
      return `Principal::federated_user(${text(arn)})?`;
    case "Root":
      return `Principal::root(${text(account ?? arn)})?`;
    case "Service":
      return `Principal::service(${text(name ?? arn)})`;
    case "Federated":
      return `Principal::federated(${text(provider ?? name ?? arn)})`;
    case "Anonymous":
      return "Principal::anonymous()";
    case "User":
    case "AWS":
      return `Principal::from_arn(${text(arn)})?`;
  }
}

/** A string, raw where it holds what would have to be escaped, with as many `#` as it takes. */
function text(text: string): string {
  if (!/["\\\r]/.test(text)) return `"${text}"`;
  // a raw string cannot hold a carriage return
  if (text.includes("\r")) return `"${text.replace(/["\\]/g, "\\$&").replaceAll("\r", "\\r")}"`;
  const longest = Math.max(0, ...[...text.matchAll(/"(#*)/g)].map(([, hashes]) => (hashes ?? "").length + 1));
  const hashes = "#".repeat(longest);
  return `r${hashes}"${text}"${hashes}`;
}
