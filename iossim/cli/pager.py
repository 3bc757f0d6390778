"""` --More-- `: a listing that is printed a page at a time (ios-cli 4.6, 5.1).

A listing is data: what draws its lines and how far it has been printed, so a lab can be copied in the middle of one. A page is
the terminal's length less the line of the prompt itself. At the prompt Space shows a page, Enter a line, `/`, `+` and
`-` start a filter, `?` and `h` explain, any other key ends it.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from itertools import islice

from iossim.cli.drawing import drawing
from iossim.cli.pipes import Filter, Kind, filtered

MORE = " --More-- "
ERASE = "\b" * 9 + " " * 8 + "\b" * 9
EXPLAIN = "Press RETURN for another line, SPACE for another page, anything else to quit"
FILTERING = "filtering..."


class Wish(StrEnum):
    """What a key at the prompt asks for."""

    PAGE = "page"
    LINE = "line"
    FILTER = "filter"
    EXPLAIN = "explain"
    QUIT = "quit"


_WISHES = {
    " ": Wish.PAGE,
    "f": Wish.PAGE,
    "enter": Wish.LINE,
    "/": Wish.FILTER,
    "+": Wish.FILTER,
    "-": Wish.FILTER,
    "?": Wish.EXPLAIN,
    "h": Wish.EXPLAIN,
}
_KINDS = {"/": Kind.BEGIN, "+": Kind.INCLUDE, "-": Kind.EXCLUDE}


def wish(key: str) -> Wish:
    """What a key means at ` --More-- `."""
    return _WISHES.get(key, Wish.QUIT)


class Listing:
    """Lines on their way to the terminal; `at` of them have been dealt with, and `ahead` is the next.

    They are drawn as far as they are printed. A copy draws anew, and goes on where the other stood.
    """

    __slots__ = ("_drawn", "ahead", "at", "lines", "sifted")

    def __init__(self, lines: Iterable[str], sifted: bool = False) -> None:
        self.lines, self.sifted = lines, sifted
        self.at = 0
        self._drawn = iter(lines)
        self.ahead = next(self._drawn, None)

    def __getstate__(self) -> tuple[Iterable[str], bool, int, str | None]:
        return self.lines, self.sifted, self.at, self.ahead

    def __setstate__(self, state: tuple[Iterable[str], bool, int, str | None]) -> None:
        self.lines, self.sifted, self.at, self.ahead = state
        self._drawn = islice(self.lines, self.at + 1, None)

    @property
    def over(self) -> bool:
        """True when nothing is left."""
        return self.ahead is None

    def page(self, count: int) -> list[str]:
        """The next `count` lines (0 = all)."""
        lines: list[str] = []
        while self.ahead is not None and (count == 0 or len(lines) < count):
            lines.append(self.ahead)
            self.ahead = next(self._drawn, None)
        self.at += len(lines)
        return lines

    def sift(self, sign: str, pattern: str) -> Listing:
        """The listing whose rest has passed a filter; only one `+` or `-` per command has an effect."""
        kind = _KINDS[sign]
        if self.sifted and kind is not Kind.BEGIN:
            return self
        rest = drawing(_rest, Filter(kind, pattern), self.lines, self.at)
        return Listing(rest, self.sifted or kind is not Kind.BEGIN)


def _rest(wanted: Filter, lines: Iterable[str], at: int) -> Iterable[str]:
    return filtered(wanted, islice(lines, at, None))


def page_size(length: int) -> int:
    """Lines between two prompts on a terminal of this length; 0 = no paging."""
    return max(1, length - 1) if length else 0
