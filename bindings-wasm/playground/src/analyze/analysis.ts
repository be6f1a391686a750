// What the analyses of the tab have in common.

import type { Inquiry } from "./inquiry.ts";

/** A kind of question that the tab asks. */
export interface Analysis {
  /** Its name for the visit that keeps it. */
  readonly id: string;
  /** Its name for people. */
  readonly title: string;
  /** What it answers. */
  readonly about: string;
  /** What is asked about: the left half of the page, or the policies by layer. */
  readonly given: HTMLElement | "layers";
  readonly inquiry: Pick<Inquiry, "element" | "now" | "soon" | "refresh">;
}
