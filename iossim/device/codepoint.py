"""Differentiated services codepoints and precedences: numbers that IOS writes by name where they have one (RFC 2474, RFC 2597)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from iossim.cli.types import ArgumentType, Bad, Got, Line, Outcome, Row, Show, Unclear, register
from iossim.cli.vocabulary import Vocabulary

_ASSURED = {f"af{row}{column}": row * 8 + column * 2 for row in (1, 2, 3, 4) for column in (1, 2, 3)}
DSCP: Mapping[str, int] = {
    **_ASSURED,
    **{f"cs{number}": number * 8 for number in range(1, 8)},
    "default": 0,
    "ef": 46,
}
PRECEDENCE: Mapping[str, int] = {
    "critical": 5, "flash": 3, "flash-override": 4, "immediate": 2, "internet": 6, "network": 7, "priority": 1, "routine": 0,
}  # fmt: skip

SERVICE: Mapping[str, int] = {
    "max-reliability": 2, "max-throughput": 4, "min-delay": 8, "min-monetary-cost": 1, "normal": 0,
}  # fmt: skip
"""The four bits between precedence and the last one (RFC 1349)."""


@dataclass(frozen=True)
class Codepoint(ArgumentType):
    """A number up to `high`, or a name; the value is the number."""

    kind: str
    high: int
    named: Mapping[str, int] = field(hash=False)
    breadth: int = 2

    def read(self, line: Line, at: int) -> Outcome:
        """Digits, or a unique beginning of a name."""
        token = line.tokens[at]
        text = token.text.lower()
        if text.isascii() and text.isdigit():
            return Got(int(text), at + 1) if len(text) < 4 and int(text) <= self.high else Bad(token.start)
        fitting = [name for name in self.named if name.startswith(text)]
        if text in self.named or len(fitting) == 1:
            return Got(self.named[text if text in self.named else fitting[0]], at + 1)
        return Unclear(token.end) if fitting else Bad(token.start)

    def rows(self, vocabulary: Vocabulary, text: str) -> list[Row]:
        """The range, and every name with its bits."""
        width = self.high.bit_length()
        bits = [
            Row(name, f"Match packets with {self._title(name)} ({value:0{width}b})") for name, value in self._sorted()
        ]
        return [Row(f"<0-{self.high}>", text), *bits]

    def _sorted(self) -> list[tuple[str, int]]:
        return sorted(self.named.items())

    def _title(self, name: str) -> str:
        return f"{name.upper() if self.kind == 'dscp' and name != 'default' else name} {self.kind}"

    def words(self, vocabulary: Vocabulary, prefix: str) -> list[str]:
        """The names that begin so."""
        return [name for name in self.named if name.startswith(prefix.lower())]

    def write(self, value: Any, show: Show) -> str:
        """The name, where there is one."""
        return next((name for name, number in self.named.items() if number == value), str(value))


@dataclass(frozen=True)
class SetCodepoint(Codepoint):
    """The same where a packet is given the value."""

    def rows(self, vocabulary: Vocabulary, text: str) -> list[Row]:
        """The range, and every name with its number."""
        title = "TOS" if self.kind == "tos" else self.kind
        names = [Row(name, f"Set {name.replace('-', ' ')} {title} ({value})") for name, value in self._sorted()]
        return [Row(f"<0-{self.high}>", text), *names]


NAMED = {
    "dscp": Codepoint("dscp", 63, DSCP),
    "precedence": Codepoint("precedence", 7, PRECEDENCE),
    "tos": Codepoint("tos", 15, SERVICE),
    "set-precedence": SetCodepoint("precedence", 7, PRECEDENCE),
    "set-tos": SetCodepoint("tos", 15, SERVICE),
}


def declare() -> None:
    """Give the types names for patterns."""
    for name, kind in NAMED.items():
        register(name, kind)
