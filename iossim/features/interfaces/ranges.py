"""`interface range FastEthernet0/0 - 1 , Loopback0`: what is typed there goes to each of the interfaces (12.1(5)T, 12.2(2)T).

A range counts the last part of a number up; blanks stand around `-` and `,`. All interfaces must exist. The mode is that of
one interface, with another prompt: lines are those of an interface, and are tried on each in turn.

Left out: `define interface-range` and `range macro`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from iossim.cli.entry import Args, Command
from iossim.cli.errors import Refused
from iossim.cli.mode import GLOBAL, INTERFACE, Mode
from iossim.cli.types import ArgumentType, Bad, Got, Line, Outcome, Row, Show, named, register
from iossim.cli.vocabulary import Vocabulary
from iossim.device.context import Context
from iossim.device.interface import parent_of
from iossim.features.interfaces.config import SECTION
from iossim.features.interfaces.encapsulation import BELOW

RANGE = Mode(INTERFACE.name, "config-if-range", INTERFACE.heading, GLOBAL, INTERFACE.keyword)
RANGE_BELOW = replace(RANGE, aspect=BELOW)
"""With a subinterface among them: what it does not have is told to none."""
MOST = 255
_LAST_PART = re.compile(r"(.*?)(\d+)")


@dataclass(frozen=True)
class PortRange(ArgumentType):
    """Interfaces and runs of them to the end of the line; the value is a tuple of names."""

    breadth: int = 3

    def read(self, line: Line, at: int) -> Outcome:
        """Pieces between commas."""
        names: tuple[str, ...] = ()
        while True:
            outcome = named("interface").read(line, at)
            if not isinstance(outcome, Got):
                return outcome
            found: tuple[str, ...] = (outcome.value,)
            at = outcome.next
            if at + 1 < len(line.tokens) and line.tokens[at].text == "-":
                found = _up_to(outcome.value, line.tokens[at + 1].text)
                if not found:
                    return Bad(line.tokens[at + 1].start)
                at += 2
            names += found
            if at == len(line.tokens):
                return Got(tuple(dict.fromkeys(names)), at)
            if line.tokens[at].text != "," or at + 1 == len(line.tokens):
                return Bad(line.tokens[at].start)
            at += 1

    def rows(self, vocabulary: Vocabulary, text: str) -> list[Row]:
        """The kinds of interfaces."""
        return named("interface").rows(vocabulary, text)

    def words(self, vocabulary: Vocabulary, prefix: str) -> list[str]:
        """The kinds that begin so."""
        return named("interface").words(vocabulary, prefix)

    def write(self, value: tuple[str, ...], show: Show) -> str:
        """Never written: a range is no line of the configuration."""
        return " , ".join(value)


register("port-range", PortRange())


def _up_to(first: str, last: str) -> tuple[str, ...]:
    """The interfaces from a first to a last number; none when there is no such run."""
    found = _LAST_PART.fullmatch(first)
    if found is None or not (last.isascii() and last.isdigit() and len(last) < 9):
        return ()
    lead, low, high = found[1], int(found[2]), int(last)
    return tuple(f"{lead}{number}" for number in range(low, high + 1)) if low <= high < low + MOST else ()


def enter_range(context: Context, args: Args) -> None:
    """`interface range ...`."""
    names: tuple[str, ...] = args["ports"]
    for name in names:
        if context.router.interfaces.peek(name) is None:
            raise Refused(f"% Interface {name} does not exist")
    sections = [((SECTION.enters.name, name),) for name in names if SECTION.enters is not None]
    below = any(parent_of(name) for name in names)
    context.session.enter_mode(RANGE_BELOW if below else RANGE, sections[0], tuple(sections[1:]))


COMMAND = Command(
    "interface range <ports:port-range>",
    enter_range,
    {"interface": "Select an interface to configure", "range": "interface range command"},
    GLOBAL,
    since="12.1(5)T",
)
