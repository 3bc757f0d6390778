"""`debug ip packet|icmp|routing`, `debug arp` and their ends; `show ip traffic`, `show ip sockets`, `show ip aliases`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.cli.entry import Args, Command
from iossim.cli.job import Answered, Ask, Done, Effect, Job, JobEvent, Started
from iossim.cli.mode import USER_LEVEL
from iossim.device.debug_switch import debugs, is_on, switch
from iossim.device.ip_counters import Counters
from iossim.features.ip.aliases import aliases_of, show_aliases
from iossim.features.ip.debugs import ARP, ICMP, NAMES, PACKET, ROUTING
from iossim.features.ip.engine import IpEngine
from iossim.features.ip.sockets import show_sockets, sockets_of
from iossim.features.ip.traffic import AT_PORTS, show_traffic, view_of

if TYPE_CHECKING:
    from iossim.device.context import Context

_HELP = {
    "ip": "IP information",
    "packet": "General IP debugging and IPSO security transactions",
    "detail": "Print more debugging detail",
    "list": "Access list",
    "icmp": "ICMP transactions",
    "routing": "Routing table events",
}


def _engine(context: Context) -> IpEngine:
    engine = context.router.engine("ip")
    assert isinstance(engine, IpEngine)
    return engine


def packet_on(context: Context, args: Args) -> str:
    """`debug ip packet`, of all packets or of those that a list permits, with a second line each or not."""
    engine = _engine(context)
    engine.watched.clear()
    if args.get("detail"):
        engine.watched.set("detail", "")
    if "list" in args:
        engine.watched.set("list", str(args["list"]))
    context.router.lines.flags.set(PACKET, True)
    return is_on(engine.debug_flags()[PACKET])


def packet_off(context: Context, args: Args) -> str:
    """`undebug ip packet`."""
    engine = _engine(context)
    engine.watched.clear()
    context.router.lines.flags.delete(PACKET)
    return f"{NAMES[PACKET][1]} is off"


def _debugged(args: Args) -> tuple[str, str]:
    flag = ICMP if args.get("icmp") else ROUTING
    return flag, NAMES[flag][1]


def traffic(context: Context, args: Args) -> Iterable[str]:
    """`show ip traffic`."""
    return show_traffic(view_of(Counters(context.router, _engine(context).traffic_before.peek(""))))


def clear_traffic(context: Context, args: Args) -> Job:
    """`clear ip traffic`."""
    return ClearTraffic()


@dataclass(frozen=True, slots=True)
class ClearTraffic:
    """The question before the statistics begin anew."""

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Answer one event."""
        match event:
            case Started():
                return (Ask('Clear "show ip traffic" counters [confirm]', confirm=True),)
            case Answered(key) if key in ("", "y", "Y"):
                _engine(context).traffic_before.set("", Counters(context.router).snapshot(*AT_PORTS))
        return (Done(),)


def sockets(context: Context, args: Args) -> Iterable[str]:
    """`show ip sockets`."""
    return show_sockets(sockets_of(context.router), context.ip)


def aliases(context: Context, args: Args) -> Iterable[str]:
    """`show ip aliases`."""
    return show_aliases(aliases_of(context.router), context.ip)


_SHOW = {
    "show": "Show running system information",
    "ip": "IP information",
    "traffic": "IP protocol statistics",
    "sockets": "Open IP sockets",
    "aliases": "IP alias table",
}

_CLEAR = {"clear": "Reset functions", "ip": "IP", "traffic": "Clear IP traffic statistics"}

COMMANDS = (
    Command("clear ip traffic", clear_traffic, _CLEAR),
    Command("show ip traffic", traffic, _SHOW, level=USER_LEVEL, filterable=True),
    Command("show ip aliases", aliases, _SHOW, level=USER_LEVEL, filterable=True),
    Command("show ip sockets", sockets, _SHOW, level=USER_LEVEL, filterable=True),
    *debugs("ip packet (detail | <list:1-2699>)*", packet_on, packet_off, _HELP),
    *switch("ip { icmp | routing }", _debugged, _HELP),
    *switch("arp", lambda _: (ARP, NAMES[ARP][1]), {"arp": "IP ARP and HP Probe transactions"}),
)
