"""The palette of actions: everything that can happen to this network, found by typing a few letters of it.

The offers are sentences of the session language with the names of the lab filled in; a sentence that is typed in full is
offered first, whatever its numbers are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.widgets import Input

from iossim.lab.session import read_action
from iossim.lab.session.actions import HangUp
from iossim.lab.session.slots import Expected
from iossim.lab.undo import undoable

if TYPE_CHECKING:
    from iossim.lab.lab import Lab
    from iossim.lab.session import Action

TYPED = 1e9
"""The score of a sentence that was typed in full: above those of all that it is a part of, as block is of unblock."""
TICKETS = (1, 2, 3)
BOXES = ("firewall", "switch", "hub", "internet", "dsl")
FIREWALLED = ("esp", "udp 500", "tcp 2000")
COLUMN, LINE = 27, 68
"""Where what an action does begins, beside it; and how long a row is. What does not fit stands below."""


def offers(lab: Lab) -> Iterator[tuple[str, str]]:
    """Sentences and what they do, the commonest first."""
    definition = lab.world.definition
    kinds = {name: node.kind for name, node in definition.nodes.items()}
    phones = [name for name, kind in kinds.items() if kind == "phone"]
    for device in lab.devices:
        yield f"reload {device}", "as typed there: nothing saved, confirmed"
    if definition.call:
        a, b = definition.call
        yield f"call {a} {b}", "one phone calls the other"
        yield f"hang up {a}", "the call ends"
        yield f"wait until voice {a} both audible within 15m", "runs there; so it does for up, hsrp, sa, route"
    for device in lab.devices:
        yield f"crash {device}", "restarts without a word to its neighbours"
        yield f"power off {device}", "the switch at its back"
        yield f"power on {device}", "it boots"
    for ticket in TICKETS:
        yield f"fault {ticket}", "a fault of the catalogue, by its number"
        yield f"mend {ticket}", "its cause is taken away"
    if definition.certificates is not None:
        for device in lab.devices:
            yield f"revoke {device}", "its certificate is on the revocation list"
            yield f"reinstate {device}", "off the list again"
            yield f"expire {device}", "its certificate ends now"
            yield f"renew {device}", "it lasts again"
    for link in definition.links:
        yield f"cut {link}", "the cable is out: no carrier"
        yield f"silence {link}", "frames are lost, carrier stays"
        for end, _ in (lab.world.network.links[link].a, lab.world.network.links[link].b):
            yield f"silence {link} from {end}", "those that one end sends"
        yield f"restore {link}", "the link is whole again"
        yield f"loss {link} 5%", "a share of the frames is lost"
        yield f"delay {link} 80ms", "frames take longer"
        yield f"reorder {link} 5% 2s", "a share of the packets is overtaken by others"
        yield f"duplicate {link} 5%", "a share of the packets comes twice"
    servers = [name for name, node in definition.nodes.items() if node.kind == "host" and not node.dhcp]
    far = servers[-1] if servers else ""
    for name, kind in kinds.items():
        if kind == "dsl":
            yield f"outage {name} 40s", "the line is gone for a while"
            yield f"retrain {name}", "the modem trains anew"
            yield f"renumber {name}", "another public address"
            yield f"readdress {name}", "its inside addresses belong to others"
            yield f"load {name} 40%", "others use a share of the line"
            yield f"load {name} 0%", "nobody else does"
            yield f"mtu {name} 1492", "the line carries PPPoE: smaller packets"
        elif kind == "host" and far not in ("", name):
            yield f"upload {name} {far} 300k", "a file goes out, as fast as it can"
            yield f"upload {name} {far} 0k", "no longer"
        elif kind == "firewall":
            for service in FIREWALLED:
                yield f"block {service} at {name}", "no longer permitted"
                yield f"unblock {service} at {name}", "permitted again"
            for prefix, hop, _ in getattr(lab.world.nodes[name], "routes_meant", ()):
                if hop is not None:
                    yield f"forget route {prefix} at {name}", "its static route is gone"
            yield f"reroute {name}", "its static routes as the lab file has them"
            yield f"restore policy at {name}", "what it permits as the lab file has it"
        elif kind == "switch":
            for link in definition.links:
                ends = lab.world.network.links[link]
                if name in (ends.a[0], ends.b[0]):
                    yield f"split {name} {link}", "off this LAN, carrier stays"
            yield f"unite {name}", "one LAN again"
    for phone in phones:
        yield f"unplug {phone}", "off its network, without power"
        yield f"plug {phone}", "back again"
        yield f"hang up {phone}", "the call ends"
        for other in phones:
            if other != phone:
                yield f"call {phone} {other}", "one phone calls the other"
    for name, kind in kinds.items():
        if kind in BOXES:
            yield f"power off {name}", "a box without power"
            yield f"power on {name}", "all of it is back at once"
        elif kind not in ("router", "phone"):
            yield f"unplug {name}", "off its network, without power"
            yield f"plug {name}", "back again"


def common(lab: Lab) -> list[tuple[str, str]]:
    """One of each kind, the first the lab has; the rest is found by typing."""
    found: dict[str, tuple[str, str]] = {}
    routers = set(lab.devices)
    for sentence, what in offers(lab):
        verb, target = sentence.split()[0], sentence.split()[-1]
        link = lab.world.network.links.get(sentence.split()[1])
        if link is not None and not {link.a[0], link.b[0]} <= routers:
            continue  # of the links, one between routers
        more = sum(key.startswith(verb) for key in found)
        if more < (2 if verb in ("reload", "call", "hang") else 1) and f"{verb} {target}" not in found:
            found[f"{verb} {target}"] = (sentence, what)
    return list(found.values())


def told(action: Action) -> str:
    """What an action does, in one line."""
    return (type(action).__doc__ or "").strip().partition("\n")[0]


class Palette(CommandPalette):
    """The list over the room. Enter does what was found for the text that is there, never what stood there before it was typed."""

    def __init__(self) -> None:
        super().__init__([Actions], placeholder="an action: call, cut, outage, reload ...")

    @on(Input.Changed)
    def _nothing_found_yet(self) -> None:
        self.query_one(CommandList).clear_options()


def _row(sentence: str | Content, do: Callable[[], None], what: str) -> tuple[Content, Callable[[], None], str, str]:
    """A row of the list: an action and what it does, on one line if they fit; what it is when chosen; the line below."""
    shown = Content(sentence) if isinstance(sentence, str) else sentence
    beside = len(shown.plain) < COLUMN and COLUMN + len(what) <= LINE
    if beside:
        shown = Content.assemble(shown, " " * (COLUMN - len(shown.plain)), (what, "not bold"))
    return shown, do, str(sentence), "" if beside else what


class Actions(Provider):
    """Offers the actions of the lab on the screen."""

    async def discover(self) -> Hits:
        """Before anything is typed: what undoes what has been done, then what is done most."""
        undoing = {str(undo): action for action, undo in undoable(self._lab) if not isinstance(undo, HangUp)}
        for undo, action in undoing.items():
            if not self._permits(undo):
                continue
            yield DiscoveryHit(*_row(undo, self._do(undo), f"undoes: {action}"))
        for sentence, what in common(self._lab):
            if sentence in undoing or not self._permits(sentence):
                continue
            yield DiscoveryHit(*_row(sentence, self._do(sentence), what))

    async def search(self, query: str) -> Hits:
        """A whole sentence, and every offer that matches."""
        text = query.strip().strip("[]")
        try:
            typed = read_action(text, self._lab.names)
        except Expected:
            pass
        else:
            known = dict(offers(self._lab))
            yield Hit(TYPED, *_row(f"do: {text}", self._do(text), known.get(text) or told(typed)))
        matcher = self.matcher(query)
        seen = {text}
        for sentence, what in offers(self._lab):
            if sentence not in seen and self._permits(sentence) and (score := matcher.match(sentence)) > 0:
                seen.add(sentence)
                yield Hit(score, *_row(matcher.highlight(sentence), self._do(sentence), what))

    def _permits(self, sentence: str) -> bool:
        """Whether this may be done here; what may not is not offered. What is typed in full is refused with a word."""
        permitted: bool = self.screen.orders.lesson.allows(sentence)  # type: ignore[attr-defined]
        return permitted

    @property
    def _lab(self) -> Lab:
        lab: Lab = self.screen.lab  # type: ignore[attr-defined]
        return lab

    def _do(self, sentence: str) -> Callable[[], None]:
        return partial(self.screen.orders.do_action, sentence)  # type: ignore[attr-defined]
