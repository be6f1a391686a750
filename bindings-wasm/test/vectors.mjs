// Runs the vectors that every binding runs: through the wire, through the functions of one value, and
// through the classes. Answers and errors are compared byte for byte. Pure, so that a page can run it.

/** What each verb's answer is when the classes are asked. Places count in code points, as on the wire. */
function byClasses({ Policy, PolicySet }) {
  const inCodePoints = ({ positionEncoding = "code-points", ...options }) => ({ positionEncoding, ...options });
  const setOf = ({ policies, limits, positionEncoding }) =>
    new PolicySet(policies, inCodePoints({ limits, positionEncoding }));
  return {
    evaluate: (input) => setOf(input).evaluate(input.request).toJSON(),
    evaluateMany: (input) => ({ answers: setOf(input).evaluateMany(input.requests) }),
    explain: (input) => ({ text: setOf(input).evaluate(input.request).explain() }),
    format: ({ policy, pretty, ...options }) => ({ text: Policy.parse(policy, inCodePoints(options)).format(pretty) }),
    parse: ({ policy, profile, ...options }) =>
      profile === "lint"
        ? Policy.lint(policy, inCodePoints(options))
        : { policy: Policy.parse(policy, inCodePoints({ profile, ...options })).outline(), remarks: [] },
  };
}

/** What was answered, or the error in the order of the wire's members. */
function outcome(ask) {
  try {
    return `output ${ask()}`;
  } catch (thrown) {
    if (!(thrown instanceof Error && typeof thrown.code === "string")) return `not an error of ours: ${thrown}`;
    const { name: type, code, message, line, column, offset, path, policy, awsMessage } = thrown;
    return `error ${JSON.stringify({ type, code, message, line, column, offset, path, policy, awsMessage })}`;
  }
}

/**
 * Asks `iamEval`, the names a package exports, every vector; `verbs` are those it has. `catalog` goes with each
 * question where the package brings none of its own.
 */
export function runVectors(iamEval, verbs, vectors, catalog) {
  const classes = byClasses(iamEval);
  const failures = [];
  let passed = 0;

  const check = (name, expected, found) => {
    if (found === expected) passed += 1;
    else failures.push(`${name}\n  expected ${expected}\n  found    ${found}`);
  };

  for (const { name, verb, input, text, output, error } of vectors) {
    const expected = output === undefined ? `error ${JSON.stringify(error)}` : `output ${JSON.stringify(output)}`;
    check(`${name}, by call`, expected, outcome(() => iamEval.call(verb, text ?? JSON.stringify(input), catalog)));
    if (input === undefined) continue;
    check(`${name}, by ${verb}()`, expected, outcome(() => JSON.stringify(iamEval[verb](input, catalog))));
    if (verb in classes) {
      check(`${name}, by classes`, expected, outcome(() => JSON.stringify(classes[verb](input))));
    }
  }

  const asked = new Set(vectors.map(({ verb }) => verb));
  for (const verb of new Set([...verbs, ...asked])) {
    const has = typeof iamEval[verb] === "function" && verbs.includes(verb);
    check(`the verb ${verb}`, "has a function and a vector", `has ${has ? "a" : "no"} function and ${asked.has(verb) ? "a" : "no"} vector`);
  }
  return { passed, failures };
}
