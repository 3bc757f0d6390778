"""What can be typed about IPsec in EXEC."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from iossim.cli.entry import Args, Command
from iossim.cli.errors import Incomplete
from iossim.cli.mode import GLOBAL
from iossim.device.debug_switch import switch
from iossim.features.crypto import clear, sessions
from iossim.features.crypto.engine import FLAGS, CryptoEngine
from iossim.features.crypto.engine_show import EngineView, show_configuration, show_dropped
from iossim.features.crypto.ipsec import show as ipsec_show
from iossim.features.crypto.ipsec.show_by import show_by_address, show_identities
from iossim.features.crypto.isakmp import show as isakmp_show
from iossim.features.crypto.maps import show as maps_show
from iossim.features.crypto.maps.config import CRYPTO_MAP, MANUAL_MAP, MAP
from iossim.features.crypto.maps.manual_config import MANUAL
from iossim.features.crypto.view import CryptoView, view
from iossim.net.address import Address

Lines = Iterable[str]

_SHOW = {
    "show": "Show running system information",
    "crypto": "Encryption module",
    "dynamic-map": "Crypto map templates",
    "engine": "Show crypto engine info",
    "brief": "Show all crypto engines in the system",
    "connections": "Show connection information",
    "active": "Show all active crypto connections",
    "dropped-packet": "Show dropped packets",
    "configuration": "Show crypto engine config",
    "identity": "Show only identities (no SAs)",
    "security-association": "Show security association parameters",
    "lifetime": "Show security association lifetime",
    "ipsec": "Show IPSEC policy",
    "isakmp": "Show ISAKMP",
    "map": "Crypto maps",
    "sa": "IPSEC SA table",
    "isakmp sa": "Show ISAKMP Security Associations",
    "isakmp sa detail": "Show ISAKMP SA Detail",
    "peers": "Show ISAKMP peers",
    "session": "Show crypto sessions (tunnels)",
    "session brief": "Show crypto session brief",
    "session detail": "Show crypto session detail",
    "policy": "Show ISAKMP protection suite policy",
    "key": "Show ISAKMP preshared keys",
    "security-association-lifetime": "Show security association lifetime",
    "transform-set": "Crypto transform sets",
    "interface": "Crypto maps for an interface",
    "tag": "Crypto maps with a given tag",
    "name": "Crypto map tag",
    "detail": "show counter detail",
    "peer": "IPSEC SA for peer",
    "remote": "Peer address",
    "address": "Show SAs by destination address",
    "sa interface": "IPSEC SA for interface",
    "sa map": "IPSEC SA for a given crypto map",
}
_CLEAR = {
    "clear": "Reset functions",
    "crypto": "Encryption subsystem",
    "isakmp": "Flush the ISAKMP database",
    "number": "connection id of SA",
    "sa": "Clear all crypto SAs",
    "counters": "Reset the SA counters",
    "entry": "Clear a specific SA",
    "map": "Clear all SAs for a given crypto map",
    "peer": "Clear all SAs for a given crypto peer",
    "address": "IP address of peer",
    "destination": "SA destination address",
    "protocol": "SA protocol",
    "spi": "SA SPI",
    "name": "Crypto map tag",
}
_FLAGS = dict(FLAGS)
_DEBUG = {
    "crypto": "Cryptographic subsystem",
    "engine": "Crypto Engine Debug",
    "ipsec": "IPSEC processing",
    "isakmp": "ISAKMP Key Management",
}


def _engine(context: Any) -> CryptoEngine:
    engine = context.router.engine("crypto")
    assert isinstance(engine, CryptoEngine)
    return engine


def _view(context: Any) -> CryptoView:
    return view(_engine(context))


def _unit(context: Any) -> str:
    """What encrypts on this box, as displays of later releases call it."""
    return "Onboard VPN" if context.router.platform.module_lines else "SW"


# -- show ------------------------------------------------------------------------------------------------------------


def show_map(context: Any, args: Args) -> Iterator[str]:
    """`show crypto map [tag NAME | interface PORT]`."""
    interface, tag = args.get("interface"), args.get("name")
    view = _view(context)
    chosen = [
        one for one in view.maps if tag in (None, one.name) and (interface is None or interface in one.interfaces)
    ]
    if not chosen:
        yield "No crypto maps found."
    for place, one in enumerate(chosen):
        if place:
            yield ""
        yield from maps_show.show_map(one, view.config.transform_sets, context.look, context.ip)


def show_isakmp_sa(context: Any, args: Args) -> Lines:
    """`show crypto isakmp sa [detail]`."""
    if args.get("detail"):
        return isakmp_show.show_sa_detail(_view(context), context.look, context.ip, _unit(context))
    return isakmp_show.show_sa(_view(context), context.look, context.ip)


def show_isakmp_policy(context: Any, args: Args) -> Lines:
    """`show crypto isakmp policy`."""
    return isakmp_show.show_policy(_view(context), context.look)


def show_isakmp_key(context: Any, args: Args) -> Lines:
    """`show crypto isakmp key`."""
    return isakmp_show.show_key(_view(context), context.look, context.ip)


def show_isakmp_peers(context: Any, args: Args) -> Lines:
    """`show crypto isakmp peers`."""
    return isakmp_show.show_peers(_view(context), context.ip)


def show_session(context: Any, args: Args) -> Lines:
    """`show crypto session [brief | detail]`."""
    if args.get("brief"):
        return sessions.show_brief(_view(context), context.look, context.ip)
    return sessions.show_sessions(_view(context), context.look, context.ip, bool(args.get("detail")))


def show_ipsec_sa(context: Any, args: Args) -> Lines:
    """`show crypto ipsec sa`, all of it or of one peer, map or interface."""
    peer, name, interface = args.get("remote"), args.get("name"), args.get("interface")
    flows = [
        flow
        for flow in _view(context).flows
        if peer in (None, flow.peer) and name in (None, flow.flow.map) and interface in (None, flow.interface)
    ]
    frame = ipsec_show.Frame(context.look, context.ip, bool(args.get("detail")), _unit(context))
    if args.get("identity"):
        return show_identities(flows, frame)
    if args.get("address"):
        return show_by_address(flows, frame)
    if not flows:
        return ("No SAs found",)
    return ipsec_show.show_sa(flows, frame)


def show_transform_sets(context: Any, args: Args) -> Lines:
    """`show crypto ipsec transform-set`."""
    return ipsec_show.show_transform_sets(_view(context))


def show_lifetime(context: Any, args: Args) -> str:
    """`show crypto ipsec security-association-lifetime`, which manuals write with a blank."""
    return ipsec_show.show_lifetime(_view(context))


def show_dynamic_map(context: Any, args: Args) -> Lines:
    """`show crypto dynamic-map`."""
    return maps_show.show_dynamic(_view(context), context.look, context.ip, args.get("name"))


def show_connections(context: Any, args: Args) -> Lines:
    """`show crypto engine connections active`."""
    return ipsec_show.show_connections(_view(context), context.look, context.ip)


def show_engines(context: Any, args: Args) -> Lines:
    """`show crypto engine brief`."""
    return ipsec_show.show_engines(context.router.number, context.router.platform.module_lines)


def show_engine_configuration(context: Any, args: Args) -> Lines:
    """`show crypto engine configuration`."""
    engine, router = _engine(context), context.router
    given = 2 * (engine.sadb.numbers.peek("pair") or 0) + max(engine.main_mode.sas.keys(), default=0)
    view = EngineView(router.number, router.platform.module_lines, given, engine.processor.waiting())
    return show_configuration(view)


def show_dropped_packets(context: Any, args: Args) -> Lines:
    """`show crypto engine connections dropped-packet`."""
    return show_dropped(_view(context), context.ip)


# -- configuration ---------------------------------------------------------------------------------------------------


def enter_entry(context: Any, args: Args) -> None:
    """`crypto map NAME NUMBER` of an entry that exists leads into it."""
    for line, mode in ((MAP, CRYPTO_MAP), (MANUAL, MANUAL_MAP)):
        stored = context.router.config.statement(line, name=args["name"], sequence=args["sequence"])
        if stored is not None and stored.opens:
            context.session.enter_mode(mode, stored.under(()))
            return
    raise Incomplete


# -- clear -----------------------------------------------------------------------------------------------------------


def clear_sa(context: Any, args: Args) -> None:
    """`clear crypto sa`, all of it or what the words after it name."""
    engine = _engine(context)
    if args.get("counters"):
        clear.clear_counters(engine)
        return
    if "spi" in args:
        pairs = clear.pair_of(engine, Address(args["destination"]), args["spi"])
    elif "address" in args:
        pairs = clear.pairs_with(engine, args["address"])
    elif "name" in args:
        pairs = clear.pairs_under(engine, args["name"])
    else:
        pairs = clear.all_pairs(engine)
    context.router.perform("crypto", clear.clear_sas(engine, pairs))


def clear_isakmp(context: Any, args: Args) -> None:
    """`clear crypto isakmp [CONN-ID]`."""
    context.router.perform("crypto", clear.clear_isakmp(_engine(context), args.get("number")))


# -- debug -----------------------------------------------------------------------------------------------------------


def _debugged(args: Args) -> tuple[str, str]:
    return f"crypto {args['kind']}", f"Crypto {_FLAGS[args['kind']]} debugging"


DETAILED = "12.4"


def _shown(pattern: str, run: Callable[[Any, Args], Any], since: str = "", until: str = "") -> Command:
    return Command(f"show crypto {pattern}", run, _SHOW, level=1, filterable=True, since=since, until=until)


COMMANDS = (
    Command("crypto map <name:word> <sequence:1-65535>", enter_entry, MAP.help, GLOBAL),
    _shown("map [interface <interface:interface> | tag <name:word>]", show_map),
    _shown("dynamic-map [tag <name:word>]", show_dynamic_map),
    _shown("isakmp sa", show_isakmp_sa, until=DETAILED),
    _shown("isakmp sa [detail]", show_isakmp_sa, since=DETAILED),
    _shown("isakmp peers", show_isakmp_peers, since=DETAILED),
    _shown("session [brief | detail]", show_session, since=sessions.SINCE),
    _shown("isakmp policy", show_isakmp_policy),
    _shown("isakmp key", show_isakmp_key),
    _shown(
        "ipsec sa [{ address | identity } [detail] | detail | interface <interface:interface> [detail] | map <name:word> [detail]"
        " | peer <remote:ip> [detail]]",
        show_ipsec_sa,
    ),
    _shown("ipsec transform-set", show_transform_sets),
    _shown("ipsec security-association-lifetime", show_lifetime),
    Command(
        "show crypto ipsec security-association lifetime", show_lifetime, _SHOW, level=1, filterable=True, hidden=True
    ),
    _shown("engine brief", show_engines),
    _shown("engine configuration", show_engine_configuration),
    _shown("engine connections dropped-packet", show_dropped_packets),
    _shown("engine connections active", show_connections),
    Command(
        "clear crypto sa [counters | entry <destination:ip> <protocol:esp|ah> <spi:256-4294967295>"
        " | map <name:word> | peer <address:ip>]",
        clear_sa,
        _CLEAR,
    ),
    Command("clear crypto isakmp [<number:0-32766>]", clear_isakmp, _CLEAR),
    *switch("crypto <kind:engine|ipsec|isakmp>", _debugged, _DEBUG),
)
