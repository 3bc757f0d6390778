"""Faults by number in the session language: what a number means, that they come and go by the clock, and that journals hold it."""

from __future__ import annotations

import pytest

from iossim.lab.faults import Level, draw
from iossim.lab.lab import Lab

SECOND = 1_000_000


@pytest.fixture
def lab() -> Lab:
    return Lab.open("headend", batch=True)


def deeds(lab: Lab) -> list[tuple[int, str]]:
    """What was done since t = 0, and when (seconds)."""
    kinds = ("action", "typed")
    return [(r.t // SECOND, r.text) for r in lab.records() if r.kind in kinds and r.t >= 0 and r.text != "gateway-1#"]


def numbered(lab: Lab, kind: str, level: Level | None = None) -> int:
    """A ticket whose fault is of that kind, and not typed."""
    return next(n for n in range(500) if (one := draw(lab, n, level)).kind == kind and "# " not in one.doing[0])


def test_a_number_is_what_the_catalogue_draws(lab: Lab) -> None:
    """`[fault N]` does what `draw` says, and `[mend N]` undoes it, whatever else has become of the lab meanwhile."""
    number = numbered(lab, "cut")
    fault = draw(lab, number)
    assert lab.do(f"fault {number}").ok
    state = lab.world.network.state.peek(fault.where)
    assert state is not None and not state.connected
    assert not lab.do(f"fault {number}").ok
    lab.do("power off gateway-2")
    assert lab.do(f"mend {number}").ok
    state = lab.world.network.state.peek(fault.where)
    assert state is not None and state.connected
    assert not lab.do(f"mend {number}").ok


def test_a_level_is_drawn_of(lab: Lab) -> None:
    """`level hidden`: of the hidden ones."""
    number = numbered(lab, "silent link", Level.HIDDEN)
    fault = draw(lab, number, Level.HIDDEN)
    lab.do(f"fault {number} level hidden")
    state = lab.world.network.state.peek(fault.where)
    assert state is not None and state.silent


def test_it_comes_and_goes_by_the_clock(lab: Lab) -> None:
    """Three times five seconds, once a minute; taken back after the second, there is no third."""
    number = numbered(lab, "cut")
    where = draw(lab, number).where
    lab.do(f"fault {number} for 5s every 1m times 3")
    lab.advance(100 * SECOND)
    lab.do(f"mend {number}")
    lab.advance(100 * SECOND)
    assert [(t, text) for t, text in deeds(lab) if where in text] == [
        (0, f"cut {where}"), (5, f"restore {where}"), (60, f"cut {where}"), (65, f"restore {where}"), (100, f"restore {where}"),
    ]  # fmt: skip
    assert not lab.do("fault 1 for 2m every 1m times 2").ok
    assert not lab.do("fault 1 every 1m times 2").ok


def test_what_is_typed_is_typed_at_the_console(lab: Lab) -> None:
    """A line or a list that is missing: typed away and typed back at that router's console, with its message."""
    number = next(n for n in range(500) if draw(lab, n).kind in ("missing line", "missing list"))
    fault = draw(lab, number)
    router = fault.where.partition(":")[0]
    lab.do(f"fault {number}")
    away = [text for _, text in deeds(lab)]
    assert any(text.startswith(f"{router}(config") and "no " in text for text in away)
    assert lab.router(router).log.records[-1].message.mnemonic == "CONFIG_I"
    lab.do(f"mend {number}")
    assert len(deeds(lab)) > len(away)


def test_a_journal_tells_it_again(lab: Lab) -> None:
    """Drawn, timed and mended, a replay comes to the same end; so does a copy that was made in between."""
    lab.do("fault 3 for 20s every 1m times 2")
    lab.advance(30 * SECOND)
    copy = lab.copy()
    for one in (lab, copy):
        one.do("fault 4")
        one.advance(60 * SECOND)
        one.do("mend 4")
        one.advance(30 * SECOND)
    assert lab.fingerprint() == copy.fingerprint()
    again = Lab.replay(lab.journal)
    again.run_to(lab.now)
    assert again.fingerprint() == lab.fingerprint()
