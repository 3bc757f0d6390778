"""The tree of all lines that can be typed in a mode, grown where somebody goes.

A node is a place inside lines that began with the same words: all declarations that got there wait in it as items,
each with the parts it still expects. Growing a node asks every item for its next words and merges equal ones, so
equal prefixes of different declarations share a path, and nothing is computed for commands nobody types.

An item's captures say what the path means to its declaration: the value read at step `n` is its argument `name`, or a
keyword at step `n` gave `name` a fixed value.

Invariant: a tree belongs to a grammar, never to the state of a device; growing changes no answer. Of items that end
at one node the one declared first counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any, NamedTuple

from iossim.cli.entry import Command, Entry
from iossim.cli.mode import PRIVILEGED_LEVEL
from iossim.cli.pattern import AnyOrder, Argument, Keyword, OneOf, Option, Sequence, Several
from iossim.cli.privilege import Ladder, Path, behind
from iossim.cli.types import ArgumentType, Number

DEEPEST = 200  # no line of a terminal has more words; bounds the recursion over hostile ones


class Form(Enum):
    """How a line is meant: plain, with `no`, with `default`."""

    PLAIN = ""
    NO = "no"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One way to type an entry: its form, the parts of the line, and what absent arguments are filled with."""

    entry: Entry
    parts: Sequence
    form: Form = Form.PLAIN
    fill: Mapping[str, Any] = field(default_factory=dict)
    compounds: tuple[Several, ...] = ()

    @property
    def hidden(self) -> bool:
        """True when `?` and Tab do not know it."""
        return isinstance(self.entry, Command) and self.entry.hidden


class Capture(NamedTuple):
    """What one step of a path means: `value` is None for the value read there."""

    step: int
    name: str
    many: bool
    value: bool | int | str | None


class Item(NamedTuple):
    """A declaration that waits at a node; `path` are its keywords so far, where levels were moved."""

    reading: Reading
    rest: Sequence
    captures: tuple[Capture, ...]
    path: Path = ()

    @property
    def level(self) -> int:
        """The level the declaration asks for."""
        entry = self.reading.entry
        return entry.level if isinstance(entry, Command) else PRIVILEGED_LEVEL


def ends(parts: Sequence) -> bool:
    """True when a line may end before these parts."""
    return all(_optional(part) for part in parts)


def _optional(part: object) -> bool:
    match part:
        case Option():
            return True
        case OneOf():
            return any(ends(branch) for branch in part.branches)
        case AnyOrder():
            return not part.needed or any(ends(branch) for branch in part.branches)
    return False


def steps(parts: Sequence) -> Iterator[tuple[Keyword | Argument, Sequence]]:
    """The next words of a line of these parts, each with the parts after it."""
    if not parts:
        return
    head, tail = parts[0], parts[1:]
    match head:
        case Keyword():
            yield head, tail
        case Argument():
            yield head, ((Option((head,)), *tail) if head.many else tail)
        case Several():
            yield from steps(head.body + tail)
        case Option():
            yield from steps(head.body + tail)
            yield from steps(tail)
        case OneOf():
            for branch in head.branches:
                yield from steps(branch + tail)
        case AnyOrder():
            for index, branch in enumerate(head.branches):
                others = head.branches[:index] + head.branches[index + 1 :]
                yield from steps((*branch, *((AnyOrder(others),) if others else ()), *tail))
            if not head.needed:
                yield from steps(tail)


class Following(NamedTuple):
    """What may follow at a place in the tree: keywords in lower case, values with the narrow types first, nothing more."""

    keywords: dict[str, Node]
    arguments: list[tuple[ArgumentType, Node]]
    ends: list[Item]


class Node:
    """A place in the tree; `word` is the keyword that led here, or the last one before an argument did."""

    def __init__(self, depth: int = 0, word: str = "", text: str = "", ladder: Ladder | None = None) -> None:
        self.depth = depth
        self.word = word
        self.text = text
        self.ladder = ladder
        self.help = ""
        self.hidden = True
        self.items: list[Item] = []

    @cached_property
    def following(self) -> Following:
        """What may follow, grown when somebody comes here."""
        keywords: dict[str, Node] = {}
        arguments: dict[ArgumentType, Node] = {}
        ended: list[Item] = []
        for item in self.items:
            if ends(item.rest) and (self.ladder is None or self.ladder.ends(item.level, item.path)):
                ended.append(item)
            for symbol, rest in steps(item.rest) if self.depth < DEEPEST else ():
                path = item.path
                if isinstance(symbol, Keyword):
                    if self.ladder is not None:
                        path = behind(path, symbol.text)
                        if not self.ladder.passes(item.level, path):
                            continue
                    word = symbol.text.lower()
                    node = keywords.get(word)
                    if node is None:
                        node = keywords[word] = Node(self.depth + 1, symbol.text, symbol.text, self.ladder)
                else:
                    node = arguments.get(symbol.type)
                    if node is None:
                        node = arguments[symbol.type] = Node(self.depth + 1, self.word, ladder=self.ladder)
                self._enter(node, symbol, item, rest, path)
        return Following(keywords, sorted(arguments.items(), key=_breadth), ended)

    @cached_property
    def keywords(self) -> dict[str, Node]:
        """The keywords that may follow, in lower case."""
        return self.following.keywords

    @cached_property
    def arguments(self) -> list[tuple[ArgumentType, Node]]:
        """The types of values that may follow, narrow ones first."""
        return self.following.arguments

    @cached_property
    def ends(self) -> list[Item]:
        """The declarations whose line may end here."""
        return self.following.ends

    @property
    def listed(self) -> bool:
        """Whether `?` and Tab know it: it is not hidden, and something may follow that this level may type."""
        return not self.hidden and (self.ladder is None or bool(self.keywords or self.arguments or self.ends))

    def abbreviated(self, text: str) -> list[Node]:
        """The nodes of the keywords that begin so; hidden ones only when no other does."""
        fitting = [node for word, node in self.keywords.items() if word.startswith(text)]
        if len(fitting) > 1:
            return [node for node in fitting if not node.hidden] or fitting
        return fitting

    def _enter(self, node: Node, symbol: Keyword | Argument, item: Item, rest: Sequence, path: Path) -> None:
        """Let an item go on to the node behind a symbol, where it expects the rest."""
        reading, captures = item.reading, item.captures
        name = symbol.text if isinstance(symbol, Keyword) else symbol.name
        if isinstance(symbol, Argument):
            captures = (*captures, Capture(self.depth, name, symbol.many, None))
        elif symbol.mark:
            captures = (*captures, Capture(self.depth, symbol.mark, False, symbol.value))
        node.items.append(Item(reading, rest, captures, path))
        hidden = reading.hidden
        node.hidden = node.hidden and hidden
        if not node.help and not hidden:
            texts = reading.entry.help
            node.help = _bounded(symbol, texts) or texts.get(f"{self.word} {name}") or texts.get(name) or symbol.help


def _bounded(symbol: Keyword | Argument, texts: Mapping[str, str]) -> str:
    """The help of one range where a declaration tells its ranges apart."""
    kind = symbol.type if isinstance(symbol, Argument) else None
    return texts.get(f"{kind.low}-{kind.high}", "") if isinstance(kind, Number) else ""


def _breadth(pair: tuple[ArgumentType, Node]) -> int:
    return pair[0].breadth


def grown(readings: list[Reading], ladder: Ladder | None = None) -> Node:
    """The root of a tree of these readings, cut to what a ladder lets pass."""
    root = Node(ladder=ladder)
    root.items = [Item(reading, reading.parts, ()) for reading in readings]
    return root
