"""Output filters: `show ... | include X` and its kin (ios-cli 5).

A filter is data, a kind and a pattern; applying it is a pure function from lines to lines. Case counts, blanks count.
`section` prints each matching line with the more deeply indented lines below it. A bad pattern prints one message in
place of the output.

Left out: `redirect`, `append` and `tee`, which need a file system.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from iossim.cli.regexp import BadPattern, Pattern, compiled

BAD_PATTERN = "% Failed to compile regular expression."


class Kind(StrEnum):
    """What a filter does with the lines that match."""

    BEGIN = "begin"
    INCLUDE = "include"
    EXCLUDE = "exclude"
    SECTION = "section"
    SECTION_EXCLUDE = "section exclude"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter, as typed behind the bar."""

    kind: Kind
    pattern: str


def filtered(wanted: Filter, lines: Iterable[str]) -> Iterator[str]:
    """The lines that pass, as they come; or the message for a bad pattern."""
    pattern = compiled(wanted.pattern)
    if isinstance(pattern, BadPattern):
        return iter((BAD_PATTERN,))
    return _FILTERS[wanted.kind](pattern, lines)


def _begin(pattern: Pattern, lines: Iterable[str]) -> Iterator[str]:
    begun = False
    for line in lines:
        begun = begun or pattern.found(line)
        if begun:
            yield line


def _include(pattern: Pattern, lines: Iterable[str]) -> Iterator[str]:
    return (line for line in lines if pattern.found(line))


def _exclude(pattern: Pattern, lines: Iterable[str]) -> Iterator[str]:
    return (line for line in lines if not pattern.found(line))


def _count(pattern: Pattern, lines: Iterable[str]) -> Iterator[str]:
    yield f"Number of lines which match regexp = {sum(map(pattern.found, lines))}"


def _section(pattern: Pattern, lines: Iterable[str]) -> Iterator[str]:
    return (line for line, inside in _sections(pattern, lines) if inside)


def _section_exclude(pattern: Pattern, lines: Iterable[str]) -> Iterator[str]:
    return (line for line, inside in _sections(pattern, lines) if not inside)


def _sections(pattern: Pattern, lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it belongs to a matching section."""
    depth: int | None = None  # the indentation of the section's head, None outside
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        if depth is None or indent <= depth:
            depth = indent if pattern.found(line) else None
        yield line, depth is not None


_FILTERS = {
    Kind.BEGIN: _begin,
    Kind.INCLUDE: _include,
    Kind.EXCLUDE: _exclude,
    Kind.SECTION: _section,
    Kind.SECTION_EXCLUDE: _section_exclude,
    Kind.COUNT: _count,
}
