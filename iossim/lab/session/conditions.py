"""Conditions: what may be waited for or asserted about the network. Pure data; the lab tells whether one holds.

    voice PHONE both|to|from audible|silent     D up     D prompt     sa A B
    route D PREFIX [via X]     no route D PREFIX     hsrp D STATE

`to` is what PHONE sends and its partner hears, `from` what PHONE hears.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from iossim.lab.session.forms import Form, Sentence, nearest
from iossim.lab.session.slots import Expected, Slot, Words, expected
from iossim.lab.spelling import closest

HSRP_STATES = ("Init", "Learn", "Listen", "Speak", "Standby", "Active")


def _read_state(words: Words, at: int) -> tuple[str, int]:
    word = "Init" if words.at(at).lower() == "initial" else words.at(at).capitalize()
    if word not in HSRP_STATES:
        raise expected(f"an HSRP state ({', '.join(HSRP_STATES)})", words.at(at), HSRP_STATES)
    return word, at + 1


class Condition(Sentence):
    """One condition; `str()` is its spelling."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Voice(Condition):
    """The conversation of a phone is heard, or is not, in one direction or in both."""

    form: ClassVar[Form] = Form("voice <phone:phone> <way:both|to|from> <state:audible|silent>")
    phone: str
    way: str
    state: str


@dataclass(frozen=True, slots=True)
class Sa(Condition):
    """Two nodes have a pair of IPsec SAs with each other."""

    form: ClassVar[Form] = Form("sa <a:node> <b:node>")
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Route(Condition):
    """A device has a route to exactly this prefix, perhaps by a given next hop."""

    form: ClassVar[Form] = Form("route <device:node> <prefix:prefix> [via <via:via>]")
    device: str
    prefix: str
    via: str | None = None


@dataclass(frozen=True, slots=True)
class NoRoute(Condition):
    """A device has no route to exactly this prefix."""

    form: ClassVar[Form] = Form("no route <device:node> <prefix:prefix>")
    device: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Hsrp(Condition):
    """A device is in an HSRP state, in any group."""

    form: ClassVar[Form] = Form("hsrp <device:device> <state:state>", {"state": Slot(_read_state)})
    device: str
    state: str


@dataclass(frozen=True, slots=True)
class Up(Condition):
    """A node has booted and runs its configuration."""

    form: ClassVar[Form] = Form("<device:node> up")
    device: str


@dataclass(frozen=True, slots=True)
class PromptShown(Condition):
    """A console can be typed at."""

    form: ClassVar[Form] = Form("<device:device> prompt")
    device: str


CONDITIONS: tuple[type[Condition], ...] = (Voice, Sa, Route, NoRoute, Hsrp, Up, PromptShown)
_BY_LEAD = {" ".join(kind.form.lead): kind for kind in CONDITIONS if kind.form.lead}
_BY_LAST: dict[str, type[Condition]] = {"up": Up, "prompt": PromptShown}
_USAGE = "; ".join(kind.form.usage for kind in CONDITIONS)


def read_condition(words: Words, at: int) -> tuple[Condition, int]:
    """The condition that begins there, and the position behind it; Expected otherwise."""
    kind = _BY_LEAD.get(nearest({lead: k.form for lead, k in _BY_LEAD.items()}, words, at))
    if kind is None:
        kind = _BY_LAST.get(words.at(at + 1))
    if kind is None:
        hint = closest(words.at(at), ["no", *_BY_LEAD]) or closest(words.at(at + 1), _BY_LAST)
        raise Expected(f"expected a condition ({_USAGE}){hint}")
    values, behind = kind.form.read(words, at)
    return kind(**values), behind


CONDITION = {"condition": Slot(read_condition)}
