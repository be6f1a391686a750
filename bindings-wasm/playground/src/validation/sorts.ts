// How much findings matter, in words, icons and what the editor calls it.

import type { FindingType } from "iam-eval-wasm/web";

import type { IconName } from "../dom/icon.ts";

interface Sort {
  type: FindingType;
  title: string;
  icon: IconName;
  /** The editor's name of the squiggle; the more a finding matters, the further up it lies. */
  severity: "error" | "warning" | "info" | "hint";
}

/** In the order in which they matter. */
const SORTS: readonly Sort[] = [
  { type: "ERROR", title: "Error", icon: "error", severity: "error" },
  { type: "SECURITY_WARNING", title: "Security warning", icon: "shield", severity: "warning" },
  { type: "WARNING", title: "Warning", icon: "warning", severity: "info" },
  { type: "SUGGESTION", title: "Suggestion", icon: "suggestion", severity: "hint" },
];

export function sortOf(type: FindingType): Sort {
  const sort = SORTS.find((sort) => sort.type === type);
  if (!sort) throw new Error(`expected a type of finding, found \`${type}\``);
  return sort;
}

/** How many there are of each, as in `1 error, 2 warnings`; nothing where there are none. */
export function counted(types: FindingType[]): string {
  const counts = SORTS.map(({ type, title }) => {
    const count = types.filter((other) => other === type).length;
    return count > 0 && `${count} ${title.toLowerCase()}${count === 1 ? "" : "s"}`;
  });
  return counts.filter((count) => count !== false).join(", ");
}

/** What matters most of these. */
export function worst(types: FindingType[]): FindingType | undefined {
  return SORTS.find(({ type }) => types.includes(type))?.type;
}
