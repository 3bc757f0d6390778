"""What the operator wants of EIGRP: `router eigrp` with its lines, timers on interfaces, and one frozen value read from them.

`network 192.168.81.3` is stored as `network 192.168.81.0`, as the classful network it means; with a wildcard the bits
that do not count are taken away. Under `passive-interface default` interfaces are named that are not passive, else those
that are; lines of the other kind mean nothing and are not kept.

Restraints of updates are `restraints`, key chains `authentication`. Left out: `neighbor`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from iossim.cli.entry import Args, ConfigLine
from iossim.cli.mode import GLOBAL, INTERFACE, Mode
from iossim.device.config import RunningConfig, SectionKey, Statement
from iossim.device.nvgen import Place
from iossim.device.parameters import SECOND, Parameters
from iossim.device.rib import EIGRP, EIGRP_EXTERNAL
from iossim.features.eigrp.metric import DEFAULT_WEIGHTS, Vector, Weights
from iossim.net.address import Address, Prefix, classful_length, length_of

ROUTER = Mode("router", "config-router", "Router configuration commands:", GLOBAL, "router")

_METRIC = "<bandwidth:1-4294967295> <delay:0-4294967295> <reliability:0-255> <load:1-255> <mtu:1-4294967295>"
_METRIC_HELP = {
    "metric": "Metric for redistributed routes",
    "bandwidth": "Bandwidth metric in Kbits per second",
    "delay": "IGRP delay metric, in 10 microsecond units",
    "reliability": "IGRP reliability metric where 255 is 100% reliable",
    "load": "IGRP Effective bandwidth metric (Loading) where 255 is 100% loaded",
    "mtu": "IGRP MTU of the path",
}

PROCESS = ConfigLine(
    "router eigrp <asn:1-65535>",
    help={
        "router": "Enable a routing process",
        "eigrp": "Enhanced Interior Gateway Routing Protocol (EIGRP)",
        "asn": "Autonomous system number",
    },
    key=("asn",),
    enters=ROUTER,
    rank=Place.ROUTER,
    bang=True,
)
REDISTRIBUTE = ConfigLine(
    f"redistribute <source:static|connected> ( metric {_METRIC} | route-map <map:word> )*",
    ROUTER,
    {
        "redistribute": "Redistribute information from another routing protocol",
        "static": "Static routes",
        "connected": "Connected",
        "route-map": "Route map reference",
        "map": "Pointer to route-map entries",
        **_METRIC_HELP,
    },
    key=("source",),
    rank=10,
)
_PASSIVE_HELP = {
    "no": "Negate a command or set its defaults",
    "passive-interface": "Suppress routing updates on an interface",
    "default": "Suppress routing updates on all interfaces",
}
PASSIVE_DEFAULT = ConfigLine("passive-interface default", ROUTER, _PASSIVE_HELP, toggle=False, rank=20)
PASSIVE = ConfigLine("passive-interface <interface:interface>", ROUTER, _PASSIVE_HELP, key=("interface",), rank=21)
# A line of its own: under `passive-interface default` it says something, so it must be kept.
ACTIVE = ConfigLine(
    "no passive-interface <interface:interface>",
    ROUTER,
    _PASSIVE_HELP,
    key=("interface",),
    no_pattern="passive-interface <interface:interface>",
    rank=21,
)
NETWORK = ConfigLine(
    "network <network:ip> [<wildcard:wildcard>]",
    ROUTER,
    {
        "network": "Enable routing on an IP network",
        "network network": "Network number",
        "wildcard": "EIGRP wild card bits",
    },
    key=("network", "wildcard"),
    rank=30,
)
DISTANCE = ConfigLine(
    "distance eigrp <internal:1-255> <external:1-255>",
    ROUTER,
    {
        "distance": "Define an administrative distance",
        "eigrp": "IP-EIGRP distance",
        "internal": "Distance for internal routes",
        "external": "Distance for external routes",
    },
    default={"internal": EIGRP, "external": EIGRP_EXTERNAL},
    no_pattern="distance eigrp [<internal:1-255> <external:1-255>]",
    rank=55,
)
VARIANCE = ConfigLine(
    "variance <multiplier:1-128>",
    ROUTER,
    {"variance": "Control load balancing variance", "multiplier": "Metric variance multiplier"},
    default={"multiplier": 1},
    rank=56,
)
ACTIVE_TIME = ConfigLine(
    "timers active-time { <minutes:1-65535> | disabled }",
    ROUTER,
    {
        "timers": "Adjust routing timers",
        "active-time": "EIGRP time limit for active state",
        "minutes": "EIGRP active-state time limit in minutes",
        "disabled": "disable EIGRP time limit for active state",
    },
    default={"minutes": 3},
    no_pattern="timers active-time [{ <minutes:1-65535> | disabled }]",
    rank=57,
)
DEFAULT_METRIC = ConfigLine(
    f"default-metric {_METRIC}",
    ROUTER,
    {"default-metric": "Set metric of redistributed routes", **_METRIC_HELP},
    rank=40,
)
WEIGHTS = ConfigLine(
    "metric weights <tos:0-8> <k1:0-4294967295> <k2:0-4294967295> <k3:0-4294967295> <k4:0-4294967295> <k5:0-4294967295>",
    ROUTER,
    {
        "metric": "Modify IGRP routing metrics and parameters",
        "weights": "Modify metric coefficients",
        "tos": "Type Of Service (Only TOS 0 supported)",
        **{f"k{n}": f"K{n}" for n in range(1, 6)},
    },
    rank=45,
    default={"tos": 0, "k1": 1, "k2": 0, "k3": 1, "k4": 0, "k5": 0},
)
AUTO_SUMMARY = ConfigLine(
    "auto-summary",
    ROUTER,
    {"auto-summary": "Enable automatic network number summarization"},
    toggle=True,
    always=True,
    rank=60,
)
ROUTER_ID = ConfigLine(
    "eigrp router-id <address:ip>",
    ROUTER,
    {
        "eigrp": "EIGRP specific commands",
        "router-id": "router-id for this EIGRP process",
        "address": "EIGRP Router-ID in IP address format",
    },
    rank=65,
)
LOG_CHANGES = ConfigLine(
    "eigrp log-neighbor-changes",
    ROUTER,
    {"eigrp": "EIGRP specific commands", "log-neighbor-changes": "Enable/Disable IP-EIGRP neighbor logging"},
    toggle=True,
    always=True,
    rank=70,
)
LOG_WARNINGS = ConfigLine(
    "eigrp log-neighbor-warnings",
    ROUTER,
    {"eigrp": "EIGRP specific commands", "log-neighbor-warnings": "Enable/Disable IP-EIGRP neighbor warnings"},
    toggle=True,
    rank=80,
)
_IP = {
    "ip": "Interface Internet Protocol config commands",
    "eigrp": "Enhanced Interior Gateway Routing Protocol (EIGRP)",
}
HELLO_INTERVAL = ConfigLine(
    "ip hello-interval eigrp <asn:1-65535> <seconds:1-65535>",
    INTERFACE,
    {
        **_IP,
        "hello-interval": "Configures IP-EIGRP hello interval",
        "asn": "Autonomous system number",
        "seconds": "Seconds between hello transmissions",
    },
    key=("asn",),
    rank=60,
)
HOLD_TIME = ConfigLine(
    "ip hold-time eigrp <asn:1-65535> <seconds:1-65535>",
    INTERFACE,
    {
        **_IP,
        "hold-time": "Configures IP-EIGRP hold time",
        "asn": "Autonomous system number",
        "seconds": "Seconds before neighbor is considered down",
    },
    key=("asn",),
    rank=60,
)
BANDWIDTH_PERCENT = ConfigLine(
    "ip bandwidth-percent eigrp <asn:1-65535> <percent:1-999999>",
    INTERFACE,
    {
        **_IP,
        "bandwidth-percent": "Set EIGRP bandwidth limit",
        "asn": "Autonomous system number",
        "percent": "Maximum bandwidth percentage that EIGRP may use",
    },
    key=("asn",),
    rank=60,
    default={"percent": 50},
    effect=False,
)
SUMMARY = ConfigLine(
    "ip summary-address eigrp <asn:1-65535> <network:ip> <mask:mask> [<distance:5-5>]",
    INTERFACE,
    {
        **_IP,
        "summary-address": "Perform address summarization",
        "asn": "Autonomous system number",
        "network": "IP address",
        "mask": "IP network mask",
        "distance": "Administrative distance",
    },
    key=("asn", "network", "mask"),
    write_as="ip summary-address eigrp <asn:1-65535> <network:ip> <mask:mask> 5",
    rank=60,
)

LINES = (
    PROCESS,
    REDISTRIBUTE,
    PASSIVE_DEFAULT,
    PASSIVE,
    ACTIVE,
    NETWORK,
    DISTANCE,
    VARIANCE,
    ACTIVE_TIME,
    DEFAULT_METRIC,
    WEIGHTS,
    AUTO_SUMMARY,
    ROUTER_ID,
    LOG_CHANGES,
    LOG_WARNINGS,
    HELLO_INTERVAL,
    HOLD_TIME,
    BANDWIDTH_PERCENT,
    SUMMARY,
)


@dataclass(frozen=True, slots=True)
class Redistribution:
    """One `redistribute` line; `vector` None: the values of the route's outgoing interface."""

    source: str
    vector: Vector | None
    route_map: str | None


@dataclass(frozen=True, slots=True)
class ProcessConfig:
    """One process as configured."""

    asn: int
    networks: tuple[tuple[Address, Address], ...]
    passive_default: bool
    named: tuple[str, ...]
    redistributions: tuple[Redistribution, ...]
    default_metric: Vector | None
    weights: Weights
    distance: tuple[int, int]
    variance: int
    auto_summary: bool
    router_id: Address | None
    log_changes: bool
    summaries: tuple[tuple[str, Prefix], ...]

    def takes(self, address: Address) -> bool:
        """True when a `network` line speaks of an address."""
        return any((address ^ network) & ~wildcard & 0xFFFF_FFFF == 0 for network, wildcard in self.networks)

    def passive(self, interface: str) -> bool:
        """True when an interface is to be silent; `named` are the exceptions."""
        return (interface in self.named) is not self.passive_default


def section_of(asn: int) -> SectionKey:
    """Where the lines of a process stand."""
    return ((ROUTER.name, asn),)


def processes_in(config: RunningConfig) -> tuple[int, ...]:
    """The autonomous systems configured."""
    return tuple(statement.args["asn"] for statement in config.all(PROCESS))


def process_of(config: RunningConfig, asn: int) -> ProcessConfig | None:
    """One process; None when there is none."""
    if not config.has(PROCESS, asn=asn):
        return None
    section = section_of(asn)
    silent = config.on(PASSIVE_DEFAULT, section)
    default = config.args(DEFAULT_METRIC, section)
    weights = config.args(WEIGHTS, section)
    return ProcessConfig(
        asn,
        tuple(_network(statement.args) for statement in config.all(NETWORK, section)),
        silent,
        tuple(statement.args["interface"] for statement in config.all(ACTIVE if silent else PASSIVE, section)),
        tuple(
            Redistribution(one.args["source"], _vector(one.args) or _vector(default or {}), one.args.get("map"))
            for one in config.all(REDISTRIBUTE, section)
        ),
        _vector(default or {}),
        DEFAULT_WEIGHTS if weights is None else _weights(weights),
        (config.value(DISTANCE, section, "internal"), config.value(DISTANCE, section, "external")),
        config.value(VARIANCE, section, "multiplier"),
        config.on(AUTO_SUMMARY, section),
        config.value(ROUTER_ID, section, "address"),
        config.on(LOG_CHANGES, section),
        tuple(_summaries(config, asn)),
    )


def _summaries(config: RunningConfig, asn: int) -> Iterator[tuple[str, Prefix]]:
    """Interfaces, and the networks that stand for their parts there."""
    for section in config.sections(INTERFACE):
        for statement in config.all(SUMMARY, section):
            args = statement.args
            if args["asn"] == asn:
                yield str(section[-1][1]), Prefix.of(args["network"], length_of(args["mask"]))


def active_time(config: RunningConfig, asn: int, parameters: Parameters) -> int | None:
    """How long a destination may be active before those who owe a reply are given up (microseconds); None: for ever."""
    args = config.args(ACTIVE_TIME, section_of(asn))
    if args is None:
        return parameters.eigrp_active
    return None if args.get("disabled") else args["minutes"] * 60_000_000


def timers_of(config: RunningConfig, interface: str, asn: int, parameters: Parameters) -> tuple[int, int]:
    """Hello interval and hold time of an interface."""
    section: SectionKey = ((INTERFACE.name, interface),)
    hello = config.value(HELLO_INTERVAL, section, "seconds", asn=asn)
    hold = config.value(HOLD_TIME, section, "seconds", asn=asn)
    return (
        parameters.eigrp_hello if hello is None else hello * SECOND,
        parameters.eigrp_hold if hold is None else hold * SECOND,
    )


def meaningless(config: RunningConfig, section: SectionKey) -> Iterator[Statement]:
    """The lines about passive interfaces that say nothing: what holds anyway, and what is not kept beside the default."""
    yield from config.all(PASSIVE if config.on(PASSIVE_DEFAULT, section) else ACTIVE, section)


def contradicted(entry: ConfigLine, config: RunningConfig, section: SectionKey, args: Args) -> Iterator[Statement]:
    """The line about a passive interface that another one takes back."""
    other = {PASSIVE.id: ACTIVE, ACTIVE.id: PASSIVE}.get(entry.id)
    stored = config.statement(other, section, interface=args["interface"]) if other is not None else None
    if stored is not None:
        yield stored


def kept_network(args: Args) -> Args:
    """A `network` line as it is kept: only the bits that count, and no wildcard for a classful network."""
    network, wildcard = _network(args)
    kept = Address(network & ~wildcard & 0xFFFF_FFFF)
    return {"network": kept, "wildcard": args["wildcard"]} if "wildcard" in args else {"network": kept}


def _network(args: Any) -> tuple[Address, Address]:
    """A classful network without a wildcard."""
    wildcard = args.get("wildcard")
    network: Address = args["network"]
    if wildcard is None:
        wildcard = Prefix.of(network, classful_length(network)).wildcard
    return network, wildcard


def _vector(args: Any) -> Vector | None:
    if "bandwidth" not in args:
        return None
    return Vector(args["bandwidth"], args["delay"], args["reliability"], args["load"], args["mtu"])


def _weights(args: Any) -> Weights:
    return args["k1"], args["k2"], args["k3"], args["k4"], args["k5"]
