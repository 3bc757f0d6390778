"""The program: hand the command line to `frontends.commands`, and end decently whatever happens.

Nothing is imported here that a command does not need. Whoever reads the output may go away: a closed pipe is silent,
code 0. An interrupt is code 130. Anything unforeseen is a bug: it is called so, its details go into a file, the code is
1, and no traceback reaches the user. Front ends say with `add_note` where the journal lies, or how to repeat it.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

FAILED, INTERRUPTED = 1, 130

PATIENCE = 50_000, 10, 10
"""How patient the garbage collector is: a lab is many objects that live long, and it would look at them again and again."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; the exit code."""
    _print_anything()
    gc.set_threshold(*PATIENCE)
    try:
        code = _carry_out(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_output()
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        _report(error)
        return FAILED
    return code


def _carry_out(argv: Sequence[str]) -> int:
    from iossim.frontends.commands import dispatch  # late: an interrupt while loading is an interrupt too

    try:
        return dispatch(argv)
    except SystemExit as end:  # argparse has printed its help, or what is wrong with the call
        return end.code if isinstance(end.code, int) else 0


def _print_anything() -> None:
    """A character that the terminal cannot show becomes a question mark, not an error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _forget_output() -> None:
    """Nobody reads any more: what is still buffered must not complain when the interpreter ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _report(error: Exception) -> None:
    """Tell that this is a bug, and where its details are."""
    lines = [f"iossim: this is a bug in iossim, not a mistake of yours: {type(error).__name__}: {error}"]
    lines += getattr(error, "__notes__", [])
    lines += [f"Details for a report are in {_write_details(error)}."]
    try:
        sys.stdout.flush()
        sys.stderr.write("\n".join(lines) + "\n")
    except OSError:
        _forget_output()


def _write_details(error: Exception) -> str:
    """Write the traceback into a file of its own; the file's name."""
    import platform
    import tempfile
    import traceback

    from iossim import __version__

    try:
        handle, name = tempfile.mkstemp(prefix="iossim-bug-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(f"iossim {__version__}, Python {platform.python_version()}, {platform.platform()}\n")
            file.write(f"arguments: {sys.argv[1:]}\n\n{''.join(traceback.format_exception(error))}")
    except OSError as trouble:
        return f"no file ({trouble.strerror})"
    return name


if __name__ == "__main__":
    sys.exit(main())
