"""A journal told as a session file: what was typed and done, line by line, with the waits between.

The inputs are applied to a lab that stands at its beginning, one key after the other, and the screens say what each key was
an answer to: a line is written as it stood at Enter, behind the prompt it was typed at, so that slips of the finger are not
told. Where a command was still running when the next thing was done its line ends in `{go}`; else a run waits for the prompt
by itself, and only the rest of the time is a `[wait]`. Bookmarks are comments.

Invariant: a run of the file has the same inputs at the same times, and ends with the same fingerprint. Not so for keys typed
ahead of a prompt, which a run types when the prompt is there, and for lines within a telnet session, whose keys it sends
together. Left out, and counted: what clients did at virtual terminals - a session file has consoles only.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from iossim.cli.keys import INTERRUPT, canonical
from iossim.lab.journal import Done, Marked, Typed
from iossim.lab.lab import CONSOLE
from iossim.lab.running.console import AT_REST, PATIENCE, RELOAD_QUESTION
from iossim.lab.session.keys import ENTER, write_keys
from iossim.lab.session.lab_line import LabLine
from iossim.lab.session.typed import ONE_KEY, SELF_ACTING
from iossim.lab.spelling import write_duration

if TYPE_CHECKING:
    from iossim.cli.terminal import Terminal
    from iossim.lab.journal import Header, Input
    from iossim.lab.lab import Lab

DEAD = frozenset({"dark", "closed"})
ENDS_LINE = frozenset({ENTER, "c-z", "c-c"})
ENDS_ANSWER = frozenset({ENTER, "c-z", "c-c", INTERRUPT})


@dataclass
class Pending:
    """A line that is being typed: what stood on the console before it, and the keys since."""

    standing: str
    keys: list[str] = field(default_factory=list)


class Script:
    """Tells the inputs of a journal, in a lab at that journal's beginning; iterate `steps`, then `text()` is the file.

    `end` is how far time has run. `left_out` counts inputs that a session file cannot have.
    """

    def __init__(self, lab: Lab, inputs: Sequence[Input], end: int, title: str = "") -> None:
        self.lab = lab
        self.left_out = 0
        self._inputs = tuple(inputs)
        self._end = end
        self._lines = [f"# {title}"] if title else []
        self._lines.append(str(lab_line(lab.journal.header)))
        self._run = lab.now  # how far a run has come by now
        self._open: tuple[str, int, int] | None = None  # console, line and time of the last input, until it is at rest
        self._pending: dict[str, Pending] = {}
        self._ahead: dict[str, deque[str]] = {}
        self._marks = deque(sorted((m.inputs, m.at, m.text) for m in inputs if isinstance(m, Marked)))

    def steps(self) -> Iterator[float]:
        """From the beginning to the end; yields the share that is done."""
        for number, entry in enumerate(self._inputs):
            self._tell_marks(number)
            self._reach(entry.t)
            self._take(entry)
            yield number / len(self._inputs)
        self._tell_marks(len(self._inputs))
        self._reach(self._end)
        self._wait()

    def text(self) -> str:
        """The file."""
        return "\n".join(self._lines) + "\n"

    # -- time ----------------------------------------------------------------------------------------------------

    def _reach(self, when: int) -> None:
        """Let time pass; notice where a run would have its prompt, and type there what was typed ahead."""
        while self._open is not None or self._ahead:
            if not self.lab.step_until(self._somebody_asks, when - self.lab.now):
                break
            if self._open is not None and self._at_rest(self._open[0]):
                self._settled(self.lab.now)
            for device in [device for device in self._ahead if self._at_rest(device)]:
                self._type_ahead(device)
        self.lab.run_to(when)

    def _somebody_asks(self) -> bool:
        """Whether a console that is waited for is at rest."""
        return any(map(self._at_rest, self._ahead)) or (self._open is not None and self._at_rest(self._open[0]))

    def _settled(self, when: int) -> None:
        """The console of the last input is at rest: a run has come as far, or would have lost its patience."""
        assert self._open is not None
        if when - self._open[2] > PATIENCE:
            self._leave()
        else:
            self._run, self._open = when, None

    def _leave(self) -> None:
        """The last input goes on while something else is done."""
        if self._open is not None:
            self._lines[self._open[1]] += "{go}"
            self._open = None

    def _wait(self) -> None:
        self._leave()
        if self.lab.now > self._run:
            self._lines.append(f"[wait {write_duration(self.lab.now - self._run)}]")
            self._run = self.lab.now

    def _tell_marks(self, number: int) -> None:
        while self._marks and self._marks[0][0] <= number:
            _, at, text = self._marks.popleft()
            if at > self.lab.now:
                self._reach(at)
            self._lines.append(f"# {text}")

    # -- inputs --------------------------------------------------------------------------------------------------

    def _take(self, entry: Input) -> None:
        match entry:
            case Typed(_, device, line, keys) if line == CONSOLE:
                for key in keys:
                    self._key(device, canonical(key))
            case Done(_, action):
                self._wait()
                self._lines.append(f"[{action}]")
                self.lab.apply(entry)
            case Marked():
                pass
            case _:
                self.left_out += entry.kind in ("keys", "connect", "disconnect")
                self.lab.apply(entry)

    def _key(self, device: str, key: str) -> None:
        if device in self._ahead and self._at_rest(device):
            self._type_ahead(device)
        terminal = self.lab.terminal(device)
        state = str(terminal.state)
        if state in DEAD or (state == "idle" and key != ENTER):
            self._pending.pop(device, None)
            self._press(device, key)
        elif state == "busy":
            self._busy(device, terminal, key)
        elif state in ("idle", "more"):
            self._pending.pop(device, None)
            self._say(device, "" if state == "idle" else terminal.last_line, (key,), key)
        else:
            self._asked(device, terminal, key)

    def _busy(self, device: str, terminal: Terminal, key: str) -> None:
        """A key while a command runs: it interrupts, or waits."""
        if key in (terminal.escape, "c-c"):
            self._say(device, "", (key,), key)
        else:
            self._ahead.setdefault(device, deque()).append(key)

    def _type_ahead(self, device: str) -> None:
        keys = self._ahead.pop(device)
        while keys:
            self._key(device, keys.popleft())
            if device in self._ahead:
                self._ahead[device].extend(keys)
                return

    def _asked(self, device: str, terminal: Terminal, key: str) -> None:
        """A key of a line, of an answer, or one that is an answer."""
        state, shown = str(terminal.state), terminal.last_line
        if state == "key" and shown.rstrip().endswith(ONE_KEY):
            self._say(device, shown, () if key == ENTER else (key,), key)
            return
        pending = self._pending.setdefault(device, Pending(shown))
        nested = state == "key"  # a router within this one echoes: its line is sent as a whole
        last = () if key == ENTER else (key,)
        if nested and key in (*ENDS_ANSWER, "?"):
            self._say(device, pending.standing, _raw(pending, last), *pending.keys, key)
        elif nested:
            pending.keys.append(key)
        elif _ends(state, key, pending):
            self._say(device, *_told(pending, shown, last), key)
        else:
            pending.keys.append(key)
            self._press(device, key)

    def _say(self, device: str, shown: str, keys: tuple[str, ...], *pressed: str) -> None:
        """Write an input, press what of it is not pressed yet, and see whether a run would have to wait."""
        self._wait()
        self._pending.pop(device, None)
        written = write_keys(keys)
        if written.endswith(" "):
            written = written[:-1] + "{space}"
        line = write_keys(tuple(shown)) + written
        prompt = re.match(rf"{re.escape(device)}(?:\([^\s()]*\))?[#>]", line) and shown.startswith(device)
        reload = str(self.lab.terminal(device).state) == "key" and shown.startswith(RELOAD_QUESTION)
        self._lines.append(line if prompt else f"{device}:{line}")
        self._press(device, *pressed)
        if not (reload or self._at_rest(device)):
            self._open = (device, len(self._lines) - 1, self.lab.now)

    def _press(self, device: str, *keys: str) -> None:
        self.lab.type(device, keys)

    def _at_rest(self, device: str) -> bool:
        return str(self.lab.terminal(device).state) in AT_REST


def lab_line(header: Header) -> LabLine:
    """The lab line that opens a journal's lab as it was opened."""
    return LabLine(
        header.lab, header.start, header.numbers, header.remotes, header.seed, header.profile, fresh=not header.batch
    )


def _ends(state: str, key: str, pending: Pending) -> bool:
    """Whether a key ends what is being typed, and so an input."""
    if state == "line" and key == "?":
        return pending.keys[-1:] != ["c-v"]
    return key in (ENDS_LINE if state == "line" else ENDS_ANSWER)


def _told(pending: Pending, shown: str, last: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """What stood there, and what was typed behind it: the text as it has become, or else the keys."""
    text = shown.removeprefix(pending.standing)
    hidden = not text and any(len(key) == 1 for key in pending.keys)
    plain = shown.startswith(pending.standing) and not hidden and text[-1:] != "?"
    return pending.standing, (*text, *last) if plain else _raw(pending, last)


def _raw(pending: Pending, last: tuple[str, ...]) -> tuple[str, ...]:
    """The keys as they were pressed; Enter stands there where it would not follow by itself."""
    keys = (*pending.keys, *last)
    return (*keys, ENTER) if not last and keys and keys[-1] in SELF_ACTING else keys
