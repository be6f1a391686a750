// The menu of examples.

import type { Question } from "../../question/question.ts";
import { readQuestion } from "../../question/read.ts";
import { menu } from "../../shell/menu.ts";
import type { Example } from "./example.ts";
import { EXAMPLES } from "./index.ts";

/** The menu that loads an example. */
export function examplesMenu(load: (example: Example) => void): HTMLElement {
  return menu("Examples", "examples", () =>
    EXAMPLES.map((example) => ({ title: example.title, about: example.about, run: () => load(example) })),
  );
}

/** The question of an example, to be edited. */
export function readExample({ input }: Example): Question {
  return readQuestion(input);
}
