"""Why there is no answer, as one says it on a command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Optional

from .. import IamEvalError


class Failure(Exception):
    """Bad usage or input; `str` is what to print."""


def placed(error: IamEvalError, names: Mapping[str, str], otherwise: Optional[str] = None) -> Failure:
    """`file:line:column: message`. `names` are the files of the policies by the names that errors
    have for these; `otherwise` the file where no policy is meant.
    """
    message = error.message
    file = otherwise
    if error.policy is not None:
        file = names.get(error.policy, error.policy)
        # the file says which
        message = message.replace(f"{error.policy}: ", "", 1)
    if file is None:
        return Failure(message)
    if error.line is None:
        return Failure(f"{file}: {message}")
    message = message.replace(f" (line {error.line}, column {error.column})", "", 1)
    return Failure(f"{file}:{error.line}:{error.column}: {message}")
