// The file of the catalogue, which is a quarter of a megabyte and loaded by who needs it.

/** The text of the catalogue: of the package's own file, or of a response, a blob or bytes with it. */
export async function readCatalog(source = new URL("./catalog.txt.gz", import.meta.url)) {
  const isAddress = typeof source === "string" || source instanceof URL;
  const given = isAddress ? await fetch(source) : source;
  if (given instanceof Response && !given.ok) {
    throw new Error(`expected the file of the catalogue, found status ${given.status}`);
  }
  const blob = given instanceof Response ? await given.blob() : new Blob([given]);
  const [first, second] = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  // some servers inflate it on the way
  const isZipped = first === 0x1f && second === 0x8b;
  return new Response(isZipped ? blob.stream().pipeThrough(new DecompressionStream("gzip")) : blob).text();
}
