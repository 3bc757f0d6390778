"""Printing the running configuration, between its header and `end` (ios-cli 9).

Statements print by rank; what stands in a section is indented. In global configuration the ranks are divided into
places, one for each group of lines that IOS prints together, and every place leaves its `!` lines behind, also when
it is empty: that is where the runs of bare `!` of a real configuration come from. `bang` of a line adds a `!` after
each of its blocks.

Invariant: reading what is printed gives the same configuration. The header, `end` and the byte count are not printed
here.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum
from itertools import groupby
from operator import attrgetter

from iossim.cli.mode import GLOBAL
from iossim.cli.writing import PLAIN, Manner, keywords, write
from iossim.device.config import Applied, RunningConfig, SectionKey, Statement
from iossim.device.statement import PLACE
from iossim.net.address import NUMBERS, AddressNames


class Place(IntEnum):
    """Where global lines stand: `rank=Place.ISAKMP + 5`. A place reaches up to the next one."""

    SERVICE = 10  # version, service ...
    HOSTNAME = 40
    LOGGING = 50  # boot system, logging buffered, enable secret, username
    CLOCK = 80  # clock timezone, aaa, ip subnet-zero, ip cef
    NAMES = 100  # ip domain-name, ip host, ip name-server, ip dhcp excluded-address
    DHCP = 130  # ip dhcp pool
    CLASS_MAP = 150
    POLICY_MAP = 153
    KEY_CHAIN = 156
    PKI = 170  # trustpoints and certificate chains
    ISAKMP = 225
    IPSEC = 255  # lifetimes and transform sets
    DYNAMIC_MAP = 280
    CRYPTO_MAP = 285
    INTERFACE = 300
    ROUTER = 400
    IP = 440  # ip nat, ip classless, ip route, ip http server
    ACCESS_LIST = 480  # named lists, logging hosts, numbered lists
    ROUTE_MAP = 520
    BANNER = 540  # snmp-server, banner, alias
    LINE = 600
    NTP = 700


# `!` lines after a place: always, and besides when something stood in it.
_BANGS: dict[Place, tuple[int, int]] = {
    Place.SERVICE: (1, 0),
    Place.HOSTNAME: (1, 0),
    Place.LOGGING: (1, 0),
    Place.CLOCK: (2, 0),
    Place.NAMES: (1, 0),
    Place.DHCP: (1, 0),
    Place.CLASS_MAP: (0, 2),
    Place.POLICY_MAP: (0, 2),
    Place.PKI: (0, 1),
    Place.ISAKMP: (2, 0),
    Place.IPSEC: (0, 1),
    Place.DYNAMIC_MAP: (0, 2),
    Place.CRYPTO_MAP: (2, 0),
    Place.IP: (2, 0),
    Place.ACCESS_LIST: (1, 0),
    Place.ROUTE_MAP: (1, 0),
    Place.BANNER: (0, 1),
    Place.LINE: (1, 0),
    Place.NTP: (0, 1),
}


Seen = Callable[[Statement], bool]
"""Whether a statement is printed, with what stands under it."""


def running_lines(
    config: RunningConfig,
    names: AddressNames = NUMBERS,
    manner: Manner = PLAIN,
    seen: Seen | None = None,
) -> list[str]:
    """The whole configuration, as a release writes it (`Grammar.manner`)."""
    printer = _Printer(config, names, manner, seen)
    shown = printer.shown(())
    places = list(Place)
    ends = [bisect_left(shown, here, key=_rank) for here in places[1:]] + [len(shown)]
    lines: list[str] = []
    for here, begin, end in zip(places, [0, *ends], ends, strict=False):
        for entry, several in groupby(shown[begin:end], _entry):
            draw = printer.plain if entry.enters is None and not entry.bang else printer.blocks
            lines += draw(several)
        empty, filled = _BANGS.get(here, (0, 0))
        lines += ["!"] * (empty + (filled if end > begin else 0))
    return _split(lines)


_rank, _entry = attrgetter("entry.rank"), attrgetter("entry")


def _split(lines: Iterable[str]) -> list[str]:
    """One text per line: a banner's statement has several."""
    return "\n".join(lines).split("\n")


def section_lines(
    config: RunningConfig,
    section: SectionKey,
    names: AddressNames = NUMBERS,
    manner: Manner = PLAIN,
    seen: Seen | None = None,
) -> list[str]:
    """One section with the line that opens it, as `show running-config interface` has it; empty when there is none."""
    opener = config.opener(section)
    if opener is None:
        return []
    if seen is not None and not seen(opener):
        return []
    lines = list(_Printer(config, names, manner, seen).block(opener, section[:-1]))
    return lines[:-1] if opener.entry.bang else lines


class _Printer:
    """One configuration being printed."""

    def __init__(self, config: RunningConfig, names: AddressNames, manner: Manner, seen: Seen | None) -> None:
        self.config = config
        self.names = names
        self.manner = manner
        self.seen = seen

    def shown(self, section: SectionKey) -> list[Statement]:
        """The statements of a section and those that print without being stored, in order."""
        stored = self.config.all_of(section)
        found = [*stored]
        for statement in self._unstored(section, stored):
            insort(found, statement, key=PLACE)
        return found if self.seen is None else [statement for statement in found if self.seen(statement)]

    def _unstored(self, section: SectionKey, stored: tuple[Statement, ...]) -> Iterator[Statement]:
        mode = section[-1][0] if section else GLOBAL.name
        opener = self.config.opener(section)
        present = {name for name, several in self.config.named(section).items() if several}
        for entry in self.manner.always:
            if entry.mode.name != mode or entry.id in present:
                continue
            if entry.within is None or (opener is not None and entry.within(opener.args)):
                off = not entry.toggle and not entry.default
                yield Statement(entry, {**entry.fill, **entry.default}, negated=off)

    def plain(self, statements: Iterable[Statement]) -> list[str]:
        """Global lines of an entry that opens nothing: there may be thousands."""
        names = self.names
        lines = [
            written[1] if (written := one.written) is not None and written[0] is names else line_of(one, names)
            for one in statements
        ]
        return list(map(self.manner.spell, lines)) if self.manner.spellings else lines

    def blocks(self, statements: Iterable[Statement]) -> list[str]:
        """Global lines with what stands under them."""
        return [line for one in statements for line in self.block(one, ())]

    def block(self, statement: Statement, section: SectionKey) -> Iterator[str]:
        """A statement and what stands under it."""
        entry = statement.entry
        indent = 1 if self.manner.narrow else entry.indent
        margin = " " * (indent + len(section) - 1 if section else 0)
        line = line_of(statement, self.names)
        yield margin + line if section else self.manner.spell(line)
        if statement.opens:
            inside = statement.under(section)
            for inner in self.shown(inside):
                yield from self.block(inner, inside)
            if entry.closing:
                yield " " * len(inside) + entry.closing
        if entry.bang:
            yield "!"


def line_of(statement: Statement, names: AddressNames) -> str:
    """The text of a statement, which keeps it."""
    written = statement.written
    if written is None or written[0] is not names:
        written = names, _text(statement, names)
        object.__setattr__(statement, "written", written)
    return written[1]


def _text(statement: Statement, names: AddressNames) -> str:
    entry = statement.entry
    if statement.negated and entry.toggle is None:
        return f"no {keywords(entry)}"
    text = write(entry, statement.args, names.show)
    return ("no " if statement.negated else "") + text + entry.trailing


def write_down(applied: Applied, names: AddressNames) -> None:
    """Write the lines that have been typed, so that nobody waits for ten thousand of them once."""
    config = applied.config
    for change in applied.changes:
        if not change.removed:
            keys = {name: change.args.get(name) for name in change.entry.key}
            statement = config.statement(change.entry, change.section, **keys)
            if statement is not None:
                line_of(statement, names)
