"""How little may follow `no`: never so little that it could mean several lines of the image."""

from __future__ import annotations

from collections import defaultdict

import pytest
from desk import Desk

from iossim.cli.entry import ConfigLine
from iossim.cli.errors import CliError
from iossim.cli.mode import Mode
from iossim.cli.pattern import Keyword, parse

LINES_OF_THEIR_OWN = {"ip route-cache", "random-detect"}
"""Lines that are whole although others begin like them."""


def _first_words(pattern: str) -> list[str]:
    words = []
    for part in parse(pattern):
        if not isinstance(part, Keyword):
            break
        words.append(part.text)
    return words


@pytest.mark.parametrize("sign", ["no", "default"])
def test_what_several_lines_begin_with_takes_none_away(sign: str) -> None:
    """`no ip` is incomplete, and so is `no` alone."""
    line = Desk().lab.router("r1").lines.console
    following: dict[Mode, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for entry in line.router.catalog.entries:
        if isinstance(entry, ConfigLine):
            words = _first_words(entry.pattern)
            for count in range(len(words)):
                following[entry.mode][" ".join(words[:count])].add(words[count])
    taken = []
    for mode, beginnings in following.items():
        for words, next_words in beginnings.items():
            if len(next_words) > 1 and words not in LINES_OF_THEIR_OWN:
                try:
                    line.grammar.match(mode, 15, f"{sign} {words}".strip(), line.vocabulary)
                except CliError:
                    continue
                taken.append(f"{mode.name}: {sign} {words}")
    assert taken == []
