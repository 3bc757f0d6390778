"""Journals on disk: what is typed is kept, whatever happens to the program."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from iossim.frontends.recording import Condition, InUse, Lock, Recording, Resumption, Shelf, work_of
from iossim.lab.journal import JournalError
from iossim.lab.lab import Lab
from iossim.lab.opening import opening

SECOND = 1_000_000
BOOTED = 200 * SECOND
TYPED = ("enter", *"enable", "enter", *"cisco", "enter", *"show clo")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "journals")


def begun(shelf: Shelf) -> Recording:
    """A booted pair of routers with a line half typed."""
    recording = shelf.begin(Lab.open("pair", "cold"))
    recording.lab.advance(BOOTED)
    for key in TYPED:
        recording.lab.type("r1", (key,))
    return recording


def resumed(path: Path) -> Recording:
    resumption = Resumption(path)
    resumption.open()
    assert list(resumption.steps())[-1] == 1.0
    return resumption.done()


def test_resuming_gives_the_same_lab(shelf: Shelf) -> None:
    """After an end without a goodbye everything up to the last key is there, to the last bit of state."""
    recording = begun(shelf)
    recording.abandon()
    again = resumed(recording.path)
    assert again.lab.fingerprint() == recording.lab.fingerprint()
    screen = again.lab.terminal("r1").screen
    assert screen.current == "r1#show clo"
    assert list(screen.lines) == list(recording.lab.terminal("r1").screen.lines)
    again.close()


def test_work_goes_on_in_the_same_file(shelf: Shelf) -> None:
    """What is typed after resuming is behind what was typed before, and can be resumed once more."""
    recording = begun(shelf)
    recording.close()
    second = resumed(recording.path)
    second.lab.type("r1", [*"ck", "enter"])
    second.lab.advance(SECOND)
    second.close()
    third = resumed(recording.path)
    assert third.lab.now == second.lab.now
    assert "r1#show clock" in third.lab.terminal("r1").screen.lines
    third.close()
    assert len(shelf.works()) == 1


def test_a_killed_program_loses_nothing(shelf: Shelf) -> None:
    """SIGKILL in the middle of typing: the journal is broken off, and has the last key."""
    code = (
        "import sys; from pathlib import Path\n"
        "from tests.frontends.test_recording import begun; from iossim.frontends.recording import Shelf\n"
        "work = begun(Shelf(Path(sys.argv[1]))); print('typed', flush=True); sys.stdin.read()"
    )
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", code, str(shelf.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "typed\n"
        (work,) = shelf.works()
        assert work.condition is Condition.IN_USE
        assert not work.resumable
        with pytest.raises(InUse):
            Resumption(work.path)
        with pytest.raises(InUse):
            shelf.delete(work)
        child.kill()
    broken = shelf.broken_off()
    assert broken is not None and broken.path == work.path
    again = resumed(broken.path)
    assert again.lab.terminal("r1").screen.current == "r1#show clo"
    again.close()
    assert shelf.broken_off() is None


def test_a_torn_last_line_is_cut_off(shelf: Shelf) -> None:
    """Killed in the middle of a write: the half line goes, the rest stays, and writing goes on behind it."""
    recording = begun(shelf)
    recording.abandon()
    with recording.path.open("a") as file:
        file.write('{"kind":"keys","t":200')
    again = resumed(recording.path)
    again.lab.type("r1", ("c",))
    again.close()
    lines = recording.path.read_text().splitlines()
    assert all(json.loads(line) for line in lines)
    last = resumed(recording.path)
    assert last.lab.terminal("r1").screen.current == "r1#show cloc"
    last.close()


def test_a_whole_last_line_without_its_end_is_kept(shelf: Shelf) -> None:
    """A last line that is complete but for its newline counts."""
    recording = begun(shelf)
    recording.abandon()
    recording.path.write_text(recording.path.read_text().rstrip("\n"))
    again = resumed(recording.path)
    assert again.lab.terminal("r1").screen.current == "r1#show clo"
    again.close()


def test_conditions(shelf: Shelf) -> None:
    """In use while open, closed after a clean end, broken off after an unclean one."""
    recording = begun(shelf)
    assert work_of(recording.path).condition is Condition.IN_USE
    recording.close()
    assert work_of(recording.path).condition is Condition.CLOSED
    resumed(recording.path).abandon()
    assert work_of(recording.path).condition is Condition.BROKEN_OFF


def test_giving_up_changes_nothing(shelf: Shelf) -> None:
    """Looking at closed work does not make it broken-off work."""
    recording = begun(shelf)
    recording.close()
    Resumption(recording.path).give_up()
    assert work_of(recording.path).condition is Condition.CLOSED


def test_only_one_holds_a_lock(tmp_path: Path) -> None:
    """A lock is held by one; released, it is gone."""
    lock = Lock(tmp_path / "a.journal")
    with pytest.raises(InUse):
        Lock(tmp_path / "a.journal")
    lock.release()
    assert list(tmp_path.iterdir()) == []
    Lock(tmp_path / "a.journal").release()


def test_other_lab_files_are_refused(shelf: Shelf) -> None:
    """A journal of a lab whose files have changed since is not played into something else."""
    recording = begun(shelf)
    recording.close()
    first, rest = recording.path.read_text().split("\n", 1)
    header = json.loads(first) | {"digest": "0" * 64}
    recording.path.write_text(json.dumps(header) + "\n" + rest)
    resumption = Resumption(recording.path)
    with pytest.raises(JournalError, match="have changed"):
        resumption.open()
    resumption.give_up()


def test_what_is_no_journal_is_listed_with_its_trouble(shelf: Shelf) -> None:
    """A strange file on the shelf says what is wrong with it and cannot be resumed."""
    shelf.folder.mkdir(parents=True)
    (shelf.folder / "x.journal").write_text("hello\n")
    (work,) = shelf.works()
    assert not work.resumable
    assert "expected the header of a journal" in work.trouble


def test_two_works_of_one_second_have_two_names(shelf: Shelf) -> None:
    """Beginning twice in the same second gives two journals."""
    first, second = (shelf.begin(Lab.open("pair", "cold")) for _ in range(2))
    assert first.path != second.path
    first.close()
    second.close()


def test_time_alone_is_noted(shelf: Shelf) -> None:
    """A lab that only ran is resumed where it was."""
    recording = shelf.begin(Lab.open("pair", "cold"))
    recording.lab.world.kernel.run_until(7 * SECOND)
    recording.mark()
    recording.abandon()
    assert work_of(recording.path).reached == 7 * SECOND
    again = resumed(recording.path)
    assert again.lab.now == 7 * SECOND
    again.close()


def test_deleting(shelf: Shelf) -> None:
    """A deleted work is gone, with its lock."""
    recording = begun(shelf)
    recording.abandon()
    shelf.delete(shelf.works()[0])
    assert list(shelf.folder.iterdir()) == []


def test_two_that_begin_at_once_have_a_journal_each(shelf: Shelf) -> None:
    """A name is taken from the moment somebody has its lock, before there is a file."""
    journals = [opening("pair").journal for _ in range(2)]
    first = shelf.place(journals[0])
    first.path.unlink()
    second = shelf.place(journals[1])
    assert first.path != second.path
    assert work_of(second.path).condition is Condition.IN_USE
    for journal, place in zip(journals, (first, second), strict=True):
        journal.close()
        place.lock.release()
