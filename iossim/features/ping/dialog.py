"""The extended dialogs: `ping` and `traceroute` without a target ask for everything (ios-cli 7.4, 7.5).

A dialog is a list of questions; an answer is taken as typed, or as the default when empty. A bad address ends it. Of the
options only Verbose is there: packets here carry no IP options.
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
NO_OPTION = "% Only Verbose is available here.\n"


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the name of its answer, the text, the default, and when it is asked at all."""

    name: str
    text: str
    default: str = ""
    when: tuple[str, str] | None = None
    low: int | None = None
    high: int | None = None
    yes_or_no: bool = False

    def asked(self, answers: Answers) -> bool:
        """True unless it hangs on an answer that was not given."""
        return self.when is None or answers.get(self.when[0], "").lower().startswith(self.when[1])

    def complaint(self, answer: str) -> str:
        """What is wrong with an answer: no number in range, neither yes nor no; empty for nothing."""
        if self.yes_or_no:
            good = answer.lower() in ("y", "n") or answer.lower() in ("yes", "no", "ye")
            return "" if good else "% Please answer 'yes' or 'no'."
        if self.low is None or self.high is None:
            return ""
        good = answer.isascii() and answer.isdigit() and self.low <= int(answer) <= self.high
        return "" if good else f"% A decimal number between {self.low} and {self.high}."


EXTENDED = ("extended", "y")
SWEEP = ("sweep", "y")
VERBOSE = ("options", "v")
OPTIONS = "Loose, Strict, Record, Timestamp, Verbose"
PROTOCOL = Question("protocol", "Protocol [ip]: ", "ip")
PING = (
    Question("target", "Target IP address: "),
    Question("count", "Repeat count [5]: ", "5", low=1, high=2_147_483_647),
    Question("size", "Datagram size [100]: ", "100", low=36, high=18_024),
    Question("timeout", "Timeout in seconds [2]: ", "2", low=0, high=3_600),
    Question("extended", "Extended commands [n]: ", "n", yes_or_no=True),
    Question("source", "Source address or interface: ", "", EXTENDED),
    Question("tos", "Type of service [0]: ", "0", EXTENDED, 0, 255),
    Question("df", "Set DF bit in IP header? [no]: ", "no", EXTENDED, yes_or_no=True),
    Question("validate", "Validate reply data? [no]: ", "no", EXTENDED, yes_or_no=True),
    Question("pattern", "Data pattern [0xABCD]: ", "0xABCD", EXTENDED),
    Question("options", f"{OPTIONS}[none]: ", "none", EXTENDED),
    Question("more", f"{OPTIONS}[V]: ", "v", VERBOSE),
    Question("sweep", "Sweep range of sizes [n]: ", "n", yes_or_no=True),
    Question("first", "Sweep min size [36]: ", "36", SWEEP, 36, 18_024),
    Question("last", "Sweep max size [18024]: ", "18024", SWEEP, 36, 18_024),
    Question("step", "Sweep interval [1]: ", "1", SWEEP, 1, 18_024),
)
PING_OF_A_USER = PING[:4]
"""Users are not asked for more."""
TRACE = (
    Question("target", "Target IP address: "),
    Question("source", "Source address: "),
    Question("numeric", "Numeric display [n]: ", "n", yes_or_no=True),
    Question("timeout", "Timeout in seconds [3]: ", "3", low=0, high=3_600),
    Question("probes", "Probe count [3]: ", "3", low=1, high=65_535),
    Question("first", "Minimum Time to Live [1]: ", "1", low=1, high=255),
    Question("hops", "Maximum Time to Live [30]: ", "30", low=1, high=255),
    Question("port", f"Port Number [{TRACE_PORT}]: ", str(TRACE_PORT), low=1, high=65_535),
    Question("options", f"{OPTIONS}[none]: ", "none"),
)


@dataclass(frozen=True, slots=True)
class Dialog:
    """A dialog on its way: which questions, which one is open, and what was answered."""

    questions: tuple[Question, ...]
    make: Callable[[Context, Answers], Job | str]
    name: str
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
        if question.name == "protocol" and answer.lower() != "ip":
            return (Out(f'% Unknown protocol - "{answer}", type "{self.name} ?" for help\n'), Done())
        if question.name in ("options", "more") and not _option(answer):
            return (Out(NO_OPTION), Ask(question.text))
        if question.name == "target" and context.resolve(answer) is None:
            return (Out("% Bad IP address\n"), Done())
        if question.name == "source" and answer and context.own_address(answer) is None:
            return (Out("% Invalid source\n"), Done())
        complaint = question.complaint(answer)
        if complaint:
            return (Out(complaint + "\n"), Ask(question.text))
        job = replace(self, answers=(*self.answers, (question.name, answer)))
        effects = tuple(job._ask())
        if effects:
            return effects
        made = self.make(context, dict(job.answers))
        if isinstance(made, str):
            return (Out(made + "\n"), Done())
        return (Become(made), *made.step(context, Started()))


def _option(answer: str) -> bool:
    """Whether an option can be had: none, or verbose."""
    return "none".startswith(answer.lower()) or "verbose".startswith(answer.lower())


def make_ping(context: Context, answers: Answers) -> Job | str:
    """The ping that the answers ask for."""
    size = int(answers["size"])
    sizes = Sizes(size, size)
    if answers.get("sweep", "n").lower().startswith("y"):
        sizes = Sizes(int(answers["first"]), int(answers["last"]), int(answers["step"]))
    return Ping(
        context.resolve(answers["target"]) or Address(0),
        count=int(answers["count"]),
        sizes=sizes,
        timeout=int(answers["timeout"]) * SECOND,
        source=context.own_address(answers.get("source", "")) or Address(0),
        tos=int(answers.get("tos", "0")),
        df=answers.get("df", "no").lower().startswith("y"),
        verbose=answers.get("options", "none").lower().startswith("v"),
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
