"""Profiles: named parameter tables of equal rank, each a list of differences from `seed`.

The document reports two fail-over times, about 23 s and about 31 s, each measured once. Several mechanisms explain
them; a profile is one explanation as a whole. None forces a total: a profile changes constants, the protocols do the
rest.

`seed`         dead peer detection on demand; a head-end that has just booted fetches the revocation list first.
`phase`        keepalives of the older kind, every ten seconds; where in the period the failure falls decides.
`top-of-list`  after a death the initiator starts again at the first `set peer` line and gives an attempt ten seconds.

A lab file may change single values by name (`parameters:`). Left out: profiles defined by users.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from types import MappingProxyType
from typing import Any

from iossim.device.parameters import (
    MILLISECOND,
    SECOND,
    Boot,
    KeepaliveStyle,
    Parameters,
    PeerRule,
    Triangular,
    Uniform,
    parameter_fields,
)
from iossim.lab.spelling import closest, read_duration, write_duration

DEFAULT_PROFILE = "seed"

# A revocation list of a few hundred bytes over the head-end's LAN: what a fetch costs when nothing is wrong.
_QUICK_FETCH = Triangular(50 * MILLISECOND, 100 * MILLISECOND, 300 * MILLISECOND)

DIFFERENCES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "seed": {},
        "phase": {
            "keepalive_style": KeepaliveStyle.LEGACY,
            "main_mode_cpu_home": Triangular(860 * MILLISECOND, 1_600 * MILLISECOND, 2_700 * MILLISECOND),
            "crl_fetch": _QUICK_FETCH,
        },
        "top-of-list": {
            "peer_rule": PeerRule.TOP_OF_LIST,
            "peer_attempt_limit": 10 * SECOND,
            "keepalive_final_wait": False,
            "main_mode_cpu_home": Triangular(400 * MILLISECOND, 1_400 * MILLISECOND, 2_500 * MILLISECOND),
            "crl_fetch": _QUICK_FETCH,
        },
    }
)

PROFILES: Mapping[str, Parameters] = MappingProxyType(
    {name: replace(Parameters(), **changes) for name, changes in DIFFERENCES.items()}
)


class UnknownProfile(ValueError):
    """No profile of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"unknown profile {name!r}{closest(name, PROFILES)}; there are {', '.join(PROFILES)}")


def profile(name: str = DEFAULT_PROFILE) -> Parameters:
    """The parameter table of a profile; UnknownProfile otherwise."""
    if name not in PROFILES:
        raise UnknownProfile(name)
    return PROFILES[name]


def changed(table: Parameters, values: Mapping[str, Any]) -> Parameters:
    """The table with single values replaced, as a lab file writes them; ValueError names the one that cannot be."""
    read: dict[str, Any] = {name: _read(table, name, value) for name, value in values.items()}
    return replace(table, **read)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the printed table."""

    name: str
    value: str
    mark: str
    source: str
    differs: bool


def rows(table: Parameters) -> Iterator[Row]:
    """The table line by line, telling which values differ from profile `seed`."""
    base = PROFILES[DEFAULT_PROFILE]
    for entry in parameter_fields():
        value = getattr(table, entry.name)
        differs = value != getattr(base, entry.name)
        yield Row(entry.name, write(entry.name, value), entry.metadata["mark"], entry.metadata["source"], differs)


def as_text(table: Parameters) -> str:
    """The table for a reader: a star marks what differs from `seed`."""
    lines = list(rows(table))
    name, value = max(len(row.name) for row in lines), max(len(row.value) for row in lines)
    return "\n".join(
        f"{'*' if row.differs else ' '} {row.name:{name}}  {row.value:{value}}  {row.mark:8}  {row.source}"
        for row in lines
    )


def as_data(table: Parameters) -> dict[str, str]:
    """The table as names and printed values, for machine-readable reports."""
    return {row.name: row.value for row in rows(table)}


def digest_of(table: Parameters) -> str:
    """A short digest of all values, for journals."""
    return hashlib.sha256("\n".join(f"{row.name} {row.value}" for row in rows(table)).encode()).hexdigest()[:16]


def write(name: str, value: object) -> str:
    """One value as the table prints it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case Triangular(low, mode, high):
            return f"{write_duration(low)} .. {write_duration(mode)} .. {write_duration(high)}"
        case Uniform(low, high):
            return f"{write_duration(low)} - {write_duration(high)}"
        case Boot(rom, image, init):
            return " + ".join(write_duration(phase.mode) for phase in (rom, image, init))
        case int():
            return f"{value} {_unit(name)}".rstrip() if not _is_time(name) else write_duration(value)
    raise TypeError(f"{name}: {value!r}")


def _read(table: Parameters, name: str, value: object) -> object:
    known = [entry.name for entry in parameter_fields()]
    if name not in known:
        raise ValueError(f"unknown parameter {name!r}{closest(name, known)}")
    old = getattr(table, name)
    match old:
        case bool():
            return _expect(name, isinstance(value, bool), value, "true or false")
        case Enum():
            words = [member.value for member in type(old)]
            _expect(name, value in words, value, f"one of {', '.join(words)}")
            return type(old)(value)
        case Triangular() | Uniform():
            size = len(type(old).__slots__)
            _expect(name, isinstance(value, list) and len(value) == size, value, f"a list of {size} durations")
            times = [read_duration(item) for item in value] if isinstance(value, list) else []
            _expect(name, times == sorted(times), value, "durations in ascending order")
            return type(old)(*times)
        case int() if _is_time(name):
            return read_duration(value)
        case int():
            whole = isinstance(value, int) and not isinstance(value, bool) and value >= 0
            return _expect(name, whole, value, "a whole number")
    raise ValueError(f"{name} cannot be changed by a lab")


def _expect(name: str, holds: bool, value: object, wanted: str) -> object:
    if not holds:
        raise ValueError(f"{name}: expected {wanted}, found {value!r}")
    return value


def _unit(name: str) -> str:
    return next(str(entry.metadata["unit"]) for entry in parameter_fields() if entry.name == name)


def _is_time(name: str) -> bool:
    return next(str(entry.type) for entry in parameter_fields() if entry.name == name) == "Micros"
