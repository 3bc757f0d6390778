"""The operator's hand: carries out the actions of the session language on a world.

Actions come in through `Lab.do`, journalled. Everything that happens later because of one (a line that comes back after an
outage) is an event with a bound method, so it is part of the state. An action that cannot be done is answered with a
report that says why; it changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from iossim.device.router import Router
from iossim.endpoints.dsl import LINE, DslBox
from iossim.endpoints.firewall import Firewall
from iossim.endpoints.fixed import FixedNode
from iossim.endpoints.host import Host
from iossim.endpoints.phone import Phone, PhoneState
from iossim.endpoints.repeater import Switch
from iossim.lab import certification, tickets
from iossim.lab.department import carry_out, refused, service_of
from iossim.lab.session import actions as act
from iossim.lab.session import homes
from iossim.lab.session.action import Action
from iossim.lab.session.actions import read_action
from iossim.lab.session.authority import AUTHORITY
from iossim.lab.session.lesson import LESSON
from iossim.lab.session.policy import POLICY
from iossim.lab.session.report import Report
from iossim.lab.session.tickets import TICKETS
from iossim.net.address import Address
from iossim.net.disorder import Disorder

if TYPE_CHECKING:
    from iossim.lab.world import World

DONE = Report()
DIRECTIONS = {None: (True, False), "inbound": (True,), "outbound": (False,)}
LEAST_MTU = 576
RELOAD_ANSWERS = {"Save? [yes/no]:": ("n", "o", "enter"), "[confirm]": ("enter",)}


class Hand:
    """Acts on the nodes of one world."""

    def __init__(self, world: World) -> None:
        self.world = world

    def do(self, action: Action) -> Report:
        """Carry out one action; a report with `ok` false says why it could not be done."""
        perform = _TABLE.get(type(action))
        if perform is None:
            return refused(f"[{action}] cannot be done in this lab")
        if not isinstance(action, LESSON):
            self.world.kernel.trace.note("", "action", str(action))
        return perform(self, action)

    # -- power ---------------------------------------------------------------------------------------------------

    def reload(self, action: act.Reload) -> Report:
        """Type `reload` at the console, as a person would: nothing saved, confirmed."""
        router = self.world.router(action.device)
        if not router.up:
            return refused(f"{action.device} is not up")
        self.world.ready(action.device)
        terminal = router.lines.console.terminal
        for key in (*"reload", "enter"):
            terminal.key(key)
        for _ in range(3):
            for question, answer in RELOAD_ANSWERS.items():
                if terminal.last_line.rstrip().endswith(question):
                    for key in answer:
                        terminal.key(key)
                    break
        return DONE

    def power_off(self, action: act.PowerOff) -> Report:
        """Turn a switch off."""
        self.world.nodes[action.node].power_off()
        return DONE

    def power_on(self, action: act.PowerOn) -> Report:
        """Turn a switch on."""
        self.world.nodes[action.node].power_on()
        return DONE

    def crash(self, action: act.Crash) -> Report:
        """A router restarts without a word; other nodes cannot crash."""
        node = self.world.nodes[action.device]
        if not isinstance(node, Router) or not node.up:
            return refused(f"{action.device} cannot crash now")
        node.restart("bus error at PC 0x60F2A8C4, address 0xD0D0D0D")
        return DONE

    # -- links ---------------------------------------------------------------------------------------------------

    def cut(self, action: act.Cut) -> Report:
        """No carrier."""
        self._hands_off(action.link)
        self.world.network.change_link(action.link, connected=False)
        return DONE

    def silence(self, action: act.Silence) -> Report:
        """Frames are lost both ways, or one way, carrier stays."""
        link = self.world.network.links[action.link]
        ends = tuple(end for end in (link.a, link.b) if action.sender in (None, end[0]))
        if not ends:
            return refused(f"{action.sender} is no end of {action.link}")
        self.world.network.change_link(action.link, silent=ends)
        return DONE

    def split(self, action: act.Split) -> Report:
        """A link leaves its switch's LAN, carrier stays."""
        switch, link = self.world.nodes[action.node], self.world.network.links[action.link]
        ports = tuple(port for name, port in (link.a, link.b) if name == action.node)
        if not isinstance(switch, Switch) or not ports:
            return refused(f"{action.link} is no link of a switch {action.node}")
        switch.split(ports)
        return DONE

    def unite(self, action: act.Unite) -> Report:
        """A switch is one LAN again."""
        switch = self.world.nodes[action.node]
        if not isinstance(switch, Switch):
            return refused(f"{action.node} is not a switch")
        switch.split(switch.ports, 0)
        return DONE

    def restore(self, action: act.Restore) -> Report:
        """The link is as the lab file says."""
        self._hands_off(action.link)
        self.world.network.restore(action.link)
        return DONE

    def loss(self, action: act.Loss) -> Report:
        """A share of the frames is lost."""
        self.world.network.change_link(action.link, loss=action.share)
        return DONE

    def delay(self, action: act.Delay) -> Report:
        """Frames take longer."""
        self.world.network.change_link(action.link, delay=action.duration)
        return DONE

    def reorder(self, action: act.Reorder) -> Report:
        """A share of the packets is overtaken."""
        return self._disorder(action.link, late=action.share, by=action.duration)

    def duplicate(self, action: act.Duplicate) -> Report:
        """A share of the packets comes twice."""
        return self._disorder(action.link, twice=action.share)

    def _disorder(self, link: str, **changes: int) -> Report:
        """A link may do both."""
        network = self.world.network
        state = network.state.peek(link)
        known = state.disorder if state is not None else None
        network.change_link(link, disorder=replace(known or Disorder(), **changes))
        return DONE

    # -- homes ---------------------------------------------------------------------------------------------------

    def outage(self, action: homes.Outage) -> Report:
        """A home's line is gone for a while."""
        link = self._line(action.node)
        if link is None:
            return refused(f"{action.node} has no line")
        self._hands_off(link)
        self.world.network.change_link(link, connected=False)
        self.world.outages[link] = self.world.kernel.after(action.duration, self.line_back, link)
        return DONE

    def line_back(self, link: str) -> None:
        """The end of an outage."""
        del self.world.outages[link]
        self.world.kernel.trace.note("", "line", f"{link} is back")
        self.world.network.change_link(link, connected=True)

    def _hands_off(self, link: str) -> None:
        """Whoever is at a line now decides when it is back, and no outage from before."""
        if (end := self.world.outages.pop(link, None)) is not None:
            self.world.kernel.cancel(end)

    def retrain(self, action: homes.Retrain) -> Report:
        """The modem trains: the line is gone for as long as that takes."""
        span = self.world.parameters.dsl_retrain
        time = span.draw(self.world.kernel.stream(f"{action.node}.line"))
        return self.outage(homes.Outage(action.node, time))

    def renumber(self, action: homes.Renumber) -> Report:
        """The provider gives a home the next free address of its network, or the first one, as soon as nobody has it."""
        box = self.world.nodes[action.node]
        if not isinstance(box, DslBox):
            return refused(f"{action.node} has no line")
        used = {node.public for node in self.world.nodes.values() if isinstance(node, DslBox)}
        new = box.public_meant if action.which else Address(box.public + 1)
        if action.which and new in used:
            return DONE if new == box.public else refused(f"somebody else has {self.world.names.show(new)} now")
        while new in used:
            new = Address(new + 1)
        edge, line = self.world.edges[box.name]
        edge.renumber(line, box.public, new)
        box.renumber(new)
        return DONE

    def narrow(self, action: homes.Narrow) -> Report:
        """The line's MTU, at both of its ends."""
        box = self.world.nodes[action.node]
        if not isinstance(box, DslBox):
            return refused(f"{action.node} has no line")
        if action.octets < LEAST_MTU:
            return refused(f"no line carries less than {LEAST_MTU} octets")
        edge, line = self.world.edges[box.name]
        box.narrow(LINE, action.octets)
        edge.narrow(line, action.octets)
        return DONE

    def load(self, action: homes.Load) -> Report:
        """Others use a share of the line."""
        name = self._line(action.node)
        state = self.world.network.state.peek(name) if name is not None else None
        if name is None or state is None or state.line is None:
            return refused(f"{action.node} has no line")
        up = self.world.network.links[name].a == (action.node, LINE)
        sides = {None: (True, True), "up": (up, not up), "down": (not up, up)}[action.direction]
        first, second = (action.share if side else old for side, old in zip(sides, state.line.loads, strict=True))
        self.world.network.change_link(name, line=replace(state.line, loads=(first, second)))
        return DONE

    def upload(self, action: homes.Upload) -> Report:
        """A host sends a file to another one."""
        host, target = self.world.nodes[action.host], self.world.nodes[action.target]
        if not isinstance(host, Host) or not isinstance(target, Host) or host is target:
            return refused(f"{action.host} cannot send a file to {action.target}: both must be hosts")
        if not host.powered:
            return refused(f"{action.host} has no power")
        host.upload(target, action.rate)
        return DONE

    def readdress(self, action: homes.Readdress) -> Report:
        """A DSL box leases the addresses it has leased to others, or these are gone."""
        box = self.world.nodes[action.node]
        if not isinstance(box, DslBox):
            return refused(f"{action.node} leases no addresses")
        (box.lessor.take_back if action.which else box.lessor.give_away)()
        return DONE

    def _line(self, node: str) -> str | None:
        link = self.world.network.link_at((node, LINE))
        return link.name if link is not None else None

    # -- the firewall --------------------------------------------------------------------------------------------

    def block(self, action: act.Block | act.Unblock) -> Report:
        """Deny a kind of traffic at a firewall, or take the denial away."""
        node = self.world.nodes[action.node]
        if not isinstance(node, Firewall):
            return refused(f"{action.node} is not a firewall")
        change = node.block if isinstance(action, act.Block) else node.unblock
        change(service_of(action.service), DIRECTIONS[action.direction])
        return DONE

    # -- static routes of others ---------------------------------------------------------------------------------

    def reroute(self, action: act.Reroute) -> Report:
        """The static routes of the lab file again."""
        node = self.world.nodes[action.node]
        if not isinstance(node, Firewall | Host):
            return refused(f"{action.node} is not a firewall or a host")
        node.reroute(node.routes_meant)
        return DONE

    def request(self, action: Action) -> Report:
        """What its department changes at a firewall."""
        return carry_out(self.world, action)

    def certify(self, action: Action) -> Report:
        """What the authority's people do to a certificate."""
        return certification.carry_out(self.world, action)

    def ticket(self, action: Action) -> Report:
        """A fault by its number."""
        return tickets.carry_out(self, action)

    def do_text(self, text: str) -> Report:
        """An action of the session language."""
        return self.do(read_action(text))

    # -- stations ------------------------------------------------------------------------------------------------

    def unplug(self, action: act.Unplug) -> Report:
        """Take a station off its network, and its power with it."""
        return self._station(action.node, FixedNode.power_off)

    def plug(self, action: act.Plug) -> Report:
        """Put a station back."""
        return self._station(action.node, FixedNode.power_on)

    def _station(self, name: str, change: Callable[[FixedNode], None]) -> Report:
        node = self.world.nodes[name]
        if not isinstance(node, FixedNode):
            return refused(f"{name} is not a station")
        change(node)
        return DONE

    # -- telephones ----------------------------------------------------------------------------------------------

    def call(self, action: act.Call) -> Report:
        """One phone dials the other; whether they are connected is the CallManager's business."""
        a, b = self.world.nodes[action.a], self.world.nodes[action.b]
        if not isinstance(a, Phone) or not isinstance(b, Phone):
            return refused("only telephones can call each other")
        for phone in (a, b):
            if phone.state is not PhoneState.REGISTERED:
                return refused(f"{phone.name} is not registered with its CallManager ({phone.state})")
            if phone.stream is not None:
                return refused(f"{phone.name} is in a call with {phone.peer}")
        a.dial(b.extension)
        return DONE

    def hang_up(self, action: act.HangUp) -> Report:
        """A phone ends its call."""
        phone = self.world.nodes[action.phone]
        if not isinstance(phone, Phone) or phone.stream is None:
            return refused(f"{action.phone} is not in a call")
        phone.hang_up()
        return DONE

    # -- beside the lab ------------------------------------------------------------------------------------------

    def nothing(self, action: Action) -> Report:
        """What a learner says; whoever marks it reads the journal."""
        return DONE


_TABLE: dict[type[Action], Callable[[Hand, Any], Report]] = {
    act.Reload: Hand.reload,
    act.PowerOff: Hand.power_off,
    act.PowerOn: Hand.power_on,
    act.Crash: Hand.crash,
    act.Cut: Hand.cut,
    act.Silence: Hand.silence,
    act.Restore: Hand.restore,
    act.Split: Hand.split,
    act.Unite: Hand.unite,
    act.Loss: Hand.loss,
    act.Delay: Hand.delay,
    act.Reorder: Hand.reorder,
    act.Duplicate: Hand.duplicate,
    homes.Outage: Hand.outage,
    homes.Narrow: Hand.narrow,
    homes.Load: Hand.load,
    homes.Upload: Hand.upload,
    homes.Retrain: Hand.retrain,
    homes.Renumber: Hand.renumber,
    homes.Readdress: Hand.readdress,
    act.Reroute: Hand.reroute,
    act.Block: Hand.block,
    act.Unblock: Hand.block,
    act.Unplug: Hand.unplug,
    act.Plug: Hand.plug,
    act.Call: Hand.call,
    act.HangUp: Hand.hang_up,
    **dict.fromkeys(LESSON, Hand.nothing),
    **dict.fromkeys(POLICY, Hand.request),
    **dict.fromkeys(TICKETS, Hand.ticket),
    **dict.fromkeys(AUTHORITY, Hand.certify),
}
