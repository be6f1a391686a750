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
  refuseLoss(value, "", 0);
  return JSON.stringify(value, text);
}

/** JSON of a value that holds no policies. */
export function toJson(value) {
  refuseLoss(value, "", 0);
  return JSON.stringify(value);
}

/**
 * Throws where JSON would lose something without a word: it writes a `Map` as `{}`, and leaves functions out.
 * What is deeper than any policy `JSON.stringify` refuses itself, or the core does.
 */
function refuseLoss(value, place, depth) {
  if (typeof value === "function" || typeof value === "symbol") refuse(`a ${typeof value}`, place);
  if (typeof value !== "object" || value === null || depth > 200) return;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += 1) refuseLoss(value[at], `${place}[${at}]`, depth + 1);
    return;
  }
  if (value instanceof Uint8Array || typeof value.toJSON === "function" || isHandle(value)) return;
  const keys = Object.keys(value);
  const prototype = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (!isPlain && (keys.length === 0 || Symbol.iterator in value)) {
    refuse(`\`${value.constructor?.name ?? "object"}\``, place);
  }
  for (const key of keys) refuseLoss(value[key], `${place}.${key}`, depth + 1);
}

function refuse(found, place) {
  throw new TypeError(`found ${found}${place && ` at \`${place.replace(/^\./, "")}\``}`);
}

// What a value threw while it was asked to lend. Catching here, and not in the glue, saves a closure a call.
let thrown;

/** Has a `Request` lend what it holds: 1 if it did, 0 for any other value, 2 if the value threw. */
export function lend(value) {
  try {
    if (typeof value !== "object" || value === null || typeof value.__lend !== "function") return 0;
    value.__lend();
    return 1;
  } catch (error) {
    thrown = error;
    return 2;
  }
}

/** Has each of a list lend what it holds: 0 or 2 as soon as one does not. */
export function lendAll(values) {
  for (let at = 0; at < values.length; at += 1) {
    const lent = lend(values[at]);
    if (lent !== 1) return lent;
  }
  return 1;
}

/** What was thrown. */
export function takeThrown() {
  const error = thrown;
  thrown = undefined;
  return error;
}

const WORDS = ["allowed", "explicitDeny", "implicitDeny", "depends"];

/** The words of many answers, which cross the border as a byte each. */
export function words(answers) {
  return Array.from(answers, (answer) => WORDS[answer]);
}
