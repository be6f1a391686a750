// The worker that validates, loaded when the first policy is shown: a module that can more.

import init, { Catalog, describeChecks, fix, validate } from "iam-eval-wasm/analysis/web";

import { catalogBy } from "../engine/catalog.ts";
import { serve } from "../engine/queue.ts";

const needed = catalogBy((text) => new Catalog(text));

/** The catalogue if it can be had: without, the checks that need it are not made, and the answer says so. */
async function catalog(): Promise<Catalog | undefined> {
  try {
    return await needed();
  } catch {
    return undefined;
  }
}

serve<"validate" | "fix" | "check">(init, {
  validate: async (ask) => validate(ask, await catalog()),
  fix: async (ask) => fix(ask, await catalog()),
  check: ({ code }) => describeChecks({ codes: [code] }).checks[0],
});
