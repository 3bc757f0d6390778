"""The candidate's desk: the record on disk, the time, and the parts that have been opened.

The record is the submission from its first line on: every input is in the file before the next key is read, so there is
nothing to save and nothing to lose. Once a second it is noted how much time has gone, once a minute what the lab has
come to. The preparation of a lab is not in it: that is the paper's, and the paper is sealed.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iossim import __version__
from iossim.frontends.exam.clock import ExamClock
from iossim.frontends.recording import Lock
from iossim.lab.journal import BEHAVIOUR, Passed
from iossim.training.exam.chain import FORMAT, Chain
from iossim.training.exam.sitting import Sitting
from iossim.training.exam.submission import LARGEST, Played, Submission, Unacceptable, read_submission

if TYPE_CHECKING:
    from typing import IO

    from iossim.training.exam.paper import Paper

SUFFIX = ".submission"
BEAT = 1.0
HASHED = 60.0
SECOND = 1_000_000
HANDED_IN, TIME_OVER = "handed in", "the time was over"


class Refused(Exception):
    """The exam cannot be taken here, or not any more; the text says why."""


def place_of(paper: Paper, file: Path) -> Path:
    """Where the record of a paper is: the one that was not ended, or the next. Refused when all attempts have been used."""
    for number in range(1, paper.attempts + 1):
        place = file.with_name(f"{file.stem}{f'-{number}' if number > 1 else ''}{SUFFIX}")
        if not place.exists() or place.stat().st_size == 0 or not _ended(place):
            return place
    raise Refused(f"this exam has been handed in: {place.name} is what counts")


def _ended(place: Path) -> bool:
    with place.open("rb") as file:
        file.seek(max(0, place.stat().st_size - 2_000))
        return b'"is":"end"' in file.read().rstrip(b"\n").rpartition(b"\n")[2]


class Desk:
    """See the module. `sittings` are the parts that have been opened, by their number."""

    def __init__(self, paper: Paper, place: Path, clock: ExamClock | None = None) -> None:
        self.paper = paper
        self.place = place
        self.clock = clock or ExamClock()
        self.sittings: dict[int, Sitting] = {}
        self.chain = Chain()
        self.start_code = ""
        self.end_code = ""
        self.at = 0
        """The part that was gone to last."""
        self._lock = Lock(place)
        self._file: IO[str] | None = None
        self._written_at = 0.0
        self._hashed_at = 0.0

    # -- beginning -----------------------------------------------------------------------------------------------

    @property
    def begun(self) -> bool:
        """Whether there is a record to go on with."""
        return self.place.exists() and self.place.stat().st_size > 0

    @property
    def writing(self) -> bool:
        """Whether the exam is going on."""
        return self._file is not None

    def begin(self) -> None:
        """The time runs from here."""
        self.clock.begin()
        self._file = self.place.open("w", encoding="ascii")
        self._line(
            "begin",
            iossim="submission",
            format=FORMAT,
            behaviour=BEHAVIOUR,
            version=__version__,
            exam=self.paper.exam,
            candidate=self.paper.candidate,
            seed=self.paper.seed,
            paper=self.paper.digest(),
            questions=self.paper.questions(),
            chance=secrets.token_hex(16),
            clock=int(self.clock.day()),
        )
        self.start_code = self.chain.code

    def resume(self) -> Iterator[float]:
        """Go on where the record ends; yields the share that has been played again. Refused when it is not this paper's."""
        try:
            yield from self._resume()
        except BaseException:
            self.close()
            raise

    def _resume(self) -> Iterator[float]:
        found = self._read()
        claimed = found.claimed
        counts = self.paper.limit.away == "counts"
        away = claimed["away"] if not counts else 0.0
        seen = found.begun + claimed["seconds"] + away - claimed["clock back"]
        absence = self.clock.resume(claimed["seconds"], seen, counts)
        self.chain = Chain(found.lines, found.chain)
        self.start_code = found.start_code
        self._file = self.place.open("a", encoding="ascii")
        self._line("resume", at=self._now(), away=round(absence.away, 3), back=round(absence.back, 3))
        played = [one for one in found.record if isinstance(one, Played)]
        done = 0
        for part in found.parts:
            sitting = self._sit(part)
            for _ in sitting.take_up(one.entry for one in played if one.part == part):
                done += 1
                yield done / max(1, len(played))
            self._record(part, sitting)
            sitting.follow()
            self.at = part
        yield 1.0

    def _read(self) -> Submission:
        data = self.place.read_bytes()[: LARGEST + 1]
        whole, _, torn = data.rpartition(b"\n")
        if torn:
            with self.place.open("r+b") as file:
                file.truncate(len(whole) + 1 if whole else 0)
            data = whole + b"\n" if whole else b""
        try:
            found = read_submission(data, unfinished=True)
        except Unacceptable as error:
            raise Refused(f"{self.place}: {error}") from None
        if found.paper != self.paper.digest():
            raise Refused(f"{self.place}: the record of another paper")
        return found

    def rehearse(self) -> Iterator[float]:
        """Prepare every lab once, before the time runs. Unusable when this version does not come to what was published."""
        for number, part in enumerate(self.paper.parts, 1):
            Sitting(part, hints=False)
            yield number / len(self.paper.parts)

    # -- parts ---------------------------------------------------------------------------------------------------

    def sit(self, part: int) -> Sitting:
        """Go to a part; its lab is opened the first time."""
        fresh = part not in self.sittings
        sitting = self._sit(part)
        if fresh:
            self._record(part, sitting)
        self.at = part
        self._line("part", part=part, at=self._now())
        return sitting

    def _sit(self, part: int) -> Sitting:
        if part not in self.sittings:
            self.sittings[part] = Sitting(self.paper.parts[part], self.paper.help == "first")
        return self.sittings[part]

    def _record(self, part: int, sitting: Sitting) -> None:
        """Whatever the journal gets from here on is in the record."""
        sitting.lab.journal.file = _Pen(self, part)

    # -- time ----------------------------------------------------------------------------------------------------

    @property
    def left(self) -> float:
        """Seconds that are left, of the clock or of the labs as the exam says."""
        if self.paper.limit.counts == "virtual":
            return self.paper.seconds - sum(sitting.spent for sitting in self.sittings.values()) / SECOND
        return self.paper.seconds - self.clock.seconds

    def beat(self) -> None:
        """Note what has gone: time when nothing else was noted, now and then what the lab has come to."""
        if self._file is None:
            return
        if self.clock.seconds - self._hashed_at >= HASHED:
            self._hashed_at = self.clock.seconds
            self._hash(self.at, whole=False)
        if self.clock.seconds - self._written_at >= BEAT:
            self._line("beat", at=self._now())

    def _hash(self, part: int, whole: bool) -> None:
        sitting = self.sittings.get(part)
        if sitting is None:
            return
        lab = sitting.lab
        lab.world.kernel.run_until(lab.now)
        lab.journal.add(Passed(lab.now))
        if whole:
            self._line("state", part=part, value=lab.fingerprint())
        else:
            self._line("hash", part=part, value=lab.world.kernel.trace.fingerprint())

    # -- the end -------------------------------------------------------------------------------------------------

    def finish(self, why: str) -> str:
        """The end: nothing is written any more. The end code."""
        if self._file is not None:
            for part in sorted(self.sittings):
                self._hash(part, whole=True)
            self._line("end", at=self._now(), why=why)
            self.end_code = self.chain.code
            self.close()
        return self.end_code

    def close(self) -> None:
        """Leave the desk; the exam can be gone on with unless it has been finished."""
        for sitting in self.sittings.values():
            sitting.lab.journal.file = None
        if self._file is not None:
            self._file.close()
            self._file = None
        self._lock.release()

    # -- lines ---------------------------------------------------------------------------------------------------

    def _now(self) -> float:
        return round(self.clock.seconds, 3)

    def _line(self, kind: str, **data: Any) -> None:
        assert self._file is not None
        self._file.write(self.chain.line(kind, **data))
        self._file.flush()
        self._written_at = self.clock.seconds

    def _input(self, part: int, line: str) -> None:
        self._line("input", part=part, at=self._now(), entry=json.loads(line))


class _Pen:
    """Writes a part's journal into the record."""

    def __init__(self, desk: Desk, part: int) -> None:
        self._desk = desk
        self._part = part

    def write(self, text: str) -> None:
        """An input."""
        self._desk._input(self._part, text)

    def flush(self) -> None:
        """It is there already."""

    def close(self) -> None:
        """The desk is closed as a whole."""
