"""` --More-- `: a listing that is printed a page at a time (ios-cli 4.6, 5.1).

A listing is data: its lines and how far it has been printed, so a lab can be copied in the middle of one. A page is
the terminal's length less the line of the prompt itself. At the prompt Space shows a page, Enter a line, `/`, `+` and
`-` start a filter, `?` and `h` explain, any other key ends it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines on their way to the terminal; `at` of them have been dealt with."""

    lines: tuple[str, ...]
    at: int = 0
    sifted: bool = False

    @property
    def over(self) -> bool:
        """True when nothing is left."""
        return self.at >= len(self.lines)

    def page(self, count: int) -> tuple[tuple[str, ...], Listing]:
        """The next `count` lines (0 = all), and the listing after them."""
        end = len(self.lines) if count == 0 else min(self.at + count, len(self.lines))
        return self.lines[self.at : end], replace(self, at=end)

    def sift(self, sign: str, pattern: str) -> Listing:
        """The listing whose rest has passed a filter; only one `+` or `-` per command has an effect."""
        kind = _KINDS[sign]
        if self.sifted and kind is not Kind.BEGIN:
            return self
        rest = filtered(Filter(kind, pattern), self.lines[self.at :])
        return Listing(rest, 0, self.sifted or kind is not Kind.BEGIN)


def page_size(length: int) -> int:
    """Lines between two prompts on a terminal of this length; 0 = no paging."""
    return max(1, length - 1) if length else 0
