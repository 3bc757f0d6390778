"""Reading a session: line by line, every mistake collected, nothing run.

`read_session(text, file)` reads for form alone; with the lab's `Names` it also checks that devices, links, nodes and
phones exist. Expected lines belong to the input or the report before them; comments in between do not end them.

Left out: what a console really shows; only a run knows. Bounds: `MOST_LINES` and `LONGEST_LINE`, because a session may
come from anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from iossim.lab.errors import LabError, Mistake
from iossim.lab.names import Names
from iossim.lab.session.actions import REPORTS, Nothing, read_action
from iossim.lab.session.keys import read_keys
from iossim.lab.session.lab_line import LabLine, read_lab_line
from iossim.lab.session.lines import LineClasses, LineKind, action_text, prompt_ids, unquote
from iossim.lab.session.slots import Expected
from iossim.lab.session.steps import Act, Note, Session, SourceLine, Step, Typed

MOST_LINES = 50_000
LONGEST_LINE = 4_000

_GO = re.compile(r"(?<!\{)((?:\{\{)*)\{go\}$")


def read_session(text: str, file: str = "session", names: Names | None = None) -> Session:
    """The session written in a text; LabError with every mistake otherwise."""
    lines = [line.removesuffix("\r") for line in text.removeprefix("\ufeff").split("\n")]
    if lines and not lines[-1]:
        lines.pop()
    _bound(lines, file)
    return _Reader(file, line_classes(lines, names), names).read(lines)


def line_classes(lines: Sequence[str], names: Names | None) -> LineClasses:
    """The classes of a session's lines; without names the devices are those it types at."""
    return LineClasses(names.devices, sure=True) if names else LineClasses(prompt_ids(lines), sure=False)


def _bound(lines: list[str], file: str) -> None:
    if len(lines) > MOST_LINES:
        raise LabError((Mistake(file, 0, 0, "", f"more than {MOST_LINES} lines"),))
    long = [n for n, line in enumerate(lines, 1) if len(line) > LONGEST_LINE]
    if long:
        raise LabError(tuple(Mistake(file, n, 1, "", f"longer than {LONGEST_LINE} characters") for n in long))


def _readable(line: str) -> None:
    """A line that is shown to somebody has no character that a terminal might obey."""
    odd = next((c for c in line if not c.isprintable() and c not in "\t\xa0"), None)
    if odd is not None:
        raise Expected(f"the character U+{ord(odd):04X} is not for reading")


class _Reader:
    """What has been read so far."""

    def __init__(self, file: str, classes: LineClasses, names: Names | None) -> None:
        self.file = file
        self.classes = classes
        self.names = names
        self.lab: LabLine | None = None
        self.lab_at = 0
        self.steps: list[Step] = []
        self.lines: list[SourceLine] = []
        self.mistakes: list[Mistake] = []
        self.block: list[SourceLine] = []
        self.open: int | None = None  # index of the step that expected lines belong to

    def read(self, lines: list[str]) -> Session:
        for number, line in enumerate(lines, 1):
            try:
                self._line(number, line)
            except (Expected, ValueError) as error:
                self.mistakes.append(Mistake(self.file, number, 1, "", str(error)))
        self._close()
        if self.mistakes:
            raise LabError(tuple(self.mistakes))
        lab = self.lab or LabLine()
        return Session(self.file, lab, self.lab_at, tuple(self.steps), tuple(self.lines))

    def _line(self, number: int, line: str) -> None:
        kind = self.classes.classify(line) if line.strip() else LineKind.EXPECTED
        if kind not in (LineKind.UNASKED, LineKind.NOTE, LineKind.EXPECTED):
            self._close()
        if kind in (LineKind.NOTE, LineKind.LAB, LineKind.ACTION):
            _readable(line)
        self.lines.append(SourceLine(number, kind, line))
        match kind:
            case LineKind.NOTE:
                self.steps.append(Note(number, line[1:].strip()))
            case LineKind.LAB:
                self._lab(number, line)
            case LineKind.ACTION:
                self._action(number, action_text(line) or "")
            case LineKind.AT_PROMPT | LineKind.AT_LINE:
                self._input(number, line, kind)
            case LineKind.EXPECTED:
                self._expected()

    def _lab(self, number: int, line: str) -> None:
        if self.lab is not None or any(not isinstance(step, Note) for step in self.steps):
            raise Expected('expected one lab line, before the first step (expected output takes a "\\" in front)')
        self.lab, self.lab_at = LabLine(), number
        self.lab = read_lab_line(line)

    def _action(self, number: int, text: str) -> None:
        action = read_action(text, self.names)
        if isinstance(action, Nothing) and not self._prints(self._last()):
            raise Expected("expected an input or a report before [nothing]")
        self._step(Act(number, action))

    def _input(self, number: int, line: str, kind: LineKind) -> None:
        device = self.classes.device(line)
        shown = line if kind is LineKind.AT_PROMPT else line[len(device) + 1 :]
        typed = _GO.sub(r"\1", shown)
        self._step(Typed(number, device, read_keys(typed), go=typed != shown))

    def _step(self, step: Step) -> None:
        self.open = len(self.steps) if self._prints(step) else None
        self.steps.append(step)

    def _expected(self) -> None:
        self.block.append(self.lines[-1])
        text = self.lines[-1].text.strip()
        if text and self.open is None and not self.mistakes:  # else it may belong to a step that could not be read
            ids = prompt_ids([text])
            hint = f'no device is called "{ids[0]}"' if ids else "output follows an input or a report"
            raise Expected(f'expected a step, found "{text}": {hint}')

    def _close(self) -> None:
        """The expected lines are complete; empty lines at their end are only space between steps."""
        while self.block and not self.block[-1].text.strip():
            blank = self.block.pop()
            at = next(i for i in range(len(self.lines) - 1, -1, -1) if self.lines[i].number == blank.number)
            self.lines[at] = replace(blank, kind=LineKind.BLANK)
        if self.block and self.open is not None:
            step = self.steps[self.open]
            if isinstance(step, Typed | Act):
                self.steps[self.open] = replace(step, expected=tuple(unquote(line.text) for line in self.block))
        self.block.clear()
        self.open = None

    def _last(self) -> Step | None:
        return next((step for step in reversed(self.steps) if not isinstance(step, Note)), None)

    @staticmethod
    def _prints(step: Step | None) -> bool:
        return isinstance(step, Typed) or (isinstance(step, Act) and isinstance(step.action, REPORTS))
