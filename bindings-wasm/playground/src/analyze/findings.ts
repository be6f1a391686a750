// What is said of access from outside.

import type {
  CheckNoPublicAccessOutput,
  ExternalAccessDetails,
  ExternalAccessOutput,
  ReasonOutput,
} from "iam-eval-wasm/analysis/web";

import { element } from "../dom/element.ts";
import type { Shown } from "./inquiry.ts";
import { assumed, line, lines, part, requestRow, type Try, word } from "./parts.ts";

/** Whether a policy is public. */
export function publicShown(answer: CheckNoPublicAccessOutput, tryIt: Try): Shown {
  const { result, undecided, message, reasons, blockPublicAccess } = answer;
  const notes = blockPublicAccess && [
    `S3’s Block Public Access takes the policy for ${blockPublicAccess.isPublic ? "public" : "not public"}.`,
  ];
  const parts = reasons.length > 0 ? [part("Why", ...reasons.map((reason) => reasonRow(reason, tryIt)))] : [];
  const verdict: Pick<Shown, "state" | "icon" | "title"> = undecided
    ? { state: "depends", icon: "question", title: "Undecided" }
    : result === "PASS"
      ? { state: "allowed", icon: "check", title: "Not public" }
      : { state: "explicitDeny", icon: "warning", title: "Public" };
  const reason = /[.!?]$/.test(message) ? message : `${message}.`;
  return { ...verdict, reason: reason.charAt(0).toUpperCase() + reason.slice(1), ...(notes && { notes }), parts };
}

function reasonRow({ description, statementId, statementIndex, span, witness }: ReasonOutput, tryIt: Try): HTMLElement {
  if (statementIndex === undefined || !witness) return lines([description]) ?? line(description);
  const name = statementId ?? `Statement ${statementIndex + 1}`;
  const place = span && element("span", { class: "place" }, ` line ${span.start.line}`);
  return element(
    "div",
    { class: "reason-row" },
    element("p", {}, element("strong", {}, name), place, " lets anybody through, such as:"),
    requestRow(witness, tryIt),
  );
}

/** Who outside the zone of trust is let through. */
export function externalParts(answer: ExternalAccessOutput, tryIt: Try): HTMLElement[] {
  const { findings, noAccess, coverage, confusedDeputy, assumptions } = answer;
  const parts = [
    part(
      "Outside the zone of trust",
      noAccess.verdict === "proved" && line("Nobody is let through, as is proved."),
      noAccess.verdict === "undecided" &&
        line(`Whether anybody is let through is not known: ${noAccess.why ?? "undecided"}.`),
      findings.length > 0 && findingsTable(findings),
      findings.length > 0 && coverage.verdict === "proved" && line("That is all, as is proved."),
      coverage.verdict === "undecided" && line(`Whether that is all is not known: ${coverage.why ?? "undecided"}.`),
      coverage.witness && line("There is more, such as:"),
      coverage.witness && requestRow(coverage.witness, tryIt),
    ),
    findings.length > 0 && part("Requests of theirs", ...findings.map(({ witness }) => requestRow(witness, tryIt))),
    confusedDeputy && part("A service does it for anyone who asks the service to", requestRow(confusedDeputy, tryIt)),
    assumed(assumptions),
  ];
  return parts.filter((part) => part instanceof HTMLElement);
}

function findingsTable(findings: ExternalAccessDetails[]): HTMLElement {
  const heads = ["Who", "May do", "If", "By"].map((title) => element("th", { scope: "col" }, title));
  return element(
    "div",
    { class: "findings", tabindex: 0, role: "region", "aria-label": "Findings" },
    element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...findings.map(row))),
  );
}

function row({ principal, action, condition, isPublic, sources }: ExternalAccessDetails): HTMLElement {
  const who = Object.entries(principal).map(([kind, name]) =>
    element("p", {}, element("span", { class: "place" }, `${kind} `), element("span", { class: "mono" }, name)),
  );
  const conditions = Object.entries(condition).map(([key, value]) =>
    element("p", { class: "mono" }, `${key}: ${value}`),
  );
  const names = sources.map(({ statementId, statementIndex }) => statementId ?? `Statement ${statementIndex + 1}`);
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, ...who, isPublic && word("explicitDeny", "Public")),
    element("td", { class: "mono" }, action.join(", ")),
    element("td", {}, ...(conditions.length > 0 ? conditions : ["always"])),
    element("td", {}, names.join(", ")),
  );
}
