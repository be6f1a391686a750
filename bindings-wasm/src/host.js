// JSON.stringify hands a replacer what `toJSON` gave; the value as it was is in the holder.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function text(name, value) {
  const held = this[name];
  if (held instanceof Uint8Array) return decoder.decode(held);
  if (isHandle(held)) return held.source;
  return value;
}

/** Whether a value is a `Policy`, of this package or of its sibling. */
export function isHandle(value) {
  return typeof value === "object" && value !== null
    && typeof value.outline === "function" && typeof value.source === "string";
}

/** JSON in which handles and bytes are strings of their text. */
export function policiesToJson(value) {
  return JSON.stringify(value, text);
}

/** Has a `Request` lend what it holds; false for any other value. */
export function lend(value) {
  if (typeof value !== "object" || value === null || typeof value.__lend !== "function") return false;
  value.__lend();
  return true;
}
