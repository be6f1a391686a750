/**
 * The text of the catalogue, for `new Catalog(text)`: of the package's own file, or of its address, a response,
 * a blob or bytes with it, gzipped or not.
 */
export declare function readCatalog(
  source?: string | URL | Response | Blob | Uint8Array<ArrayBuffer>,
): Promise<string>;
