// The worker: the module for logs and the catalogue, both loaded when the first log comes.

import init, { Catalog, Usage, UsageReader } from "iam-eval-wasm/logs/web";
import { readCatalog } from "iam-eval-wasm/catalog";

import type { Answers, Asks, Kind, Question, Said } from "./protocol.ts";
import { summaryOf } from "./summary.ts";

/** As many faults are told of; the rest is counted. */
const MOST_FAULTS = 5;

let loading: Promise<Catalog> | undefined;
let usage: Usage | undefined;
/** All that were given: they are read together each time, so that an event in two of them counts once. */
let files: File[] = [];

let last: Promise<void> = Promise.resolve();

self.onmessage = ({ data }: MessageEvent<Question>) => {
  // one after the other: each may wait for files
  last = last.then(() => answer(data));
};

async function answer({ number, kind, ask }: Question): Promise<void> {
  try {
    say({ type: "answered", number, value: await ANSWERS[kind](ask as never, number) });
  } catch (error) {
    say({ type: "refused", number, message: error instanceof Error ? error.message : String(error) });
  }
}

function catalog(): Promise<Catalog> {
  loading ??= init()
    .then(() => readCatalog())
    .then((text) => new Catalog(text));
  // who asks next tries again
  loading.catch(() => (loading = undefined));
  return loading;
}

const ANSWERS: { [K in Kind]: (ask: Asks[K], number: number) => Promise<Answers[K]> } = {
  async read({ files: added }, number) {
    files = [...files, ...added];
    const reader = new UsageReader(await catalog());
    let bytes = 0;
    const broken: string[] = [];
    for (const file of files) {
      try {
        const chunks = (await inflated(file)).getReader();
        for (;;) {
          const { done, value } = await chunks.read();
          if (done) break;
          reader.feed(value);
          bytes += value.length;
          say({ type: "progress", number, bytes, records: reader.records });
        }
      } catch (error) {
        broken.push(`${file.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
      reader.endInput();
    }
    const told = reader.errors.map(({ message, place: { input, line } }) => {
      return `${files[input]?.name ?? "a file"}, line ${line}: ${message}`;
    });
    let read: Usage;
    try {
      read = reader.finish();
    } catch (error) {
      // what holds nothing that can be read is not kept
      files = files.slice(0, -added.length);
      throw error;
    }
    usage?.free();
    usage = read;
    return summaryOf(read.toJSON(), [...broken, ...told].slice(0, MOST_FAULTS));
  },
  async synthesize({ principal, ...options }) {
    if (!usage) throw new Error("expected logs to be read first");
    const attempts = usage.denied().filter((attempt) => attempt.principal === principal);
    try {
      return { made: usage.synthesize({ principals: [principal], ...options }, await catalog()), attempts };
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "nothing-used") {
        return { nothingUsed: error.message, attempts };
      }
      throw error;
    }
  },
  async forget() {
    usage?.free();
    usage = undefined;
    files = [];
    return undefined;
  },
};

/** A file as it was before it was zipped. */
async function inflated(file: File): Promise<ReadableStream<Uint8Array>> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isZipped = first === 0x1f && second === 0x8b;
  return isZipped ? file.stream().pipeThrough(new DecompressionStream("gzip")) : file.stream();
}

function say(said: Said): void {
  self.postMessage(said);
}
