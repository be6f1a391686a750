// The generated policy, with the evidence of each statement beside it.

import type { Attempt, SynthesizeOutput } from "iam-eval-wasm/logs/web";

import { element, fill } from "../dom/element.ts";
import { icon } from "../dom/icon.ts";
import { copyButton } from "../shell/copy-button.ts";

/** As many pairs, attempts and notes are listed. */
const MOST_LISTED = 8;

/** A policy with what there is to say about it. */
export function madePolicy(made: SynthesizeOutput): HTMLElement {
  const evidence = element("aside", { class: "evidence", "aria-live": "polite" });
  const hint = "Point at a statement, or step to it with Tab, to see what it rests on.";
  fill(evidence, element("p", { class: "place" }, hint));
  const text = made.policies.map(({ document }) => JSON.stringify(document, null, 2)).join("\n\n");
  const head = element(
    "div",
    { class: "made-head" },
    element("span", { class: "place" }, sizes(made)),
    copyButton("Copy policy", text),
    copyButton("Terraform", made.terraform),
  );
  const documents = made.policies.map(({ document }) => {
    const { Statement: statements, ...rest } = document;
    const opening = JSON.stringify(rest, null, 2).replace(/\n\}$/, ',\n  "Statement": [');
    const body = statements.map((statement, at) => {
      const lines = JSON.stringify(statement, null, 2).replace(/^/gm, "    ");
      const show = (): void => showEvidence(evidence, String(statement.Sid), made);
      return element(
        "code",
        { class: "made-statement", tabindex: 0, onfocus: show, onmouseenter: show, onclick: show },
        at < statements.length - 1 ? `${lines},` : lines,
      );
    });
    return element(
      "pre",
      { class: "made-text mono" },
      element("code", {}, opening),
      ...body,
      element("code", {}, "  ]\n}"),
    );
  });
  return element(
    "div",
    { class: "made" },
    element("ul", { class: "proofs" }, ...proofs(made)),
    element("div", { class: "made-card" }, head, ...documents),
    evidence,
    ...notes(made),
  );
}

function sizes({ policies, fits }: SynthesizeOutput): string {
  const characters = policies.map(({ size }) => `${size} characters`).join(" and ");
  return fits ? characters : `${characters}: too large for a managed policy`;
}

/** What is proved of the policy. */
function proofs({ coverage, withinCurrent }: SynthesizeOutput): HTMLElement[] {
  const { used, covered, proof, isMinimal } = coverage;
  const all = [
    fact(proof === "proved", `Covers ${covered} of the ${used} pairs of action and resource that were used`),
    isMinimal !== undefined && fact(isMinimal, isMinimal ? "Nothing can be left out" : "Something could be left out"),
    withinCurrent.result === "proved" && fact(true, "Grants nothing that today’s policies do not"),
    withinCurrent.result === "refuted" &&
      fact(false, `Grants what today’s policies do not: ${(withinCurrent.witness ?? []).join(" on ")}`),
    withinCurrent.result === "undecided" && fact(undefined, "Whether today’s policies grant all of it is not decided"),
  ];
  return all.filter((item) => item !== false);
}

function fact(holds: boolean | undefined, text: string): HTMLElement {
  const state = holds === undefined ? "depends" : holds ? "allowed" : "explicitDeny";
  const name = holds === undefined ? "question" : holds ? "check" : "warning";
  return element("li", { "data-state": state }, icon(name), text);
}

function showEvidence(host: HTMLElement, sid: string, made: SynthesizeOutput): void {
  const found = made.evidence.find((evidence) => evidence.sid === sid);
  if (!found) return;
  const { first, last, count, pairs, eventIds } = found;
  const conditions = made.conditions.filter((condition) => condition.sid === sid);
  fill(
    host,
    element("h3", {}, sid),
    element("p", {}, `${count} ${count === 1 ? "event" : "events"}${span(first, last)}`),
    element(
      "ul",
      { class: "pairs" },
      ...pairs.slice(0, MOST_LISTED).map(([action, resource, times]) => {
        return element(
          "li",
          {},
          element("code", {}, action),
          element("span", { class: "place" }, `${resource} × ${times}`),
        );
      }),
    ),
    pairs.length > MOST_LISTED && element("p", { class: "place" }, `and ${pairs.length - MOST_LISTED} more`),
    conditions.length > 0 && element("h4", {}, "All of them meet"),
    conditions.length > 0 &&
      element(
        "ul",
        { class: "pairs" },
        ...conditions.map(({ operator, key, values }) => {
          const said = values.map(([value]) => value).join(", ");
          return element(
            "li",
            {},
            element("code", {}, `${operator} ${key}`),
            element("span", { class: "place" }, said),
          );
        }),
      ),
    eventIds.length > 0 && element("p", { class: "place" }, `Such as the event ${eventIds[0]}`),
  );
}

function span(first: string | null, last: string | null): string {
  if (first === null || last === null) return "";
  const [from, to] = [first.slice(0, 10), last.slice(0, 10)];
  return from === to ? ` on ${from}` : ` from ${from} to ${to}`;
}

/** What is widened, uncertain, or suggested. */
function notes({ widened, uncertain, suggestions, isComplete }: SynthesizeOutput): HTMLElement[] {
  const lists = [
    list(
      "Wider than what was used",
      widened.map(({ from, to }) => `${to.join(", ")} for ${from.length} that were used`),
    ),
    list(
      "Not certain",
      uncertain.map(({ action, resource, reason }) => `${action} on ${resource}: ${reason.replaceAll("_", " ")}`),
    ),
    list(
      "May also be needed",
      suggestions.map(({ action, becauseOf }) => `${action}, because of ${becauseOf.join(", ")}`),
    ),
    !isComplete &&
      element(
        "p",
        { class: "place" },
        "Not yet complete: fewer than 90 days of logs, or something in them is not certain.",
      ),
  ];
  return lists.filter((part) => part !== false && part !== undefined);
}

/** What was refused, and what would let it through. */
export function attemptsList(attempts: Attempt[]): HTMLElement | undefined {
  const lines = attempts.map(({ action, resource, count, wouldNeed }) => {
    const needs =
      wouldNeed.kind === "explicitDeny" ? "a statement denies it" : `no Allow in the ${wouldNeed.layer} policies`;
    return `${action} on ${resource}, ${count} times: ${needs.replace("permissionsBoundary", "permissions boundary")}`;
  });
  return list("Attempted and refused", lines);
}

function list(title: string, lines: string[]): HTMLElement | undefined {
  if (lines.length === 0) return undefined;
  return element(
    "details",
    { class: "usage-notes" },
    element("summary", {}, icon("chevron"), `${title} (${lines.length})`),
    element("ul", {}, ...lines.slice(0, 50).map((line) => element("li", {}, line))),
    lines.length > 50 && element("p", { class: "place" }, `and ${lines.length - 50} more`),
  );
}
