"""Two or three routers on one switch, sharing 10.81.0.5."""

from __future__ import annotations

from iossim.device.engine import Feature
from iossim.endpoints.repeater import Switch
from iossim.features.hsrp import FEATURE
from iossim.features.hsrp.engine import HsrpEngine
from iossim.features.interfaces import FEATURE as INTERFACES
from tests.features.network import SECOND, Bench

PORT = "FastEthernet0/0"


def engine(bench: Bench, name: str) -> HsrpEngine:
    """The HSRP of a router."""
    found = bench.routers[name].engine("hsrp")
    assert isinstance(found, HsrpEngine)
    return found


def state(bench: Bench, name: str) -> str:
    """Where the group of a router stands."""
    return engine(bench, name).states()[0]


def owner(bench: Bench) -> list[str]:
    """Who answers for the virtual address."""
    return [name for name, router in bench.routers.items() if router.virtual.values()]


def startup(host: int, *lines: str) -> str:
    """A start-up configuration with one address and some lines of the interface."""
    own = [f" ip address 10.81.0.{host} 255.255.255.248", *(f" {line}" for line in lines), " no shutdown"]
    return "\n".join([f"interface {PORT}", *own])


def group(priority: int, *lines: str) -> tuple[str, ...]:
    """The lines of group 1."""
    return ("standby 1 ip 10.81.0.5", f"standby 1 priority {priority}", *lines)


def stick(*configs: str, more: tuple[Feature, ...] = (), boot: bool = True) -> Bench:
    """Routers r1, r2, ... on a switch `sw`."""
    bench = Bench(INTERFACES, FEATURE, *more, name="stick")
    switch = Switch("sw", bench.wire, tuple(str(number) for number in range(1, len(configs) + 1)))
    for number, config in enumerate(configs, 1):
        bench.router(f"r{number}", config)
        bench.join(f"r{number}:{PORT}", f"sw:{number}")
    switch.power_on()
    if boot:
        bench.boot()
    return bench


def pair(*lines: str) -> Bench:
    """r1 with priority 120, r2 with 110, both with preempt and these lines."""
    return stick(*(startup(n + 2, *group(130 - 10 * n, "standby 1 preempt", *lines)) for n in (1, 2)))


__all__ = ["PORT", "SECOND", "engine", "group", "owner", "pair", "startup", "state", "stick"]
