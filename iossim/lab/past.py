"""The past of a lab: any moment of its session, made again from the journal.

State is a function of (lab, seed, journal), so a moment is a place in the journal and a time, and going there is a replay. To
make it short, the present is kept now and then as a pickle: not by the clock but by *work* - events handled and inputs
applied since the last one - so a quiet week needs no checkpoint, and a storm several. A bounded number is kept; of these
the one goes whose neighbours lie closest together in work, so that what is left lies evenly and a journey is never longer
than about twice the whole session's work shared by their number.

Looking at the past changes nothing: what `Journey` yields is a lab of its own, with a journal of its own that ends there. It
can be looked at, typed at, and gone on with: a branch.

Invariant: the fingerprint of a lab at a moment is the fingerprint the session had then. Left out: checkpoints on disk, and of
labs so large that a pickle would hold up the screen; these are replayed from their beginning.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iossim.lab.checkpoint import collector_resting
from iossim.lab.journal import Journal, Marked, Passed
from iossim.lab.lab import Lab

if TYPE_CHECKING:
    from iossim.lab.journal import Input

SPACING = 4_000
"""Work between two checkpoints: about a third of a second."""
KEPT = 48
ORDINARY = 150
"""Nodes up to which checkpoints lie that close; in larger labs, whose pickles take longer, they lie further apart."""
LARGE = 500
"""From so many nodes on nothing is kept: a pickle would hold up the screen for half a second and more."""
MEMORY, LEAST = 32 * 1024 * 1024, 4
"""Octets of all checkpoints together: where they are large there are fewer, but so many at least."""
PACKED = 1
"""How hard a checkpoint is packed: the fastest way makes a third of it, in a third of the time that reading it takes."""
SLICE = 100
"""Events between two breaths of a journey."""


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A time, and how many inputs had come by then: several may share a time."""

    t: int
    inputs: int


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a lab at a moment; `work` is what it had taken to get there."""

    moment: Moment
    work: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A moment somebody wanted to find again."""

    moment: Moment
    text: str


class Journey:
    """On the way to a moment: iterate for the share that is done; then `lab` is the lab as it was."""

    def __init__(self, lab: Lab, inputs: list[Input], to: Moment, past: Past) -> None:
        self.lab = lab
        self.to = to
        self._inputs = inputs
        self._past = past

    def __iter__(self) -> Iterator[float]:
        begin, span = self.lab.now, max(1, self.to.t - self.lab.now)
        for entry in self._inputs:
            yield from self._until(entry.t, begin, span)
            self.lab.apply(entry)
            self._past.keep(self.lab)
        yield from self._until(self.to.t, begin, span)
        if self.lab.now < self.to.t or not self._inputs or self._inputs[-1].t < self.to.t:
            self.lab.run_to(self.to.t)

    def _until(self, when: int, begin: int, span: int) -> Iterator[float]:
        while not self.lab.world.kernel.run_until(when, SLICE):
            yield (self.lab.now - begin) / span

    def complete(self) -> Lab:
        """Go there without a rest."""
        for _ in self:
            pass
        return self.lab


class Past:
    """The past of one lab, which goes on meanwhile."""

    def __init__(self, lab: Lab, checkpoints: tuple[Checkpoint, ...] = (), kept: int = KEPT) -> None:
        self.lab = lab
        self.begin = Moment(lab.start, 0)
        """Nobody goes behind this moment: in an exercise the one at which the learner came."""
        self.checkpoints = list(checkpoints)
        self._kept = kept

    # -- moments -------------------------------------------------------------------------------------------------

    def now(self) -> Moment:
        """The present."""
        return Moment(self.lab.now, len(self.lab.journal.inputs))

    def at(self, t: int) -> Moment:
        """The end of an instant: with every input that came in it."""
        t = max(self.begin.t, min(t, self.lab.now))
        return max(self.begin, Moment(t, sum(1 for entry in self.lab.journal.inputs if entry.t <= t)))

    def bookmarks(self) -> tuple[Bookmark, ...]:
        """All of them, in the order of their moments."""
        found = (entry for entry in self.lab.journal.inputs if isinstance(entry, Marked))
        return tuple(sorted((Bookmark(Moment(e.at, e.inputs), e.text) for e in found), key=lambda mark: mark.moment))

    def mark(self, text: str, moment: Moment | None = None) -> None:
        """Set a bookmark, here or at a moment of the past."""
        moment = self.now() if moment is None else moment
        self.lab.mark(text, moment.t, moment.inputs)

    # -- checkpoints ---------------------------------------------------------------------------------------------

    def due(self, lab: Lab | None = None) -> bool:
        """Whether so much has happened since the checkpoint before that it is time for one."""
        lab = self.lab if lab is None else lab
        if len(lab.world.nodes) > LARGE:
            return False
        done = work(lab)
        before = max((c.work for c in self.checkpoints if c.work <= done), default=0)
        spacing = SPACING * max(ORDINARY, len(lab.world.nodes)) // ORDINARY
        behind = min((c.work for c in self.checkpoints if c.work > done), default=done + spacing)
        return done - before >= spacing and behind - done >= spacing

    def keep(self, lab: Lab | None = None) -> bool:
        """Keep this moment, if it is time for it; of the present, or of a lab on its way there."""
        lab = self.lab if lab is None else lab
        if not self.due(lab):
            return False
        moment = Moment(lab.now, len(lab.journal.inputs))
        self.checkpoints.append(Checkpoint(moment, work(lab), frozen(lab)))
        self.checkpoints.sort(key=lambda kept: kept.moment)
        while len(self.checkpoints) > self._most():
            self._thin()
        return True

    def _most(self) -> int:
        """How many checkpoints have room."""
        largest = max(len(kept.data) for kept in self.checkpoints)
        return min(self._kept, max(LEAST, MEMORY // largest))

    def _thin(self) -> None:
        marks = [0, *(kept.work for kept in self.checkpoints)]
        gaps = [(marks[i + 2] - marks[i], i) for i in range(len(marks) - 2)]
        del self.checkpoints[min(gaps)[1]]

    # -- going there ---------------------------------------------------------------------------------------------

    def journey(self, to: Moment, nearby: Lab | None = None) -> Journey:
        """The way to a moment: from a lab nearby that was made here, from a checkpoint, or from the beginning."""
        inputs = [entry for entry in self.lab.journal.inputs[: to.inputs] if entry.t <= to.t]
        kept = max((kept for kept in self.checkpoints if kept.moment <= to), key=lambda kept: kept.moment, default=None)
        done = None if nearby is None else _on_the_way(nearby, inputs, to)
        if nearby is not None and done is not None and (kept is None or work(nearby) >= kept.work):
            del nearby.journal.inputs[done:]
            return Journey(nearby, inputs[done:], to, self)
        if kept is None:
            return Journey(self.beginning(), inputs, to, self)
        done = sum(1 for entry in inputs[: kept.moment.inputs] if entry.t <= kept.moment.t)
        return Journey(thawed(kept.data, self.lab, inputs[:done]), inputs[done:], to, self)

    def beginning(self) -> Lab:
        """The lab as it was opened."""
        header = self.lab.journal.header
        lab = Lab.open(
            self.lab.world.definition,
            header.start,
            seed=header.seed,
            profile=header.profile,
            numbers=header.numbers,
            batch=header.batch,
        )
        lab.journal = Journal(header)
        return lab

    def branch(self, lab: Lab) -> Past:
        """Go on from a lab of a past moment as it stands: a new attempt, with everything that lies before in common."""
        here = Moment(lab.now, len(lab.journal.inputs))
        lab.journal.header = replace(lab.journal.header, branched=lab.now)
        common = tuple(kept for kept in self.checkpoints if kept.moment <= here and kept.work <= work(lab))
        branch = Past(lab, common, self._kept)
        branch.begin = self.begin
        known = branch.bookmarks()
        for mark in self.bookmarks():
            if mark not in known and mark.moment <= here:
                branch.mark(mark.text, mark.moment)
        return branch


def _on_the_way(lab: Lab, inputs: list[Input], to: Moment) -> int | None:
    """How many of these inputs a lab has had, if it has had no others and its time is not over; else None."""
    had = list(lab.journal.inputs)
    if had and isinstance(had[-1], Passed) and had != inputs[: len(had)]:
        had.pop()
    return len(had) if lab.now <= to.t and had == inputs[: len(had)] else None


def work(lab: Lab) -> int:
    """What it has taken to get here: events handled and inputs applied."""
    return lab.world.kernel.events + len(lab.journal.inputs)


def frozen(lab: Lab) -> bytes:
    """The state of a lab without its journal, packed."""
    with collector_resting():
        return zlib.compress(pickle.dumps((lab.world, lab.hand, lab.start), pickle.HIGHEST_PROTOCOL), PACKED)


def thawed(data: bytes, like: Lab, inputs: list[Input]) -> Lab:
    """A lab in a frozen state, with the inputs that led to it."""
    with collector_resting():
        world, hand, start = pickle.loads(zlib.decompress(data))
    lab = Lab(world, Journal(like.journal.header, list(inputs)))
    lab.hand, lab.start = hand, start
    return lab
