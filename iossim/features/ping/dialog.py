"""The extended dialogs: `ping` and `traceroute` without a target ask for everything (ios-cli 7.4, 7.5).

A dialog is a list of questions; an answer is taken as typed, or as the default when empty. A bad address ends it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from iossim.cli.job import Answered, Ask, Become, Done, Effect, Interrupted, Job, JobEvent, Out, Started
from iossim.device.context import Context
from iossim.features.ping.job import Ping, Sizes, Traceroute
from iossim.features.ping.probe import SECOND, TRACE_PORT
from iossim.net.address import Address

Answers = dict[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the name of its answer, the text, the default, and when it is asked at all."""

    name: str
    text: str
    default: str = ""
    when: tuple[str, str] | None = None
    low: int | None = None
    high: int | None = None

    def asked(self, answers: Answers) -> bool:
        """True unless it hangs on an answer that was not given."""
        return self.when is None or answers.get(self.when[0], "").lower().startswith(self.when[1])

    def accepts(self, answer: str) -> bool:
        """True for a number in range, where one is wanted."""
        if self.low is None or self.high is None:
            return True
        return answer.isascii() and answer.isdigit() and self.low <= int(answer) <= self.high


EXTENDED = ("extended", "y")
SWEEP = ("sweep", "y")
PING = (
    Question("protocol", "Protocol [ip]: ", "ip"),
    Question("target", "Target IP address: "),
    Question("count", "Repeat count [5]: ", "5", low=1, high=2_147_483_647),
    Question("size", "Datagram size [100]: ", "100", low=36, high=18_024),
    Question("timeout", "Timeout in seconds [2]: ", "2", low=0, high=3_600),
    Question("extended", "Extended commands [n]: ", "n"),
    Question("source", "Source address or interface: ", "", EXTENDED),
    Question("tos", "Type of service [0]: ", "0", EXTENDED, 0, 255),
    Question("df", "Set DF bit in IP header? [no]: ", "no", EXTENDED),
    Question("validate", "Validate reply data? [no]: ", "no", EXTENDED),
    Question("pattern", "Data pattern [0xABCD]: ", "0xABCD", EXTENDED),
    Question("options", "Loose, Strict, Record, Timestamp, Verbose[none]: ", "none", EXTENDED),
    Question("sweep", "Sweep range of sizes [n]: ", "n"),
    Question("first", "Sweep min size [36]: ", "36", SWEEP, 36, 18_024),
    Question("last", "Sweep max size [18024]: ", "18024", SWEEP, 36, 18_024),
    Question("step", "Sweep interval [1]: ", "1", SWEEP, 1, 18_024),
)
TRACE = (
    Question("protocol", "Protocol [ip]: ", "ip"),
    Question("target", "Target IP address: "),
    Question("source", "Source address: "),
    Question("numeric", "Numeric display [n]: ", "n"),
    Question("timeout", "Timeout in seconds [3]: ", "3", low=0, high=3_600),
    Question("probes", "Probe count [3]: ", "3", low=1, high=65_535),
    Question("first", "Minimum Time to Live [1]: ", "1", low=1, high=255),
    Question("hops", "Maximum Time to Live [30]: ", "30", low=1, high=255),
    Question("port", f"Port Number [{TRACE_PORT}]: ", str(TRACE_PORT), low=1, high=65_535),
    Question("options", "Loose, Strict, Record, Timestamp, Verbose[none]: ", "none"),
)


@dataclass(frozen=True, slots=True)
class Dialog:
    """A dialog on its way: which questions, which one is open, and what was answered."""

    questions: tuple[Question, ...]
    make: Callable[[Context, Answers], Job | str]
    at: int = -1
    answers: tuple[tuple[str, str], ...] = ()

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Answer one event."""
        match event:
            case Started():
                return self._ask()
            case Answered(text):
                return self._answered(context, text.strip())
            case Interrupted():
                return (Done(),)
            case _:
                return ()

    def _ask(self) -> Iterable[Effect]:
        for index in range(self.at + 1, len(self.questions)):
            if self.questions[index].asked(dict(self.answers)):
                return (Become(replace(self, at=index)), Ask(self.questions[index].text))
        return ()

    def _answered(self, context: Context, text: str) -> Iterable[Effect]:
        question = self.questions[self.at]
        answer = text or question.default
        if question.name == "target" and context.resolve(answer) is None:
            return (Out("% Bad IP address\n"), Done())
        if question.name == "source" and answer and context.own_address(answer) is None:
            return (Out("% Invalid source\n"), Done())
        if not question.accepts(answer):
            return (Out(f"% A decimal number between {question.low} and {question.high}.\n"), Ask(question.text))
        job = replace(self, answers=(*self.answers, (question.name, answer)))
        effects = tuple(job._ask())
        if effects:
            return effects
        made = self.make(context, dict(job.answers))
        if isinstance(made, str):
            return (Out(made + "\n"), Done())
        return (Become(made), *made.step(context, Started()))


def make_ping(context: Context, answers: Answers) -> Job | str:
    """The ping that the answers ask for."""
    size = int(answers["size"])
    sizes = Sizes(size, size)
    if answers["sweep"].lower().startswith("y"):
        sizes = Sizes(int(answers["first"]), int(answers["last"]), int(answers["step"]))
    return Ping(
        context.resolve(answers["target"]) or Address(0),
        count=int(answers["count"]),
        sizes=sizes,
        timeout=int(answers["timeout"]) * SECOND,
        source=context.own_address(answers.get("source", "")) or Address(0),
        tos=int(answers.get("tos", "0")),
        df=answers.get("df", "no").lower().startswith("y"),
        one_line=False,
    )


def make_trace(context: Context, answers: Answers) -> Job | str:
    """The traceroute that the answers ask for."""
    return Traceroute(
        context.resolve(answers["target"]) or Address(0),
        source=context.own_address(answers["source"]) or Address(0),
        probes=int(answers["probes"]),
        timeout=int(answers["timeout"]) * SECOND,
        hop=int(answers["first"]),
        hops=int(answers["hops"]),
        port=int(answers["port"]),
        one_line=False,
    )
