// The worker that analyzes: a module that can more, loaded when the tab is first shown.

import init, {
  Catalog,
  checkNoPublicAccess,
  diff,
  effective,
  escalationPaths,
  externalAccess,
} from "iam-eval-wasm/analysis/web";

import { catalogBy } from "../engine/catalog.ts";
import { serve } from "../engine/queue.ts";

const catalog = catalogBy((text) => new Catalog(text));

serve<"effective" | "change" | "outsiders" | "escalation">(init, {
  effective: (ask) => effective(ask),
  change: (ask) => diff(ask),
  outsiders({ resourceType, ...ask }) {
    const { policyDocument } = ask;
    return { publicAccess: checkNoPublicAccess({ policyDocument, resourceType }), externalAccess: externalAccess(ask) };
  },
  escalation: async (ask) => escalationPaths(ask, await catalog()),
});
