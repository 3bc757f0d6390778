"""A session as a score: played once, unseen, and then performed at any pace.

State is a function of (lab, seed, inputs), so a session that has been played is a list of inputs with their times, and where in
it each of its steps begins. Whoever performs it - a demonstration, a solution that is shown - applies the same inputs at the
same virtual times and comes to the same lab, however slowly the keys are pressed.

Keys are single inputs here, so that they can be pressed one by one. Invariant: the fingerprint at the end of a performance is
that of the run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.lab.journal import Done, Readied, Typed
from iossim.lab.running.outcome import Kind
from iossim.lab.running.runner import Runner
from iossim.lab.session import REPORTS, read_action

if TYPE_CHECKING:
    from iossim.lab.journal import Input
    from iossim.lab.lab import Lab
    from iossim.lab.running.outcome import Outcome
    from iossim.lab.running.port import LabPort
    from iossim.lab.session import Action, Session


@dataclass(frozen=True, slots=True)
class Look:
    """A report that is asked for: nothing is put into the lab, somebody looks."""

    t: int
    action: Action


@dataclass(frozen=True, slots=True)
class Beat:
    """One step: where it stands in the file, what it is, and the place in the score at which it is over.

    `text` is the note, the typed line or the action; `failure` what did not hold when it was played.
    """

    line: int
    kind: Kind
    text: str
    device: str
    t: int
    inputs: int
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """A note and what is done under it: the beats from `first` to before `last`. A session without notes is one scene."""

    note: tuple[str, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Score:
    """See the module. `begin` is the time of its beginning."""

    begin: int
    inputs: tuple[Input | Look, ...]
    beats: tuple[Beat, ...]
    scenes: tuple[Scene, ...]

    @property
    def failures(self) -> tuple[Beat, ...]:
        """The steps that did not come off."""
        return tuple(beat for beat in self.beats if beat.failure)


def play(
    lab: Lab,
    session: Session,
    pastes: Mapping[str, Sequence[str]] | None = None,
    port: LabPort | None = None,
    watch: Callable[[], None] = lambda: None,
) -> Score:
    """Play a session in a lab; `port` stands in front of it when a session says more than a lab understands. `watch` is called
    after each step, and may end it by raising."""
    begin, had = lab.now, len(lab.journal.inputs)
    inputs: list[Input | Look] = []
    beats: list[Beat] = []
    for outcome in Runner(port if port is not None else lab, session, pastes).run():
        watch()
        inputs += singly(lab.journal.inputs[had:])
        had = len(lab.journal.inputs)
        if outcome.kind is Kind.LAB:
            continue
        looked = _looked(outcome)
        inputs += [Look(lab.now, looked)] if looked is not None else []
        beats.append(
            Beat(outcome.line, outcome.kind, _text(outcome), outcome.device, lab.now, len(inputs), outcome.failure)
        )
    return Score(begin, tuple(inputs), tuple(beats), tuple(scenes(beats)))


def _looked(outcome: Outcome) -> Action | None:
    """The report of a step, if it is one."""
    if outcome.kind in (Kind.NOTE, Kind.CLI, Kind.LAB):
        return None
    action = read_action(outcome.input)
    return action if isinstance(action, REPORTS) else None


def singly(inputs: Iterable[Input]) -> Iterator[Input]:
    """The inputs that do something, keys one by one."""
    for entry in inputs:
        if isinstance(entry, Typed):
            yield from (Typed(entry.t, entry.device, entry.line, (key,)) for key in entry.keys)
        elif isinstance(entry, Done | Readied):
            yield entry


def _text(outcome: Outcome) -> str:
    if outcome.kind is Kind.NOTE:
        return "".join(outcome.output or ())
    return f"{outcome.prompt}{outcome.input}" if outcome.kind is Kind.CLI else f"[{outcome.input}]"


def scenes(beats: Sequence[Beat]) -> Iterator[Scene]:
    """Notes that follow each other are one; what comes before the first is a scene without one."""
    starts = [
        at
        for at, beat in enumerate(beats)
        if beat.kind is Kind.NOTE and (at == 0 or beats[at - 1].kind is not Kind.NOTE)
    ]
    if beats and 0 not in starts:
        starts.insert(0, 0)
    for first, last in zip(starts, [*starts[1:], len(beats)], strict=False):
        note = []
        for beat in beats[first:last]:
            if beat.kind is not Kind.NOTE:
                break
            note.append(beat.text)
        yield Scene(tuple(note), first, last)
