// What a tab of the page is.

import type { Engine } from "../engine/engine.ts";

/** A kind of question the page can ask, with a face of its own. */
export interface Tab {
  /** Its name in addresses. */
  readonly id: string;
  /** Its name for people. */
  readonly title: string;
  /** Builds it, once, when it is first shown. */
  open(engine: Engine, shell: Shell): OpenTab;
}

/** What a tab may have the page do. */
export interface Shell {
  /** Shows another tab, with the keyboard where it leads first. */
  show(id: string): void;
}

export interface OpenTab {
  /** What fills the page. */
  readonly content: HTMLElement;
  /** What the top bar offers while the tab is shown. */
  readonly actions: HTMLElement[];
  /** What most people want to get to: the first stop of the keyboard leads there. */
  readonly landing: { title: string; element: HTMLElement };
  /** What to do each time the tab is shown. */
  readonly onShow?: () => void;
}
