// The same question elsewhere.

import { ask } from "../question/asked.ts";
import type { Question } from "../question/question.ts";
import { copy } from "../shell/clipboard.ts";
import { menu, type MenuItem } from "../shell/menu.ts";
import { notify } from "../shell/notice.ts";
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

/** The menu that copies the question in other languages, and the answer in words, where there is one. */
export function copyMenu(question: () => Question, words: () => Promise<string | undefined>): HTMLElement {
  const asCode = LANGUAGES.map(({ title, write }): MenuItem => ({
    title,
    run: () => void say(write(ask(question()).input), title),
  }));
  const asWords: MenuItem = { title: "The answer in words", run: () => void sayWords(words) };
  return menu("Copy as", "code", () => [...asCode, asWords]);
}

async function sayWords(words: () => Promise<string | undefined>): Promise<void> {
  const text = await words();
  if (text === undefined) notify("There is no answer to copy.", "warning");
  else await say(text, "The answer");
}

async function say(text: string, title: string): Promise<void> {
  if (await copy(text)) notify(`${title}: copied.`);
  else notify("The browser does not let the page copy.", "warning");
}
