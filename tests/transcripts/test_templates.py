"""Templates that others wrote to read real routers (ntc-templates) find in our displays what is true in the lab."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from ntc_templates.parse import parse_output

from iossim.device.router import Router
from iossim.lab.lab import Lab
from tests.console.desk import Desk

Rows = list[dict[str, str]]
GATEWAY, HOME = "gateway-1", "soho-vp"


@pytest.fixture(scope="module")
def desks() -> dict[str, Desk]:
    """Consoles at `#` in the settled lab, addresses as numbers."""
    lab = Lab.open("headend", "settled", numbers=True)
    return {name: Desk(lab, name).privileged() for name in (GATEWAY, HOME)}


def read(desk: Desk, command: str) -> Rows:
    """What the template finds in a display."""
    body = "\n".join(desk.enter(command).split("\n")[1:-1])
    rows: Rows = parse_output(platform="cisco_ios", command=command, data=body)
    return rows


def short(name: str) -> str:
    """`FastEthernet0/0` -> `Fa0/0`."""
    kind = name.rstrip("0123456789/")
    return kind[:2] + name[len(kind) :]


def interfaces(router: Router) -> set[tuple[str, ...]]:
    """Name, state, MAC, address."""
    known = sorted(router.interfaces.items())
    return {(n, "up" if i.up else "down", str(i.mac), str(i.address)) for n, i in known if not i.loopback}


def addresses(router: Router) -> set[tuple[str, ...]]:
    """Name, address, state."""
    return {(n, str(i.address), "up" if i.up else "down") for n, i in router.interfaces.items()}


def routes(router: Router) -> set[tuple[str, ...]]:
    """Network, length, next hop of every installed route that has one; reverse routes go `via 0.0.0.0`."""
    return {
        (str(prefix.network), str(prefix.length), str(route.next_hop or "0.0.0.0"))
        for prefix, entry in router.rib.installed.items()
        for route in entry.routes
        if route.next_hop is not None or route.via_default
    }


def arp(router: Router) -> set[tuple[str, ...]]:
    """Address and MAC of everything learned, and of the router itself, virtual ones included."""
    learned = {(str(key[1]), str(entry.mac)) for key, entry in router.arp.entries.items()}
    ports = [port for port in router.interfaces.values() if not port.loopback]
    own = {(str(address), str(port.mac)) for port in ports for address, _ in port.addresses}
    return learned | own | {(str(key[1]), str(mac)) for key, mac in router.virtual.items()}


def neighbors(router: Router) -> set[tuple[str, ...]]:
    """EIGRP: address and port."""
    engine = router.engine("eigrp")
    return {(str(key[2]), short(key[1])) for key in engine.facts.neighbors.keys()}  # type: ignore[attr-defined]


def groups(router: Router) -> set[tuple[str, ...]]:
    """HSRP: group, state, address, priority."""
    engine = router.engine("hsrp")
    return {
        (str(g.number), g.state.label, str(g.address), str(g.priority))
        for g in engine.groups.values()  # type: ignore[attr-defined]
    }


def cdp(router: Router) -> set[tuple[str, ...]]:
    """CDP: name, own port, the other port, address."""
    engine = router.engine("cdp")
    return {
        (told.device, key[0], told.port, str(told.address))
        for key, told in engine.neighbors.items()  # type: ignore[attr-defined]
    }


def lease(router: Router) -> set[tuple[str, ...]]:
    """DHCP: address and port."""
    return {(str(i.address), n) for n, i in router.interfaces.items() if n == "Ethernet0"}


def logged(router: Router) -> set[tuple[str, ...]]:
    """The messages in the buffer."""
    return {
        (r.message.facility, str(r.message.severity), r.message.mnemonic) for r in router.log.records if not r.debug
    }


Facts = Callable[[Router], set[tuple[str, ...]]]
BOTH, HEAD_END, AT_HOME = (GATEWAY, HOME), (GATEWAY,), (HOME,)
READ: tuple[tuple[str, tuple[str, ...], Facts, tuple[str, ...]], ...] = (
    ("show interfaces", BOTH, interfaces, ("interface", "protocol_status", "mac_address", "ip_address")),
    ("show ip interface brief", BOTH, addresses, ("interface", "ip_address", "proto")),
    ("show ip route", BOTH, routes, ("network", "prefix_length", "nexthop_ip")),
    ("show arp", BOTH, arp, ("address", "hardware_address")),
    ("show ip eigrp neighbors", HEAD_END, neighbors, ("ip_address", "interface")),
    ("show standby", HEAD_END, groups, ("group", "state", "virtual_ip", "priority")),
    (
        "show cdp neighbors detail",
        HEAD_END,
        cdp,
        ("neighbor_name", "local_interface", "neighbor_interface", "mgmt_address"),
    ),
    ("show dhcp lease", AT_HOME, lease, ("ip_address", "interface")),
    ("show logging", BOTH, logged, ("facility", "severity", "mnemonic")),
)
CASES = [(command, name, facts, columns) for command, names, facts, columns in READ for name in names]


@pytest.mark.parametrize(
    ("command", "name", "facts", "columns"), CASES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_template_reads_the_facts(
    desks: dict[str, Desk], command: str, name: str, facts: Facts, columns: tuple[str, ...]
) -> None:
    """The rows that have all of the columns are the state of the router, no more and no less."""
    expected = facts(desks[name].lab.world.router(name))
    found = {tuple(row[column] for column in columns) for row in read(desks[name], command)}
    assert expected
    assert {row for row in found if all(row)} == expected
