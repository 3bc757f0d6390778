"""Undo: what undoes what, and what is still in force."""

from __future__ import annotations

import pytest

from iossim.lab.lab import Lab
from iossim.lab.session import read_action
from iossim.lab.undo import undoable, undoing


@pytest.mark.parametrize(("action", "undo"), [
    ("cut x-over", "restore x-over"), ("silence x-over from r1", "restore x-over"), ("loss x-over 5%", "restore x-over"),
    ("load dsl-1 40% up", "load dsl-1 0% up"), ("load dsl-1 0%", None),
    ("mtu dsl-1 1492", "mtu dsl-1 1500"), ("mtu dsl-1 1500", None),
    ("revoke r1", "reinstate r1"), ("expire r1", "renew r1"), ("reorder x-over 5% 2s", "restore x-over"),
    ("duplicate x-over 5%", "restore x-over"),
    ("delay x-over 80ms", "restore x-over"), ("split sw x-over", "unite sw"), ("unplug host-1", "plug host-1"),
    ("block esp at firewall inbound", "unblock esp at firewall inbound"), ("power off r1", "power on r1"),
    ("call a b", "hang up a"), ("reload r1", None), ("outage dsl-1 40s", None), ("renumber dsl-1", None),
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
