"""The journal: what goes in comes out, torn or hostile files are told apart."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from iossim.lab.journal import Done, Hashed, Header, Journal, JournalError, Passed, Readied, Typed, read_journal
from iossim.lab.lab import Lab

HEADER = Header("pair", "digest", "cold", 7, "seed")
INPUTS = [
    Typed(0, "r1", "con 0", ("s", "enter", "c-z", "\x1b", '"', "é")),
    Passed(5),
    Readied(6, "r1"),
    Done(7, "cut x-over"),
    Passed(1_000_000),
]


def written(tmp_path, inputs=INPUTS):
    """A journal on disk."""
    path = tmp_path / "a.journal"
    journal = Journal(HEADER)
    journal.attach(path)
    for entry in inputs:
        journal.add(entry)
    journal.close()
    return path


def test_a_journal_reads_back_what_was_written(tmp_path) -> None:
    """Header and inputs, in order, with every odd key."""
    journal = read_journal(written(tmp_path))
    assert journal.header == HEADER
    assert journal.inputs == INPUTS


def test_every_input_is_on_disk_before_the_next_one_is_typed(tmp_path) -> None:
    """The file needs no closing: killing the program loses nothing."""
    path = tmp_path / "a.journal"
    journal = Journal(HEADER)
    journal.attach(path)
    for count, entry in enumerate(INPUTS, 1):
        journal.add(entry)
        assert read_journal(path).inputs == INPUTS[:count]
    journal.close()


def test_a_journal_attached_late_holds_what_came_before(tmp_path) -> None:
    """Recording may begin in the middle."""
    journal = Journal(HEADER)
    journal.add(INPUTS[0])
    journal.attach(tmp_path / "late.journal")
    journal.add(INPUTS[2])
    journal.close()
    assert read_journal(tmp_path / "late.journal").inputs == [INPUTS[0], INPUTS[2]]


def test_a_torn_last_line_is_dropped(tmp_path) -> None:
    """At every place where a write can be cut off."""
    path = written(tmp_path)
    whole = path.read_text()
    last = whole.rstrip("\n").rindex("\n") + 1
    for cut in range(last, len(whole) - 1):
        path.write_text(whole[:cut])
        assert read_journal(path).inputs == INPUTS[:-1]


def test_time_that_passes_again_and_again_is_one_input() -> None:
    """A console that ticks fifty times a second does not grow its journal in memory."""
    journal = Journal(HEADER)
    for t in range(1000):
        journal.add(Passed(t))
    assert journal.inputs == [Passed(999)]


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (["not json"], "a.journal:1: expected the header"),
        (["[]"], "a.journal:1: expected the header"),
        (['{"iossim": "journal"}'], "a.journal:1: expected the header"),
        ([None, '{"kind": "keys"}', '{"kind": "time", "t": 1}'], "a.journal:2: not an input"),
        ([None, '{"kind": "evil", "t": 1}', "x"], "a.journal:2: not an input"),
        ([None, '{"kind": "time", "t": "soon"}', "x"], "a.journal:2: not an input"),
        ([None, '{"kind": "time", "t": 9}', '{"kind": "time", "t": 3}', ""], "a.journal:3: time runs backwards"),
    ],
)
def test_what_is_no_journal_is_refused_with_its_line(tmp_path, lines, complaint) -> None:
    """Never a crash, never a guess."""
    path = tmp_path / "a.journal"
    head = json.dumps({"iossim": "journal", **_fields()})
    path.write_text("\n".join(head if line is None else line for line in lines))
    with pytest.raises(JournalError) as error:
        read_journal(path)
    assert complaint in str(error.value)


def _fields() -> dict[str, object]:
    return {name: getattr(HEADER, name) for name in HEADER.__dataclass_fields__}


def test_another_format_is_refused(tmp_path) -> None:
    """Files of a later version say so."""
    path = tmp_path / "a.journal"
    path.write_text(json.dumps({"iossim": "journal", **_fields(), "format": 99}))
    with pytest.raises(JournalError, match="format 99"):
        read_journal(path)


def test_a_missing_file_is_a_journal_error(tmp_path) -> None:
    """The caller handles one kind of error."""
    with pytest.raises(JournalError):
        read_journal(tmp_path / "none")


def test_a_replay_says_since_when_it_is_no_longer_what_was_recorded() -> None:
    """A hash stands for all that had happened: the same lab comes to the same, another one is told by the first that differs."""
    lab = Lab.open("pair", "cold")
    lab.advance(60_000_000)
    lab.hash()
    lab.do(f"cut {lab.names.links[0]}")
    lab.advance(30_000_000)
    lab.hash()
    assert Lab.replay(lab.journal).journal.parted is None
    hashes = [entry for entry in lab.journal.inputs if isinstance(entry, Hashed)]
    assert len({entry.value for entry in hashes}) == 2
    changed = Journal(lab.journal.header, [replace(e, value="0") if e is hashes[1] else e for e in lab.journal.inputs])
    assert Lab.replay(changed).journal.parted == 90_000_000
