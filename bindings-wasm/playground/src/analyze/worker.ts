// The worker that analyzes: a module that can more, loaded when the tab is first shown.

import init, {
  Catalog,
  checkNoPublicAccess,
  diff,
  effective,
  escalationPaths,
  externalAccess,
} from "iam-eval-wasm/analysis/web";
import { readCatalog } from "iam-eval-wasm/catalog";

import { serve } from "../engine/queue.ts";

let loading: Promise<Catalog> | undefined;

/** The catalogue of AWS's services, loaded by the first question that needs it. */
function catalog(): Promise<Catalog> {
  loading ??= readCatalog().then(
    (text) => new Catalog(text),
    (error: unknown) => {
      // who asks next tries again; the module is well
      loading = undefined;
      const message = `the catalogue of AWS’s services could not be loaded: ${String(error)}`;
      throw Object.assign(new Error(message), { name: "InputError", code: "no-catalog" });
    },
  );
  return loading;
}

serve<"effective" | "change" | "outsiders" | "escalation">(init, {
  effective: (ask) => effective(ask),
  change: (ask) => diff(ask),
  outsiders({ resourceType, ...ask }) {
    const { policyDocument } = ask;
    return { publicAccess: checkNoPublicAccess({ policyDocument, resourceType }), externalAccess: externalAccess(ask) };
  },
  escalation: async (ask) => escalationPaths(ask, await catalog()),
});
