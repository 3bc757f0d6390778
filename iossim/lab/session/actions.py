"""Actions: what a line in brackets does. Pure data; the lab carries out those that touch it, the runner the rest.

The table is `ACTIONS`; a row is a dataclass whose form both reads and writes the line between the brackets. Invariant:
`read_action(str(action)) == action`. Link, node and phone names are the lab's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from iossim.lab.names import Names
from iossim.lab.session.action import SERVICE, Action, Service
from iossim.lab.session.authority import AUTHORITY
from iossim.lab.session.conditions import CONDITION, Condition
from iossim.lab.session.forms import Form, nearest
from iossim.lab.session.homes import HOMES
from iossim.lab.session.lesson import LESSON
from iossim.lab.session.policy import POLICY
from iossim.lab.session.slots import Expected, Words, expected
from iossim.lab.session.tickets import TICKETS

_POLICY = "<service:service> at <node:node> [<direction:inbound|outbound>]"


@dataclass(frozen=True, slots=True)
class Wait(Action):
    """Let time pass."""

    form: ClassVar[Form] = Form("wait <duration:duration>")
    duration: int


@dataclass(frozen=True, slots=True)
class WaitUntil(Action):
    """Let time pass until a condition holds; a missed one fails."""

    form: ClassVar[Form] = Form("wait until <condition:condition> within <within:duration>", CONDITION)
    condition: Condition
    within: int


@dataclass(frozen=True, slots=True)
class ExpectLog(Action):
    """A device logs a message, or has just done so."""

    form: ClassVar[Form] = Form("expect log <device:device> <mnemonic:mnemonic> within <within:duration>")
    device: str
    mnemonic: str
    within: int


@dataclass(frozen=True, slots=True)
class Expect(Action):
    """A condition holds now."""

    form: ClassVar[Form] = Form("expect <condition:condition>", CONDITION)
    condition: Condition


@dataclass(frozen=True, slots=True)
class Nothing(Action):
    """The step before printed nothing."""

    form: ClassVar[Form] = Form("nothing")


@dataclass(frozen=True, slots=True)
class Paste(Action):
    """Type the lines of a file at a console."""

    form: ClassVar[Form] = Form("paste <device:device> <file:file>")
    device: str
    file: str


@dataclass(frozen=True, slots=True)
class Reload(Action):
    """`reload` typed, "no" to Save, confirmed."""

    form: ClassVar[Form] = Form("reload <device:device>")
    device: str


@dataclass(frozen=True, slots=True)
class PowerOff(Action):
    """Take the power away."""

    form: ClassVar[Form] = Form("power off <node:node>")
    node: str


@dataclass(frozen=True, slots=True)
class PowerOn(Action):
    """Give the power back; the node boots."""

    form: ClassVar[Form] = Form("power on <node:node>")
    node: str


@dataclass(frozen=True, slots=True)
class Crash(Action):
    """A software crash: the box reboots without a word to its neighbours."""

    form: ClassVar[Form] = Form("crash <device:node>")
    device: str


@dataclass(frozen=True, slots=True)
class Cut(Action):
    """Cut a cable: both ends lose carrier."""

    form: ClassVar[Form] = Form("cut <link:link>")
    link: str


@dataclass(frozen=True, slots=True)
class Silence(Action):
    """Lose every frame of a link, or those that one end sends, carrier staying up."""

    form: ClassVar[Form] = Form("silence <link:link> [from <sender:node>]")
    link: str
    sender: str | None = None


@dataclass(frozen=True, slots=True)
class Restore(Action):
    """Make a link whole again."""

    form: ClassVar[Form] = Form("restore <link:link>")
    link: str


@dataclass(frozen=True, slots=True)
class Split(Action):
    """Take a link out of its switch's LAN, carrier staying up: what is split off hears only what else is split off."""

    form: ClassVar[Form] = Form("split <node:node> <link:link>")
    node: str
    link: str


@dataclass(frozen=True, slots=True)
class Unite(Action):
    """Make a switch one LAN again."""

    form: ClassVar[Form] = Form("unite <node:node>")
    node: str


@dataclass(frozen=True, slots=True)
class Loss(Action):
    """Lose a share of a link's frames, in millionths."""

    form: ClassVar[Form] = Form("loss <link:link> <share:share>")
    link: str
    share: int


@dataclass(frozen=True, slots=True)
class Delay(Action):
    """Delay a link's frames."""

    form: ClassVar[Form] = Form("delay <link:link> <duration:duration>")
    link: str
    duration: int


@dataclass(frozen=True, slots=True)
class Reorder(Action):
    """Hold a share of a link's packets back for a while, so that others overtake them."""

    form: ClassVar[Form] = Form("reorder <link:link> <share:share> <duration:duration>")
    link: str
    share: int
    duration: int


@dataclass(frozen=True, slots=True)
class Duplicate(Action):
    """Deliver a share of a link's packets twice."""

    form: ClassVar[Form] = Form("duplicate <link:link> <share:share>")
    link: str
    share: int


@dataclass(frozen=True, slots=True)
class Block(Action):
    """Deny a service at a firewall, in both directions when none is said."""

    form: ClassVar[Form] = Form(f"block {_POLICY}", SERVICE)
    service: Service
    node: str
    direction: str | None = None


@dataclass(frozen=True, slots=True)
class Unblock(Action):
    """Take a denial away."""

    form: ClassVar[Form] = Form(f"unblock {_POLICY}", SERVICE)
    service: Service
    node: str
    direction: str | None = None


@dataclass(frozen=True, slots=True)
class Reroute(Action):
    """The static routes of a firewall or host are those of the lab file again."""

    form: ClassVar[Form] = Form("reroute <node:node>")
    node: str


@dataclass(frozen=True, slots=True)
class Unplug(Action):
    """Take a phone, or another host, off its network."""

    form: ClassVar[Form] = Form("unplug <node:node>")
    node: str


@dataclass(frozen=True, slots=True)
class Plug(Action):
    """Put it back."""

    form: ClassVar[Form] = Form("plug <node:node>")
    node: str


@dataclass(frozen=True, slots=True)
class Call(Action):
    """One phone calls another."""

    form: ClassVar[Form] = Form("call <a:phone> <b:phone>")
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class HangUp(Action):
    """A phone ends its call."""

    form: ClassVar[Form] = Form("hang up <phone:phone>")
    phone: str


@dataclass(frozen=True, slots=True)
class VoiceReport(Action):
    """Report what a phone's conversation sounds like."""

    form: ClassVar[Form] = Form("voice <phone:phone>")
    phone: str


@dataclass(frozen=True, slots=True)
class PathReport(Action):
    """Report the way of a packet, hop by hop."""

    form: ClassVar[Form] = Form("path <a:place> <b:place> [<protocol:udp|tcp|icmp> [<port:port>]]")
    a: str
    b: str
    protocol: str | None = None
    port: int | None = None


@dataclass(frozen=True, slots=True)
class WhyVoice(Action):
    """Report why a conversation sounds as it does."""

    form: ClassVar[Form] = Form("why voice <phone:phone>")
    phone: str


@dataclass(frozen=True, slots=True)
class WhyRoute(Action):
    """Report why a route is there, or is not."""

    form: ClassVar[Form] = Form("why route <device:node> <prefix:prefix>")
    device: str
    prefix: str


@dataclass(frozen=True, slots=True)
class WhySa(Action):
    """Report why two nodes have SAs with each other, or have none."""

    form: ClassVar[Form] = Form("why sa <a:node> <b:node>")
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class WhyHsrp(Action):
    """Report why a router's HSRP is in the state it is in."""

    form: ClassVar[Form] = Form("why hsrp <device:device>")
    device: str


@dataclass(frozen=True, slots=True)
class WhyPhone(Action):
    """Report why a telephone is registered with its CallManager, or is not."""

    form: ClassVar[Form] = Form("why phone <phone:phone>")
    phone: str


@dataclass(frozen=True, slots=True)
class Timeline(Action):
    """Report what happened in the last while."""

    form: ClassVar[Form] = Form("timeline <duration:duration>")
    duration: int


REPORTS: tuple[type[Action], ...] = (
    *(VoiceReport, PathReport, WhyVoice, WhyRoute, WhySa, WhyHsrp, WhyPhone, Timeline),
)
"""The actions that print something into the transcript."""

ACTIONS: tuple[type[Action], ...] = (
    *(Wait, WaitUntil, ExpectLog, Expect, Nothing, Paste),
    *(Reload, PowerOff, PowerOn, Crash),
    *(Cut, Silence, Restore, Split, Unite, Loss, Delay, Reorder, Duplicate),
    *HOMES,
    *(Block, Unblock, Reroute),
    *(Unplug, Plug, Call, HangUp),
    *POLICY,
    *AUTHORITY,
    *TICKETS,
    *LESSON,
    *REPORTS,
)

VERBS = frozenset(kind.form.lead[0] for kind in ACTIONS)
_BY_LEAD = {" ".join(kind.form.lead): kind for kind in ACTIONS}
_FORMS = {lead: kind.form for lead, kind in _BY_LEAD.items()}


def read_action(text: str, names: Names | None = None) -> Action:
    """The action written between brackets; Expected says what is wrong with it."""
    words = Words(tuple(text.split()), names)
    kind = _BY_LEAD.get(nearest(_FORMS, words))
    if kind is None:
        raise Expected(f"expected {_usages(words.at(0))}, found [{text}]")
    try:
        values, behind = kind.form.read(words)
        if behind < len(words.words):
            raise expected("the end of the action", words.at(behind))
    except Expected as error:
        raise Expected(f"[{text}]: {error} in [{kind.form.usage}]") from None
    return kind(**values)


def _usages(verb: str) -> str:
    known: Sequence[type[Action]] = [kind for kind in ACTIONS if kind.form.lead[0] == verb]
    return " or ".join(f"[{kind.form.usage}]" for kind in known) or "an action"
