"""Why an input was refused."""

from __future__ import annotations

import json
from typing import Any, Optional

from ._places import PathElement
from ._values import to_wire

# as on the wire
_MEMBERS = ("code", "message", "line", "column", "offset", "path", "policy", "aws_message")


class IamEvalError(ValueError):
    """Why an input was refused. What is raised is one of its subclasses; `str` is the message.

    >>> from iam_eval import IamEvalError, Policy
    >>> try:
    ...     Policy.parse('{"Statement": []}')
    ... except IamEvalError as error:
    ...     print(type(error).__name__, error.code, error.line, error.column)
    ParseError empty-list 1 15
    """

    __module__ = "iam_eval"

    code: str
    """What the kind of refusal is called, in kebab case; for a simulation AWS's own code."""
    message: str
    """What was found and what was expected, and where."""
    line: Optional[int]
    """On which line, from 1: of the policy, or of the text of the input."""
    column: Optional[int]
    """In which column, from 1."""
    offset: Optional[int]
    """How far from the start of that text, from 0."""
    path: tuple[PathElement, ...]
    """The steps from the top of the policy to the element."""
    policy: Optional[str]
    """Which policy of the input is meant, where it has several: `identity[0]`."""
    aws_message: Optional[str]
    """What AWS answers when such a document is stored."""

    def __init__(
        self,
        message: str,
        *,
        code: str = "bad-input",
        line: Optional[int] = None,
        column: Optional[int] = None,
        offset: Optional[int] = None,
        path: tuple[PathElement, ...] = (),
        policy: Optional[str] = None,
        aws_message: Optional[str] = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.line = line
        self.column = column
        self.offset = offset
        self.path = path
        self.policy = policy
        self.aws_message = aws_message

    def to_dict(self) -> dict[str, Any]:
        """The refusal as the wire has it.

        >>> from iam_eval import InputError
        >>> InputError("expected an action").to_dict()
        {'type': 'InputError', 'code': 'bad-input', 'message': 'expected an action'}
        """
        said = {name: getattr(self, name) for name in _MEMBERS}
        said["path"] = self.path or None
        return {"type": type(self).__name__, **to_wire(said)}

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), {name: getattr(self, name) for name in _MEMBERS})


class ParseError(IamEvalError):
    """A policy cannot be read, or AWS would not store it."""

    __module__ = "iam_eval"


class LimitError(IamEvalError):
    """A limit was passed: of bytes, nesting, statements, or pages of a simulation."""

    __module__ = "iam_eval"


class InputError(IamEvalError):
    """A question is not of its shape or contradicts itself, or AWS would refuse it."""

    __module__ = "iam_eval"


_CLASSES = {error.__name__: error for error in (ParseError, LimitError, InputError)}


def _restore(kind: type[IamEvalError], said: dict[str, Any]) -> IamEvalError:
    return kind(**said)


def error_of_wire(text: str) -> IamEvalError:
    """The exception that the wire's JSON of a refusal is; called by the native module."""
    said = json.loads(text)
    kind = _CLASSES.get(said.pop("type"), InputError)
    path = tuple(PathElement.of_wire(step) for step in said.pop("path", ()))
    aws_message = said.pop("awsMessage", None)
    return kind(**said, path=path, aws_message=aws_message)
