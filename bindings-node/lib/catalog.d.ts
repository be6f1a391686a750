import type { Source } from "./types.js";

/**
 * The facts about AWS's services: its actions, resource types and condition keys. The library has its own, and takes
 * others wherever `catalog` is a parameter.
 *
 * Made once of the text of a catalogue, and then there for as long as the process is.
 *
 * ```js
 * assert(Catalog.embedded().sources.length > 0);
 * ```
 */
export declare class Catalog {
  /** Throws an `InputError` that names the line which is none of a catalogue. */
  constructor(text: string | Uint8Array);

  /** The catalogue that is part of the library. */
  static embedded(): Catalog;

  /** Where the facts come from, and of which dates. */
  get sources(): readonly Source[];
}
