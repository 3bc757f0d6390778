"""The learner's mistakes: they are output, never exceptions that reach a user.

The session turns each into the text of IOS (ios-cli 2.2, 2.3). Columns count characters of the typed line, from 0.
"""

from __future__ import annotations


class CliError(Exception):
    """A line that IOS does not accept."""


class Invalid(CliError):
    """`% Invalid input detected at '^' marker.`; `column` is the first character that cannot match."""

    def __init__(self, column: int) -> None:
        super().__init__(f"invalid input at column {column}")
        self.column = column


class UnknownWord(Invalid):
    """A single word in EXEC that no command begins with: IOS takes it for the name of a host (ios-cli 2.5)."""

    def __init__(self, column: int, word: str) -> None:
        super().__init__(column)
        self.word = word


class Incomplete(CliError):
    """`% Incomplete command.`"""


class Ambiguous(CliError):
    """`% Ambiguous command:  "..."`: a prefix fits several keywords."""


class Refused(CliError):
    """The line parses, but cannot be: `message` is what IOS prints, one or more lines."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
