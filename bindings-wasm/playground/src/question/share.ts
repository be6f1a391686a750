// A question as a link: JSON, deflated and in base64url, behind the `#`, which browsers send nowhere.

import { ask } from "./asked.ts";
import type { Question } from "./question.ts";
import { NoQuestion, readQuestion } from "./read.ts";

const PREFIX = "#ask=";

/** More than this is no question, but an attempt to fill the memory of who opens the link. */
const MOST = 4 << 20;

/** Whether a fragment claims to be a question. */
export function isLink(fragment: string): boolean {
  return fragment.startsWith(PREFIX);
}

/** The fragment for a question. */
export async function linkTo(question: Question): Promise<string> {
  const json = new Blob([JSON.stringify(ask(question).input)]);
  const deflated = json.stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(deflated).arrayBuffer());
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return PREFIX + btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The question of a fragment. Throws `NoQuestion` where it was cut, changed, or never was one. */
export async function questionOf(fragment: string): Promise<Question> {
  let json: string;
  try {
    const binary = atob(fragment.slice(PREFIX.length).replaceAll("-", "+").replaceAll("_", "/"));
    json = await inflate(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
  } catch (error) {
    throw error instanceof NoQuestion ? error : new NoQuestion("it was cut or changed on its way");
  }
  return parseQuestion(json);
}

/** The question of its JSON. */
export function parseQuestion(json: string): Question {
  try {
    return readQuestion(JSON.parse(json));
  } catch (error) {
    throw error instanceof NoQuestion ? error : new NoQuestion("expected JSON");
  }
}

async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const chunks = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  for (;;) {
    const { done, value } = await chunks.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length > MOST) throw new NoQuestion("it is too large");
  }
}
