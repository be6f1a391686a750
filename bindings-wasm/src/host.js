// Lending, and answers: what crosses the border without JSON.

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
