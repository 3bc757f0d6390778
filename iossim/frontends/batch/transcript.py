"""Transcripts: what happened, as a session that can be run again.

Comments, actions and inputs stand as their author wrote them; below each input is what came, and text nobody asked for
behind `#!`. So a transcript of a run and the file that `--update` writes are the same text. Invariant: read again and
run again, a transcript holds, and its transcript is itself.
"""

from __future__ import annotations

from collections.abc import Callable
from difflib import unified_diff

from iossim.lab.running.outcome import Kind, Outcome
from iossim.lab.session.lines import LineClasses, LineKind
from iossim.lab.session.steps import Session

_KEPT = (LineKind.NOTE, LineKind.LAB, LineKind.BLANK, LineKind.ACTION, LineKind.AT_PROMPT, LineKind.AT_LINE)


class Transcript:
    """Writes outcomes line by line, in the frame of the session's own lines."""

    def __init__(
        self, session: Session, classes: LineClasses, write: Callable[[str], object], keep: bool = False
    ) -> None:
        """`keep`: a step that could not be done keeps the output its author expected."""
        self.session = session
        self.classes = classes
        self.write = write
        self.keep = keep
        self._at = 0  # lines of the session that are written or left out

    def add(self, outcome: Outcome) -> None:
        """One step has ended."""
        if outcome.pasted:
            self._unasked([f"{outcome.prompt}{outcome.input}", *(outcome.output or ())])
        else:
            self._copy(outcome.line)
            self._output(outcome)
        self._unasked([f"{device}: {line}" for device, line in outcome.unasked])

    def finish(self) -> None:
        """All steps are done: what stands below the last one."""
        self._copy(len(self.session.lines))

    def _copy(self, until: int) -> None:
        """The session's own lines up to and including that one, without outputs."""
        while self._at < until:
            line = self.session.lines[self._at]
            self._at += 1
            if line.kind in _KEPT:
                self.write(line.text)

    def _output(self, outcome: Outcome) -> None:
        if outcome.kind in (Kind.NOTE, Kind.LAB):
            return
        output = outcome.expected if outcome.output is None and self.keep else outcome.output
        for line in output or ():
            self.write(self.classes.quote(line) if line else "")

    def _unasked(self, lines: list[str]) -> None:
        for line in lines:
            self.write(f"#! {line}".rstrip())


def complaint(file: str, outcome: Outcome) -> str:
    """What did not hold in a step, with the difference when that is the output."""
    text = f"{file}:{outcome.line}: {outcome.input}: {outcome.failure}"
    if outcome.mismatch:
        lines = unified_diff(outcome.expected or (), outcome.output or (), "expected", "found", lineterm="", n=2)
        text += "".join(f"\n    {line}" for line in lines)
    return text
