"""ARP: an entry is asked for again in time, in one event; who does not answer is forgotten."""

from __future__ import annotations

import pytest

from iossim.device.arp import RETRY, ArpTable
from iossim.lab.lab import Lab
from iossim.net.packet import Arp
from iossim.sim.clock import HOUR

PORT = "FastEthernet0/0"
KEPT = 4 * HOUR


def entry(lab: Lab) -> tuple[ArpTable, tuple[str, object]]:
    """The table of a head-end, and what it knows of the firewall."""
    table = lab.world.router("gateway-1").arp
    return table, next(key for key, known in table.entries.items() if key[0] == PORT and known.mac is not None)


def test_a_question_in_time_and_its_answer_are_no_events(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are counted at both ends, whoever asks first when the time of an entry is over, and it is young again."""
    lab = Lab.open("headend", "settled")
    heard: list[Arp] = []
    monkeypatch.setattr(ArpTable, "receive", lambda self, port, message: heard.append(message))
    table, key = entry(lab)
    names = "arp.request.out", "arp.reply.in", "arp.request.in", "arp.reply.out"
    before = [table.node.meter(PORT, name).count for name in names]
    due = table.since(key) + KEPT
    lab.advance(due - lab.world.kernel.now + RETRY)
    assert table.since(key) > due - KEPT and table.entries.peek(key) is not None
    table.refresh()
    lab.advance(RETRY)
    counts = [table.node.meter(PORT, name).count - was for name, was in zip(names, before, strict=True)]
    assert counts[0] == counts[1] > 0 and counts[3] > 0
    assert table.entries.peek(key) is not None and heard == []


def test_who_does_not_answer_is_forgotten_a_second_later() -> None:
    """The firewall has no power when its entry is asked for again."""
    lab = Lab.open("headend", "settled")
    table, key = entry(lab)
    lab.do("power off firewall")
    due = table.since(key) + KEPT
    lab.advance(due - lab.world.kernel.now + RETRY - 1)
    assert table.entries.peek(key) is not None
    lab.advance(1)
    assert table.entries.peek(key) is None


def test_an_entry_is_never_younger_than_now() -> None:
    """An answer that is under way already counts from when it comes."""
    lab = Lab.open("headend", "settled")
    table, key = entry(lab)
    table.refresh()
    assert table.since(key) == lab.world.kernel.now
