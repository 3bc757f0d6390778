"""Lines that many boxes have: what each means to boxes with the same words is found out once.

The start-up configurations of a hundred homes differ in a few addresses. Reading a line looks at its mode, its level, its text
and the vocabulary, and at nothing else; what it finds is frozen. What is remembered is code's, like the trees of a grammar:
no part of the state. A line that is refused is read again each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iossim.cli.grammar import Grammar, Match
    from iossim.cli.mode import Mode
    from iossim.cli.vocabulary import Vocabulary

MOST = 4_000
"""Lines that are kept for a vocabulary; more than that are not repeated but many."""


class Repeated:
    """The lines read with one vocabulary."""

    def __init__(self, grammar: Grammar, vocabulary: Vocabulary) -> None:
        self.grammar = grammar
        self.vocabulary = vocabulary
        self._known: dict[tuple[str, str, int, str], Match] = {}

    def match(self, mode: Mode, level: int, text: str) -> Match:
        """What a line means; raises `CliError`. As `Grammar.match`."""
        asked = mode.name, mode.aspect, level, text
        found = self._known.get(asked)
        if found is None:
            found = self.grammar.match(mode, level, text, self.vocabulary)
            if len(self._known) == MOST:
                self._known.clear()
            self._known[asked] = found
        return found
