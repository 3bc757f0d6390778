"""The proofs can fail: a fact that is read without being remembered is seen, whichever fact it is.

For every kind of table that walks and rounds read, readers are made to forget that they asked. Then the audit finds
something stale, or a rehearsed round breaks its word, or quiet and explicit part. Kinds that are shadowed by another fact at
every change (the power of a box by its ports) are named, so that the list of what is covered stays honest.
"""

from __future__ import annotations

from typing import Any

import pytest

from iossim.sim.facts import Table
from iossim.sim.shadow import ShadowFault

from .fixed import FIXED
from .story import Scenario, audited, play

NAMED = {one.name: one for one in FIXED}


def forgetful(monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    """Nobody is remembered who reads a table whose name ends so."""
    get = Table.get

    def ask(self: Table[Any, Any], key: Any, default: Any = None) -> Any:
        return self._data.get(key, default) if self.name.endswith(ending) else get(self, key, default)

    monkeypatch.setattr(Table, "get", ask)


def red(one: Scenario) -> str:
    """Which of the proofs sees that something is wrong; empty when none does."""
    try:
        play(one, go=audited)
    except AssertionError:
        return "audit"
    try:
        play(one, "shadow")
    except ShadowFault:
        return "rehearsal"
    return "comparison" if play(one).against(play(one, "explicit")) else ""


PLANTED = (
    (".rib", "ring: one way goes, another is there"),
    (".rib.lengths", "talk: an unknown length"),
    (".arp", "talk: a telephone is carried away"),
    (".interfaces", "pair"),
)
