// What a change of a policy adds and removes.

import type { ChangeOutput, DiffOutput } from "iam-eval-wasm/analysis/web";

import type { Desk } from "../desk.ts";
import { element } from "../dom/element.ts";
import type { Engine } from "../engine/engine.ts";
import { PolicyCard } from "../policies/card.ts";
import { newDocument } from "../question/question.ts";
import type { Shell } from "../shell/tab.ts";
import type { Analysis } from "./analysis.ts";
import { type Drafts, keepDrafts } from "./drafts.ts";
import { Inquiry, type Shown } from "./inquiry.ts";
import { line, lines, part, policyText, requestRow, type Try } from "./parts.ts";
import { tryWithPolicy } from "./trying.ts";

/** The analysis of a change; `reader` looks at policies as one types, `engine` analyzes. */
export function policyChange(desk: Desk, shell: Shell, drafts: Drafts, reader: Engine, engine: Engine): Analysis {
  const inquiry = new Inquiry(engine, {
    kind: "change",
    ask: () => ({ existing: drafts.existing, new: drafts.new }),
    // a request that is new is let through by the new policy, one that is gone by the old one
    show: (answer, asked) =>
      change(answer, {
        added: tryWithPolicy(desk, shell, () => textOf(asked.new)),
        removed: tryWithPolicy(desk, shell, () => textOf(asked.existing)),
      }),
  });
  const card = (member: "existing" | "new", name: string): HTMLElement => {
    const card = new PolicyCard(newDocument(drafts[member]), { singular: "Policy" }, reader, {
      onEdit: (document, text) => {
        document.text = text;
        drafts[member] = text;
        keepDrafts(drafts);
        inquiry.soon();
      },
      onRemove: () => undefined,
      onLint: () => undefined,
    });
    card.rename(name, name, false);
    return card.element;
  };
  const given = element(
    "section",
    { class: "policies layers", "aria-label": "Policies" },
    card("existing", "Existing policy"),
    card("new", "New policy"),
  );
  return {
    id: "change",
    title: "Diff",
    about: "What a policy lets through that the one before did not, and what no longer: proved, not sampled.",
    given,
    inquiry,
  };
}

function textOf(policy: unknown): string {
  return typeof policy === "string" ? policy : "";
}

const RELATIONS: Record<DiffOutput["relation"], Omit<Shown, "parts">> = {
  same: { state: "allowed", icon: "check", title: "The same", reason: "Both let through the same requests." },
  narrower: { state: "allowed", icon: "check", title: "Narrower", reason: "Nothing is let through anew." },
  wider: {
    state: "explicitDeny",
    icon: "warning",
    title: "Wider",
    reason: "Something is let through anew, and nothing is lost.",
  },
  different: {
    state: "explicitDeny",
    icon: "warning",
    title: "Different",
    reason: "Something is let through anew, and something no longer.",
  },
  undecided: {
    state: "depends",
    icon: "question",
    title: "Undecided",
    reason: "Not all of it is known; the parts say what is.",
  },
};

function change({ relation, added, removed }: DiffOutput, tries: { added: Try; removed: Try }): Shown {
  const parts = [
    side("Let through anew", "A request that is let through anew", added, tries.added),
    side("Let through no longer", "A request that is let through no longer", removed, tries.removed),
  ];
  return { ...RELATIONS[relation], parts };
}

function side(title: string, example: string, change: ChangeOutput, tryIt: Try): HTMLElement {
  const { isNothing, text, isExact, reasons, leftOut } = change;
  if (isNothing.verdict === "proved") return part(title, line("Nothing, as is proved."));
  const why =
    isNothing.verdict === "undecided" &&
    line(`Whether there is anything is not known: ${isNothing.why ?? "undecided"}.`);
  return part(
    title,
    why,
    text !== null && policyText(text, isExact, "Copy"),
    text === null && isNothing.verdict === "refuted" && line("It could not be written as a policy."),
    lines(reasons),
    isNothing.witness && element("h4", { class: "analysis-title" }, example),
    isNothing.witness && requestRow(isNothing.witness, tryIt),
    leftOut && element("h4", { class: "analysis-title" }, "A request of it that the policy leaves out"),
    leftOut && requestRow(leftOut, tryIt),
  );
}
