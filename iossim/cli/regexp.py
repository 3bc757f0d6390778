"""Regular expressions of IOS: the V8 kind, matched in linear time.

    .       any character                 [a-d] [^a]   a set
    * + ?   repeat the item before        (a|b)        a group, alternatives
    ^ $     start and end of the line     _            , { } ( ) blank, start or end of the line
    \\x      the character x itself

A pattern becomes a Thompson automaton whose state sets are remembered as they are met (a lazy DFA), so no pattern can
make a line cost more than its length times the pattern's: there is no backtracking. `compiled` is memoised per process
and never part of the state.

Left out: back references (`\\1`), which no automaton can match; they are answered like any bad pattern.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

MAX_NESTING = 40
MAX_REMEMBERED = 2000
_REPEATS = {"*": (False, True), "+": (True, True), "?": (False, False)}  # at least once, more than once


@dataclass(frozen=True, slots=True)
class BadPattern:
    """A text that is no regular expression, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Chars:
    """One character of a set, or one that is not in it."""

    members: frozenset[str]
    negated: bool = False

    def takes(self, char: str) -> bool:
        """True when the character fits."""
        return (char in self.members) is not self.negated


@dataclass(frozen=True, slots=True)
class Edge:
    """No character: the start or the end of the line."""

    end: bool


@dataclass(frozen=True, slots=True)
class Repeat:
    """An item that may be absent (unless `once`) and may come again (when `more`)."""

    item: Node
    once: bool
    more: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Items one after the other."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several."""

    options: tuple[Node, ...]


Node = Chars | Edge | Repeat | Row | Choice

ANY = Chars(frozenset(), negated=True)
START, END = Edge(end=False), Edge(end=True)
DELIMITER = Choice((Chars(frozenset(",{}() ")), START, END))
_SPECIAL: dict[str, Node] = {".": ANY, "^": START, "$": END, "_": DELIMITER}


class _Reader:
    """Recursive descent over the pattern's text; ValueError carries the reason of a bad one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self) -> str:
        char = self.peek()
        self.at += 1
        return char

    def whole(self) -> Node:
        node = self.choice()
        if self.peek():
            raise ValueError("unmatched )")
        return node

    def choice(self) -> Node:
        options = [self.row()]
        while self.peek() == "|":
            self.take()
            options.append(self.row())
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def row(self) -> Node:
        items: list[Node] = []
        while self.peek() and self.peek() not in "|)":
            items.append(self.repeated())
        return items[0] if len(items) == 1 else Row(tuple(items))

    def repeated(self) -> Node:
        item = self.item()
        if self.peek() and self.peek() in _REPEATS:
            item = Repeat(item, *_REPEATS[self.take()])
            if self.peek() and self.peek() in _REPEATS:
                raise ValueError("nested repeat")
        return item

    def item(self) -> Node:
        char = self.take()
        if char in _REPEATS:
            raise ValueError(f"{char} follows nothing")
        if char == "(":
            return self.group()
        if char == "[":
            return self.set()
        if char == "\\":
            char = self.take()
            if not char or char.isdigit():
                raise ValueError("back reference" if char else "trailing \\")
            return Chars(frozenset(char))
        return _SPECIAL.get(char) or Chars(frozenset(char))

    def group(self) -> Node:
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise ValueError("too many (")
        node = self.choice()
        if self.take() != ")":
            raise ValueError("unmatched (")
        self.depth -= 1
        return node

    def set(self) -> Node:
        negated = self.peek() == "^"
        if negated:
            self.take()
        members: list[str] = []
        while not members or self.peek() != "]":  # a ] in first place is a member
            first = self.take()
            if not first:
                raise ValueError("unmatched [")
            last = first
            if self.peek() == "-" and self.text[self.at + 1 : self.at + 2] not in ("", "]"):
                self.take()
                last = self.take()
            if last < first or ord(last) > 0xFFFF:
                raise ValueError("invalid range")
            members.extend(map(chr, range(ord(first), ord(last) + 1)))
        self.take()
        return Chars(frozenset(members), negated)


@dataclass(slots=True, eq=False)
class _States:
    """A set of automaton states between two characters; `first` = nothing of the line has been read."""

    members: frozenset[int]
    first: bool
    matched: bool
    moves: dict[str, _States] = field(default_factory=dict)


class Pattern:
    """A compiled pattern: `found(line)` answers whether it matches anywhere in the line.

    State i is `tests[i]`: Chars and Edge lead to `exits[i]`, None is a fork to all of them; state 0 is the match.
    """

    def __init__(self, text: str, node: Node) -> None:
        self.text = text
        self._tests: list[Chars | Edge | None] = [None]
        self._exits: list[tuple[int, ...]] = [()]
        self._known: dict[frozenset[int], _States] = {}
        self._entry = self._build(node, 0)
        members = self._close(frozenset((self._entry,)), True, False)
        self._begin = _States(members, True, 0 in members)

    def found(self, line: str) -> bool:
        """True when the pattern matches some part of the line."""
        states = self._begin
        for char in line:
            if states.matched:
                return True
            states = states.moves.get(char) or self._step(states, char)
        return states.matched or 0 in self._close(states.members, states.first, True)

    def _build(self, node: Node, onward: int) -> int:
        """Add the states of a node in front of `onward`; the answer is where they begin."""
        if isinstance(node, Chars | Edge):
            return self._add(node, (onward,))
        if isinstance(node, Row):
            for item in reversed(node.items):
                onward = self._build(item, onward)
            return onward
        if isinstance(node, Choice):
            return self._add(None, tuple([self._build(option, onward) for option in node.options]))
        fork = self._add(None, ())
        body = self._build(node.item, fork if node.more else onward)
        self._exits[fork] = (body, onward)
        return body if node.once else fork

    def _add(self, test: Chars | Edge | None, exits: tuple[int, ...]) -> int:
        self._tests.append(test)
        self._exits.append(exits)
        return len(self._tests) - 1

    def _step(self, states: _States, char: str) -> _States:
        reached = {self._entry}
        for state in sorted(states.members):
            test = self._tests[state]
            if isinstance(test, Chars) and test.takes(char):
                reached.update(self._exits[state])
        members = self._close(frozenset(reached), False, False)
        if len(self._known) >= MAX_REMEMBERED:
            self._forget()
        result = self._known.setdefault(members, _States(members, False, 0 in members))
        states.moves[char] = result
        return result

    def _forget(self) -> None:
        """Drop what has been remembered: a hostile pattern must not fill the memory."""
        for states in self._known.values():
            states.moves.clear()
        self._begin.moves.clear()
        self._known.clear()

    def _close(self, states: frozenset[int], first: bool, last: bool) -> frozenset[int]:
        """Everything reachable without reading a character; an end that has not come is kept waiting."""
        seen: set[int] = set()
        todo = sorted(states)
        while todo:
            state = todo.pop()
            if state in seen:
                continue
            seen.add(state)
            test = self._tests[state]
            if test is None or (isinstance(test, Edge) and (last if test.end else first)):
                todo.extend(self._exits[state])
        return frozenset(seen)


@lru_cache(maxsize=256)
def compiled(text: str) -> Pattern | BadPattern:
    """The automaton of a pattern, or what is wrong with the text."""
    try:
        node = _Reader(text).whole()
    except ValueError as error:
        return BadPattern(str(error))
    return Pattern(text, node)
