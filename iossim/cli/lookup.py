"""Looking a line up in a tree: one way through it, or the furthest point that any way reached.

At a node an exact keyword is tried first, else the one keyword that the word abbreviates, then values, narrow types
first; what fails further on is taken back. `Search.far` keeps the best excuse: the failure at the largest column,
which is the first character that cannot match (ios-cli 2.3). An ambiguous word counts as read to its end, a line that
is too short as read beyond it.
"""

from __future__ import annotations

from typing import Any

from iossim.cli.errors import Ambiguous, CliError, Incomplete, Invalid
from iossim.cli.interface import common_prefix
from iossim.cli.tree import Item, Node
from iossim.cli.types import ArgumentType, Bad, Got, Line, Row, Short, Unclear
from iossim.cli.values import RestOfLine


class Search:
    """One line against one tree."""

    __slots__ = ("count", "explaining", "far", "line", "values", "why")

    def __init__(self, line: Line, explaining: bool = False) -> None:
        self.line = line
        self.count = len(line.tokens)
        self.explaining = explaining
        self.values: list[Any] = []
        self.far = -1
        self.why: type[CliError] = Incomplete

    def find(self, node: Node, at: int = 0) -> list[Item] | None:
        """The declarations that the tokens from `at` on lead to from this node; `values` then has what was read."""
        if at == self.count:
            if not node.ends:
                self.excuse(len(self.line.text) + 1, Incomplete)
            return node.ends or None
        found = self._by_keyword(node, at) if node.keywords or self.explaining else None
        return found or self._by_value(node, at)

    def _by_keyword(self, node: Node, at: int) -> list[Item] | None:
        token = self.line.tokens[at]
        exact = node.keywords.get(token.word)
        following = [exact] if exact is not None else node.abbreviated(token.word)
        if len(following) == 1:
            self.values.append(None)
            found = self.find(following[0], at + 1)
            if found is None:
                self.values.pop()
            return found
        if following:
            self.excuse(token.end, Ambiguous)
        elif self.explaining:
            shared = (common_prefix(token.word, known) for known in node.keywords)
            self.excuse(token.start + max(shared, default=0), Invalid)
        return None

    def _by_value(self, node: Node, at: int) -> list[Item] | None:
        for kind, following in node.arguments:
            match kind.read(self.line, at):
                case Got(value, after):
                    self.values.append(value)
                    found = self.find(following, after)
                    if found is not None:
                        return found
                    self.values.pop()
                case Bad(column):
                    self.excuse(column, Invalid)
                case Unclear(column):
                    self.excuse(column, Ambiguous)
                case Short():
                    self.excuse(len(self.line.text) + 1, Incomplete)
        return None

    def excuse(self, column: int, why: type[CliError]) -> None:
        """Remember a failure if none was further on."""
        if column > self.far:
            self.far, self.why = column, why

    def error(self) -> CliError:
        """What IOS says to the line."""
        return Invalid(self.far) if self.why is Invalid else self.why()


class Reached:
    """Where the first tokens of a line lead: for `?` and Tab.

    `nodes` are the places reached; `rows` what is expected inside a value of several tokens. `ambiguous` tells that a
    word on the way fits several keywords, which hides all else.
    """

    __slots__ = ("ambiguous", "nodes", "rows")

    def __init__(self, root: Node, line: Line, count: int) -> None:
        self.nodes: list[Node] = []
        self.rows: list[Row] = []
        self.ambiguous = False
        self._go(root, line, 0, count)

    def _go(self, node: Node, line: Line, at: int, count: int) -> None:
        if at >= count:
            if at == count:
                self.nodes.append(node)
            return
        word = line.tokens[at].word
        exact = node.keywords.get(word)
        following = [exact] if exact is not None else node.abbreviated(word)
        if len(following) == 1:
            self._go(following[0], line, at + 1, count)
            return
        before = len(self.nodes), len(self.rows)
        for kind, behind in node.arguments:
            self._through(kind, behind, line, at, count)
        if following and before == (len(self.nodes), len(self.rows)):
            self.ambiguous = True

    def _through(self, kind: ArgumentType, behind: Node, line: Line, at: int, count: int) -> None:
        if isinstance(kind, RestOfLine):
            self.rows += kind.rows(line.vocabulary, behind.help)
            return
        if count == len(line.tokens) - 1:
            self.rows += kind.growing(line, at) or ()
        match kind.read(line, at):
            case Got(_, after):
                self._go(behind, line, after, count)
            case Short(rows):
                self.rows += rows
            case Unclear():
                self.ambiguous = True
