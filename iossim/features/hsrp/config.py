"""What the operator wants of HSRP: the `standby` lines of an interface, and one frozen value per group read from them.

Lines of one group stand together, in the order of IOS: ip, timers, priority, preempt, authentication, track, name.
Priority and preempt may be typed as one line, as of old. Without a group number the group is 0 and no number is printed.
Left out: `secondary` virtual addresses, `preempt delay sync`, MD5 authentication, version 2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from iossim.cli.entry import Args, ConfigLine
from iossim.cli.mode import INTERFACE
from iossim.device.config import RunningConfig, SectionKey
from iossim.device.parameters import MILLISECOND, SECOND, Parameters
from iossim.features.hsrp.state import GroupKey, virtual_mac
from iossim.net.address import Address, Mac

DEFAULT_AUTHENTICATION = "cisco"
RANK = 90

_HELP = {
    "standby": "HSRP interface configuration commands",
    "group": "group number",
    "ip": "Enable HSRP and set the virtual IP address",
    "address": "Virtual IP address",
    "timers": "Hello and hold timers",
    "hello": "Hello interval in seconds",
    "hold": "Hold time in seconds",
    "msec": "Specify hello interval in milliseconds",
    "hello_ms": "Hello interval in milliseconds",
    "hold_ms": "Hold time in milliseconds",
    "priority": "Priority level",
    "value": "Priority value",
    "preempt": "Overthrow lower priority Active routers",
    "delay": "Wait before preempting",
    "minimum": "Delay at least this long",
    "reload": "Delay after reload",
    "seconds": "Number of seconds for minimum delay",
    "after_reload": "Number of seconds for reload delay",
    "authentication": "Authentication",
    "string": "Authentication string (8 chars max)",
    "track": "Priority tracking",
    "interface": "Interface to track",
    "decrement": "Decrement value",
    "name": "Redundancy name string",
    "text": "name string",
    "mac-address": "Virtual MAC address",
    "mac": "MAC address",
    "use-bia": "HSRP uses interface's burned in address",
}


def _place(position: int, args: Args) -> tuple[int, int]:
    return int(args["group"]), position


def _line(position: int, rest: str, key: tuple[str, ...] = ("group",), **more: Any) -> ConfigLine:
    fill = {"group": 0, **more.pop("fill", {})}
    sort: Callable[[Args], Any] = partial(_place, position)
    return ConfigLine(
        f"standby [<group:0-255>] {rest}", INTERFACE, _HELP, key=key, fill=fill, rank=RANK, sort=sort, **more
    )


def _check_address(context: Any, args: Args) -> str | None:
    """IOS refuses the interface's own address (ios-cli 9)."""
    section = context.section
    if not section or section[-1][0] != INTERFACE.name:
        return None
    interface = context.router.interfaces.peek(section[-1][1])
    own = {address for address, _ in interface.addresses} if interface is not None else set()
    return "% Address cannot equal interface IP address" if args.get("address") in own else None


def _check_authentication(context: Any, args: Args) -> str | None:
    return "% Authentication string too long (8 chars max)" if len(args.get("string", "")) > 8 else None


IP = _line(0, "ip [<address:ip>]", check=_check_address)
TIMERS = _line(
    1,
    "timers {<hello:1-254> | msec <hello_ms:15-999>} {<hold:1-255> | msec <hold_ms:50-3000>}",
    default={"hello": 3, "hold": 10},
)
PRIORITY = _line(2, "priority <value:0-255>", default={"value": 100})
_PREEMPT = "preempt [delay (minimum <seconds:0-3600> | reload <after_reload:0-3600>)+]"
PREEMPT = _line(3, _PREEMPT)


def _both(args: Args) -> tuple[tuple[ConfigLine, Args], ...]:
    group = {"group": args.get("group", 0)}
    delays = {name: args[name] for name in ("delay", "seconds", "after_reload") if name in args}
    return (PRIORITY, {**group, "value": args["value"]}), (PREEMPT, {**group, **delays})


PRIORITY_AND_PREEMPT = _line(
    3,
    f"priority <value:0-255> {_PREEMPT}",
    no_pattern=f"standby [<group:0-255>] priority <value:0-255> {_PREEMPT}",
    parts=_both,
)
AUTHENTICATION = _line(
    4, "authentication <string:word>", default={"string": DEFAULT_AUTHENTICATION}, check=_check_authentication
)
TRACK = _line(5, "track <interface:interface> [<decrement:1-255>]", key=("group", "interface"), fill={"decrement": 10})
NAME = _line(6, "name <text:word>")
MAC_ADDRESS = _line(7, "mac-address <mac:mac>")
DELAY = ConfigLine(
    "standby delay minimum <minimum:0-10000> [reload <reload:0-10000>]",
    INTERFACE,
    {
        "standby": _HELP["standby"],
        "delay": "HSRP initialisation delay",
        "minimum": "Delay at least this long",
        "delay minimum": "Delay at least this long",
        "minimum minimum": "Number of seconds for minimum delay",
        "reload": "Delay after reload",
        "reload reload": "Number of seconds for reload delay",
    },
    rank=RANK - 1,
)
USE_BIA = ConfigLine("standby use-bia", INTERFACE, _HELP, rank=RANK - 1)

GROUP_LINES = (IP, TIMERS, PRIORITY, PREEMPT, AUTHENTICATION, TRACK, NAME, MAC_ADDRESS)
LINES = (*GROUP_LINES, PRIORITY_AND_PREEMPT, DELAY, USE_BIA)


@dataclass(frozen=True, slots=True)
class GroupConfig:
    """One group as configured. `mac` None: the burned-in address (`use-bia`). Times are microseconds."""

    address: Address | None
    priority: int
    preempt: bool
    preempt_delay: int
    reload_delay: int
    hello: int
    hold: int
    timers_set: bool
    authentication: str
    tracks: tuple[tuple[str, int], ...]
    name: str
    mac: Mac | None


def section_of(interface: str) -> SectionKey:
    """Where the lines of an interface stand."""
    return ((INTERFACE.name, interface),)


def group_of(config: RunningConfig, key: GroupKey, parameters: Parameters) -> GroupConfig | None:
    """A group as the configuration wants it; None when `standby ip` is missing, whatever else is said of it."""
    interface, number = key
    section = section_of(interface)
    ip = config.args(IP, section, group=number)
    if ip is None:
        return None
    timers = config.args(TIMERS, section, group=number)
    preempt = config.args(PREEMPT, section, group=number)
    mac = config.value(MAC_ADDRESS, section, "mac", group=number)
    return GroupConfig(
        address=ip.get("address"),
        priority=config.value(PRIORITY, section, "value", group=number),
        preempt=preempt is not None,
        preempt_delay=(preempt or {}).get("seconds", 0) * SECOND,
        reload_delay=(preempt or {}).get("after_reload", 0) * SECOND,
        hello=parameters.hsrp_hello if timers is None else _span(timers, "hello"),
        hold=parameters.hsrp_hold if timers is None else _span(timers, "hold"),
        timers_set=timers is not None,
        authentication=config.value(AUTHENTICATION, section, "string", group=number),
        tracks=tuple(
            (one.args["interface"], one.args["decrement"])
            for one in config.all(TRACK, section)
            if one.args["group"] == number
        ),
        name=config.value(NAME, section, "text", group=number) or "",
        mac=None if config.has(USE_BIA, section) else mac or virtual_mac(number),
    )


def groups_in(config: RunningConfig) -> tuple[GroupKey, ...]:
    """Every group that is enabled, in the order of the configuration."""
    return tuple(
        (section[-1][1], one.args["group"])  # type: ignore[misc]
        for section in config.sections(INTERFACE)
        for one in config.all(IP, section)
    )


def start_delay(config: RunningConfig, interface: str, reloaded: bool, parameters: Parameters) -> int:
    """How long a group waits after its interface came up, for the first time since boot or again."""
    args = config.args(DELAY, section_of(interface))
    if args is None:
        return parameters.hsrp_reload_delay if reloaded else 0
    seconds = args.get("reload", args["minimum"]) if reloaded else args["minimum"]
    return int(seconds) * SECOND


def _span(args: Args, name: str) -> int:
    thousandths = args.get(f"{name}_ms")
    return int(args[name]) * SECOND if thousandths is None else int(thousandths) * MILLISECOND
