"""Banners: text between delimiters, on one line or on many (ios-cli 2.6).

The first character after the keyword is the delimiter; what follows its next occurrence is ignored. A banner prints with
`^C` for the delimiter, and `^C` is read as one: what was printed can be pasted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from iossim.cli.entry import Args, Body, ConfigLine
from iossim.cli.types import ArgumentType, Got, Line, Outcome, Row, Show, register
from iossim.cli.vocabulary import Vocabulary
from iossim.device.nvgen import Place

PRINTED = "^C"


@dataclass(frozen=True, slots=True)
class Opened:
    """A text whose closing delimiter has not come yet."""

    delimiter: str
    text: str


@dataclass(frozen=True)
class Delimited(ArgumentType):
    """The rest of the line, from a delimiter on; the value is the text, or `Opened`."""

    breadth: int = 9

    def read(self, line: Line, at: int) -> Outcome:
        """Always a value."""
        rest = line.text[line.tokens[at].start :]
        delimiter = PRINTED if rest.startswith(PRINTED) else rest[0]
        text, closed, _ = rest[len(delimiter) :].partition(delimiter)
        return Got(text if closed else Opened(delimiter, text), len(line.tokens))

    def rows(self, vocabulary: Vocabulary, text: str) -> list[Row]:
        """`LINE`."""
        return [Row("LINE", text)]

    def write(self, value: Any, show: Show) -> str:
        """Several lines where the text has several."""
        return f"{PRINTED}{value}{PRINTED}"


register("delimited", Delimited())


@dataclass(frozen=True, slots=True)
class BannerBody:
    """The lines up to the delimiter."""

    args: Mapping[str, Any]
    delimiter: str
    text: str

    @property
    def announcement(self) -> str:
        """How to end."""
        return f"Enter TEXT message.  End with the character '{self.delimiter}'."

    def take(self, line: str) -> Body | Args:
        """One more line."""
        text, closed, _ = line.partition(self.delimiter)
        whole = f"{self.text}\n{text}"
        return {**self.args, "text": whole} if closed else BannerBody(self.args, self.delimiter, whole)


def body(args: Args) -> Body | None:
    """What a banner line still wants."""
    text = args["text"]
    return BannerBody(args, text.delimiter, text.text) if isinstance(text, Opened) else None


BANNER = ConfigLine(
    "banner <kind:exec|login|motd> <text:delimited>",
    help={
        "banner": "Define a login banner",
        "exec": "Set EXEC process creation banner",
        "login": "Set login banner",
        "motd": "Set Message of the Day banner",
        "text": "c banner-text c, where 'c' is a delimiting character",
    },
    key=("kind",),
    rank=Place.BANNER + 20,
    sort=lambda args: args["kind"],
    body=body,
)
