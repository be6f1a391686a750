// From values to JSON. What callers give may be anything at all, and may throw when it is looked at.

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** No policy or request comes near; what is deeper `JSON.stringify` refuses itself, or the core does. */
const MAX_DEPTH = 200;

/** Why a value has no JSON. With `bytes` the core says what is wrong with them. */
class Refusal {
  constructor(message, bytes, place) {
    this.message = message;
    this.bytes = bytes;
    this.place = place;
  }
}

const isObject = (value) => typeof value === "object" && value !== null;
const hasMembers = (value) => isObject(value) && !Array.isArray(value);

/** Whether a value is a `Policy`, of this package or of its sibling. */
export function isPolicy(value) {
  return isObject(value) && typeof value.outline === "function" && typeof value.source === "string";
}

/** The text that a `Request` was made of; `undefined` for anything else. */
export function requestText(value) {
  return isObject(value) && typeof value.__text === "function" ? value.__text() : undefined;
}

/** JSON of a value that holds neither policies nor requests. */
export function jsonOf(value) {
  return reading(() => written(value));
}

/** JSON of policies by layer, in which handles and bytes are strings of their text. */
export function layersJson(layers) {
  return reading(() => written(layersIn(layers)));
}

/** JSON of a verb's input, in which policies and requests may be handles. */
export function inputJson(input) {
  return reading(() => {
    if (!hasMembers(input)) return written(input);
    const names = Object.keys(input);
    if (isEmptied(input, names)) return written(input);
    const texts = names
      .filter((name) => input[name] !== undefined)
      .map((name) => `${JSON.stringify(name)}:${memberJson(name, input[name])}`);
    return `{${texts.join(",")}}`;
  });
}

function memberJson(name, value) {
  if (name === "requests" && Array.isArray(value)) {
    const texts = Array.from(value, (each, at) => within(`requests[${at}]`, () => requestText(each) ?? written(each)));
    return `[${texts.join(",")}]`;
  }
  return within(name, () => {
    if (name === "policy" || name === "policyDocument") return written(policyIn(value));
    if (name === "policies" || name === "current") return written(layersIn(value));
    return (name === "request" ? requestText(value) : undefined) ?? written(value);
  });
}

function policyIn(value, place) {
  if (value instanceof Uint8Array) return decoded(value, place);
  return isPolicy(value) ? value.source : value;
}

function layerIn(value, place) {
  return Array.isArray(value) ? value.map((each, at) => layerIn(each, `${place}[${at}]`)) : policyIn(value, place);
}

function layersIn(value) {
  if (!hasMembers(value) || isEmptied(value, Object.keys(value))) return value;
  // errors name a layer in snake case
  const placeOf = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(value).map(([name, layer]) => [name, layerIn(layer, placeOf(name))]));
}

function decoded(bytes, place) {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Refusal("", bytes, place);
  }
}

function written(value) {
  refuseLoss(value, "", 0);
  const text = JSON.stringify(value);
  if (typeof text !== "string") throw loss(`\`${typeof value}\``, "");
  return text;
}

/**
 * Throws where JSON would lose something without a word: it writes a `Map` as `{}`, `NaN` as `null`, and leaves
 * functions out.
 */
function refuseLoss(value, place, depth) {
  if (typeof value === "function" || typeof value === "symbol") throw loss(`a ${typeof value}`, place);
  if (typeof value === "number" && !Number.isFinite(value)) throw loss(`\`${value}\``, place);
  if (!isObject(value) || depth > MAX_DEPTH) return;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += 1) refuseLoss(value[at], `${place}[${at}]`, depth + 1);
    return;
  }
  if (ArrayBuffer.isView(value)) throw loss(`\`${nameOf(value)}\``, place);
  if (typeof value.toJSON === "function") return;
  const keys = Object.keys(value);
  if (isEmptied(value, keys)) throw loss(`\`${nameOf(value)}\``, place);
  for (const key of keys) refuseLoss(value[key], `${place}.${key}`, depth + 1);
}

/** Whether an object keeps what it holds where JSON does not look, as a `Map` does. */
function isEmptied(value, keys) {
  const prototype = Object.getPrototypeOf(value);
  // one of the language's plain ones, of this realm or of another
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return !isPlain && (Symbol.iterator in value || keys.length === 0);
}

const nameOf = (value) => value.constructor?.name ?? "object";

function loss(found, place) {
  const at = place && ` at \`${place.replace(/^\./, "")}\``;
  return new Refusal(`expected a value that JSON can hold, found ${found}${at}`);
}

/** Names the part of an input that has no JSON. */
function within(place, write) {
  try {
    return write();
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal.bytes === undefined) refusal.message = `${place}: ${refusal.message}`;
    throw refusal;
  }
}

/** Does what may throw anything, as it looks at a value. */
function reading(look) {
  try {
    return look();
  } catch (error) {
    throw refusalOf(error);
  }
}

function refusalOf(error) {
  return error instanceof Refusal ? error : new Refusal(`expected a value that JSON can hold: ${said(error)}`);
}

/** What an error says of itself, where that can be read. */
function said(thrown) {
  try {
    return String(thrown.message);
  } catch {
    return "it throws when it is read";
  }
}
