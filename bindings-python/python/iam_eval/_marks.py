"""What may be said of a context key, or of a layer, whose value is not known."""

from __future__ import annotations

import enum
from typing import Final, Literal


class Mark(enum.Enum):
    """Stands in the place of a value that is not there to be given."""

    UNKNOWN = "unknown"
    PRESENT = "present"
    ABSENT = "absent"

    def __repr__(self) -> str:
        return f"iam_eval.{self.name}"


UNKNOWN: Final[Literal[Mark.UNKNOWN]] = Mark.UNKNOWN
"""Nobody knows whether the request has the key, or what the layer holds."""

PRESENT: Final[Literal[Mark.PRESENT]] = Mark.PRESENT
"""The request has the key, and nobody knows its value."""

ABSENT: Final[Literal[Mark.ABSENT]] = Mark.ABSENT
"""The request does not have the key."""
