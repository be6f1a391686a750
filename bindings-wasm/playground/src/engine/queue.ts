// A worker's end: a module, and a queue in which a later question of a channel replaces an earlier one.

import type { ErrorReport, IamEvalError } from "iam-eval-wasm/web";

import type { Answers, Asks, Kind, Question, Said } from "./protocol.ts";

/** How a worker answers questions of a kind; what is refused is thrown. */
export type Answering<K extends Kind> = { [Each in K]: (ask: Asks[Each]) => Answers[Each] | Promise<Answers[Each]> };

const waiting = new Map<string, Question>();
let isWorking = true;

/** Answers what comes, as soon as the module is loaded. */
export function serve<K extends Kind>(init: () => Promise<unknown>, answering: Answering<K>): void {
  const answers = answering as unknown as Answering<Kind>;
  self.onmessage = ({ data }: MessageEvent<Question>) => {
    waiting.delete(data.channel);
    waiting.set(data.channel, data);
    if (!isWorking) void work(answers);
  };
  init().then(
    () => {
      say({ type: "ready" });
      void work(answers);
    },
    (error: unknown) => say({ type: "lost", message: String(error) }),
  );
}

async function work(answers: Answering<Kind>): Promise<void> {
  const next = waiting.values().next();
  isWorking = next.done !== true;
  if (next.done) return;
  waiting.delete(next.value.channel);
  if (await answer(next.value, answers)) {
    // a task of its own, so that questions that came meanwhile can replace those that wait
    setTimeout(() => void work(answers));
  }
}

/** Answers; false where the module is lost with it. */
async function answer({ number, channel, kind, ask }: Question, answers: Answering<Kind>): Promise<boolean> {
  try {
    say({ type: "answered", number, channel, value: await answers[kind](ask as never) });
  } catch (error) {
    if (!isRefusal(error)) {
      say({ type: "lost", message: String(error) });
      return false;
    }
    say({ type: "refused", number, channel, error: report(error) });
  }
  return true;
}

/** Whether the module is well and only says no. */
export function isRefusal(error: unknown): error is IamEvalError {
  return error instanceof Error && "code" in error && !(error instanceof WebAssembly.RuntimeError);
}

/** What an error says, as plain data. */
export function report({
  name,
  code,
  message,
  line,
  column,
  offset,
  path,
  policy,
  awsMessage,
}: IamEvalError): ErrorReport {
  const members = { line, column, offset, path, policy, awsMessage };
  const stated = Object.entries(members).filter(([, value]) => value !== undefined);
  return { type: name, code, message, ...Object.fromEntries(stated) };
}

function say(said: Said): void {
  self.postMessage(said);
}
