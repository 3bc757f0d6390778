"""The details of a bug, for a report: a file beside the journals, never on the screen."""

from __future__ import annotations

import os
import platform
import tempfile
import traceback
from pathlib import Path

from iossim import __version__


def write_details(error: Exception, folder: Path) -> str:
    """Write the traceback into a file of its own; the file's name, or why there is none."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix="bug-", suffix=".txt", dir=folder)
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(f"iossim {__version__}, Python {platform.python_version()}, {platform.platform()}\n\n")
            file.write("".join(traceback.format_exception(error)))
    except OSError as trouble:
        return f"no file ({trouble.strerror})"
    return name
