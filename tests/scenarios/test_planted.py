"""The proofs can fail: a fact that is read without being remembered is seen, whichever fact it is.

Readers are made to forget that they asked tables of one kind. Then something remembered is stale after some event, a
rehearsed round breaks its word, or the story is another one. Facts that never change alone (the SAs of a tunnel, which go
together) are forgotten together.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest

from iossim.device.arp import ArpTable
from iossim.device.node import IpNode
from iossim.device.rib import Rib
from iossim.endpoints.voice import Stream
from iossim.sim.facts import Table
from iossim.sim.shadow import ShadowFault

from .fixed import FIXED
from .story import Chronicle, Scenario, audited, opened, play

NAMED = {one.name: one for one in FIXED}
LAN = "trio: the LAN cable of the active one goes and comes"
LOGS = "talk: a list that logs"
CLEARED = "homes: SAs are cleared"

PLANTED = (
    (("rib",), LAN),
    (("rib.lengths",), "talk: a host route leads astray"),
    (("arp",), LAN),
    (("interfaces",), LAN),
    (("live links",), LAN),
    (("mac-table",), LAN),
    (("macs",), LAN),
    (("hsrp.groups",), "trio: priorities and timers change"),
    (("debug",), "trio: a debug on and off"),
    (("acl.lists",), "talk: an access list turns voice away"),
    (("acl.groups",), LOGS),
    (("acl.flows",), LOGS),
    (("eigrp.neighbors",), "ring: silence until the hold time"),
    (("blocks",), "homes: ESP is blocked, IKE is not"),
    (("nat.esp",), "homes: the line of a home"),
    (("sa.requests",), CLEARED),
    (("crypto.muted",), CLEARED),
    (("sa.pairs", "sa.spis", "sa.current", "sa.meters", "sa.counters"), CLEARED),
)


def kind_of(table: Table[Any, Any]) -> str:
    """The name of a table without that of its node."""
    return table.name.partition(".")[2] or table.name


def forgetful(patch: pytest.MonkeyPatch, kinds: tuple[str, ...]) -> None:
    """Nobody is remembered who reads a table of these kinds."""
    get = Table.get

    def ask(self: Table[Any, Any], key: Any, default: Any = None) -> Any:
        return self._data.get(key, default) if kind_of(self) in kinds else get(self, key, default)

    patch.setattr(Table, "get", ask)


@lru_cache(maxsize=2)
def true_story(name: str) -> Chronicle:
    """How a scenario goes while nothing is planted: played once for all that is planted in it."""
    return play(NAMED[name])


def red(one: Scenario, told: Chronicle) -> str:
    """Which of the proofs sees that something is wrong; empty when none does."""
    try:
        play(one, go=audited)
    except AssertionError:
        return "audit"
    try:
        play(one, "shadow")
    except ShadowFault:
        return "rehearsal"
    return "story" if play(one).against(told) else ""


@pytest.mark.parametrize(("kinds", "name"), PLANTED, ids=lambda value: str(value)[:40])
def test_a_fact_read_behind_the_tables_back_is_seen(
    monkeypatch: pytest.MonkeyPatch, kinds: tuple[str, ...], name: str
) -> None:
    """Every kind of fact that walks and rounds of these networks read is watched by at least one of the proofs."""
    one, told = NAMED[name], true_story(name)
    forgetful(monkeypatch, kinds)
    assert red(one, told)


def lookup_by_peeking(self: Rib, target: int) -> Any:
    """A route found without asking for it."""
    reader, self.kernel.reader = self.kernel.reader, None
    try:
        return LOOKUP(self, target)
    finally:
        self.kernel.reader = reader


def resolve_by_peeking(self: ArpTable, walker: Any, key: Any) -> Any:
    """A next hop's MAC found, or missed, without asking for it."""
    kernel = self.node.kernel
    reader, kernel.reader = kernel.reader, None
    try:
        return RESOLVE(self, walker, key)
    finally:
        kernel.reader = reader


def takes_by_peeking(self: IpNode, port: str, frame: Any) -> str | None:
    """An interface looked at without asking."""
    reader, self.kernel.reader = self.kernel.reader, None
    try:
        return TAKES(self, port, frame)
    finally:
        self.kernel.reader = reader


LOOKUP, RESOLVE, TAKES = Rib.lookup, ArpTable.resolve, IpNode.takes


@pytest.mark.parametrize(
    ("owner", "method", "fault"),
    [
        (Rib, "lookup", lookup_by_peeking),
        (ArpTable, "resolve", resolve_by_peeking),
        (IpNode, "takes", takes_by_peeking),
    ],
)
def test_code_that_peeks_is_seen(monkeypatch: pytest.MonkeyPatch, owner: type, method: str, fault: object) -> None:
    """The mistake as it would be made: one method that looks instead of asking."""
    one, told = NAMED[LAN], true_story(LAN)
    monkeypatch.setattr(owner, method, fault)
    assert red(one, told)


def test_a_round_that_peeks_parts_quiet_from_explicit(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a round reads by itself is no walk's business: the rehearsal and the comparison see it."""
    one = NAMED["talk: the cable"]
    opened(one.lab, "explicit")
    still = Stillness()
    monkeypatch.setattr(Stream, "_send", still.send)
    assert play(one).against(play(one, "explicit"))
    with pytest.raises(ShadowFault):
        play(one, "shadow")


class Stillness:
    """Sends voice only while a plain attribute somewhere says so; the attribute changes by itself after a while."""

    def __init__(self) -> None:
        self.before = Stream._send

    @property
    def send(self) -> Any:
        """In the place of `Stream._send`."""
        before = self.before

        def send(stream: Stream) -> Any:
            return before(stream) if stream.sender.kernel.now < 10_000_000 else None

        return send
