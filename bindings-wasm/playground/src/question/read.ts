// A question from JSON that anybody may have made: of a link, or of an earlier visit.

import type { GrantInput } from "iam-eval-wasm/web";

import { LAYERS, type LayerSort } from "./layers.ts";
import { PRINCIPAL_KINDS, type PrincipalDraft, type PrincipalFlag, type PrincipalText } from "./principal.ts";
import { type ContextRow, type Layer, newDocument, newRow, type Question, type RequestDraft } from "./question.ts";

/** Thrown where JSON is no question; the message says what was found. */
export class NoQuestion extends Error {}

type Members = Record<string, unknown>;

/** The question that the input of `evaluate` asks. */
export function readQuestion(input: unknown): Question {
  const { policies, request } = members(input, "the question");
  const given = members(policies ?? {}, "policies");
  for (const name of Object.keys(given)) {
    if (!LAYERS.some(({ member }) => member === name)) throw new NoQuestion(`expected a layer, found \`${name}\``);
  }
  const layers = LAYERS.filter(({ member }) => given[member] != null).map((sort) =>
    readLayer(sort, given[sort.member]),
  );
  return { layers, request: readRequest(members(request, "request")) };
}

function readLayer({ kind, holds, member }: LayerSort, value: unknown): Layer {
  if (isObject(value) && value.unknown === true) return { kind, isUnknown: true, levels: [] };
  const several = Array.isArray(value) ? value : [value];
  if (holds === "one" && several.length !== 1) throw new NoQuestion(`expected one policy in \`${member}\``);
  const levels = holds === "levels" ? several.map((level) => (Array.isArray(level) ? level : [level])) : [several];
  return {
    kind,
    isUnknown: false,
    levels: levels.map((texts: unknown[]) => texts.map((text) => newDocument(textOf(text)))),
  };
}

function textOf(policy: unknown): string {
  if (typeof policy === "string") return policy;
  return JSON.stringify(members(policy, "a policy"), null, 2);
}

function readRequest(request: Members): RequestDraft {
  return {
    action: text(request.action, "action"),
    resource: text(request.resource, "resource"),
    resourceAccount: text(request.resourceAccount, "resourceAccount"),
    isInManagementAccount: request.resourceInManagementAccount === true,
    principal: readPrincipal(request.principal),
    context: Object.entries(members(request.context ?? {}, "context")).map(readRow),
    contextMode: request.contextMode === "open" ? "open" : "closed",
    calledVia: texts(request.calledVia ?? [], "calledVia").join(", "),
    isOverriding: request.override === true,
    grants: list(request.grants ?? [], "grants").map(readGrant),
  };
}

function readPrincipal(value: unknown): PrincipalDraft {
  if (value == null) return { choice: "none", texts: {}, flags: {} };
  if (value === "anonymous") return { choice: "Anonymous", texts: {}, flags: {} };
  if (typeof value === "string") return { choice: "AWS", texts: { arn: value }, flags: {} };
  const given = members(value, "principal");
  const isArnEnough = given.type === "User" || (given.type === "Root" && given.arn != null);
  const type = isArnEnough ? "AWS" : given.type;
  const kind = PRINCIPAL_KINDS.find(({ choice }) => choice === type && choice !== "none");
  if (!kind) throw new NoQuestion(`expected a kind of principal, found \`${String(given.type)}\``);
  const draft: PrincipalDraft = { choice: kind.choice, texts: {}, flags: {} };
  for (const { member } of [...kind.fields, ...kind.more]) readText(draft, member, given[member]);
  for (const flag of kind.flags) readFlag(draft, flag, given[flag]);
  return draft;
}

function readText(draft: PrincipalDraft, member: PrincipalText, value: unknown): void {
  if (value != null) draft.texts[member] = text(value, member);
}

function readFlag(draft: PrincipalDraft, flag: PrincipalFlag, value: unknown): void {
  if (value === true) draft.flags[flag] = true;
}

function readRow([key, value]: [string, unknown]): ContextRow {
  const row = newRow(key);
  if (Array.isArray(value)) return { ...row, state: "values", text: value.map(scalar).join("\n") };
  if (!isObject(value)) return { ...row, text: scalar(value) };
  const state = (["present", "unknown", "absent"] as const).find((mark) => value[mark] === true);
  if (!state) throw new NoQuestion(`expected a value for \`${key}\``);
  return { ...row, state };
}

function readGrant(value: unknown): GrantInput {
  const { granteePrincipal, operations } = members(value, "a grant");
  return {
    granteePrincipal: text(granteePrincipal, "granteePrincipal"),
    operations: texts(operations, "operations"),
  };
}

function scalar(value: unknown): string {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
  throw new NoQuestion("expected a string, a number or a boolean");
}

function text(value: unknown, name: string): string {
  if (value == null) return "";
  if (typeof value !== "string") throw new NoQuestion(`expected text for \`${name}\``);
  return value;
}

function list(value: unknown, name: string): unknown[] {
  if (!Array.isArray(value)) throw new NoQuestion(`expected a list for \`${name}\``);
  return value;
}

function texts(value: unknown, name: string): string[] {
  return list(value, name).map((item) => text(item, name));
}

function members(value: unknown, name: string): Members {
  if (!isObject(value)) throw new NoQuestion(`expected an object for ${name}`);
  return value;
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
