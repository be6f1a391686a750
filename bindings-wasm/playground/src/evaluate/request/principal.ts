// Who asks.

import { element, fill, uniqueId } from "../../dom/element.ts";
import {
  PRINCIPAL_KINDS,
  type PrincipalDraft,
  type PrincipalField,
  type PrincipalFlag,
  principalKind,
} from "../../question/principal.ts";
import { choice, errorOf, textField, tick } from "../../dom/field.ts";

const FLAGS: Record<PrincipalFlag, string> = {
  managementAccount: "The principal is in the organization’s management account",
  serviceLinked: "The role is service-linked",
  assumedRoot: "The session was made by AssumeRoot",
};

export interface PrincipalFields {
  readonly element: HTMLElement;
  /** What may be known besides; shown apart, since it seldom is. */
  readonly more: HTMLElement;
  isMoreSaid: () => boolean;
  complain: (message?: string) => void;
  focus: () => void;
}

/** The fields for a principal; which these are depends on its kind. */
export function principalFields(draft: PrincipalDraft, edit: (change: () => void) => void): PrincipalFields {
  const id = uniqueId("principal");
  const rest = element("div", { class: "principal-fields" });
  const rarer = element("div", { class: "principal-more" });
  const kinds = PRINCIPAL_KINDS.map(({ choice, title }) => [choice, title] as const);
  const select = choice("Kind of principal", kinds, draft.choice, (kind) => {
    edit(() => (draft.choice = kind));
    draw();
  });
  const error = errorOf(id, [select]);

  function text({ member, label, example }: PrincipalField): HTMLElement {
    const value = draft.texts[member] ?? "";
    return textField({ label, value, example, onInput: (value) => edit(() => (draft.texts[member] = value)) }).element;
  }

  function draw(): void {
    const { fields, more, flags } = principalKind(draft.choice);
    const ticks = flags.map((flag) =>
      tick(FLAGS[flag], draft.flags[flag] === true, (isTicked) => edit(() => (draft.flags[flag] = isTicked))),
    );
    fill(rest, ...fields.map(text));
    fill(rarer, ...more.map(text), ...ticks);
  }

  draw();
  return {
    element: element(
      "div",
      { class: "principal", role: "group", "aria-label": "Principal" },
      element(
        "div",
        { class: "field" },
        element("span", { class: "legend", "aria-hidden": "true" }, "Principal"),
        select,
      ),
      rest,
      error.element,
    ),
    more: rarer,
    isMoreSaid: () => {
      const { more, flags } = principalKind(draft.choice);
      return more.some(({ member }) => draft.texts[member]) || flags.some((flag) => draft.flags[flag]);
    },
    complain: error.complain,
    focus: () => (rest.querySelector("input") ?? select).focus(),
  };
}
