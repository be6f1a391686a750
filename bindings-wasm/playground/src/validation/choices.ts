// The choices of what is looked for.

import type { PolicyResourceType } from "iam-eval-wasm/web";

import { choice } from "../dom/field.ts";
import { OWN_FINDINGS, RESOURCE_TYPES, type ValidationSettings } from "./settings.ts";

/** The choice of findings of the library's own. */
export function ownFindingsChoice(settings: ValidationSettings): HTMLElement {
  const { own } = settings.chosen;
  const select = choice("Which checks are made", OWN_FINDINGS, own, (own) =>
    settings.change((chosen) => (chosen.own = own)),
  );
  select.classList.add("own-findings");
  return select;
}

/** The choice of what a resource policy is attached to, which some checks are about. */
export function resourceTypeChoice(settings: ValidationSettings): HTMLElement {
  const options: [PolicyResourceType | "any", string][] = [["any", "Any resource"]];
  for (const type of RESOURCE_TYPES) options.push([type, type]);
  const { resourceType = "any" } = settings.chosen;
  const select = choice("Type of the resource, as the checks take it", options, resourceType, (type) =>
    settings.change((chosen) => {
      if (type === "any") delete chosen.resourceType;
      else chosen.resourceType = type;
    }),
  );
  select.classList.add("resource-type");
  return select;
}
