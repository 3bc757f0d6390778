"""Undo: what undoes what, and what is still in force."""

from __future__ import annotations

import pytest

from iossim.endpoints.dsl import DslBox
from iossim.endpoints.firewall import Firewall
from iossim.lab.certificates import own_in
from iossim.lab.lab import Lab
from iossim.lab.session import actions as act
from iossim.lab.session import read_action
from iossim.lab.session.lesson import LESSON
from iossim.lab.undo import undoable, undoing
from iossim.sim.clock import MINUTE, SECOND


@pytest.mark.parametrize(("action", "undo"), [
    ("cut x-over", "restore x-over"), ("silence x-over from r1", "restore x-over"), ("loss x-over 5%", "restore x-over"),
    ("load dsl-1 40% up", "load dsl-1 0% up"), ("load dsl-1 0%", None),
    ("mtu dsl-1 1492", "mtu dsl-1 1500"), ("mtu dsl-1 1500", None),
    ("revoke r1", "reinstate r1"), ("expire r1", "renew r1"), ("reorder x-over 5% 2s", "restore x-over"),
    ("duplicate x-over 5%", "restore x-over"),
    ("delay x-over 80ms", "restore x-over"), ("split sw x-over", "unite sw"), ("unplug host-1", "plug host-1"),
    ("block esp at firewall inbound", "unblock esp at firewall inbound"), ("power off r1", "power on r1"),
    ("call a b", "hang up a"), ("reload r1", None), ("outage dsl-1 40s", None),
    ("renumber dsl-1", "renumber dsl-1 back"), ("renumber dsl-1 back", None),
    ("readdress dsl-1", "readdress dsl-1 back"), ("readdress dsl-1 back", None),
    ("withdraw esp from outside to 64.1.1.1 at firewall", "restore policy at firewall"),
    ("forget route 10.0.0.0/8 at firewall", "reroute firewall"),
    ("route 10.0.0.0/8 via 10.1.1.1 at firewall", "reroute firewall"),
])  # fmt: skip
def test_what_undoes_what(action: str, undo: str | None) -> None:
    """Each action has its opposite, or none when it has run its course."""
    assert (str(undoing(read_action(action))) if undo else undoing(read_action(action))) == undo


def test_only_what_is_in_force_can_be_undone() -> None:
    """The newest comes first; what has been undone, by whatever way, is not offered; doing it restores the facts."""
    lab = Lab.open("pair")
    for action in ("cut x-over", "unplug host-1", "restore x-over", "loss x-over 5%", "crash r2"):
        lab.do(action)
    assert [str(action) for action, _ in undoable(lab)] == ["loss x-over 5%", "unplug host-1"]
    for _, undo in undoable(lab):
        lab.do(undo)
    assert undoable(lab) == ()
    state = lab.world.network.state.peek("x-over")
    assert state is not None and (state.loss, state.connected) == (0, True)


def test_what_prepared_an_exercise_is_not_told() -> None:
    """It may be the very thing that is looked for; free play gives it back."""
    lab = Lab.open("pair")
    for action in ("cut x-over", "exercise 9.1 seed 1", "unplug host-1"):
        lab.do(action)
    assert [str(action) for action, _ in undoable(lab)] == ["unplug host-1"]
    lab.do("free play")
    assert [str(action) for action, _ in undoable(lab)] == ["unplug host-1", "cut x-over"]


BREAKING = (
    "power off soho-5", "power off firewall", "power off dmz-sw", "cut x-over", "silence x-over", "silence x-over from gateway-1",
    "split dmz-sw stick-gw2", "loss x-over 5%", "delay x-over 80ms", "reorder x-over 5% 2s", "duplicate x-over 0.5%",
    "mtu dsl-1 1492", "load dsl-1 40% up", "upload pc-1 ntp-public 300k",
    "outage dsl-3 40s", "retrain dsl-1", "renumber dsl-1", "readdress dsl-1",
    "block udp 500 at firewall inbound", "unplug phone-1", "unplug ca", "call phone-1 phone-hq",
    "fault 17", "revoke soho-3", "expire soho-3", "upload pc-1 ntp-public 300k",
    "permit tcp 80 from dmz to inside at firewall", "withdraw udp 500 from 64.yy.yy.b to outside at firewall",
    "route 10.81.2.0/23 via 10.81.0.3 at firewall", "forget route 64.yy.yy.b at firewall",
)  # fmt: skip
ENDLESS = {act.Reload, act.Crash}
"""What runs its course: for it there is the past."""
HARMLESS = {act.Wait, act.WaitUntil, act.ExpectLog, act.Expect, act.Nothing, act.Paste, *act.REPORTS, *LESSON}


@pytest.fixture(scope="module")
def settled() -> Lab:
    return Lab.open("headend", batch=True)


def facts(lab: Lab) -> list[object]:
    """What actions change: links, boxes, policy, routes, addresses, certificates."""
    nodes = lab.world.nodes.items()
    kept = ("powered", "parts", "public", "policy")
    found: list[object] = [(name, one, str(getattr(node, one, ""))) for name, node in nodes for one in kept]
    found += [(name, sorted(map(str, getattr(node, "routes", ())))) for name, node in nodes]
    found += [str(sorted((name, str(state)) for name, state in lab.world.network.live.items()))]
    found += [(name, str(node.blocks.peek("") or ())) for name, node in nodes if isinstance(node, Firewall)]
    found += [(name, sorted(node.lessor.book.keys())) for name, node in nodes if isinstance(node, DslBox)]
    found += [(name, node.interfaces.peek("line").mtu) for name, node in nodes if isinstance(node, DslBox)]
    return [*found, [list(own_in(router.startup)) for router in lab.world.routers.values()]]


def test_whatever_breaks_something_can_be_undone(settled: Lab) -> None:
    """Each is offered to be undone, which leaves the lab's facts as they were, and then nothing is left to be undone."""
    undos: set[type] = set()
    for text in BREAKING:
        lab = settled.copy()
        before, done = facts(lab), lab.do(text)
        assert done.ok, (text, done.lines)
        lab.advance(SECOND)
        ((action, undo),) = undoable(lab)
        assert str(action) == text
        undos.add(type(undo))
        assert lab.do(str(undo)).ok, undo
        assert undoable(lab) == ()
        if text == "power off soho-5":
            lab.advance(2 * MINUTE)
        if text not in ("readdress dsl-1", "expire soho-3"):
            assert facts(lab) == before, text
    broken = {type(read_action(text)) for text in BREAKING}
    assert set(act.ACTIONS) == broken | undos | ENDLESS | HARMLESS


def test_an_outage_is_over_when_somebody_ends_it(settled: Lab) -> None:
    """The line is back at once, and a cable that is pulled meanwhile stays pulled when the outage would have been over."""
    lab = settled.copy()
    lab.do("outage dsl-1 30s")
    ((_, undo),) = undoable(lab)
    lab.do(str(undo))
    line = undo.link  # type: ignore[attr-defined]
    assert lab.world.network.live.peek(line) is not None
    lab.do("outage dsl-1 30s")
    lab.advance(10 * SECOND)
    lab.do(f"cut {line}")
    lab.advance(MINUTE)
    assert lab.world.network.live.peek(line) is None
    assert [str(action) for action, _ in undoable(lab)] == [f"cut {line}"]


def test_a_home_gets_its_first_address_back(settled: Lab) -> None:
    """Renumbered twice, and back; not while somebody else has it; inside addresses that were given away are free again."""
    lab = settled.copy()
    first, second = lab.world.nodes["dsl-1"], lab.world.nodes["dsl-2"]
    assert isinstance(first, DslBox) and isinstance(second, DslBox)
    public = first.public
    for _ in range(2):
        lab.do("renumber dsl-1")
    second.public = public
    assert not lab.do("renumber dsl-1 back").ok
    second.public = second.public_meant
    assert lab.do("renumber dsl-1 back").ok and first.public == public
    assert lab.do("renumber dsl-1 back").ok and first.public == public
    lab.do("readdress dsl-1")
    lab.do("readdress dsl-1 back")
    assert not list(first.lessor.book.keys())
