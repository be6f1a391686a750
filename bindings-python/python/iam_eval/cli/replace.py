"""New text in an old file's place."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from typing import Optional

from .failure import Failure


def replace(name: str, text: str) -> None:
    """Writes beside the file and then puts the whole in its place: a disk that is full takes nothing away."""
    # a link stays one
    path = os.path.realpath(name)
    folder, own = os.path.split(path)
    beside: Optional[str] = None
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{own}.", dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        if os.path.exists(path):
            shutil.copymode(path, beside)
        else:
            # as any new file, not for its owner alone
            os.chmod(beside, 0o666 & ~_mask())
        os.replace(beside, path)
    except OSError as error:
        if beside is not None:
            with suppress(OSError):
                os.unlink(beside)
        raise Failure(f"{name}: {(error.strerror or str(error)).lower()}") from None


def _mask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
