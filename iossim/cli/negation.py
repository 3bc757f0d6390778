"""The `no` form of a configuration line: how much of it must be typed, and how much may be (ios-cli 2.4).

A line is cut after its last key argument if that one must be typed (`no crypto map test 1`, with or without
`ipsec-isakmp`); else before its first argument that is no key (`no ip address`, `no standby 1 priority`). What
follows the cut may be typed word by word: `no` of a line as it was typed always works. `no_pattern` replaces the
rule.
"""

from __future__ import annotations

from collections.abc import Callable

from iossim.cli.entry import ConfigLine
from iossim.cli.pattern import AnyOrder, Option, Part, Sequence, names, parse


def negated(entry: ConfigLine, spell: Callable[[str], str] = str) -> Sequence:
    """The parts that may follow `no` or `default`, in a spelling."""
    if entry.no_pattern:
        return parse(spell(entry.no_pattern))
    parts = parse(spell(entry.pattern))
    cut = _cut(parts, frozenset(entry.key))
    return parts[:cut] + _tail(parts[cut:])


def _cut(parts: Sequence, key: frozenset[str]) -> int:
    unkeyed = len(parts)
    for index in reversed(range(len(parts))):
        said = names((parts[index],))
        if _must(parts[index]) and not key.isdisjoint(said):
            return index + 1
        if not key.issuperset(said):
            unkeyed = index
    return unkeyed


def _must(part: Part) -> bool:
    return not isinstance(part, Option | AnyOrder)


def _tail(parts: Sequence) -> Sequence:
    """Parts that may be typed up to any of them."""
    return (Option((parts[0], *_tail(parts[1:]))),) if parts else ()
