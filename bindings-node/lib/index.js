"use strict";

const { Catalog } = require("./catalog.js");
const { IamEvalError, InputError, LimitError, ParseError } = require("./errors.js");
const { Decision } = require("./decision.js");
const { Policy } = require("./policy.js");
const { PolicySet } = require("./policy-set.js");
const { Request } = require("./request.js");
const { Usage, UsageReader } = require("./usage.js");

module.exports = {
    ...require("./verbs.js"),
    Catalog,
    Decision,
    IamEvalError,
    InputError,
    LimitError,
    ParseError,
    Policy,
    PolicySet,
    Request,
    Usage,
    UsageReader,
};
