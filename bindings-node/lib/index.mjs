import iamEval from "./index.js";

export const {
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
    call,
    callAsync,
    evaluate,
    evaluateMany,
    explain,
    format,
    parse,
    simulate,
    simulateAsync,
    version,
} = iamEval;
