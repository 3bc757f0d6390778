"""Patterns: the syntax of a line as the command reference prints it, read into parts.

    word              Keyword
    <name:type>       Argument; `<name:type+>` takes one or more, its value is a tuple
    <name:a|b>        OneOf keywords that give `name` a value (digits give an int); ranges may be among them:
    <n:1-99|any>
    [ ... ]           Option
    { a | b }         OneOf
    ( a | b )*        AnyOrder: any of these, each at most once; `( a | b )+` at least one

A line must tell afterwards what was typed. An argument tells by being there. A branch or option that holds no argument
which must be there tells by a *mark*: its first keyword is recorded in the arguments as True (`[brief]` -> brief=True).

Invariant: parts are immutable and know no entry; equal pattern texts share one parse. `cli.tree` walks parts,
`cli.writing` prints them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from iossim.cli import interface as interface  # these two register their types
from iossim.cli import values as values
from iossim.cli.compound import COMPOUNDS, Compound
from iossim.cli.types import ArgumentType, named


@dataclass(frozen=True, slots=True)
class Keyword:
    """A fixed word; when `mark` is not empty, typing it sets the argument `mark` to `value`."""

    text: str
    mark: str = ""
    value: bool | int | str = True
    help: str = ""


@dataclass(frozen=True, slots=True)
class Argument:
    """A value of a type."""

    name: str
    type: ArgumentType
    many: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class Several:
    """A value made of a pattern of its own; the names in `body` begin with `name` and a dot."""

    name: str
    type: Compound
    body: Sequence


@dataclass(frozen=True, slots=True)
class Option:
    """Parts that may be left out together."""

    body: Sequence


@dataclass(frozen=True, slots=True)
class OneOf:
    """Exactly one of the branches."""

    branches: tuple[Sequence, ...]


@dataclass(frozen=True, slots=True)
class AnyOrder:
    """Any of the branches in any order, each at most once; at least one when `needed`."""

    branches: tuple[Sequence, ...]
    needed: bool = False


Part = Keyword | Argument | Several | Option | OneOf | AnyOrder
Sequence = tuple[Part, ...]

_LEXEME = re.compile(r"\s*(<[^<>]+>|\)\*|\)\+|[\[\]{}()|]|[^\s\[\]{}()|<>]+)")
_CLOSE = {"]": "[", "}": "{", ")*": "(", ")+": "("}


@cache
def parse(pattern: str) -> Sequence:
    """Read a pattern; ValueError when it is malformed."""
    reader = _Reader(pattern)
    branches = reader.branches("")
    if len(branches) != 1 or not branches[0]:
        raise ValueError(f"an alternative must stand in braces: {pattern!r}")
    _check_names(branches[0], pattern)
    _check_branches(branches[0], pattern)
    return branches[0]


class _Reader:
    """Recursive descent over the lexemes of one pattern."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.lexemes: list[str] = _LEXEME.findall(pattern)
        if "".join(self.lexemes) != "".join(pattern.split()):
            raise ValueError(f"cannot read pattern {pattern!r}")
        self.at = 0

    def branches(self, opener: str) -> tuple[Sequence, ...]:
        """The alternatives up to the closing bracket, which is left to the caller."""
        branches: list[list[Part]] = [[]]
        while self.at < len(self.lexemes):
            lexeme = self.lexemes[self.at]
            if lexeme in _CLOSE:
                if _CLOSE[lexeme] != opener:
                    break
                return tuple(tuple(branch) for branch in branches)
            self.at += 1
            if lexeme == "|":
                branches.append([])
            else:
                branches[-1].append(self.part(lexeme))
        if opener or self.at < len(self.lexemes):
            raise ValueError(f"brackets do not match in {self.pattern!r}")
        return tuple(tuple(branch) for branch in branches)

    def part(self, lexeme: str) -> Part:
        """One part; bracketed ones read on."""
        if lexeme.startswith("<"):
            return _argument(lexeme[1:-1])
        if lexeme not in ("[", "{", "("):
            return Keyword(lexeme)
        branches = tuple(_telling(branch) for branch in self.branches(lexeme))
        closer = self.lexemes[self.at]
        self.at += 1
        if lexeme == "[":
            return Option(branches[0] if len(branches) == 1 else (OneOf(branches),))
        if lexeme == "{":
            return OneOf(branches)
        return AnyOrder(branches, needed=closer == ")+")


def _argument(text: str) -> Part:
    name, colon, kind = text.partition(":")
    if not colon or not kind:
        raise ValueError(f"an argument is <name:type>, not <{text}>")
    if kind in COMPOUNDS:
        body = parse(COMPOUNDS[kind].pattern)
        return Several(name, COMPOUNDS[kind], _renamed(body, name, COMPOUNDS[kind]))
    many = kind.endswith("+")
    if "|" not in kind:
        try:
            return Argument(name, named(kind.removesuffix("+")), many)
        except ValueError as error:
            raise ValueError(f"{error} in <{text}>") from None
    return OneOf(tuple((_choice(name, choice),) for choice in kind.split("|")))


def _choice(name: str, choice: str) -> Part:
    if re.fullmatch(r"\d+-\d+", choice):
        return Argument(name, named(choice))
    return Keyword(choice, name, int(choice) if choice.isdigit() else choice)


def _telling(branch: Sequence) -> Sequence:
    """The branch with a mark on its first keyword, unless some part of it tells anyway."""
    if any(_tells(part) for part in branch):
        return branch
    for index, part in enumerate(branch):
        if isinstance(part, Keyword):
            return (*branch[:index], replace(part, mark=part.text), *branch[index + 1 :])
    return branch


def _tells(part: Part) -> bool:
    match part:
        case Keyword():
            return bool(part.mark)
        case OneOf():
            return all(branch and any(_tells(inner) for inner in branch) for branch in part.branches)
        case AnyOrder():
            return part.needed
        case Option():
            return False
    return True


def _renamed(body: Sequence, name: str, kind: Compound) -> Sequence:
    """The parts of a compound under `name`, with the compound's help on its words."""

    def rename(part: Part) -> Part:
        match part:
            case Keyword():
                mark = f"{name}.{part.mark}" if part.mark else ""
                return Keyword(part.text, mark, part.value, kind.help.get(part.text, ""))
            case Argument():
                return Argument(f"{name}.{part.name}", part.type, part.many, kind.help.get(part.name, ""))
            case Option():
                return Option(sequence(part.body))
            case OneOf():
                return OneOf(tuple(sequence(branch) for branch in part.branches))
            case AnyOrder():
                return replace(part, branches=tuple(sequence(branch) for branch in part.branches))
            case Several():
                raise ValueError("a compound cannot hold a compound")

    def sequence(parts: Sequence) -> Sequence:
        return tuple(rename(part) for part in parts)

    return sequence(body)


def inner(part: Part) -> tuple[Sequence, ...]:
    """The sequences inside a bracketed part."""
    match part:
        case Option():
            return (part.body,)
        case OneOf() | AnyOrder():
            return part.branches
    return ()


def leaves(parts: Sequence) -> list[Keyword | Argument | Several]:
    """The words and values that a line of these parts may carry, in order, out of all brackets."""
    found: list[Keyword | Argument | Several] = []
    for part in parts:
        match part:
            case Keyword() | Argument() | Several():
                found.append(part)
            case _:
                for body in inner(part):
                    found += leaves(body)
    return found


def names(parts: Sequence) -> list[str]:
    """The arguments and marks that a line of these parts may carry, in order, repeated as written."""
    found: list[str] = []
    for leaf in leaves(parts):
        match leaf:
            case Keyword():
                found += (leaf.mark,) if leaf.mark else ()
            case _:
                found.append(leaf.name)
    return found


def compounds(parts: Sequence) -> tuple[Several, ...]:
    """The compound arguments among the parts."""
    return tuple([leaf for leaf in leaves(parts) if isinstance(leaf, Several)])


def _check_names(parts: Sequence, pattern: str) -> None:
    found = leaves(parts)
    marks = {leaf.mark for leaf in found if isinstance(leaf, Keyword) and leaf.value is True}
    clash = sorted(marks & {leaf.name for leaf in found if not isinstance(leaf, Keyword)})
    if clash:
        raise ValueError(f"{clash[0]!r} is both an argument and a keyword that marks itself in {pattern!r}")


def _check_branches(parts: Sequence, pattern: str) -> None:
    """Branches that differ in keywords alone, with the same arguments, could not be told apart when written."""
    for part in parts:
        told: dict[frozenset[str], tuple[str, ...]] = {}
        for branch in inner(part):
            _check_branches(branch, pattern)
            words = tuple(one.text for one in branch if isinstance(one, Keyword) and not one.mark)
            if told.setdefault(frozenset(names(branch)), words) != words:
                raise ValueError(f"alternatives with the same arguments cannot be told apart in {pattern!r}")
