"""A run: a lab is taken through the steps of a session, one outcome each.

A step that fails does not end the run: the rest still runs, as a class would go on after a slip. Only what the session
asks for can fail; IOS error messages in the output are output. Typing takes no virtual time.

Left out: writing anything down; `transcript` and `jsonl` do that with the outcomes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from iossim.lab.errors import LabError
from iossim.lab.running.console import Console
from iossim.lab.running.drawn import drawn
from iossim.lab.running.log_watch import LogWatch, only_looks
from iossim.lab.running.outcome import Event, Kind, Outcome
from iossim.lab.running.port import LabPort, RecordPort
from iossim.lab.session import REPORTS, Act, Condition, Note, Session, Typed
from iossim.lab.session.actions import (
    Expect,
    ExpectLog,
    Nothing,
    Paste,
    PathReport,
    Timeline,
    Wait,
    WaitUntil,
    WhyHsrp,
    WhyPhone,
    WhyRoute,
    WhySa,
    WhyVoice,
)
from iossim.lab.session.conditions import PromptShown
from iossim.lab.session.keys import paste_keys, write_keys
from iossim.lab.spelling import write_duration

_KINDS: Mapping[type, Kind] = {
    PathReport: Kind.PATH,
    WhyVoice: Kind.WHY,
    WhyRoute: Kind.WHY,
    WhySa: Kind.WHY,
    WhyHsrp: Kind.WHY,
    WhyPhone: Kind.WHY,
    Timeline: Kind.TIMELINE,
}


@dataclass(frozen=True, slots=True)
class Result:
    """What came of carrying out a step: its output, what did not hold, facts for machine readers."""

    output: tuple[str, ...] | None = ()
    failure: str = ""
    data: Mapping[str, object] | None = None


class Runner:
    """One session in one lab."""

    def __init__(self, lab: LabPort, session: Session, pastes: Mapping[str, Sequence[str]] | None = None) -> None:
        """`pastes` holds the lines of the files that the session pastes, by the name the session uses."""
        self.lab = lab
        self.session = session
        self.pastes = pastes or {}
        self.watch = LogWatch(lab)
        self.consoles = {device: Console(lab, device, session.lab.fresh) for device in lab.names.devices}
        self.printed: tuple[str, ...] | None = None  # the output of the last step that prints, for [nothing]

    def run(self) -> Iterator[Outcome]:
        """The outcomes, as they come."""
        lab, now = self.session.lab, self._time()
        facts: dict[str, object] = {"name": lab.name, "start": lab.start, "seed": lab.seed, "profile": lab.profile}
        text = str(lab).removeprefix("lab ")
        yield self._ended(Outcome(self.session.lab_at, Kind.LAB, now, now, text, data=facts))
        for step in self.session.steps:
            match step:
                case Note():
                    yield Outcome(step.line, Kind.NOTE, self._time(), self._time(), output=(step.text,))
                case Typed():
                    yield self._type(step)
                case Act(action=Paste() as paste):
                    yield from self._paste(step.line, paste)
                case Act():
                    yield self._act(step)

    # Typed input

    def _type(self, step: Typed) -> Outcome:
        console, began = self.consoles[step.device], self._time()
        outcome = Outcome(step.line, Kind.CLI, began, began, write_keys(step.keys), device=step.device)
        outcome = replace(outcome, expected=step.expected)
        failure = "" if console.await_prompt() else f"{step.device} {console.shown()} after 600 s"
        keys = None if failure else console.remainder(step.keys)
        if keys is None:
            self.printed = None
            failure = failure or f"{step.device} {console.shown()}: an input begins with that line"
            return self._ended(replace(outcome, output=None, failure=failure))
        left = self._left_over(console)
        outcome = replace(outcome, prompt=console.terminal.last_line, input=write_keys(keys) + "{go}" * step.go)
        return self._typed(console, keys, step, replace(outcome, unasked=left))

    def _typed(self, console: Console, keys: tuple[str, ...], step: Typed, outcome: Outcome) -> Outcome:
        if not only_looks(write_keys(keys)):
            self.watch.disturbed(self.lab.now)
        rested = console.press(keys, step.go)
        failure = "" if rested else f"neither prompt nor question within 600 s: {step.device} {console.shown()}"
        self.printed = console.output()
        return self._ended(_compared(replace(outcome, output=self.printed, failure=failure), step.expected))

    def _left_over(self, console: Console) -> tuple[tuple[str, str], ...]:
        """What a command left running has printed by now: nobody asked for it at this step."""
        return tuple((console.device, line) for line in console.output())

    def _paste(self, at: int, paste: Paste) -> Iterator[Outcome]:
        console, began = self.consoles[paste.device], self._time()
        ready = console.await_prompt()
        failure = "" if ready else f"{paste.device} {console.shown()} after 600 s"
        first = Outcome(at, Kind.ACTION, began, self._time(), str(paste), failure=failure)
        yield self._ended(replace(first, unasked=self._left_over(console)))
        self.watch.disturbed(self.lab.now)
        for line in self.pastes[paste.file] if ready else ():
            yield self._pasted(at, console, line)

    def _pasted(self, at: int, console: Console, line: str) -> Outcome:
        began, prompt = self._time(), console.terminal.last_line
        self.lab.type(console.device, paste_keys(line))
        rested = console.settle()
        failure = "" if rested else f"neither prompt nor question within 600 s: {console.device} {console.shown()}"
        self.printed = console.output()
        outcome = Outcome(at, Kind.CLI, began, began, line, self.printed, failure, device=console.device)
        return self._ended(replace(outcome, prompt=prompt, pasted=True))

    # Actions

    def _act(self, step: Act) -> Outcome:
        began = self._time()
        result = self._carry_out(step)
        kind = _KINDS.get(type(step.action), Kind.ACTION)
        outcome = Outcome(step.line, kind, began, began, str(step.action), result.output, result.failure)
        if isinstance(step.action, REPORTS):
            self.printed = result.output
            outcome = _compared(replace(outcome, data=result.data or {}), step.expected)
        return self._ended(outcome)

    def _carry_out(self, step: Act) -> Result:
        match step.action:
            case Wait(duration):
                self.lab.advance(duration)
            case WaitUntil(condition, limit):
                return self._condition(condition, limit)
            case Expect(condition):
                return self._condition(condition, 0)
            case ExpectLog() as expected:
                if not self.lab.step_until(lambda: self.watch.seen(expected), expected.within):
                    within = write_duration(expected.within)
                    return Result(failure=f"{expected.device} logged no %{expected.mnemonic} within {within}")
            case Nothing():
                if self.printed:
                    return Result(failure=f'expected nothing, found "{self.printed[0] or self.printed[-1]}"')
            case _:
                return self._do(step)
        return Result()

    def _do(self, step: Act) -> Result:
        if not isinstance(step.action, REPORTS):
            self.watch.disturbed(self.lab.now)
        try:
            report = self.lab.do(step.action)
        except LabError as error:
            return Result(failure=error.mistakes[0].message)
        lines = tuple(drawn("\n".join(report.lines)))
        return Result(lines, "" if report.ok else "; ".join(lines) or "it could not be done", report.data)

    def _condition(self, condition: Condition, within: int) -> Result:
        if self.lab.step_until(self._holds(condition), within):
            if isinstance(condition, PromptShown):
                self.consoles[condition.device].await_prompt()
            return Result()
        found = self._found(condition)
        when = f"not within {write_duration(within)}" if within else "not so"
        return Result(failure=f"{when}: {condition}" + (f"; found {found}" if found else ""))

    def _holds(self, condition: Condition) -> Callable[[], bool]:
        if isinstance(condition, PromptShown):
            console = self.consoles[condition.device]
            return lambda: console.terminal.state in ("line", "idle")
        return lambda: self.lab.holds(condition)

    def _found(self, condition: Condition) -> str:
        if isinstance(condition, PromptShown):
            return f"{condition.device} {self.consoles[condition.device].shown()}"
        return self.lab.found(condition)

    # What happened meanwhile

    def _time(self) -> int:
        return self.lab.now - self.lab.start

    def _ended(self, outcome: Outcome) -> Outcome:
        """The outcome with its end, and with all that was recorded and printed meanwhile."""
        unasked = [(device, line) for device, console in self.consoles.items() for line in console.unasked()]
        events = tuple(self._event(record) for record in self.watch.take())
        return replace(outcome, end=self._time(), events=events, unasked=(*outcome.unasked, *unasked))

    def _event(self, record: RecordPort) -> Event:
        data = {"device": record.device, "output": record.text} if record.kind == "log" else record.data
        return Event(record.kind, record.t - self.lab.start, data)


def _compared(outcome: Outcome, expected: tuple[str, ...] | None) -> Outcome:
    """The outcome, failed when its output is not the expected one."""
    if expected is None or outcome.failure or outcome.output is None:
        return replace(outcome, expected=expected)
    if outcome.output == tuple(drawn("\n".join(expected))):
        return replace(outcome, expected=expected)
    return replace(outcome, expected=expected, failure="the output is not the expected one", mismatch=True)
