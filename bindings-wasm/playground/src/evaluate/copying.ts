// The same question elsewhere.

import { ask } from "../question/asked.ts";
import type { Question } from "../question/question.ts";
import { copy } from "../shell/clipboard.ts";
import { menu, type MenuItem } from "../shell/menu.ts";
import { notify } from "../shell/notice.ts";
import type { Shown } from "./answer/state.ts";
import { commandLine } from "./snippets/command-line.ts";
import { javaScript } from "./snippets/javascript.ts";
import { python } from "./snippets/python.ts";
import { rust } from "./snippets/rust.ts";

const LANGUAGES = [
  { title: "Rust", write: rust },
  { title: "Python", write: python },
  { title: "JavaScript", write: javaScript },
  { title: "Command line", write: commandLine },
];

/** The menu that copies the question in other languages, and the answer in words. */
export function copyMenu(question: () => Question, shown: () => Shown): HTMLElement {
  const asCode = (): MenuItem[] =>
    LANGUAGES.map(({ title, write }) => ({ title, run: () => void say(write(ask(question()).input), title) }));
  const asWords = (): MenuItem[] => {
    const now = shown();
    return now.type === "answered" ? [{ title: "The answer in words", run: () => void say(now.explanation, "The answer") }] : [];
  };
  return menu("Copy as", "code", () => [...asCode(), ...asWords()]);
}

async function say(text: string, title: string): Promise<void> {
  if (await copy(text)) notify(`${title}: copied.`);
  else notify("The browser does not let the page copy.", "warning");
}
