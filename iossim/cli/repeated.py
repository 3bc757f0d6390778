"""Lines that many boxes have: what each means to boxes with the same words is found out once.

The start-up configurations of a hundred homes differ in a few addresses. Reading a line looks at its mode, its level, its text
and the vocabulary, and at nothing else; what it finds is frozen, and so is what whoever reads makes of it. What is remembered is
code's, like the trees of a grammar: no part of the state. A line that is refused is read again each time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from iossim.cli.grammar import Grammar, Match
    from iossim.cli.mode import Mode
    from iossim.cli.vocabulary import Vocabulary

MOST = 4_000
"""Lines that are kept for a vocabulary; more than that are not repeated but many."""
T = TypeVar("T")


class Repeated(Generic[T]):
    """The lines read with one vocabulary, each as `understand` takes it: a pure function of what was matched."""

    def __init__(self, grammar: Grammar, vocabulary: Vocabulary, understand: Callable[[Match], T]) -> None:
        self.grammar = grammar
        self.vocabulary = vocabulary
        self.understand = understand
        self._known: dict[tuple[str, str, int, str], T] = {}

    def read(self, mode: Mode, level: int, text: str) -> T:
        """What a line means; raises `CliError`. As `Grammar.match`."""
        asked = mode.name, mode.aspect, level, text
        found = self._known.get(asked)
        if found is None:
            found = self.understand(self.grammar.match(mode, level, text, self.vocabulary))
            if len(self._known) == MOST:
                self._known.clear()
            self._known[asked] = found
        return found
