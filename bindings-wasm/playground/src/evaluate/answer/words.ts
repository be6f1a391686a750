// The module's words, as people say them.

import type { AccountSide, Answer, ConditionReport, LayerKind, Outcome, PrincipalGrade } from "iam-eval-wasm/web";

import type { IconName } from "../../dom/icon.ts";
import { layerOf } from "../../question/layers.ts";

export const ANSWERS: Record<Answer, { title: string; icon: IconName }> = {
  allowed: { title: "Allowed", icon: "check" },
  explicitDeny: { title: "Explicit deny", icon: "cross" },
  implicitDeny: { title: "Implicit deny", icon: "dash" },
  depends: { title: "Depends", icon: "question" },
};

export const OUTCOMES: Record<Outcome, string> = {
  matches: "matches",
  unknown: "may match",
  actionDiffers: "other actions",
  resourceDiffers: "other resources",
  principalDiffers: "other principals",
  conditionFails: "a condition fails",
};

export const GRADES: Record<PrincipalGrade, string | undefined> = {
  none: undefined,
  account: "The resource’s policy names the caller’s account.",
  issuer: "The resource’s policy names the role or user behind the caller’s session.",
  direct: "The resource’s policy names the caller itself.",
};

/** A layer, or one level of it. */
export function layerTitle(layer: LayerKind, level?: number): string {
  const { title } = layerOf(layer);
  return level === undefined ? title : `${title}, level ${level}`;
}

/** Whose layer decided; which one it is, the reason says. */
export const SIDES: Record<AccountSide, string> = {
  caller: "Decided in the caller’s account.",
  owner: "Decided in the resource’s account.",
};

/** What became of a condition. */
export function conditionWord({ holds, missing }: ConditionReport): { icon: IconName; word: string; state: string } {
  const lacks = missing ? ", not in the request" : "";
  if (holds === undefined) return { icon: "question", word: "not known", state: "unknown" };
  if (holds) return { icon: "check", word: `holds${lacks}`, state: "holds" };
  return { icon: "cross", word: `fails${lacks}`, state: "fails" };
}
