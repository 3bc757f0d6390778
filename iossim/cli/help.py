"""What `?` answers, as data and as lines (ios-cli 3.1).

Command help is a list of rows, one per choice; word help a list of words. Rows sort by ASCII, so numbers and
placeholders come before keywords; the bar is last but one and `<cr>` last.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from iossim.cli.tree import Node
from iossim.cli.types import Line, Row
from iossim.cli.vocabulary import Vocabulary

CR = "<cr>"
BAR = "|"
UNRECOGNIZED = "% Unrecognized command"


@dataclass(frozen=True, slots=True)
class Help:
    """The answer: rows under an optional heading, or words, or a message in their place."""

    heading: str = ""
    rows: tuple[Row, ...] = ()
    words: tuple[str, ...] = ()
    message: str = ""


IN_FULL = (
    "access-lists", "aliases", "arp", "bootvar", "buffers", "controllers", "debugging", "interfaces", "ip", "line", "memory",
    "processes", "route-map", "stacks",
)  # fmt: skip
"""What `show ?` tells a user only with `full-help`."""


def brief(answer: Help, text: str) -> Help:
    """What a user sees of an answer without `full-help`: of the displays, only some are listed."""
    word = text.strip(" ").lower()
    shown = text.endswith(" ") and len(word) > 1 and "show".startswith(word)
    if not shown:
        return answer
    return replace(answer, rows=tuple(row for row in answer.rows if row.word not in IN_FULL))


def help_lines(answer: Help, width: int = 80) -> list[str]:
    """The lines to print for a terminal of that width (0 = no limit), with the blank line that ends a listing."""
    if answer.message:
        return [answer.message]
    if answer.words:
        return [*_columns(answer.words, width), ""]
    heading = [answer.heading] if answer.heading else []
    return [*heading, *_listing(answer.rows, width), ""]


def _columns(words: tuple[str, ...], width: int) -> list[str]:
    """Words two blanks apart on one line, or in equal columns when they need more."""
    line = "".join(f"{word}  " for word in words)
    if not width or len(line) <= width:
        return [line]
    wide = max(map(len, words)) + 2
    each = max(1, width // wide)
    return ["".join(f"{word:<{wide}}" for word in words[at : at + each]) for at in range(0, len(words), each)]


def _listing(rows: tuple[Row, ...], width: int) -> list[str]:
    wide = max((len(row.word) for row in rows), default=0)
    room = width - wide - 4 if width else 0
    lines: list[str] = []
    for row in rows:
        texts = _folded(row.text, room)
        lines.append(f"  {row.word:<{wide}}  {texts[0]}".rstrip())
        lines += [" " * (wide + 4) + text for text in texts[1:]]
    return lines


def _folded(text: str, room: int) -> list[str]:
    """The text in pieces that fit, broken at blanks; blanks inside a piece are kept."""
    if room < 10 or len(text) <= room:
        return [text]
    return textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False, drop_whitespace=True) or [""]


def rows_at(nodes: Iterable[Node], vocabulary: Vocabulary) -> tuple[Row, ...]:
    """What may follow at these nodes, in the order of the listing."""
    rows: dict[str, str] = {}
    for node in nodes:
        for following in node.keywords.values():
            if following.listed:
                _put(rows, Row(following.text, following.help))
        for kind, following in node.arguments:
            if not following.hidden:
                for row in kind.rows(vocabulary, following.help):
                    _put(rows, row)
        if any(not item.reading.hidden for item in node.ends):
            _put(rows, Row(CR, ""))
    return ordered(rows)


def ordered(rows: Mapping[str, str]) -> tuple[Row, ...]:
    """Rows as the listing has them."""
    return tuple(Row(word, rows[word]) for word in sorted(rows, key=_place))


def words_at(nodes: Iterable[Node], prefix: str, vocabulary: Vocabulary) -> dict[str, bool]:
    """Words that begin so, sorted: True for keywords, False for words of the vocabulary."""
    small = prefix.lower()
    found: dict[str, bool] = {}
    for node in nodes:
        for word, following in node.keywords.items():
            if word.startswith(small) and following.listed:
                found[following.text] = True
        for kind, following in node.arguments:
            if not following.hidden:
                for name in kind.words(vocabulary, prefix):
                    found.setdefault(name, False)
    return dict(sorted(found.items()))


def rows_for(nodes: Iterable[Node], line: Line, at: int) -> tuple[Row, ...]:
    """The rows of values that the unfinished token `at` may become."""
    rows: dict[str, str] = {}
    for node in nodes:
        for kind, following in node.arguments:
            if following.hidden:
                continue
            growing = kind.growing(line, at)
            if growing is None and kind.fits(line, at):
                growing = kind.rows(line.vocabulary, following.help)
            for row in growing or ():
                _put(rows, row)
    return ordered(rows)


def _put(rows: dict[str, str], row: Row) -> None:
    if not rows.get(row.word):
        rows[row.word] = row.text


def _place(word: str) -> tuple[int, str]:
    return (2 if word == CR else 1 if word == BAR else 0), word
