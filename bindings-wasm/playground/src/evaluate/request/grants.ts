// The grants on the KMS key that is asked for.

import type { GrantInput } from "iam-eval-wasm/web";

import { element } from "../../dom/element.ts";
import { icon } from "../../dom/icon.ts";
import { textField } from "../../dom/field.ts";

/** The rows of grants. */
export function grantFields(grants: GrantInput[], edit: (change: () => void) => void): HTMLElement {
  const rows = element("ul", { class: "grant-rows" });

  function row(grant: GrantInput): HTMLElement {
    const grantee = textField({
      label: "Grantee",
      value: grant.granteePrincipal,
      example: "arn:aws:iam::111122223333:role/app",
      onInput: (value) => edit(() => (grant.granteePrincipal = value.trim())),
    });
    const operations = textField({
      label: "Operations",
      value: grant.operations.join(", "),
      example: "Decrypt, GenerateDataKey",
      onInput: (value) => edit(() => (grant.operations = split(value))),
    });
    const remove = element(
      "button",
      { type: "button", class: "button quiet icon-only", "aria-label": "Remove the grant" },
      icon("remove"),
    );
    const item = element("li", {}, grantee.element, operations.element, remove);
    remove.onclick = () => {
      edit(() => grants.splice(grants.indexOf(grant), 1));
      item.remove();
    };
    return item;
  }

  function add(): void {
    const grant: GrantInput = { granteePrincipal: "", operations: [] };
    edit(() => grants.push(grant));
    rows.append(row(grant));
    rows.lastElementChild?.querySelector("input")?.focus();
  }

  rows.append(...grants.map(row));
  const button = element(
    "button",
    { type: "button", class: "button quiet small", onclick: add },
    icon("add"),
    "Add a KMS grant",
  );
  return element("div", { class: "grants" }, rows, button);
}

function split(operations: string): string[] {
  return operations
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}
