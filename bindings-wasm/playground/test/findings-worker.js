// A worker that finds what the tests of the page need, whatever checks there are: something of each type, with fixes,
// several places and a request. It is served in place of the page's own.

const places = (text, pattern) =>
  [...text.matchAll(pattern)].map((match) => {
    const at = (offset) => ({ line: text.slice(0, offset).split("\n").length, column: 0, offset });
    return { path: [{ index: match.index }], span: { start: at(match.index), end: at(match.index + match[0].length) } };
  });

const RULES = [
  {
    findingType: "ERROR",
    issueCode: "INVALID_ACTION",
    details: "The action `s3:GetObjekt` does not exist",
    pattern: /s3:GetObjekt/g,
    put: "s3:GetObject",
  },
  {
    findingType: "SECURITY_WARNING",
    issueCode: "PASS_ROLE_WITH_STAR_IN_RESOURCE",
    details: "Any role can be passed to any service: `iam:PassRole` is let through on every resource",
    pattern: /iam:PassRole/g,
    witness: {
      action: "iam:PassRole",
      resource: "arn:aws:iam::111122223333:role/admin",
      principal: { type: "User", arn: "arn:aws:iam::111122223333:user/ann" },
      context: { "iam:PassedToService": "lambda.amazonaws.com" },
    },
  },
  {
    findingType: "WARNING",
    issueCode: "IE_SHADOWED",
    details: "Another statement lets this through already",
    pattern: /"Twice"/g,
    own: "default",
  },
  {
    findingType: "SUGGESTION",
    issueCode: "REDUNDANT_ACTION",
    details: "It stands in the list more than once",
    pattern: /, "s3:PutObject"/g,
    put: "",
  },
];

const ORDER = ["none", "default", "all"];

function found({ policyDocument: text, ownFindings }) {
  return RULES.flatMap(({ details: findingDetails, pattern, put, own = "none", witness, ...rest }) => {
    const locations = places(text, pattern);
    if (locations.length === 0 || ORDER.indexOf(own) > ORDER.indexOf(ownFindings)) return [];
    const edits = locations.map(({ span }) => ({ span, text: put }));
    const learnMoreLink =
      own === "none" ? `https://docs.aws.amazon.com/IAM/latest/UserGuide/checks.html#${rest.issueCode}` : undefined;
    return [
      {
        ...rest,
        findingDetails,
        locations,
        learnMoreLink,
        witness,
        ...(put !== undefined && { fixes: [{ title: put ? `write \`${put}\`` : "leave it out", edits }] }),
      },
    ];
  });
}

const answers = {
  validate: (ask) => ({ findings: found(ask), catalogDate: "2026-04" }),
  fix({ policyDocument, ...ask }) {
    const mended = found({ policyDocument, ...ask }).filter(({ fixes }) => fixes);
    const text = RULES.reduce(
      (text, { pattern, put }) => (put === undefined ? text : text.replaceAll(pattern, put)),
      policyDocument,
    );
    return {
      text,
      mended: mended.map(({ issueCode, fixes: [{ title }] }) => ({ issueCode, title })),
      findings: found({ policyDocument: text, ...ask }),
    };
  },
  check: ({ code }) => ({
    issueCode: code,
    status: code.startsWith("IE_") ? "own" : "current",
    policyTypes: ["identity", "session"],
    loud: false,
    needsCatalog: false,
    meaning: "a made-up check, so that the page has something to show: what it finds is not wrong at all",
    triggers: [
      {
        policyType: "identity",
        text: '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"}}',
      },
    ],
    nearMisses: [
      {
        policyType: "identity",
        text: '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:PassRole","Resource":"*"}}',
      },
    ],
  }),
};

self.onmessage = ({ data: { number, channel, kind, ask } }) => {
  // as long as a slow check, so that an answer may come after the next edit
  setTimeout(() => self.postMessage({ type: "answered", number, channel, value: answers[kind](ask) }), self.delay ?? 0);
};
self.postMessage({ type: "ready" });
