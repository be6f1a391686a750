// What a check is about, as the module describes it.

import type { CheckOutput, ExampleOutput, PolicyType } from "iam-eval-wasm/web";

import { sentence } from "../dom/banner.ts";
import { element } from "../dom/element.ts";
import { quoted } from "../dom/quoted.ts";

const KINDS: Record<PolicyType, string> = {
  identity: "identity policies",
  resource: "resource policies",
  trust: "trust policies",
  session: "session policies",
  service_control: "service control policies",
  resource_control: "resource control policies",
};

const MAKERS: Record<CheckOutput["status"], string> = {
  current: "A check of IAM Access Analyzer.",
  retired: "Once a check of IAM Access Analyzer.",
  own: "A check of this library.",
};

/** As many examples of each side are shown. */
const MOST_SHOWN = 2;

/** The check in paragraphs, with an example of each side; `link` leads to AWS's page about it. */
export function checkPage(
  { meaning, status, policyTypes, triggers, nearMisses }: CheckOutput,
  link?: string,
): HTMLElement[] {
  const kinds = policyTypes.map((type) => KINDS[type]).join(", ");
  return [
    element("p", {}, ...quoted(sentence(meaning.replace(/\.$/, "")))),
    element(
      "p",
      { class: "place" },
      `${MAKERS[status]} Looked for in ${kinds}. `,
      link !== undefined && element("a", { href: link, target: "_blank", rel: "noreferrer" }, "AWS’s page about it"),
    ),
    ...triggers.slice(0, MOST_SHOWN).map((example) => shown("Found in", example)),
    ...nearMisses.slice(0, MOST_SHOWN).map((example) => shown("Not found in", example)),
  ];
}

function shown(title: string, { text, policyType, validatePolicyResourceType }: ExampleOutput): HTMLElement {
  const kind = validatePolicyResourceType ?? KINDS[policyType];
  return element(
    "figure",
    {},
    element("figcaption", {}, element("strong", {}, title), ` (${kind})`),
    element("pre", { class: "mono", tabindex: 0, "aria-label": title }, indented(text)),
  );
}

/** On lines of its own where it is JSON; an example of what is none stays as it is. */
function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
