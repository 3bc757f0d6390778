"""The type of interface names: `fa0/0`, `fa 0/0`, `FastEthernet 0/0`, all read as `FastEthernet0/0`.

Which kinds and numbers exist is the vocabulary's word. A wrong kind fails where no kind goes on so, a wrong number
where no existing number goes on so (ios-cli 2.1, 2.3, 4.2).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from iossim.cli.types import ArgumentType, Bad, Got, Line, Outcome, Row, Short, Unclear, register
from iossim.cli.vocabulary import InterfaceType, Vocabulary

_SPLIT = re.compile(r"([A-Za-z-]*)(.*)", re.DOTALL)
_SLOTS = re.compile(r"\d{1,3}(/\d{1,3})?")
_HIGHEST = 2147483647


def common_prefix(first: str, second: str) -> int:
    """How many leading characters two words share, without regard to case."""
    count = 0
    for one, other in zip(first.lower(), second.lower(), strict=False):
        if one != other:
            break
        count += 1
    return count


@dataclass(frozen=True)
class InterfaceName(ArgumentType):
    """An interface: kind and number in one token or two; the value is its full name.

    With `absent` a number that no interface of the kind has is read as well: whoever takes it says what is wrong.
    """

    breadth: int = 3
    absent: bool = False

    def read(self, line: Line, at: int) -> Outcome:
        """The kind first, then its number, here or in the next token."""
        token = line.tokens[at]
        found = _SPLIT.fullmatch(token.text)
        word, number = found.groups() if found else (token.text, "")
        kinds = self._kinds(line.vocabulary, word) if word else []
        if not kinds:
            known = max((common_prefix(word, kind.name) for kind in line.vocabulary.interface_types), default=0)
            return Bad(token.start + known)
        if len(kinds) > 1:
            return Unclear(token.end)
        if number:
            return self._numbered(kinds[0], number, token.start + len(word), at + 1)
        if at + 1 == len(line.tokens):
            return Short((_number_row(kinds[0]),))
        return self._numbered(kinds[0], line.tokens[at + 1].text, line.tokens[at + 1].start, at + 2)

    def _numbered(self, kind: InterfaceType, number: str, column: int, after: int) -> Outcome:
        if self.absent and kind.numbers is not None and _SLOTS.fullmatch(number) and number not in kind.numbers:
            return Got(kind.name + number, after)
        return _numbered(kind, number, column, after)

    def rows(self, vocabulary: Vocabulary, text: str) -> list[Row]:
        """One row per kind."""
        return [Row(kind.name, kind.help) for kind in vocabulary.interface_types]

    def words(self, vocabulary: Vocabulary, prefix: str) -> list[str]:
        """The kinds that begin so."""
        return [kind.name for kind in vocabulary.interface_types if kind.name.lower().startswith(prefix.lower())]

    def growing(self, line: Line, at: int) -> list[Row] | None:
        """Behind a slot the slash, behind the slash the ports there are."""
        found = _SPLIT.fullmatch(line.tokens[at].text)
        word, number = found.groups() if found else ("", "")
        kinds = self._kinds(line.vocabulary, word) if word else []
        last = len(line.tokens) - 1
        if len(kinds) != 1 or at not in ((last,) if number else (last - 1,)):
            return None
        return _growing(kinds[0], number or line.tokens[last].text)

    @staticmethod
    def _kinds(vocabulary: Vocabulary, word: str) -> list[InterfaceType]:
        small = word.lower()
        kinds = [kind for kind in vocabulary.interface_types if kind.name.lower().startswith(small)]
        return [kind for kind in kinds if kind.name.lower() == small] or kinds


def _numbered(kind: InterfaceType, number: str, column: int, after: int) -> Outcome:
    base, dot, sub = number.partition(".")
    if kind.numbers is None:
        good = _digits(base)
        if good < len(base) or not base:
            return Bad(column + good)
        if len(base) > 10 or int(base) > _HIGHEST:
            return Bad(column)
        base = str(int(base))
    elif base not in kind.numbers:
        return Bad(column + max((common_prefix(base, known) for known in kind.numbers), default=0))
    if not dot:
        return Got(kind.name + base, after)
    if not kind.dotted:
        return Bad(column + number.index("."))
    if _digits(sub) < len(sub) or not sub or len(sub) > 10:
        return Bad(column + number.index(".") + 1 + _digits(sub))
    return Got(f"{kind.name}{base}.{int(sub)}", after)


def _growing(kind: InterfaceType, number: str) -> list[Row]:
    base, dot, _ = number.partition(".")
    if kind.numbers is None or (dot and kind.dotted and base in kind.numbers):
        return [Row(f"<0-{_HIGHEST}>", f"{kind.name} interface number")]
    if not any(known.startswith(number) for known in kind.numbers):
        return []
    slot, slash, _ = number.partition("/")
    ports = [int(known.partition("/")[2]) for known in kind.numbers if known.startswith(f"{slot}/")]
    if not ports:
        return [_number_row(kind)]
    return [Row(f"<{min(ports)}-{max(ports)}>", f"{kind.name} interface number") if slash else Row("/", "")]


def _digits(text: str) -> int:
    return len(text) - len(text.lstrip("0123456789"))


def _number_row(kind: InterfaceType) -> Row:
    if kind.numbers is None:
        return Row(f"<0-{_HIGHEST}>", f"{kind.name} interface number")
    slots = sorted(int(number.partition("/")[0]) for number in kind.numbers)
    low, high = (slots[0], slots[-1]) if slots else (0, 0)
    return Row(f"<{low}-{high}>", f"{kind.name} interface number")


register("interface", InterfaceName())
register("any-interface", InterfaceName(absent=True))
