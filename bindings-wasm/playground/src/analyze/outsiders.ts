// Whom the policy of a resource lets through who does not belong to it.

import type { Desk } from "../desk.ts";
import { element, uniqueId } from "../dom/element.ts";
import { textField } from "../dom/field.ts";
import type { Engine } from "../engine/engine.ts";
import { PolicyCard } from "../policies/card.ts";
import { newDocument } from "../question/question.ts";
import type { Shell } from "../shell/tab.ts";
import type { Analysis } from "./analysis.ts";
import { type Drafts, keepDrafts } from "./drafts.ts";
import { externalParts, publicShown } from "./findings.ts";
import { Inquiry } from "./inquiry.ts";
import { RESOURCE_TYPES, TRUST } from "./resource-types.ts";
import { tryWithPolicy } from "./trying.ts";

/** The analysis of who outside is let through; `reader` looks at the policy as one types, `engine` analyzes. */
export function outsideAccess(desk: Desk, shell: Shell, drafts: Drafts, reader: Engine, engine: Engine): Analysis {
  const inquiry = new Inquiry(engine, {
    kind: "outsiders",
    ask: () => ({
      policyDocument: drafts.resource,
      resourceType: drafts.resourceType,
      zoneOfTrust: { accounts: listed(drafts.accounts), organizations: listed(drafts.organizations) },
    }),
    show: ({ publicAccess, externalAccess }, { policyDocument, resourceType }) => {
      const text = typeof policyDocument === "string" ? policyDocument : "";
      const as = (): "trust" | "resource" => (resourceType === TRUST ? "trust" : "resource");
      const tryIt = tryWithPolicy(desk, shell, () => text, as);
      const shown = publicShown(publicAccess, tryIt);
      return { ...shown, parts: [...(shown.parts ?? []), ...externalParts(externalAccess, tryIt)] };
    },
  });
  const edit = (member: keyof Drafts, value: string): void => {
    drafts[member] = value;
    keepDrafts(drafts);
    inquiry.soon();
  };
  const card = new PolicyCard(newDocument(drafts.resource), { singular: "Resource policy" }, reader, {
    onEdit: (document, text) => {
      document.text = text;
      edit("resource", text);
    },
    onRemove: () => undefined,
    onLint: () => undefined,
  });
  card.rename("Policy of the resource", "Policy of the resource", false);
  const accounts = textField({
    label: "Trusted accounts",
    note: "with commas between",
    value: drafts.accounts,
    example: "111122223333",
    onInput: (value) => edit("accounts", value),
  });
  const organizations = textField({
    label: "Trusted organizations",
    note: "with commas between",
    value: drafts.organizations,
    example: "o-exampleorg1",
    onInput: (value) => edit("organizations", value),
  });
  return {
    id: "outsiders",
    title: "Outside access",
    about: "Is the policy of a resource public, and whom outside your accounts and organizations does it let through?",
    given: element(
      "section",
      { class: "policies layers", "aria-label": "Policy and zone of trust" },
      element("div", { class: "zone" }, typeField(drafts, edit), accounts.element, organizations.element),
      card.element,
    ),
    inquiry,
  };
}

function typeField(drafts: Drafts, edit: (member: keyof Drafts, value: string) => void): HTMLElement {
  const id = uniqueId("field");
  const select = element(
    "select",
    { id, onchange: () => edit("resourceType", select.value) },
    ...RESOURCE_TYPES.map((type) => element("option", { value: type, selected: type === drafts.resourceType }, type)),
  );
  return element("div", { class: "field" }, element("label", { for: id }, "Type of the resource"), select);
}

/** What stands between commas or blanks. */
function listed(text: string): string[] {
  return text.split(/[\s,]+/).filter((item) => item !== "");
}
