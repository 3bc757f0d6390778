"""Facts: what may be asked of a network, as sentences. Pure data; `evidence` gives the answer of a lab.

peers gateway-2                         the routers with IPsec SAs to it
routes gateway-1 external               prefixes by their source: connected, static, injected (by RRI), eigrp, external
distance|metric|next hop|age D PREFIX   of the best route to exactly this prefix
entry gateway-1 10.81.2.0/29            the number of the crypto map entry that a dynamic map made for a network
next entry gateway-1                    the number that the next one will get
ike soho-vp gateway-1                   the conn-id of the ISAKMP SA between two routers, as the first shows it
peer soho-vp                            the address of the head-end it has SAs with
public address soho-vp                  the address under which the Internet knows a node
active router                           who owns the virtual address
hops admin phone-1 udp                  the nodes on a packet's way, in order
silence PHONE to|from                   seconds of silence since the event, in one direction
gaps PHONE to|from                      how many silences those were
after DEVICE KIND                       seconds from the event to the first record of a kind
spread first|median|last KIND           the same over all homes that have one: the first home, the middle one, the last
whether CONDITION                       yes or no; any condition of the session language
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from iossim.lab.session.conditions import CONDITION, Condition
from iossim.lab.session.forms import Form, Sentence, nearest
from iossim.lab.session.slots import Expected, Slot, Words, expected, pattern
from iossim.lab.spelling import closest

_KIND = {"kind": Slot(pattern("the kind of a record, as in peer-dead", r"[a-z]+(?:-[a-z]+)*"))}


class Fact(Sentence):
    """One fact; `str()` is its spelling."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Peers(Fact):
    """The routers that a router has IPsec SAs with."""

    form: ClassVar[Form] = Form("peers <device:device>")
    device: str


@dataclass(frozen=True, slots=True)
class Routes(Fact):
    """The prefixes in a routing table, by source."""

    form: ClassVar[Form] = Form("routes <device:node> <source:connected|static|injected|eigrp|external>")
    device: str
    source: str


@dataclass(frozen=True, slots=True)
class Distance(Fact):
    """The administrative distance of a route."""

    form: ClassVar[Form] = Form("distance <device:node> <prefix:prefix>")
    device: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Metric(Fact):
    """The metric of a route."""

    form: ClassVar[Form] = Form("metric <device:node> <prefix:prefix>")
    device: str
    prefix: str


@dataclass(frozen=True, slots=True)
class NextHop(Fact):
    """The next hop of a route."""

    form: ClassVar[Form] = Form("next hop <device:node> <prefix:prefix>")
    device: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Age(Fact):
    """For how many seconds a route has been there."""

    form: ClassVar[Form] = Form("age <device:node> <prefix:prefix>")
    device: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Entry(Fact):
    """The number of a temporary crypto map entry."""

    form: ClassVar[Form] = Form("entry <device:device> <prefix:prefix>")
    device: str
    prefix: str


@dataclass(frozen=True, slots=True)
class NextEntry(Fact):
    """The number that the next temporary crypto map entry will get."""

    form: ClassVar[Form] = Form("next entry <device:device>")
    device: str


@dataclass(frozen=True, slots=True)
class Ike(Fact):
    """The conn-id of an ISAKMP SA."""

    form: ClassVar[Form] = Form("ike <device:device> <other:node>")
    device: str
    other: str


@dataclass(frozen=True, slots=True)
class Cipher(Fact):
    """The encryption of an ISAKMP SA."""

    form: ClassVar[Form] = Form("cipher <device:device> <other:node>")
    device: str
    other: str


@dataclass(frozen=True, slots=True)
class Peer(Fact):
    """The address of the peer that a router has SAs with."""

    form: ClassVar[Form] = Form("peer <device:device>")
    device: str


@dataclass(frozen=True, slots=True)
class PublicAddress(Fact):
    """The address under which the Internet knows a node."""

    form: ClassVar[Form] = Form("public address <node:node>")
    node: str


@dataclass(frozen=True, slots=True)
class ActiveRouter(Fact):
    """Who owns the virtual address of HSRP."""

    form: ClassVar[Form] = Form("active router")


@dataclass(frozen=True, slots=True)
class Hops(Fact):
    """The nodes on the way of a packet."""

    form: ClassVar[Form] = Form("hops <a:place> <b:place> [<protocol:udp|tcp|icmp>]")
    a: str
    b: str
    protocol: str | None = None


@dataclass(frozen=True, slots=True)
class Silence(Fact):
    """Seconds of silence since the event."""

    form: ClassVar[Form] = Form("silence <phone:phone> <way:to|from>")
    phone: str
    way: str


@dataclass(frozen=True, slots=True)
class Gaps(Fact):
    """The number of silences since the event."""

    form: ClassVar[Form] = Form("gaps <phone:phone> <way:to|from>")
    phone: str
    way: str


@dataclass(frozen=True, slots=True)
class After(Fact):
    """Seconds from the event to the first record of a kind."""

    form: ClassVar[Form] = Form("after <device:node> <kind:kind>", _KIND)
    device: str
    kind: str


@dataclass(frozen=True, slots=True)
class Spread(Fact):
    """Seconds from the event to the first record of a kind, over the homes that have one."""

    form: ClassVar[Form] = Form("spread <which:first|median|last> <kind:kind>", _KIND)
    which: str
    kind: str


@dataclass(frozen=True, slots=True)
class Whether(Fact):
    """Yes or no."""

    form: ClassVar[Form] = Form("whether <condition:condition>", CONDITION)
    condition: Condition


FACTS: tuple[type[Fact], ...] = (
    *(Peers, Routes, Distance, Metric, NextHop, Age, Entry, NextEntry, Ike, Cipher, Peer, PublicAddress, ActiveRouter),
    *(Hops, Silence, Gaps, After, Spread, Whether),
)
_BY_LEAD = {" ".join(kind.form.lead): kind for kind in FACTS}


def read_fact(words: Words) -> Fact:
    """The fact that some words ask for; Expected otherwise."""
    kind = _BY_LEAD.get(nearest({lead: kind.form for lead, kind in _BY_LEAD.items()}, words))
    if kind is None:
        known = ", ".join(dict.fromkeys(_BY_LEAD))
        raise Expected(f'expected a fact ({known}), found "{words.at(0)}"{closest(words.at(0), _BY_LEAD)}')
    values, behind = kind.form.read(words)
    if behind < len(words.words):
        raise expected("the end of the fact", words.at(behind))
    return kind(**values)
