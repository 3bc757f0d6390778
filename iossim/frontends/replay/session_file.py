"""A session written as a session file, on wish with what was printed: `iossim run FILE --check` then compares.

The inputs are told by `lab.script`. For the outputs the file is run once, and written down as `iossim run` does; from a
bookmark on, what came before it only leads there, and is not compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from iossim.frontends.batch.transcript import Transcript
from iossim.lab.running.runner import Runner
from iossim.lab.script import Script
from iossim.lab.session import read_session
from iossim.lab.session.grammar import MOST_LINES, line_classes

if TYPE_CHECKING:
    from iossim.lab.journal import Input
    from iossim.lab.lab import Lab
    from iossim.lab.past import Bookmark, Past


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the file is to have: the outputs, from the start or from a bookmark on."""

    outputs: bool = True
    since: Bookmark | None = None


class SessionFile:
    """Writes the session of a past; iterate `steps`, then there is `text`.

    `exact`: a run of it ends with the fingerprint of the session. `left_out` counts inputs of clients from outside.
    """

    def __init__(self, past: Past, wanted: Wanted) -> None:
        self.past = past
        self.wanted = wanted
        self.text = ""
        self.exact = False
        self.left_out = 0
        self.too_long = False
        self._inputs: Sequence[Input] = tuple(past.lab.journal.inputs)
        self._end = past.lab.now
        self._fingerprint = past.lab.fingerprint()
        self._title = title(past.lab)

    def steps(self) -> Iterator[None]:
        """Bit by bit."""
        script = Script(self.past.beginning(), self._inputs, self._end, self._title)
        for _ in script.steps():
            yield
        self.text, self.left_out = script.text(), script.left_out
        self.exact = script.lab.fingerprint() == self._fingerprint
        if self.wanted.outputs:
            yield from self._with_outputs()

    def _with_outputs(self) -> Iterator[None]:
        lab, lines = self.past.beginning(), self.text.splitlines()
        session = read_session(self.text, names=lab.names)
        for device in lab.devices:
            lab.terminal(device).take()  # how they were found
        since = 0 if self.wanted.since is None else lines.index(f"# {self.wanted.since.text}") + 1
        written: list[str] = []
        transcript = Transcript(session, line_classes(lines, lab.names), written.append)
        for outcome in Runner(lab, session).run():
            led = outcome.line < since
            transcript.add(replace(outcome, output=(), unasked=()) if led else outcome)
            yield
        transcript.finish()
        self.too_long = len(written) > MOST_LINES
        if not self.too_long:
            self.text = "\n".join(written) + "\n"


def title(lab: Lab) -> str:
    """`headend: 01 Mar 14:02:10 to 14:38:16 by the lab's clock`."""
    origin = lab.world.definition.clock
    begin, end = (origin + timedelta(microseconds=t) for t in (lab.start, lab.now))
    return f"{lab.world.definition.name}: {begin:%d %b %H:%M:%S} to {end:%H:%M:%S} by the lab's clock"
