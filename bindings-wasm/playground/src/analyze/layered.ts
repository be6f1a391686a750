// What is asked about the policies that bind a caller: what they let through together, and where that leads.

import type { DocumentOutput, EscalationPath, EscalationPathsOutput, PolicySetInput } from "iam-eval-wasm/analysis/web";

import type { Desk } from "../desk.ts";
import { element } from "../dom/element.ts";
import { icon } from "../dom/icon.ts";
import type { Engine } from "../engine/engine.ts";
import { ask } from "../question/asked.ts";
import { layerOf, LAYERS } from "../question/layers.ts";
import type { Analysis } from "./analysis.ts";
import { Inquiry, type Shown } from "./inquiry.ts";
import { assumed, lines, part, policyText, requestRow, type Try } from "./parts.ts";

/** The layers that bind a caller; the others are about the resource, or the way there. */
const BINDING = ["identity", "permissionsBoundary", "session", "serviceControl"] as const;

/** The analysis of what layers grant together. */
export function effectivePolicy(desk: Desk, engine: Engine, tryIt: Try): Analysis {
  const show = (answer: DocumentOutput): Shown => ({ ...effective(answer, tryIt), notes: leftOut(desk) });
  return {
    id: "effective",
    title: "Effective policy",
    about: "One policy that grants what the layers that bind a caller grant together.",
    given: "layers",
    inquiry: new Inquiry(engine, { kind: "effective", ask: () => binding(desk), show }),
  };
}

/** The analysis of how a caller can gain access. */
export function escalationPaths(desk: Desk, engine: Engine, tryIt: Try): Analysis {
  const opened = new Set<string>();
  const show = (answer: EscalationPathsOutput): Shown => ({
    ...escalation(answer, tryIt, opened),
    notes: leftOut(desk),
  });
  return {
    id: "escalation",
    title: "Escalation paths",
    about: "The known ways in which a caller with these policies can gain access that was not given to it.",
    given: "layers",
    inquiry: new Inquiry(engine, { kind: "escalation", ask: () => binding(desk), show }),
  };
}

/** The policies of the question that bind a caller; in words, why they cannot be asked. */
function binding(desk: Desk): { policies: PolicySetInput } | string {
  const { question } = desk.session;
  const isBinding = (member: keyof PolicySetInput): boolean => BINDING.some((name) => name === member);
  const unknown = question.layers.find(({ kind, isUnknown }) => isUnknown && isBinding(layerOf(kind).member));
  if (unknown) {
    const { title } = layerOf(unknown.kind);
    return `nobody knows what this layer holds: ${title.toLowerCase()}`;
  }
  const { policies } = ask(question).input;
  return {
    policies: Object.fromEntries(Object.entries(policies).filter(([name]) => isBinding(name as keyof PolicySetInput))),
  };
}

/** What has to be said about layers that are not asked, or not there. */
function leftOut(desk: Desk): string[] {
  const { layers } = desk.session.question;
  const kinds = new Set(layers.map(({ kind }) => kind));
  const others = LAYERS.filter(({ kind, member }) => kinds.has(kind) && !BINDING.some((name) => name === member));
  const notes = [];
  if (!kinds.has("identity"))
    notes.push("No identity policies are given, so the other layers alone say what is granted.");
  if (others.length > 0) {
    const titles = others.map(({ title }) => title.replace(/^(?!VPC)./, (first) => first.toLowerCase()));
    notes.push(`Not asked: ${titles.join(", ")}, which do not bind a caller.`);
  }
  return notes;
}

function effective({ text, isExact, reasons, leftOut }: DocumentOutput, tryIt: Try): Shown {
  const parts = [
    text !== null && part("The policy", policyText(text, isExact, "Copy policy")),
    reasons.length > 0 && part("Why it may leave something out", lines(reasons)),
    leftOut && part("A request that it leaves out", requestRow(leftOut, tryIt)),
  ].filter((part) => part instanceof HTMLElement);
  if (!isExact) {
    const reason = "The layers let through all that this policy does, and perhaps more.";
    return { state: "depends", icon: "question", title: "Inexact", reason, parts };
  }
  if (text === null) {
    const reason = "The layers let nothing through together.";
    return { state: "implicitDeny", icon: "dash", title: "Nothing", reason, parts };
  }
  const reason = "The policy lets through all that the layers let through together, and nothing else.";
  return { state: "allowed", icon: "check", title: "Exact", reason, parts };
}

function escalation(answer: EscalationPathsOutput, tryIt: Try, opened: Set<string>): Shown {
  const { found, undecided, assumptions, catalogDate, pathsDate } = answer;
  const dates = `Paths of ${pathsDate}, as pathfinding.cloud describes them${catalogDate ? `; services of ${catalogDate}` : ""}.`;
  const parts = [
    found.length > 0 &&
      part("The paths", element("div", { class: "paths" }, ...found.map((path) => pathRow(path, tryIt, opened)))),
    undecided.length > 0 && part("Not decided", lines(undecided.map(({ id, why }) => `\`${id}\`: ${why}`))),
    assumed(assumptions),
    element("div", { class: "answer-part" }, element("p", { class: "place" }, dates)),
  ].filter((part) => part instanceof HTMLElement);
  if (found.length > 0) {
    const title = found.length === 1 ? "One path" : `${found.length} paths`;
    const reason = "All requests of each path are let through.";
    return { state: "explicitDeny", icon: "warning", title, reason, parts };
  }
  if (undecided.length > 0) {
    const reason = "No path was found, and of some it is not known.";
    return { state: "depends", icon: "question", title: "Undecided", reason, parts };
  }
  return { state: "allowed", icon: "check", title: "None", reason: "No known path is open.", parts };
}

function pathRow(
  { id, category, requests, missingAdditional }: EscalationPath,
  tryIt: Try,
  opened: Set<string>,
): HTMLElement {
  const actions = requests.map(({ action }) => action).join(", ");
  const details = element(
    "details",
    { class: "path", open: opened.has(id) },
    element(
      "summary",
      {},
      icon("chevron"),
      element("strong", { class: "mono" }, id),
      element("span", {}, actions),
      element("span", { class: "place" }, category.replaceAll("-", " ")),
    ),
    element(
      "div",
      { class: "path-requests" },
      ...requests.map((request) => requestRow(request, tryIt)),
      missingAdditional.length > 0 &&
        element("p", { class: "place" }, `Would help, and is not let through: ${missingAdditional.join(", ")}`),
    ),
  );
  details.addEventListener("toggle", () => (details.open ? opened.add(id) : opened.delete(id)));
  return details;
}
