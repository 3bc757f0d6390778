"""Configurations drawn from the grammar of a real router: for each line a walk through its pattern, values by type."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from iossim.cli.entry import ConfigLine
from iossim.cli.grammar import Grammar
from iossim.cli.interface import InterfaceName
from iossim.cli.mode import GLOBAL
from iossim.cli.pattern import Argument, Keyword, parse
from iossim.cli.tree import ends, steps
from iossim.cli.types import Number

LONGEST = 60
WORDS = ("RRI", "t1", "x-y", "plain", "Dmap", "10", "dynamic", "hq-ca", "lab", "Standby-1")
TEXTS = ("Private", "a  b | c", "10.81.2.0 / 23", "plain ol' ipsec", "no ip address", "show clock", "7 0822455D0A16")
ADDRESSES = ("10.81.0.3", "64.100.1.1", "10.0.0.0", "192.168.81.4", "172.16.1.1", "10.81.2.1", "0.0.0.0", "10.1.1.9")
BY_PLACEHOLDER = {
    "A.B.C.D": ADDRESSES,
    "Hostname or A.B.C.D": ADDRESSES,
    "/nn or A.B.C.D": ("255.255.255.0", "/29", "255.255.255.248"),
    "A.B.C.D/nn": ("10.81.2.0/29", "0.0.0.0/0"),
    "H.H.H": ("0000.0c07.ac05", "4000.0000.0010"),
    "Hex-string": ("0101", "CA01", "30820201"),
    "<1-31>": ("1", "15", "31"),
    "<-23 - 23>": ("-5", "1", "0"),
    "DAY": ("Sun", "wednesday"),
    "MONTH": ("Mar", "October"),
    "hh:mm": ("02:00", "3:15"),
    "WORD": WORDS,
}
MASKS = ("255.255.255.0", "255.255.255.248", "255.255.0.0", "0.0.0.255", "0.0.0.7", "255.255.255.255", "0.0.1.255")
INTERFACES = ("FastEthernet0/0", "fa 0/1", "Loopback0", "lo12", "FastEthernet1/0", "Loopback7", "e0", "FastEthernet 0")
"""Of both models: those that a box does not have are refused."""


def random_configuration(grammar: Grammar, draw: Random) -> str:
    """Some sections, each entered by its line and filled with lines of its mode, and global lines between them."""
    lines: list[str] = []
    every = tuple(entry for entry in grammar.entries() if isinstance(entry, ConfigLine))
    openers = [line for line in every if line.enters is not None and line.mode is GLOBAL]
    plain = [line for line in every if line.enters is None and line.mode is GLOBAL]
    for _ in range(draw.randint(1, 6)):
        opener = draw.choice(openers)
        lines += [_form(draw) + _line(draw.choice(plain), draw) for _ in range(draw.randint(0, 2))]
        lines.append(_line(opener, draw))
        lines += _filled(every, opener, draw)
    return "\n".join(lines)


def _filled(every: tuple[ConfigLine, ...], opener: ConfigLine, draw: Random) -> Iterator[str]:
    """Lines of the mode that a line leads to, and of modes below it."""
    within = [line for line in every if line.mode is opener.enters]
    for _ in range(draw.randint(0, 6) if within else 0):
        line = draw.choice(within)
        yield _form(draw) * (line.enters is None) + _line(line, draw)
        if line.enters is not None and line.enters is not opener.enters:
            yield from _filled(every, line, draw)
            yield "quit"


def _form(draw: Random) -> str:
    return draw.choice(("", "", "", "", "no ", "default "))


def _line(entry: ConfigLine, draw: Random) -> str:
    """A line of an entry: optional parts come or not, choices fall by lot."""
    words, rest = [], parse(entry.pattern)
    for _ in range(LONGEST):
        following = list(steps(rest))
        if not following or (ends(rest) and draw.random() < 0.4):
            break
        symbol, rest = draw.choice(following)
        words.append(symbol.text if isinstance(symbol, Keyword) else _value(symbol, draw))
    return " ".join(words)


def _value(symbol: Argument, draw: Random) -> str:
    kind = symbol.type
    if isinstance(kind, Number):
        few = (
            kind.low,
            kind.high,
            draw.randint(kind.low, kind.high),
            draw.randint(kind.low, min(kind.high, kind.low + 20)),
        )
        return str(draw.choice(few))
    if isinstance(kind, InterfaceName):
        return draw.choice(INTERFACES)
    if "mask" in symbol.name or "wildcard" in symbol.name:
        return draw.choice(MASKS)
    name = type(kind).__name__
    if name == "Delimited":
        return f"#{draw.choice(TEXTS)}#"
    if name == "EscapeCharacter":
        return draw.choice(("3", "none", "q"))
    placeholder = getattr(kind, "placeholder", None)
    return draw.choice(BY_PLACEHOLDER[placeholder] if placeholder is not None else TEXTS)
