"""`show ip nat`, `clear ip nat`, `debug ip nat`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from iossim.cli.entry import Args, Command
from iossim.cli.mode import USER_LEVEL
from iossim.device.debug_switch import debugs, is_on
from iossim.features.nat.debugs import NAT, WORDS
from iossim.features.nat.engine import NatEngine
from iossim.features.nat.rules import PROTOCOLS, Dynamic, End, Rules
from iossim.features.nat.show import Mapping, Row, Statistics, show_statistics, show_translations
from iossim.features.nat.stages import INSIDE, OUTSIDE
from iossim.net.address import Address
from iossim.net.packet import Protocol

if TYPE_CHECKING:
    from iossim.device.context import Context
    from iossim.features.nat.outside import OutsideTranslation
    from iossim.features.nat.translation import Translation

NOT_FOUND = "%Translation not found"


def _engine(context: Context) -> NatEngine:
    engine = context.router.engine("nat")
    assert isinstance(engine, NatEngine)
    return engine


def _row(engine: NatEngine, one: Translation, now: int) -> Row:
    idle = one.idle
    used = one.created if idle is None else min(now, idle.last or now)
    flags = [word for word, holds in (("static", one.static), ("extended", one.extended)) if holds]
    flags += ["timing-out"] if engine.ending.peek(one.outward) else []
    children = sum(other.rule == one.rule and other.extended for other in engine.translations) if one.static else 0
    word = WORDS.get(Protocol(one.proto), "") if one.proto else ""
    left = None if idle is None else idle.remaining()
    named = engine.outside.inward.peek(one.outside.address)
    known = one.outside if named is None else End(named.outside_local, one.outside.port)
    ends = one.inside_global, one.inside_local, known, one.outside
    return Row(word, *ends, now - one.created, now - used, left, tuple(flags) or ("none",), children)


def _outside_row(one: OutsideTranslation, now: int) -> Row:
    idle, nobody = one.idle, End(Address(0))
    used = one.created if idle is None else min(now, idle.last or now)
    ends = nobody, nobody, End(one.outside_local), End(one.outside_global)
    left = None if idle is None else idle.remaining()
    return Row("", *ends, now - one.created, now - used, left, ("static",) if idle is None else ("none",), 0)


def translations(context: Context, args: Args) -> Iterable[str]:
    """`show ip nat translations [icmp|tcp|udp] [verbose]`."""
    engine = _engine(context)
    wanted = args.get("proto")
    rows = [_row(engine, one, context.now) for one in engine.translations]
    rows += [_outside_row(one, context.now) for one in engine.outside]
    return show_translations(
        [row for row in rows if wanted in (None, row.proto)], context.ip, bool(args.get("verbose"))
    )


def statistics(context: Context, args: Args) -> Iterable[str]:
    """`show ip nat statistics`."""
    engine = _engine(context)
    every = tuple(engine.translations)
    rules = engine.rules.peek("") or Rules()
    sides = sorted(engine.sides.items())
    others = tuple(engine.outside)
    view = Statistics(
        static=sum(one.static for one in every) + sum(one.idle is None for one in others),
        dynamic=sum(not one.static for one in every) + sum(one.idle is not None for one in others),
        extended=sum(one.extended for one in every),
        outside=tuple(port for port, side in sides if side == OUTSIDE),
        inside=tuple(port for port, side in sides if side == INSIDE),
        hits=engine.hits.count,
        misses=engine.misses.count,
        expired=engine.expired.count,
        mappings=tuple(_mapping(rule, rules, every) for rule in rules.dynamics),
        outside_mappings=tuple(
            Mapping(rule, used := sum(one.rule == rule for one in others), rules.pool(rule.pool), used)
            for rule in rules.outside_dynamics
        ),
    )
    return show_statistics(view)


def _mapping(rule: Dynamic, rules: Rules, every: tuple[Translation, ...]) -> Mapping:
    made = [one for one in every if one.rule == rule]
    addresses = {one.inside_global.address for one in made}
    return Mapping(rule, len(made), None if rule.port else rules.pool(rule.pool), len(addresses))


def clear(context: Context, args: Args) -> str | None:
    """`clear ip nat translation *`, or one by its ends."""
    engine = _engine(context)
    if args.get("*"):
        engine.clear()
        return None
    if args.get("named") is not None:
        known = engine.outside.outward.peek(args["named"])
        if known is None or known.outside_global != args["meant"] or known.idle is None:
            return NOT_FOUND
        context.router.perform("nat", engine.outside.remove(known))
        return None
    wanted = End(args["global"], args.get("gport", 0)), End(args["local"], args.get("lport", 0))
    proto = PROTOCOLS[args["proto"]] if "proto" in args else 0
    outside = End(args["far"], args["fport"]) if "far" in args else None
    for one in tuple(engine.translations):
        ends = one.inside_global, one.inside_local
        if (one.proto, ends) == (proto, wanted) and not one.static and outside in (None, one.outside):
            engine.remove(one)
            return None
    return NOT_FOUND


def clear_counters(context: Context, args: Args) -> None:
    """`clear ip nat statistics`."""
    _engine(context).clear_counters()


def debug_on(context: Context, args: Args) -> str:
    """`debug ip nat [LIST] [detailed]`."""
    engine = _engine(context)
    engine.watched.clear()
    if args.get("detailed"):
        engine.watched.set("detailed", "")
    if "list" in args:
        engine.watched.set("list", str(args["list"]))
    context.router.lines.flags.set(NAT, True)
    return is_on(engine.debug_flags()[NAT])


def debug_off(context: Context, args: Args) -> str:
    """`undebug ip nat`."""
    engine = _engine(context)
    engine.watched.clear()
    context.router.lines.flags.delete(NAT)
    return f"{engine.debug_flags()[NAT][1]} is off"


_SHOW = {
    "show": "Show running system information",
    "ip": "IP information",
    "nat": "IP NAT information",
    "translations": "Translation entries",
    "statistics": "Translation statistics",
    "verbose": "Show extra information",
    "icmp": "Internet Control Message Protocol",
    "tcp": "Transmission Control Protocol",
    "udp": "User Datagram Protocol",
}
_CLEAR = {
    "clear": "Reset functions",
    "ip": "IP",
    "nat": "Clear NAT",
    "translation": "Clear dynamic translation",
    "statistics": "Clear translation statistics",
    "*": "Delete all dynamic translations",
    "inside": "Inside addresses (and ports)",
    "outside": "Outside addresses (and ports)",
    "tcp": "Transmission Control Protocol",
    "udp": "User Datagram Protocol",
    "global": "Inside global IP address",
    "gport": "Global UDP/TCP port",
    "local": "Inside local IP address",
    "lport": "Local UDP/TCP port",
    "far": "Outside local IP address",
    "fport": "Outside UDP/TCP port",
    "farther": "Outside global IP address",
    "named": "Outside local IP address",
    "meant": "Outside global IP address",
    "gfport": "Outside UDP/TCP port",
}
_DEBUG = {
    "ip": "IP information",
    "nat": "NAT events",
    "list": "Access list",
    "detailed": "NAT detailed events",
}
_PORTS = "<proto:tcp|udp> inside <global:ip> <gport:1-65535> <local:ip> <lport:1-65535>"
_FAR = "outside <far:ip> <fport:1-65535> <farther:ip> <gfport:1-65535>"

COMMANDS = (
    Command(
        "show ip nat translations [<proto:icmp|tcp|udp>] [verbose]",
        translations,
        _SHOW,
        level=USER_LEVEL,
        filterable=True,
    ),
    Command("show ip nat statistics", statistics, _SHOW, level=USER_LEVEL, filterable=True),
    Command(
        f"clear ip nat translation {{ * | inside <global:ip> <local:ip> | outside <named:ip> <meant:ip> | {_PORTS} {_FAR} }}",
        clear,
        _CLEAR,
    ),
    Command("clear ip nat statistics", clear_counters, _CLEAR),
    *debugs("ip nat [<list:1-99>] [detailed]", debug_on, debug_off, _DEBUG),
)
