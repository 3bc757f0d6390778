"""A frozen picture of the interfaces of a router, for displays and checks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from iossim.device.interface import Interface, parent_of
from iossim.device.router import Router
from iossim.features.interfaces import config as lines
from iossim.features.interfaces.config import port_order
from iossim.features.interfaces.encapsulation import section_of, vlans
from iossim.features.interfaces.engine import InterfacesEngine
from iossim.features.interfaces.state import PortState, SwitchingPath
from iossim.net.address import Address
from iossim.sim.lately import Rate

SECOND = 1_000_000
MAIN_VLAN = 1
"""What frames without a tag are of, as long as no subinterface is for them."""


@dataclass(frozen=True, slots=True)
class Count:
    """A counter: packets, octets, the virtual time of the last one, and the rate where displays tell one."""

    packets: int
    octets: int
    last: int | None
    rate: Rate = Rate()


@dataclass(frozen=True, slots=True)
class PortView:
    """One interface. `unreserved` are the kbit/s that queues of classes leave, None where there is one queue for all.

    `vlan` is that of a subinterface, 1 for a port that has some, else 0.
    `hold` are the lengths of the hold queues, in and out, None where that is the usual one of the queue.
    """

    interface: Interface
    state: PortState
    hardware: str
    bia: str
    description: str
    duplex: str
    speed: str
    load_interval: int
    keepalive: int | None
    redirects: bool
    path: SwitchingPath
    lists: tuple[str | None, str | None]
    groups: tuple[int, ...]
    received: Count
    sent: Count
    fast_received: Count
    fast_sent: Count
    broadcasts: int
    drops: int
    unreserved: int | None
    vlan: int
    arp_timeout: int
    hold: tuple[int, int | None]
    helpers: tuple[Address, ...]
    policy: str | None

    @property
    def subinterface(self) -> bool:
        """True for one."""
        return bool(parent_of(self.interface.name))

    @property
    def status(self) -> str:
        """`up`, `down`, `administratively down`."""
        if not self.interface.enabled:
            return "administratively down"
        return "up" if self.state.carrier else "down"

    @property
    def protocol(self) -> str:
        """`up` or `down`."""
        return "up" if self.interface.up else "down"


def engine_of(router: Router) -> InterfacesEngine:
    """The engine of this feature."""
    engine = router.engine("interfaces")
    assert isinstance(engine, InterfacesEngine)
    return engine


def views_of(router: Router, rated: bool = True) -> tuple[PortView, ...]:
    """All interfaces, physical ones first, as displays list them."""
    names = sorted(router.interfaces.keys(), key=display_order)
    return tuple(view_of(router, name, rated) for name in names)


def display_order(name: str) -> tuple[bool, tuple[int, str, tuple[int, ...]]]:
    """Physical interfaces before logical ones."""
    order = port_order(name)
    return order[0] == 0, order


def view_of(router: Router, name: str, rated: bool = True) -> PortView:
    """One interface, with the rates of the last minutes if they are `rated`; KeyError when there is none of that name."""
    interface = router.interfaces.peek(name)
    if interface is None:
        raise KeyError(name)
    engine, section, parent = engine_of(router), section_of(name), router.interfaces.peek(parent_of(name))
    config = router.config
    kind = router.platform.port_type(name)
    groups = router.provider("access-groups")
    state = engine.state(name)
    if parent is not None:
        interface = replace(interface, enabled=interface.enabled and parent.enabled)
        state = replace(state, carrier=engine.state(parent.name).carrier)
    speed = config.args(lines.SPEED, section)
    ten = lines.is_ethernet({"interface": name})
    return PortView(
        interface=interface,
        state=state,
        hardware=kind.hardware if kind is not None else "",
        bia=str(interface.mac),
        description=config.value(lines.DESCRIPTION, section, "text") or "",
        duplex="Full" if engine.full_duplex(name) else "Half",
        speed="10" if ten else str((speed or {}).get("value", "auto")).replace("auto", "100"),
        load_interval=config.value(lines.LOAD_INTERVAL, section, "seconds"),
        keepalive=config.value(lines.KEEPALIVE, section, "seconds") if config.on(lines.KEEPS_ALIVE, section) else None,
        redirects=interface.redirects,
        path=engine.paths.peek(name) or SwitchingPath(),
        lists=groups(name) if groups is not None else (None, None),
        groups=tuple(sorted(group for port, group in router.groups.keys() if port == name)),
        received=_count(router, name, "in", rated),
        sent=_count(router, name, "out", rated),
        fast_received=_count(router, name, "in.fast"),
        fast_sent=_count(router, name, "out.fast"),
        broadcasts=router.meter(name, "in.group").count,
        drops=_asked(router, "queue-drops", name) or 0,
        unreserved=_asked(router, "class-queueing", name),
        vlan=interface.vlan or (MAIN_VLAN if any(parent_of(other) == name for other, _ in vlans(config)) else 0),
        helpers=engine.helpers(name),
        policy=_asked(router, "ip-policy", name),
        arp_timeout=router.arp.timeout_of(name) // SECOND,
        hold=(config.value(lines.HOLD_IN, section, "length"), config.value(lines.HOLD_OUT, section, "length")),
    )


def _asked(router: Router, kind: str, name: str) -> Any:
    """What another feature says of an interface; None when there is none that does."""
    ask = router.provider(kind)
    return ask(name) if ask is not None else None


def _count(router: Router, port: str, what: str, rated: bool = False) -> Count:
    meter = router.meter(port, what)
    if not rated:
        return Count(meter.count, meter.octets, meter.last)
    interval = router.config.value(lines.LOAD_INTERVAL, section_of(port), "seconds")
    return Count(meter.count, meter.octets, meter.last, meter.rate(interval, router.booted_at))
