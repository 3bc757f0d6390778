"""Templates that others wrote to read real routers (ntc-templates) find in our displays what is true in the lab."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import ntc_templates
import pytest
from ntc_templates.parse import parse_output

from iossim.cli.errors import CliError
from iossim.cli.mode import EXEC, PRIVILEGED_LEVEL
from iossim.device.router import Router
from iossim.device.software import version_of
from iossim.features.cef.table import view_of
from iossim.features.crypto.view import view
from iossim.features.system.show_processes import PROCESSES
from iossim.lab.lab import Lab
from iossim.sim.clock import SECOND
from tests.console.desk import Desk

Rows = list[dict[str, str | list[str]]]
GATEWAY, HOME = "gateway-1", "soho-vp"
FIRST, LATER = "headend", "headend-15"


@lru_cache
def desks(lab: str) -> dict[str, Desk]:
    """Consoles at `#` in a settled lab of one release form, addresses as numbers."""
    opened = Lab.open(lab, "settled", numbers=True)
    return {name: Desk(opened, name).privileged() for name in (GATEWAY, HOME)}


def read(desk: Desk, command: str) -> Rows:
    """What the template finds in a display."""
    body = "\n".join(desk.enter(command).split("\n")[1:-1])
    rows: Rows = parse_output(platform="cisco_ios", command=command, data=body)
    return rows


def told(row: dict[str, str | list[str]], columns: tuple[str, ...]) -> tuple[str, ...]:
    """The values of these columns; of a list its first."""
    values = [row[column] for column in columns]
    return tuple(value if isinstance(value, str) else next(iter(value), "") for value in values)


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


def cdp_short(router: Router) -> set[tuple[str, ...]]:
    """The same as the table writes it: `Fas 0/0`."""
    return {(name, f"{own[:3]} {own[12:]}", f"{far[:3]} {far[12:]}") for name, own, far, _ in cdp(router)}


def lease(router: Router) -> set[tuple[str, ...]]:
    """DHCP: address and port of the interface that is outside."""
    return {(str(i.address), n) for n, i in router.interfaces.items() if n in ("Ethernet0", "FastEthernet0/0")}


def described(router: Router) -> set[tuple[str, ...]]:
    """Short names and line protocols."""
    return {(short(n), "up" if i.up else "down") for n, i in router.interfaces.items()}


def limits(router: Router) -> set[tuple[str, ...]]:
    """Name, address, length and MTU."""
    return {(n, str(i.addresses[0][0]), str(i.addresses[0][1]), str(i.ip_mtu)) for n, i in router.interfaces.items()}


def sources(router: Router) -> set[tuple[str, ...]]:
    """Where routes come from, and the rows that IOS adds."""
    found = {one.best.source for _, one in router.rib.installed.items()}
    return {(name,) for name in found | {"connected", "static", "internal", "Total"}}


def entries(router: Router) -> set[tuple[str, ...]]:
    """Access lists: name, number, action."""
    return {
        (name, str(place * 10), "permit" if rule.permit else "deny")
        for name, found in router.engine("acl").lists.items()  # type: ignore[attr-defined]
        for place, rule in enumerate(found.rules, 1)
    }


def destinations(router: Router) -> set[tuple[str, ...]]:
    """EIGRP: network, length, distance."""
    (view,) = router.engine("eigrp").views()  # type: ignore[attr-defined]
    return {(str(e.prefix.network), str(e.prefix.length), str(e.feasible)) for e in view.topology}


def speaking(router: Router) -> set[tuple[str, ...]]:
    """EIGRP: port, peers, hello, hold."""
    (view,) = router.engine("eigrp").views()  # type: ignore[attr-defined]
    return {(one.short, str(one.peers), str(one.hello // SECOND), str(one.hold // SECOND)) for one in view.interfaces}


def peers(router: Router) -> set[tuple[str, ...]]:
    """IPsec sessions that are up: peer, name, number of the ISAKMP SA."""
    found = view(router.engine("crypto"))  # type: ignore[arg-type]
    return {(str(sa.peer.remote), sa.peer_name, str(sa.id)) for sa in found.ike if sa.up}


def sas(router: Router) -> set[tuple[str, ...]]:
    """IPsec SAs: SPI, number, peer."""
    pairs = router.engine("crypto").sadb.pairs.values()  # type: ignore[attr-defined]
    inbound = {(str(pair.inbound), str(pair.conn_id), str(pair.peer.remote)) for pair in pairs}
    return inbound | {(str(pair.outbound), str(pair.conn_id + 1), str(pair.peer.remote)) for pair in pairs}


def certificates(router: Router) -> set[tuple[str, ...]]:
    """Serial numbers, and the trustpoint."""
    trustpoints = router.engine("crypto").config.trustpoints.values()  # type: ignore[attr-defined]
    return {(one.serial, trustpoint.name) for trustpoint in trustpoints for one in trustpoint.certificates}


def software(router: Router) -> set[tuple[str, ...]]:
    """Image, version, name, model."""
    platform = router.platform
    return {(platform.image, version_of(platform, router.look), router.hostname, platform.name)}


def now(router: Router) -> set[tuple[str, ...]]:
    """The date."""
    date = router.provider("local-time")(router.kernel.now)
    return {(f"{date:%b}", str(date.day), str(date.year))}


def images(router: Router) -> set[tuple[str, ...]]:
    """The one file in flash memory."""
    device, _, name = router.platform.image_file.partition(":")
    return {(f"{device}:/", name, str(router.platform.image_octets))}


def abbreviations(router: Router) -> set[tuple[str, ...]]:
    """The aliases of EXEC that every box has."""
    return {(alias, text) for alias, text in router.provider("aliases")("exec").items() if " " not in text}


def maps(router: Router) -> set[tuple[str, ...]]:
    """The route map."""
    return {("RRI", "permit", "10")}


def console(router: Router) -> set[tuple[str, ...]]:
    """Who is there: the console, marked."""
    return {("*  0 con 0",)}


def logged(router: Router) -> set[tuple[str, ...]]:
    """The messages in the buffer."""
    return {
        (r.message.facility, str(r.message.severity), r.message.mnemonic) for r in router.log.records if not r.debug
    }


def devices(router: Router) -> set[tuple[str, ...]]:
    """The file systems with their sizes; the template does not read the one that is marked."""
    return {("nvram:", str(router.platform.nvram_bytes)), ("system:", "-"), ("tftp:", "-")}


def processes(router: Router) -> set[tuple[str, ...]]:
    """Processes that every box has."""
    return {(name,) for name, _, _ in PROCESSES}


def echoed(router: Router) -> set[tuple[str, ...]]:
    """The firewall answers."""
    return {("10.81.0.1", "100")}


def hops(router: Router) -> set[tuple[str, ...]]:
    """It is the next hop."""
    return {("1", "10.81.0.1")}


def switched(router: Router) -> set[tuple[str, ...]]:
    """CEF: every prefix of the table, and where it goes."""
    return {(str(prefix.network), str(prefix.length)) for prefix in view_of(router).prefixes()}


Facts = Callable[[Router], set[tuple[str, ...]]]
BOTH, HEAD_END, AT_HOME = (GATEWAY, HOME), (GATEWAY,), (HOME,)
Row = tuple[str, tuple[str, ...], Facts, tuple[str, ...]]
IN_BOTH_FORMS: tuple[Row, ...] = (
    ("show interfaces", BOTH, interfaces, ("interface", "protocol_status", "mac_address", "ip_address")),
    ("show interfaces description", BOTH, described, ("port", "protocol")),
    ("show ip interface", BOTH, limits, ("interface", "ip_address", "prefix_length", "mtu")),
    ("show ip interface brief", BOTH, addresses, ("interface", "ip_address", "proto")),
    ("show ip route", BOTH, routes, ("network", "prefix_length", "nexthop_ip")),
    ("show arp", BOTH, arp, ("address", "hardware_address")),
    ("show ip arp", BOTH, arp, ("ip_address", "mac_address")),
    ("show ip eigrp neighbors", HEAD_END, neighbors, ("ip_address", "interface")),
    ("show ip eigrp topology", HEAD_END, destinations, ("network", "prefix_length", "fd")),
    ("show standby", HEAD_END, groups, ("group", "state", "virtual_ip", "priority")),
    ("show cdp neighbors", HEAD_END, cdp_short, ("neighbor_name", "local_interface", "neighbor_interface")),
    (
        "show cdp neighbors detail",
        HEAD_END,
        cdp,
        ("neighbor_name", "local_interface", "neighbor_interface", "mgmt_address"),
    ),
    ("show dhcp lease", AT_HOME, lease, ("ip_address", "interface")),
    ("show logging", BOTH, logged, ("facility", "severity", "mnemonic")),
    ("show processes cpu", BOTH, processes, ("process_name",)),
    ("show clock", BOTH, now, ("month", "day", "year")),
    ("show version", BOTH, software, ("software_image", "version", "hostname", "hardware")),
    ("show route-map", HEAD_END, maps, ("name", "action", "seq")),
    ("show users", BOTH, console, ("line",)),
    ("show aliases", BOTH, abbreviations, ("alias", "command")),
    ("show file systems", BOTH, devices, ("prefixes", "size")),
    ("show ip route summary", BOTH, sources, ("route_source",)),
    ("ping 10.81.0.1", HEAD_END, echoed, ("destination", "success_pct")),
    ("traceroute 10.81.0.1", HEAD_END, hops, ("hop_num", "ip_address")),
    ("dir", BOTH, images, ("file_system", "name", "size")),
)
IN_THE_LATER_FORM: tuple[Row, ...] = (
    ("show standby brief", HEAD_END, groups, ("group", "state", "virtual_ip_address", "priority")),
    ("show access-lists", BOTH, entries, ("name", "sn", "action")),
    ("show ip access-lists", BOTH, entries, ("acl_name", "line_num", "action")),
    ("show ip eigrp neighbors detail", HEAD_END, neighbors, ("ip_address", "interface")),
    ("show ip eigrp interfaces detail", HEAD_END, speaking, ("interface", "peers", "hello_interval", "hold_time")),
    ("show crypto session detail", BOTH, peers, ("peer", "phase1_id", "conn_id")),
    ("show crypto ipsec sa detail", AT_HOME, sas, ("sa_spi_dec", "sa_conn_id", "current_peer")),
    ("show crypto pki certificates", BOTH, certificates, ("serial_number", "associated_trustpoints")),
)
"""Templates for these know the later form only; that of `show crypto ipsec sa detail` one flow of an interface.
"""
UNREADABLE = {
    "show boot": "a switch's",
    "show vlan": "a switch's",
    "show running-config interface": "does not know `end`, nor `duplex`",
}
"""Templates that cannot read what a router of either form prints, and why. Other displays have none."""
CASES = [
    (lab, command, name, facts, columns)
    for lab, rows in ((FIRST, IN_BOTH_FORMS), (LATER, IN_BOTH_FORMS + IN_THE_LATER_FORM))
    for command, names, facts, columns in rows
    for name in names
]


@pytest.mark.parametrize(
    ("lab", "command", "name", "facts", "columns"), CASES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_template_reads_the_facts(lab: str, command: str, name: str, facts: Facts, columns: tuple[str, ...]) -> None:
    """The rows that have all of the columns are the state of the router, no more and no less."""
    desk = desks(lab)[name]
    expected = facts(desk.lab.world.router(name))
    found = {told(row, columns) for row in read(desk, command)}
    assert expected
    assert {row for row in found if all(row)} == expected


def templates() -> list[str]:
    """The commands that there are templates for, by the names of their files."""
    index = Path(ntc_templates.__file__).parent / "templates" / "index"
    names = re.findall(r"^cisco_ios_(\w[\w-]*)\.textfsm", index.read_text(), re.MULTILINE)
    return [name.replace("_", " ") for name in names]


def test_every_template_that_fits_is_used() -> None:
    """What a router of the later form takes and somebody has written a template for is read here, but for `UNREADABLE`."""
    router = desks(LATER)[GATEWAY].lab.router(GATEWAY)
    grammar, words = router.catalog.grammar(router.release), router.lines.vocabulary
    fitting: set[str] = set()
    for text in templates():
        with contextlib.suppress(CliError):
            fitting.add(grammar.match(EXEC, PRIVILEGED_LEVEL, text, words).entry.pattern)
    typed = [command for command, *_ in IN_BOTH_FORMS + IN_THE_LATER_FORM] + [*READ_BELOW, *UNREADABLE]
    lines = [f"{text} Loopback0" if text.endswith("config interface") else text for text in typed] + [
        "ping",
        "traceroute",
    ]
    used = {grammar.match(EXEC, PRIVILEGED_LEVEL, line, words).entry.pattern for line in lines}
    assert len(fitting) > 25
    assert fitting - used == set()


@pytest.mark.parametrize("lab", [FIRST, LATER])
def test_a_template_reads_the_forwarding_table(lab: str) -> None:
    """The same of CEF, once it is on."""
    desk = Desk(desks(lab)[GATEWAY].lab.copy(), GATEWAY)
    desk.enter("configure terminal", "ip cef", "end")
    router = desk.lab.world.router(GATEWAY)
    found = {told(row, ("ip_address", "prefix_length")) for row in read(desk, "show ip cef")}
    assert found == switched(router)
    adjacent = {told(row, ("interface", "endpoint")) for row in read(desk, "show adjacency")}
    assert adjacent <= {(port, str(address)) for port, address in router.arp.entries.keys()}
    assert {"10.81.0.1", "192.168.81.4"} <= {address for _, address in adjacent}


def test_a_template_reads_leases_without_an_end() -> None:
    """It knows no other ones."""
    desk = Desk(desks(LATER)[HOME].lab.copy(), HOME)
    desk.enter("configure terminal", "ip dhcp pool home", "lease infinite", "end", "clear ip dhcp binding *")
    desk.lab.do("power off phone-1")
    desk.wait(1)
    desk.lab.do("power on phone-1")
    desk.wait(60)
    (row,) = read(desk, "show ip dhcp binding")
    (binding,) = desk.lab.router(HOME).engine("dhcp").bindings.values()  # type: ignore[attr-defined]
    assert told(row, ("ip_address", "expiration", "type")) == (str(binding.address), "Infinite", "Automatic")
    assert str(row["hardware_address"]).replace(".", "") == f"01{str(binding.mac).replace('.', '')}"


READ_BELOW = (
    "show ip cef",
    "show adjacency",
    "show ip dhcp binding",
    "show vlans",
    "show policy-map",
    "show ip nat translations",
    "show ip prefix-list",
)
VLANS = (
    "configure terminal",
    *("interface FastEthernet0/0.10", "encapsulation dot1Q 10", "ip address 10.200.10.1 255.255.255.0"),
    *("interface FastEthernet0/0.20", "encapsulation dot1Q 20 native", "ip address 10.200.20.1 255.255.255.0"),
    *("interface FastEthernet0/1.30", "encapsulation dot1Q 30", "end"),
)
CLASSES = (
    "configure terminal",
    *("class-map voice", "match ip dscp ef", "class-map match-any data", "match ip precedence 1 2"),
    *(
        "policy-map llq",
        "class voice",
        "priority 128",
        "class data",
        "bandwidth 32",
        "class class-default",
        "fair-queue",
    ),
    *("policy-map shaper", "class class-default", "shape average 182400", "service-policy llq", "end"),
)


def typed(lab: str, lines: tuple[str, ...]) -> Desk:
    """A head-end's console after these lines."""
    desk = Desk(desks(lab)[GATEWAY].lab.copy(), GATEWAY)
    desk.enter(*lines)
    return desk


@pytest.mark.parametrize("lab", [FIRST, LATER])
def test_templates_read_subinterfaces(lab: str) -> None:
    """VLANs with their interfaces and addresses, and the subinterfaces among the others."""
    desk = typed(lab, VLANS)
    below = {name: one for name, one in desk.lab.world.router(GATEWAY).interfaces.items() if one.vlan}
    assert set(below) == {"FastEthernet0/0.10", "FastEthernet0/0.20", "FastEthernet0/1.30"}
    rows = {str(row["vlan_id"]): row for row in read(desk, "show vlans")}
    for name, interface in below.items():
        row = rows[str(interface.vlan)]
        assert row["interfaces"] == [name]
        assert row["ip_addresses"] == ([] if interface.address is None else [str(interface.address)])
    for command in ("show ip interface brief", "show interfaces"):
        found = {told(row, ("interface", "ip_address")) for row in read(desk, command)}
        assert {(name, str(one.address)) for name, one in below.items() if one.address is not None} <= found


@pytest.mark.parametrize("lab", [FIRST, LATER])
def test_a_template_reads_policies(lab: str) -> None:
    """Policy maps and their classes, in order."""
    rows = read(typed(lab, CLASSES), "show policy-map")
    assert [told(row, ("policy_map", "class")) for row in rows] == [
        ("llq", "voice"),
        ("llq", "data"),
        ("llq", "class-default"),
        ("shaper", "class-default"),
    ]
    assert rows[-1]["class_service_policy"] == "llq"


@pytest.mark.parametrize("lab", [FIRST, LATER])
def test_a_template_reads_translations(lab: str) -> None:
    """An address that stands for another one."""
    desk = Desk(desks(lab)[HOME].lab.copy(), HOME)
    desk.enter("configure terminal", "ip nat inside source static 10.81.2.3 192.168.1.200", "end")
    columns = ("protocol", "inside_global_ip", "inside_local_ip", "outside_global_ip")
    found = {told(row, columns) for row in read(desk, "show ip nat translations")}
    assert found == {("---", "192.168.1.200", "10.81.2.3", "---")}


def test_a_template_reads_prefix_lists() -> None:
    """Names, numbers, actions and bounds."""
    desk = Desk(desks(FIRST)[GATEWAY].lab.copy(), GATEWAY)
    desk.enter(
        "configure terminal", "ip prefix-list L permit 10.81.2.0/29", "ip prefix-list L deny 0.0.0.0/0 le 32", "end"
    )
    columns = ("name", "seq", "action", "network", "netmask", "le")
    found = {told(row, columns) for row in read(desk, "show ip prefix-list")}
    assert found == {("L", "5", "permit", "10.81.2.0", "29", ""), ("L", "10", "deny", "0.0.0.0", "0", "32")}
