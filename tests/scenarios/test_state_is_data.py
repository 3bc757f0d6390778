"""State is data: it can be copied at any moment, continued elsewhere, and rebuilt from the journal."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from iossim.lab.journal import read_journal
from iossim.lab.lab import Lab

from .chance import scenario
from .fixed import FIXED
from .portrait import difference, portrait
from .story import Scenario, Watch, play, sliced

ROOT = Path(__file__).parents[2]
SEEDS = range(60, 65)
NAMED = {one.name: one for one in FIXED}
TOLD = (
    NAMED["homes: the head-end of a call is reloaded"],
    NAMED["ring: one way goes, another is there"],
    NAMED["pair: the cable is cut during a ping"],
)


def copied(seed: int, share: float) -> Watch:
    """Put a copy in the place of the original at some moments, in the midst of whatever is going on."""
    random = Random(f"copies {seed}")

    def watch(lab: Lab) -> Lab | None:
        if random.random() > share:
            return None
        copy = lab.copy()
        assert difference(portrait(lab), portrait(copy)) == []
        return copy

    return watch


@pytest.mark.parametrize("seed", SEEDS)
def test_a_copy_goes_on_as_the_original(seed: int) -> None:
    """A lab that was pickled and read again at random moments tells the same story to its end."""
    one = scenario(seed)
    assert play(one, watch=copied(seed, 0.4)).against(play(one)) == []


@pytest.mark.parametrize("one", TOLD, ids=str)
def test_the_copy_that_is_left_behind_does_not_move(one: Scenario) -> None:
    """Original and copy have nothing in common: what the one does afterwards is not seen in the other."""
    left: list[tuple[Lab, str]] = []

    def watch(lab: Lab) -> None:
        if len(left) < 3:
            left.append((lab.copy(), lab.fingerprint()))

    play(one, watch=watch)
    assert [lab.fingerprint() for lab, _ in left] == [then for _, then in left]


@pytest.mark.parametrize("seed", SEEDS)
def test_slices_of_time_do_not_show(seed: int) -> None:
    """Long and short slices, small budgets of events and single instants lead to the same story."""
    one = scenario(seed)
    assert play(one, go=sliced(seed)).against(play(one)) == []


def kept(one: Scenario) -> Lab:
    """The lab in which a scenario was played, with its journal, after the last step."""
    last: list[Lab] = []

    def watch(lab: Lab) -> None:
        last[:] = [lab]

    play(one, watch=watch)
    return last[0]


REPLAY = """
import sys
from pathlib import Path
from iossim.lab.journal import read_journal
from iossim.lab.lab import Lab
print(Lab.replay(read_journal(Path(sys.argv[1]))).fingerprint())
"""


def replayed(journal: Path, hash_seed: str) -> str:
    """The fingerprint at the end of a journal, in a process of its own."""
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-c", REPLAY, str(journal)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize("one", TOLD, ids=str)
def test_a_journal_replays_anywhere(one: Scenario, tmp_path: Path) -> None:
    """The journal alone gives the same fingerprint, here and in fresh processes under other hash seeds."""
    lab = kept(one)
    lab.journal.attach(tmp_path / "journal.jsonl")
    lab.journal.close()
    there = lab.fingerprint()
    assert Lab.replay(read_journal(tmp_path / "journal.jsonl")).fingerprint() == there
    assert [replayed(tmp_path / "journal.jsonl", seed) for seed in ("1", "4711")] == [there, there]


FINGERPRINTS = """
from tests.scenarios.fixed import FIXED
from tests.scenarios.story import fingerprint
for one in FIXED:
    print(fingerprint(one), one)
"""


def test_fingerprints_are_the_same_anywhere() -> None:
    """Every named scenario has one fingerprint, under two hash seeds and in two runs: nothing depends on an order of sets."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", FINGERPRINTS], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE, text=True,
        )
        for seed in ("2", "3003")
    ]  # fmt: skip
    one, other = (process.communicate()[0].splitlines() for process in started)
    assert one == other
    assert len({line.split()[0] for line in one}) == len(FIXED) >= 30


CONTINUE = """
import pickle, sys
lab = pickle.load(open(sys.argv[1], "rb"))
now = lab.fingerprint()
lab.advance(60_000_000)
print(now, lab.fingerprint())
"""


def test_a_lab_pickled_in_one_process_goes_on_in_another(tmp_path: Path) -> None:
    """Read under another hash seed it has the same fingerprint at once, and a minute later."""
    lab = kept(NAMED["homes: the head-end of a call is reloaded"])
    (tmp_path / "lab.pickle").write_bytes(pickle.dumps(lab))
    environment = {**os.environ, "PYTHONHASHSEED": "99"}
    done = subprocess.run(
        [sys.executable, "-c", CONTINUE, str(tmp_path / "lab.pickle")],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    now = lab.fingerprint()
    lab.advance(60_000_000)
    assert done.stdout.split() == [now, lab.fingerprint()]


def test_the_fingerprint_tells_labs_apart() -> None:
    """One key more, one fault more, one microsecond more: another fingerprint."""
    one = NAMED["pair: a ping across"]
    lab = kept(one)
    then = lab.fingerprint()
    longer, cut, typed = lab.copy(), lab.copy(), lab.copy()
    longer.advance(1)
    cut.do("cut x-over")
    typed.type("r1", (*"show clock", "enter"))
    for other in (longer, cut, typed):
        assert other.fingerprint() != then
    assert lab.fingerprint() == then
