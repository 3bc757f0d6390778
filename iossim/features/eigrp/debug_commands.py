"""`debug eigrp ...`, `debug ip eigrp ...` and their ends."""

from __future__ import annotations

from typing import Any

from iossim.cli.entry import Args
from iossim.device.debug_switch import debugs, switch
from iossim.features.eigrp.adjacency import NAME
from iossim.features.eigrp.debugs import KINDS_OF_PACKETS, NAMES, PACKETS
from iossim.features.eigrp.engine import EigrpEngine
from iossim.features.eigrp.ip_debugs import IP, NEIGHBOR, SUMMARY
from iossim.features.eigrp.ip_debugs import NAMES as IP_NAMES
from iossim.features.eigrp.tables import Tables

SENT = ("UPDATE", "QUERY", "REPLY", "HELLO", "ACK")
"""The kinds of packets that there are."""


def _facts(context: Any) -> Tables:
    engine = context.router.engine(NAME)
    assert isinstance(engine, EigrpEngine)
    return engine.facts


def _debugged(args: Args) -> tuple[str, str]:
    flag = f"eigrp {args['kind']}"
    return flag, NAMES[flag][1]


def _kinds(args: Args) -> tuple[str, ...] | None:
    """The kinds of packets that are meant; None: all."""
    kind = args.get("kind")
    if kind is None:
        return None
    return tuple(one for one in SENT if one != "HELLO") if kind == "terse" else (kind.upper(),)


def packets_on(context: Any, args: Args) -> tuple[str, ...]:
    """`debug eigrp packets [KIND]`: packets of this kind are printed, beside those that are already."""
    watched, kinds = _facts(context).watched, _kinds(args)
    flags = context.router.lines.flags
    if kinds is None or (flags.peek(PACKETS) and watched.peek("") is None):
        watched.clear()
    else:
        before = (watched.peek("") or ()) if flags.peek(PACKETS) else ()
        watched.set("", tuple(one for one in SENT if one in kinds or one in before))
    flags.set(PACKETS, True)
    named = watched.peek("")
    listed = KINDS_OF_PACKETS if named is None else f"    ({', '.join(named)})"
    return (f"{NAMES[PACKETS][1]} is on", listed)


def packets_off(context: Any, args: Args) -> str:
    """`undebug eigrp packets [KIND]`: they are no longer, all or those of a kind."""
    watched, kinds = _facts(context).watched, _kinds(args)
    left = () if kinds is None else tuple(one for one in watched.peek("") or SENT if one not in kinds)
    if left:
        watched.set("", left)
    else:
        watched.clear()
        context.router.lines.flags.delete(PACKETS)
    return f"{NAMES[PACKETS][1]} is off"


def ip_on(context: Any, args: Args) -> tuple[str, ...]:
    """`debug ip eigrp [summary | neighbor AS ADDRESS]`."""
    flag = SUMMARY if args.get("summary") else NEIGHBOR if "address" in args else IP
    context.router.lines.flags.set(flag, True)
    said = f"{IP_NAMES[flag][1]} is on"
    if flag != NEIGHBOR:
        return (said,)
    _facts(context).targets.set(NEIGHBOR, (args["asn"], args["address"]))
    return (f"IP Neighbor target enabled on AS {args['asn']} for {context.ip(args['address'])}", said)


def ip_off(context: Any, args: Args) -> str:
    """Their ends."""
    flag = SUMMARY if args.get("summary") else NEIGHBOR if "address" in args else IP
    context.router.lines.flags.delete(flag)
    if flag == NEIGHBOR:
        _facts(context).targets.clear()
    return f"{IP_NAMES[flag][1]} is off"


_HELP = {
    "eigrp": "EIGRP Protocol information",
    "ip": "IP information",
    "ip eigrp": "IP-EIGRP information",
    "fsm": "EIGRP Dual Finite State Machine events/actions",
    "neighbors": "EIGRP neighbors",
    "packets": "EIGRP packets",
    "ack": "EIGRP ack packets",
    "hello": "EIGRP hello packets",
    "query": "EIGRP query packets",
    "reply": "EIGRP reply packets",
    "terse": "Display all EIGRP packets except Hellos",
    "update": "EIGRP update packets",
    "neighbor": "IP-EIGRP neighbor debugging",
    "summary": "IP-EIGRP summary route processing",
    "asn": "AS number",
    "address": "IP-EIGRP neighbor address",
}
DEBUGS = (
    *switch("eigrp <kind:fsm|neighbors>", _debugged, _HELP),
    *debugs("eigrp packets [<kind:ack|hello|query|reply|terse|update>]", packets_on, packets_off, _HELP),
    *debugs("ip eigrp [summary | neighbor <asn:1-65535> <address:ip>]", ip_on, ip_off, _HELP),
)
