// The facts about AWS's services, which are a file of their own, as workers have them.

import { readCatalog } from "iam-eval-wasm/catalog";

/**
 * The catalogue, loaded by the first question that needs it; `read` makes it of its text. Where it cannot be loaded,
 * who asks is refused, and who asks next tries again.
 */
export function catalogBy<Catalog>(read: (text: string | Uint8Array) => Catalog): () => Promise<Catalog> {
  let loading: Promise<Catalog> | undefined;
  return () => {
    loading ??= readCatalog().then(read, (error: unknown) => {
      loading = undefined;
      const message = `the catalogue of AWS’s services could not be loaded: ${String(error)}`;
      throw Object.assign(new Error(message), { name: "InputError", code: "no-catalog" });
    });
    return loading;
  };
}
