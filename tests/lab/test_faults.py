"""Faults as tickets: what the catalogue has, that a number always means the same, and that everything can be mended."""

from __future__ import annotations

from collections import Counter

import pytest

from iossim.device.nvgen import running_lines
from iossim.lab.faults import Fault, Level, Occurrence, catalogue, draw, inject, played, times, undo
from iossim.lab.lab import Lab
from iossim.lab.session import read_action
from iossim.net.address import NUMBERS

SECOND = 1_000_000


@pytest.fixture(scope="module")
def settled() -> Lab:
    return Lab.open("headend", batch=True)


def configuration(lab: Lab, device: str) -> list[str]:
    router = lab.router(device)
    manner = router.catalog.grammar(router.release).manner
    return [line for line in running_lines(router.config, NUMBERS, manner) if not line.startswith("!")]


def outside(lab: Lab) -> list[object]:
    """What faults change that is not a router's configuration: links, policies, routes of others, LANs, power."""
    found: list[object] = [sorted((name, str(state)) for name, state in lab.world.network.live.items())]
    for name, node in lab.world.nodes.items():
        blocks = getattr(node, "blocks", None)
        routes = sorted(map(str, getattr(node, "routes", ())))
        parts = getattr(node, "parts", None)
        policy = getattr(node, "policy", None)
        found.append((name, policy, str(blocks.peek("") or ()) if blocks is not None else "", routes, str(parts)))
    return found


def test_every_kind_and_every_level_is_there(settled: Lab) -> None:
    """The document's network can have faults of twenty-nine kinds, some of each level; no two have the same name."""
    faults = catalogue(settled)
    kinds = Counter(fault.kind for fault in faults)
    assert set(kinds) == {
        "power off", "crash", "cut", "silent link", "one-way link", "lossy link", "outage", "retrain", "renumbered",
        "readdressed", "blocked", "missing route", "wrong route", "split LAN", "absent phone", "absent station",
        "missing line", "missing list", "reordering link", "duplicating link", "wrong clock",
        "revoked certificate", "expired certificate",
        "box without power", "reload", "slow link", "busy line", "narrow line", "withdrawn",
    }  # fmt: skip
    assert {fault.level for fault in faults} == set(Level)
    assert len({fault.id for fault in faults}) == len(faults)


def test_the_faults_one_expects_are_among_them(settled: Lab) -> None:
    """A wrong static at the firewall, a missing route to the pools, a split stick LAN, a line forgotten."""
    ids = {fault.id for fault in catalogue(settled)}
    assert {
        "wrong route 64.100.1.2/32 via 10.81.0.3 at firewall",
        "missing route 10.81.2.0/23 at firewall",
        "split LAN dmz-sw stick-gw2",
        "one-way link x-over from gateway-1",
        "missing line gateway-2: router eigrp 64: redistribute static metric 1000 100 255 1 1500 route-map RRI",
        "missing line gateway-2: crypto dynamic-map dmap 10: reverse-route",
        "missing list gateway-1: access-list 1",
    } <= ids


def test_sentences_are_of_the_session_language(settled: Lab) -> None:
    """What is not typed at a console is an action that a session file could have."""
    for fault in catalogue(settled):
        for deed in (*fault.doing, *fault.undoing):
            if "# " not in deed:
                assert str(read_action(deed, settled.names)) == deed


def test_a_number_means_the_same_fault_for_ever(settled: Lab) -> None:
    """Tickets are named by seed: these have been given out."""
    assert [draw(settled, seed).id for seed in range(4)] == [draw(settled.copy(), seed).id for seed in range(4)]
    drawn = [draw(settled, seed) for seed in range(200)]
    assert len({fault.kind for fault in drawn}) == 29
    assert {draw(settled, seed, Level.HIDDEN).level for seed in range(20)} == {Level.HIDDEN}
    assert {draw(settled, seed, kinds=("cut",)).kind for seed in range(20)} == {"cut"}


def test_what_a_lab_cannot_have_is_not_drawn() -> None:
    """Two routers and two hosts have no firewall to be wrong."""
    pair = Lab.open("pair", batch=True)
    kinds = {fault.kind for fault in catalogue(pair)}
    assert "blocked" not in kinds and "missing route" not in kinds
    with pytest.raises(ValueError, match="no such fault"):
        draw(pair, 1, kinds=("blocked",))


def test_everything_is_mended(settled: Lab) -> None:
    """Whatever is broken and mended at once leaves configurations, links, policies and routes as they were."""
    lab = settled.copy()
    before, texts = outside(lab), {name: configuration(lab, name) for name in lab.devices}
    for fault in catalogue(lab):
        if not fault.undoing or fault.kind in ("power off", "renumbered", "readdressed"):
            continue
        inject(lab, fault)
        undo(lab, fault)
        for device in lab.devices:
            if device in fault.where:
                assert configuration(lab, device) == texts[device], fault.id
    assert outside(lab) == before


def test_a_removed_line_is_gone_until_then(settled: Lab) -> None:
    """Between the two the configuration lacks the line and nothing else."""
    lab = settled.copy()
    fault = next(one for one in catalogue(lab) if one.id.endswith("standby 1 preempt") and "gateway-1" in one.id)
    before = configuration(lab, "gateway-1")
    inject(lab, fault)
    after = configuration(lab, "gateway-1")
    assert [line for line in before if line not in after] == [" standby 1 preempt"]


def test_faults_come_and_go_by_the_clock(settled: Lab) -> None:
    """A cable that fails three times, once a minute, for five seconds each; another fault in between."""
    lab = settled.copy()
    cut = next(one for one in catalogue(lab) if one.id == "cut x-over")
    phone = next(one for one in catalogue(lab) if one.id == "absent phone phone-2")
    played(lab, (*times(cut, 10 * SECOND, 5 * SECOND, 3, 60 * SECOND), Occurrence(phone, 30 * SECOND)))
    done = [(record.t // SECOND, record.text) for record in lab.records() if record.kind == "action" and record.t > 0]
    assert done == [
        (10, "cut x-over"), (15, "restore x-over"), (30, "unplug phone-2"), (70, "cut x-over"), (75, "restore x-over"),
        (130, "cut x-over"), (135, "restore x-over"),
    ]  # fmt: skip
    with pytest.raises(ValueError, match="cannot come every"):
        times(cut, 0, 60 * SECOND, 2, 60 * SECOND)


def test_a_fault_of_a_router_that_is_off_waits_for_nobody(settled: Lab) -> None:
    """Nothing can be typed at a router without power; nothing is."""
    lab = settled.copy()
    lab.do("power off gateway-2")
    line = next(one for one in catalogue(settled) if one.kind == "missing line" and "gateway-2" in one.id)
    inject(lab, line)
    assert isinstance(line, Fault) and not lab.router("gateway-2").up
