"""Checkpoints: what is kept is what was played, and nothing but our own files is read."""

from __future__ import annotations

import gc
import os
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from iossim.lab import checkpoint
from iossim.lab.definition import load
from iossim.lab.lab import Lab
from iossim.lab.world import World
from iossim.sim.kernel import Kernel

HOUR = 3_600_000_000


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A checkpoint folder of the test's own."""
    folder = tmp_path / "checkpoints"
    monkeypatch.setattr(checkpoint, "folder", lambda: folder)
    yield folder


def played(counter: list[int]) -> World:
    """The small lab, half a minute after power-on; counts how often it is asked for."""
    counter.append(1)
    lab = Lab.open("pair", "cold")
    lab.advance(30_000_000)
    return lab.world


def settle(counter: list[int]) -> World:
    return checkpoint.settled(load("pair"), False, lambda: played(counter))


def test_played_once(place: Path) -> None:
    """The second opening reads the file; both go on alike."""
    counter: list[int] = []
    worlds = [settle(counter), settle(counter)]
    for world in worlds:
        world.kernel.run_until(HOUR)
    assert len(counter) == 1
    assert worlds[0].kernel.trace.fingerprint() == worlds[1].kernel.trace.fingerprint()
    assert worlds[0].kernel.events == worlds[1].kernel.events


def test_private(place: Path) -> None:
    """Folder and file are the user's alone."""
    settle([])
    (file,) = place.iterdir()
    assert place.stat().st_mode & 0o777 == 0o700
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("mode", [0o770, 0o702])
def test_a_shared_folder_is_not_read(place: Path, mode: int) -> None:
    """Whoever else could write there could make us run anything."""
    counter: list[int] = []
    settle(counter)
    place.chmod(mode)
    settle(counter)
    assert len(counter) == 2


def test_a_shared_file_is_not_read(place: Path) -> None:
    """The same for the file itself."""
    counter: list[int] = []
    settle(counter)
    (file,) = place.iterdir()
    file.chmod(0o666)
    settle(counter)
    assert len(counter) == 2


@pytest.mark.parametrize("contents", [b"", b"rubbish", b"x\x9c"])
def test_a_broken_file_is_none(place: Path, contents: bytes) -> None:
    """A file that cannot be read is played anew, and replaced."""
    counter: list[int] = []
    settle(counter)
    (file,) = place.iterdir()
    file.write_bytes(contents)
    settle(counter)
    settle(counter)
    assert len(counter) == 2


def test_something_else_in_it(place: Path) -> None:
    """A pickle whose classes are gone is played anew."""
    counter: list[int] = []
    settle(counter)
    (file,) = place.iterdir()
    import zlib

    file.write_bytes(zlib.compress(pickle.dumps(0)[:-1] + b"ciossim.nowhere\nNothing\n."))
    settle(counter)
    assert len(counter) == 2


def test_nowhere_to_write(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a folder everything works, only slower."""
    monkeypatch.setattr(checkpoint, "folder", lambda: Path(os.devnull) / "checkpoints")
    counter: list[int] = []
    settle(counter)
    settle(counter)
    assert len(counter) == 2


def test_other_code_other_name(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A state made by other code is never found."""
    counter: list[int] = []
    settle(counter)
    monkeypatch.setattr(checkpoint, "code_digest", lambda: "other")
    settle(counter)
    assert len(counter) == 2
    assert len(list(place.iterdir())) == 2


def test_only_the_newest_are_kept(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder does not grow for ever."""
    for number in range(checkpoint.KEPT + 3):
        monkeypatch.setattr(checkpoint, "code_digest", lambda number=number: str(number))
        settle([])
    assert len(list(place.iterdir())) == checkpoint.KEPT


def test_an_opened_lab(place: Path) -> None:
    """`Lab.open` of a settled lab is the same with and without a checkpoint."""
    first, second = Lab.open("pair"), Lab.open("pair")
    assert first.fingerprint() == second.fingerprint()
    for lab in (first, second):
        lab.advance(HOUR)
    assert first.fingerprint() == second.fingerprint()


def test_dropped_copies_are_collected(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lab is a web of cycles: whoever tries many things in branches has a handful of them in memory, not all."""
    monkeypatch.setattr(checkpoint, "SLACK", 100_000)
    lab = Lab.open("headend", batch=True)
    before = sum(isinstance(one, Kernel) for one in gc.get_objects())
    for _ in range(30):
        lab.copy()
    assert sum(isinstance(one, Kernel) for one in gc.get_objects()) - before < 20
