"""The past of a lab: any moment made again, what is kept for that, and branches."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest

from iossim.lab.journal import Typed, read_journal
from iossim.lab.lab import Lab
from iossim.lab.past import LEAST, Moment, Past, frozen, work

SECOND = 1_000_000
DEEDS = (
    "reload gateway-1", "cut x-over", "restore x-over", "outage dsl-1 40s", "block esp at firewall",
    "unblock esp at firewall", "crash gateway-2", "renumber dsl-2", "hang up phone-1", "call phone-1 phone-hq",
)  # fmt: skip


def session(lab: Lab, past: Past, minutes: int, seed: int = 1) -> dict[Moment, str]:
    """So many minutes of typing and faults; fingerprints of some moments of it."""
    chance = random.Random(seed)
    noted = {}
    lab.do("call phone-1 phone-hq")
    for _ in range(minutes):
        for _ in range(4):
            device = chance.choice(lab.devices)
            lab.type(
                device, ("enter", *chance.choice(("show clock", "show ip route", "sh", "ping 10.81.0.1")), "enter")
            )
            lab.advance(chance.randrange(1, 15 * SECOND))
            past.keep()
        if chance.random() < 0.4:
            noted[past.now()] = lab.fingerprint()
        if chance.random() < 0.3:
            lab.do(chance.choice(DEEDS))
            noted[past.now()] = lab.fingerprint()
    return noted


def test_every_moment_of_an_hour_is_what_it_was() -> None:
    """An hour of typing and faults: wherever one goes back to, in whatever order, the fingerprint is the one noted then."""
    lab = Lab.open("headend")
    past = Past(lab)
    noted = session(lab, past, 60)
    now, before = past.now(), lab.fingerprint()
    chance = random.Random(2)
    nearby = None
    for moment in chance.sample(sorted(noted), 7):
        nearby = past.journey(moment, nearby).complete()
        assert nearby.fingerprint() == noted[moment]
        assert nearby.now == moment.t
    assert (past.now(), lab.fingerprint()) == (now, before)


def test_a_session_taken_up_again_has_its_past() -> None:
    """A lab that was replayed, without any checkpoint, goes back to every moment as well."""
    lab = Lab.open("pair")
    noted = {}
    for text in ("show clock", "show version"):
        lab.type("r1", ("enter", *text, "enter"))
        lab.advance(3 * SECOND + 1)
        noted[Moment(lab.now, len(lab.journal.inputs))] = lab.fingerprint()
    again = Lab.replay(lab.journal)
    for moment, fingerprint in noted.items():
        assert Past(again).journey(moment).complete().fingerprint() == fingerprint


def test_inputs_of_one_instant_are_told_apart() -> None:
    """While time stands much may be done: a moment is a place in the journal, not a time alone."""
    lab = Lab.open("pair")
    past = Past(lab)
    lab.advance(SECOND)
    noted = {past.now(): lab.fingerprint()}
    for deed in ("cut x-over", "restore x-over", "crash r2"):
        lab.do(deed)
        noted[past.now()] = lab.fingerprint()
    assert len(set(noted.values())) == 4
    assert all(past.journey(moment).complete().fingerprint() == seen for moment, seen in noted.items())
    assert past.at(lab.now) == past.now()


def test_a_moment_between_two_inputs_is_reached() -> None:
    """Also a time at which nobody did anything is a moment; how far time has run since does not matter."""
    lab = Lab.open("pair")
    past = Past(lab)
    lab.type("r1", ("enter",))
    lab.advance(5 * SECOND)
    then, seen = past.now(), lab.fingerprint()
    lab.advance(50 * SECOND)
    assert past.journey(then).complete().fingerprint() == seen
    assert past.journey(past.at(5 * SECOND)).complete().fingerprint() == seen


def test_checkpoints_follow_work_and_are_few() -> None:
    """Nothing is kept of a quiet time however long; of a busy one a bounded number that lies evenly over it."""
    lab = Lab.open("pair")
    past = Past(lab, kept=4)
    past.keep()
    kept = len(past.checkpoints)
    lab.advance(60 * SECOND)
    assert not past.keep()
    for _ in range(200):
        lab.type("r1", ("enter",) * 10)
        lab.world.kernel.events += 500  # as if as much had happened
        past.keep()
    assert len(past.checkpoints) == 4 > kept
    marks = [0, *(one.work for one in past.checkpoints), work(lab)]
    assert max(b - a for a, b in pairwise(marks)) <= 2.5 * work(lab) / 4


def test_looking_is_forgotten_and_a_branch_is_its_own() -> None:
    """What is typed at a moment of the past is in that lab's journal alone, which plays to the same fingerprint."""
    lab = Lab.open("pair")
    past = Past(lab)
    lab.type("r1", ("enter", *"enable", "enter"))
    lab.advance(10 * SECOND)
    lab.do("cut x-over")
    lab.advance(10 * SECOND)
    seen = lab.fingerprint()
    branch = past.journey(past.at(5 * SECOND)).complete()
    branch.type("r2", ("enter", *"show clock", "enter"))
    branch.advance(20 * SECOND)
    assert lab.fingerprint() == seen
    assert Lab.replay(branch.journal).fingerprint() == branch.fingerprint() != seen
    assert [entry.device for entry in branch.journal.inputs if isinstance(entry, Typed)] == ["r1", "r2"]
    further = past.branch(branch)
    assert further.journey(further.at(15 * SECOND)).complete().fingerprint() == (
        Lab.replay(branch.journal, 15 * SECOND).fingerprint()
    )


def test_a_lab_looked_at_is_gone_on_with_only_when_untouched() -> None:
    """Going forward starts from the lab at hand, unless something was done to it that never happened."""
    lab = Lab.open("pair")
    past = Past(lab)
    lab.advance(30 * SECOND)
    seen = lab.fingerprint()
    there = past.journey(past.at(10 * SECOND)).complete()
    assert past.journey(past.at(20 * SECOND), there).lab is there
    there.type("r1", ("enter",))
    journey = past.journey(past.now(), there)
    assert journey.lab is not there
    assert journey.complete().fingerprint() == seen


def test_bookmarks_are_in_the_journal(tmp_path: Path) -> None:
    """A bookmark changes nothing, is written down, and leads back to its moment after the work was taken up."""
    lab = Lab.open("pair")
    lab.advance(3 * SECOND)
    before = lab.fingerprint()
    lab.journal.attach(tmp_path / "a.journal")
    Past(lab).mark("before the cut")
    assert lab.fingerprint() == before
    lab.do("cut x-over")
    lab.journal.close()
    past = Past(Lab.replay(read_journal(tmp_path / "a.journal")))
    (mark,) = past.bookmarks()
    assert mark.text == "before the cut"
    assert past.journey(mark.moment).complete().fingerprint() == before
    past.mark("earlier", past.at(SECOND))
    assert [mark.text for mark in past.bookmarks()] == ["earlier", "before the cut"]
    branch = past.branch(past.journey(past.at(2 * SECOND)).complete())
    assert [mark.text for mark in branch.bookmarks()] == ["earlier"]
    assert branch.lab.journal.header.branched == 2 * SECOND


def test_a_large_lab_keeps_fewer_moments_further_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """With many nodes checkpoints lie further apart, and as many are kept as have room; rewinding stays exact."""
    monkeypatch.setattr("iossim.lab.past.SPACING", 100)
    monkeypatch.setattr("iossim.lab.past.ORDINARY", 21)  # the lab has 42: as if it were twice an ordinary one
    lab = Lab.open("headend")
    past = Past(lab)
    monkeypatch.setattr("iossim.lab.past.MEMORY", 5 * len(frozen(lab)))
    noted = session(lab, past, 60)
    assert len(past.checkpoints) == LEAST  # they have grown: five have no room any more
    marks = [0, *(kept.work for kept in past.checkpoints)]
    assert all(later - earlier >= 2 * 100 for earlier, later in pairwise(marks))
    moment = sorted(noted)[len(noted) // 2]
    assert past.journey(moment).complete().fingerprint() == noted[moment]
