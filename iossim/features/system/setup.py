"""The System Configuration Dialog: `setup`, and what a box without start-up configuration asks (ios-cli 6.4).

The job stands at a step; the table at the end says for each step what is asked there and what an answer does. Nothing is
changed before the last question: until then Ctrl-C leaves everything as it was. Passwords are seen while they are typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from iossim.cli.job import Answered, Ask, Become, Done, Effect, Interrupted, JobEvent, Out, Started
from iossim.cli.mode import PRIVILEGED_LEVEL
from iossim.device.loader import merge
from iossim.features.system import accounts, line_config, memory, setup_texts
from iossim.features.system.config import check_hostname
from iossim.features.system.messages import configured
from iossim.features.system.normal import hashed
from iossim.features.system.setup_script import (
    Answers,
    Port,
    class_of,
    is_edge,
    length_typed,
    meant,
    ports_of,
    read_address,
    summary,
)
from iossim.net.address import Prefix

if TYPE_CHECKING:
    from iossim.device.context import Context

SHORTEST, LONGEST = 8, 30


class Step(Enum):
    """Where the dialog stands."""

    ENTER = auto()
    BASIC = auto()
    SUMMARY = auto()
    HOSTNAME = auto()
    SECRET = auto()
    PASSWORD = auto()
    TERMINAL = auto()
    SNMP = auto()
    COMMUNITY = auto()
    IP = auto()
    INTERFACE = auto()
    USE = auto()
    DUPLEX = auto()
    PORT_IP = auto()
    ADDRESS = auto()
    MASK = auto()
    SELECTION = auto()


@dataclass(frozen=True, slots=True)
class Setup:
    """The dialog; `typed` when it was started by the command, `at` is the interface in question."""

    typed: bool = False
    step_at: Step = Step.ENTER
    answers: Answers = Answers()
    basic: bool = False
    routes_ip: bool = True
    warned: bool = False
    at: int = 0

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Answer one event."""
        match event:
            case Started():
                return (Out(setup_texts.HEADING), Ask(self._question(context)))
            case Interrupted():
                return (Out(setup_texts.ABORTED), Done())
            case Answered(text):
                return _STEPS[self.step_at][1](self, context, text.strip())
        return ()

    # -- going on ------------------------------------------------------------------------------------------------

    def _question(self, context: Context) -> str:
        return _STEPS[self.step_at][0](self, context)

    def _to(self, context: Context, step: Step, said: str = "", **changes: Any) -> Iterator[Effect]:
        """Go to a step; `said` comes before its question."""
        job = replace(self, step_at=step, **changes)
        yield Become(job)
        yield Out(said)
        yield Ask(job._question(context))

    def _again(self, context: Context, said: str = "") -> Iterator[Effect]:
        return self._to(context, self.step_at, said)

    def _answered(self, **changes: Any) -> Answers:
        return replace(self.answers, **changes)

    # -- the steps -----------------------------------------------------------------------------------------------

    def _entered(self, context: Context, text: str) -> Iterable[Effect]:
        wanted = _yes(text)
        if wanted is None:
            return self._again(context, setup_texts.INSIST)
        return self._to(context, Step.BASIC, setup_texts.INTRODUCTION) if wanted else (Done(),)

    def _basic(self, context: Context, text: str) -> Iterable[Effect]:
        wanted = _yes(text)
        if wanted is None:
            return self._again(context, setup_texts.INSIST)
        answers = Answers(ports=tuple(ports_of(context)))
        if wanted:
            return self._to(context, Step.HOSTNAME, setup_texts.GLOBAL, basic=True, answers=answers, at=0)
        return self._to(context, Step.SUMMARY, "\n", basic=False, answers=answers, at=0)

    def _summary(self, context: Context, text: str) -> Iterable[Effect]:
        wanted = _yes(text, default=True)
        if wanted is None:
            return self._again(context, setup_texts.INSIST)
        return self._to(context, Step.HOSTNAME, (summary(context) if wanted else "") + "\n" + setup_texts.GLOBAL)

    def _named(self, context: Context, text: str) -> Iterable[Effect]:
        name = text or context.router.hostname
        refused = check_hostname(context, {"name": name})
        if refused is not None:
            return self._again(context, f"{refused}\n")
        return self._to(context, Step.SECRET, setup_texts.ABOUT_SECRET, answers=self._answered(hostname=name))

    def _secret(self, context: Context, text: str) -> Iterable[Effect]:
        old = context.router.config.args(accounts.ENABLE_SECRET, level=PRIVILEGED_LEVEL)
        if not text and old is None:
            return self._again(context, setup_texts.NO_DEFAULT)
        stream = context.router.kernel.stream(f"{context.router.name}.secrets")
        secret = hashed(text, stream) if text else old["text"] if old is not None else ""
        answers = self._answered(secret=secret, chosen=text)
        return self._to(context, Step.PASSWORD, setup_texts.ABOUT_PASSWORD, answers=answers)

    def _password(self, context: Context, text: str) -> Iterable[Effect]:
        password = text or _password_of(context)
        if not password:
            return self._again(context, setup_texts.NO_DEFAULT)
        if password == self.answers.chosen and not self.warned:
            return self._to(context, Step.PASSWORD, setup_texts.SAME, warned=True)
        return self._to(context, Step.TERMINAL, setup_texts.ABOUT_TERMINAL, answers=self._answered(password=password))

    def _terminal(self, context: Context, text: str) -> Iterable[Effect]:
        password = text or _terminal_of(context)
        if not password:
            return self._again(context, setup_texts.NO_DEFAULT)
        return self._to(context, Step.SNMP, answers=self._answered(terminal=password))

    def _snmp(self, context: Context, text: str) -> Iterable[Effect]:
        wanted = _yes(text, default=self.basic)
        if wanted is None:
            return self._again(context, setup_texts.INSIST)
        return self._to(context, Step.COMMUNITY) if wanted else self._globals_known(context)

    def _community(self, context: Context, text: str) -> Iterable[Effect]:
        answers = self._answered(community=text.split()[0] if text else "public")
        return replace(self, answers=answers)._globals_known(context)

    def _globals_known(self, context: Context) -> Iterable[Effect]:
        if self.basic:
            return self._to(context, Step.INTERFACE, summary(context))
        return self._to(context, Step.IP)

    def _ip(self, context: Context, text: str) -> Iterable[Effect]:
        wanted = _yes(text, default=True)
        if wanted is None:
            return self._again(context, setup_texts.INSIST)
        return self._to(context, Step.USE, setup_texts.PARAMETERS, routes_ip=wanted)

    def _interface(self, context: Context, text: str) -> Iterable[Effect]:
        names = [port.name for port in self.answers.ports]
        found = [at for at, name in enumerate(names) if meant(text, name)]
        if len(found) != 1:
            return self._again(context, setup_texts.NO_DEFAULT if not text else setup_texts.BAD_INTERFACE)
        shut = tuple(Port(name, used=at == found[0]) for at, name in enumerate(names))
        job = replace(self, at=found[0], answers=self._answered(ports=shut))
        return job._to(context, Step.DUPLEX, f"\nConfiguring interface {names[found[0]]}:\n")

    def _use(self, context: Context, text: str) -> Iterable[Effect]:
        wanted = _yes(text, default=self._port.used)
        if wanted is None:
            return self._again(context, setup_texts.INSIST)
        if wanted:
            return self._to(context, Step.DUPLEX, answers=self._with_port(used=True))
        return self._port_known(
            context, replace(self, answers=self._answered(ports=self._ports_with(Port(self._port.name))))
        )

    def _duplex(self, context: Context, text: str) -> Iterable[Effect]:
        wanted = _yes(text, default=self._port.full)
        if wanted is None:
            return self._again(context, setup_texts.INSIST)
        job = replace(self, answers=self._with_port(full=wanted))
        return job._to(context, Step.PORT_IP) if self.routes_ip else self._port_known(context, job)

    def _port_ip(self, context: Context, text: str) -> Iterable[Effect]:
        wanted = _yes(text, default=self._wants_ip)
        if wanted is None:
            return self._again(context, setup_texts.INSIST)
        if wanted:
            return self._to(context, Step.ADDRESS)
        return self._port_known(context, replace(self, answers=self._with_port(address=None, length=0)))

    def _address(self, context: Context, text: str) -> Iterable[Effect]:
        if not text and self._port.address is None:
            return self._again(context)
        address = read_address(context, text) if text else self._port.address
        if address is None or not class_of(address)[0]:
            return self._again(context, setup_texts.BAD_ADDRESS)
        length = self._port.length if address == self._port.address else class_of(address)[1]
        return self._to(context, Step.MASK, answers=self._with_port(address=address, length=length))

    def _mask(self, context: Context, text: str) -> Iterable[Effect]:
        port = self._port
        assert port.address is not None
        length = length_typed(text) if text else port.length
        letter, shortest = class_of(port.address)
        if not SHORTEST <= length <= LONGEST or is_edge(port.address, length):
            return self._to(context, Step.ADDRESS, setup_texts.BAD_MASK, answers=self._with_port(address=None))
        network = Prefix.of(port.address, shortest).network
        said = f"    Class {letter} network is {context.ip(network)}, {length} subnet bits; mask is /{length}\n"
        return self._port_known(context, replace(self, answers=self._with_port(length=length)), said)

    def _port_known(self, context: Context, job: Setup, said: str = "") -> Iterable[Effect]:
        """The next interface, or the script."""
        if not self.basic and self.at + 1 < len(self.answers.ports):
            return job._to(context, Step.USE, said + "\n", at=self.at + 1)
        script = "".join(f"{line}\n" for line in job.answers.script(context.ip))
        return job._to(context, Step.SELECTION, said + setup_texts.CREATED.format(script=script))

    def _selected(self, context: Context, text: str) -> Iterable[Effect]:
        match text or "2":
            case "0":
                return (Out(setup_texts.LATER), Done())
            case "1":
                return Setup(self.typed)._to(context, Step.BASIC, setup_texts.INTRODUCTION)
            case "2":
                return self._obeyed(context)
        return self._again(context)

    def _obeyed(self, context: Context) -> Iterator[Effect]:
        """The script is read and saved."""
        printed = merge(context, "\n".join(self.answers.script(context.ip)))
        yield Out("".join(f"{line}\n" for line in printed))
        context.router.perform("system", (configured("console", context.line.origin),))
        yield Out(memory.saved(context) + setup_texts.FINISHED)
        yield Done()

    # -- the interface in question -------------------------------------------------------------------------------

    @property
    def _port(self) -> Port:
        return self.answers.ports[self.at]

    @property
    def _wants_ip(self) -> bool:
        return self.basic or self._port.address is not None

    def _with_port(self, **changes: Any) -> Answers:
        return self._answered(ports=self._ports_with(replace(self._port, **changes)))

    def _ports_with(self, port: Port) -> tuple[Port, ...]:
        ports = list(self.answers.ports)
        ports[self.at] = port
        return tuple(ports)


def _yes(text: str, default: bool | None = None) -> bool | None:
    """What an answer to a question with yes or no says; None when it says neither."""
    word = text.lower()
    if not word:
        return default
    return True if "yes".startswith(word) else False if "no".startswith(word) else None


def _password_of(context: Context) -> str:
    args = context.router.config.args(accounts.ENABLE_PASSWORD, level=PRIVILEGED_LEVEL)
    return accounts.clear(args["kind"], args["text"]) if args is not None else ""


def _terminal_of(context: Context) -> str:
    args = line_config.setting(context.router.config, "vty 0", line_config.PASSWORD)
    return accounts.clear(args["kind"], args["text"]) if args is not None else ""


def _default(value: object) -> str:
    return f" [{value}]" if value else ""


def _secret_question(job: Setup, context: Context) -> str:
    known = context.router.config.args(accounts.ENABLE_SECRET, level=PRIVILEGED_LEVEL) is not None
    return f"  Enter enable secret{' [<Use current secret>]' if known else ''}: "


def _yes_no(default: bool) -> str:
    return "yes" if default else "no"


_Question = Callable[[Setup, "Context"], str]
_Taken = Callable[[Setup, "Context", str], Iterable[Effect]]
_STEPS: dict[Step, tuple[_Question, _Taken]] = {
    Step.ENTER: (lambda job, _: setup_texts.AGAIN if job.typed else setup_texts.FIRST, Setup._entered),
    Step.BASIC: (lambda *_: "Would you like to enter basic management setup? [yes/no]: ", Setup._basic),
    Step.SUMMARY: (lambda *_: "First, would you like to see the current interface summary? [yes]: ", Setup._summary),
    Step.HOSTNAME: (lambda _, context: f"  Enter host name [{context.router.hostname}]: ", Setup._named),
    Step.SECRET: (_secret_question, Setup._secret),
    Step.PASSWORD: (lambda _, context: f"  Enter enable password{_default(_password_of(context))}: ", Setup._password),
    Step.TERMINAL: (
        lambda _, context: f"  Enter virtual terminal password{_default(_terminal_of(context))}: ",
        Setup._terminal,
    ),
    Step.SNMP: (lambda job, _: f"  Configure SNMP Network Management? [{_yes_no(job.basic)}]: ", Setup._snmp),
    Step.COMMUNITY: (lambda *_: "    Community string [public]: ", Setup._community),
    Step.IP: (lambda *_: "  Configure IP? [yes]: ", Setup._ip),
    Step.INTERFACE: (lambda *_: setup_texts.WHICH, Setup._interface),
    Step.USE: (
        lambda job, _: f"Do you want to configure {job._port.name}  interface? [{_yes_no(job._port.used)}]: ",
        Setup._use,
    ),
    Step.DUPLEX: (lambda job, _: f"  Operate in full-duplex mode? [{_yes_no(job._port.full)}]: ", Setup._duplex),
    Step.PORT_IP: (lambda job, _: f"  Configure IP on this interface? [{_yes_no(job._wants_ip)}]: ", Setup._port_ip),
    Step.ADDRESS: (
        lambda job, context: (
            f"    IP address for this interface{_default(job._port.address and context.ip(job._port.address))}: "
        ),
        Setup._address,
    ),
    Step.MASK: (
        lambda job, _: f"    Subnet mask for this interface [{Prefix.of(0, job._port.length).mask}] : ",
        Setup._mask,
    ),
    Step.SELECTION: (lambda *_: "Enter your selection [2]: ", Setup._selected),
}
