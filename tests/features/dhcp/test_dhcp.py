"""DHCP between real routers: a lease, its renewals and its end; and what the server keeps of it."""

from __future__ import annotations

import pytest

from iossim.device.nvgen import running_lines
from iossim.features.dhcp import FEATURE as DHCP
from iossim.features.interfaces import FEATURE as INTERFACES
from iossim.features.static_routes import FEATURE as STATIC
from iossim.net.address import UNSPECIFIED, Mac
from iossim.net.dhcp import DhcpMessage, DhcpType, to_server
from tests.features.network import C1710, MINUTE, SECOND, Bench

SERVER = """
ip dhcp excluded-address 192.168.1.1 192.168.1.100
ip dhcp pool lan
   network 192.168.1.0 255.255.255.0
   default-router 192.168.1.1
   option 150 ip 10.80.1.10
   dns-server 10.80.1.20
   lease 0 2
interface FastEthernet0/0
 ip address 192.168.1.1 255.255.255.0
"""
CLIENT = """
interface Ethernet0
 ip address dhcp
"""
HOUR = 60 * MINUTE
ADDRESS = "192.168.1.101"


@pytest.fixture
def bench() -> Bench:
    bench = Bench(INTERFACES, STATIC, DHCP)
    bench.router("server", SERVER)
    bench.router("client", CLIENT, C1710)
    bench.cable = bench.join("server:FastEthernet0/0", "client:Ethernet0")  # type: ignore[attr-defined]
    bench.boot()
    return bench


def address(bench: Bench) -> str:
    return bench.type("client", "show ip interface brief | include Ethernet0 ").split()[1]


def test_lease(bench: Bench) -> None:
    """The first free address, the default route of distance 254, and the message."""
    assert address(bench) == ADDRESS
    table = bench.type("client", "show ip route").split("\n")
    assert table[-2:] == [
        "C    192.168.1.0/24 is directly connected, Ethernet0",
        "S*   0.0.0.0/0 [254/0] via 192.168.1.1",
    ]
    said = "%DHCP-6-ADDRESS_ASSIGN: Interface Ethernet0 assigned DHCP address 192.168.1.101, mask 255.255.255.0, "
    assert [line for line in bench.logs("client") if said in line]


def test_shown(bench: Bench) -> None:
    """`show dhcp lease` at the client, `show ip dhcp binding` at the server."""
    shown = bench.type("client", "show dhcp lease").split("\n")
    assert shown[0] == "Temp IP addr: 192.168.1.101  for peer on Interface: Ethernet0"
    assert shown[2] == "   DHCP Lease server: 192.168.1.1, state: 3 Bound"
    assert shown[4] == "   Lease: 7200 secs,  Renewal: 3600 secs,  Rebind: 6300 secs"
    rows = bench.type("server", "show ip dhcp binding").split("\n")
    assert rows[1].split()[:2] == [ADDRESS, str(bench.routers["client"].mac_of("Ethernet0"))]


def test_pools_are_read_once(bench: Bench) -> None:
    """A configuration is read for its pools at the first message, and another one when a line has changed it."""
    engine = bench.routers["server"].engine("dhcp")
    known = engine.pools()  # type: ignore[attr-defined]
    assert engine.pools() is known  # type: ignore[attr-defined]
    bench.type("server", "configure terminal")
    bench.type("server", "ip dhcp excluded-address 192.168.1.200")
    assert len(engine.pools()[0].excluded) == len(known[0].excluded) + 1  # type: ignore[attr-defined]


def test_renewal(bench: Bench) -> None:
    """Hours later the address is still there, it has never been away, and it was announced once."""
    bench.wait(9 * HOUR)
    assert address(bench) == ADDRESS
    assert sum("ADDRESS_ASSIGN" in line for line in bench.logs("client")) == 1
    lease = bench.routers["client"].engine("dhcp").clients.peek("Ethernet0").lease  # type: ignore[attr-defined]
    assert bench.kernel.now - lease.since <= HOUR


def test_rebind_then_expiry(bench: Bench) -> None:
    """With the server silent the lease is renewed, rebound, and at its end address and default route are gone."""
    bench.network.change_link(bench.cable, silent=(("server", "FastEthernet0/0"),))  # type: ignore[attr-defined]
    client = bench.routers["client"].engine("dhcp").clients  # type: ignore[attr-defined]
    start = client.peek("Ethernet0").lease.since
    states = []
    for minutes in (59, 61, 104, 106, 119, 121):
        bench.kernel.run_until(start + minutes * MINUTE)
        states.append(client.peek("Ethernet0").state.name)
    assert states == ["BOUND", "RENEWING", "RENEWING", "REBINDING", "REBINDING", "SELECTING"]
    assert address(bench) == "unassigned"
    assert "Gateway of last resort is not set" in bench.type("client", "show ip route")
    bench.network.change_link(bench.cable, silent=())  # type: ignore[attr-defined]
    bench.wait(3 * MINUTE)
    assert address(bench) == ADDRESS


def test_release(bench: Bench) -> None:
    """`no ip address` gives the lease back; `ip address dhcp` asks again and gets the same address."""
    bench.configure("client", "interface e0", "no ip address")
    bench.wait(SECOND)
    assert len(bench.type("server", "show ip dhcp binding").split("\n")) == 1
    assert address(bench) == "unassigned"
    bench.configure("client", "interface e0", "ip address dhcp")
    bench.wait(10 * SECOND)
    assert address(bench) == ADDRESS


def test_static_after_dhcp(bench: Bench) -> None:
    """A static address takes the place of the leased one, and the default route goes."""
    bench.configure("client", "interface e0", "ip address 192.168.1.7 255.255.255.0")
    bench.wait(SECOND)
    assert address(bench) == "192.168.1.7"
    assert "254/0" not in bench.type("client", "show ip route")


def test_no_service(bench: Bench) -> None:
    """`no service dhcp` keeps silent, and is written."""
    bench.configure("server", "no service dhcp")
    bench.configure("client", "interface e0", "no ip address", "ip address dhcp")
    bench.wait(MINUTE)
    assert address(bench) == "unassigned"
    assert "no service dhcp" in running_lines(bench.routers["server"].config)


def test_written(bench: Bench) -> None:
    """The lines of a pool are indented by three blanks."""
    lines = running_lines(bench.routers["server"].config)
    start = lines.index("ip dhcp pool lan")
    assert lines[start : start + 7] == [
        "ip dhcp pool lan",
        "   network 192.168.1.0 255.255.255.0",
        "   default-router 192.168.1.1",
        "   option 150 ip 10.80.1.10",
        "   dns-server 10.80.1.20",
        "   lease 0 2",
        "!",
    ]


def test_debug_dhcp(bench: Bench) -> None:
    """A renewal under debug: what is sent, what comes, what holds."""
    bench.type("client", "debug dhcp")
    bench.wait(2 * HOUR)
    assert [line for line in bench.logs("client") if "DHCP:" in line][-6:] == [
        "DHCP: SRequest attempt # 2 for entry:",  # the first one asked for the server's MAC
        "DHCP: SRequest - ciaddr: 192.168.1.101",
        "DHCP: SRequest placed lease len option: 7200",
        "DHCP: SRequest: 299 bytes",
        "DHCP: SRequest: 299 bytes",
        "DHCP: Received a BOOTREP pkt",
    ]
    bench.configure("client", "interface Ethernet0", "no ip address dhcp", "ip address dhcp")
    bench.wait(10 * SECOND)
    told = [line.strip() for line in bench.logs("client")]
    for line in (
        "DHCP: SRelease placed Server ID option: 192.168.1.1", "DHCP: Try 1 to acquire address for Ethernet0",
        "DHCP: SDiscover attempt # 1 for entry:", "B'cast on Ethernet0 interface from 0.0.0.0",
        "DHCP: offer received from 192.168.1.1", "DHCP: SRequest- Requested IP addr option: 192.168.1.101",
        "DHCP Client Pooling: ***Allocated IP address: 192.168.1.101", "Allocated IP address = 192.168.1.101  255.255.255.0",
    ):  # fmt: skip
        assert line in told, line
    assert bench.type("client", "debug dhcp detail") == "DHCP client activity debugging is on (detailed)"
    bench.configure("client", "interface Ethernet0", "no ip address dhcp", "ip address dhcp")
    assert any("DHCP Lease server: 0.0.0.0, state: 1 Selecting" in line for line in bench.logs("client"))
    assert bench.type("client", "undebug dhcp") == "DHCP client activity debugging is off"


@pytest.fixture
def asking() -> Bench:
    """A server that asks first, and a box that has the first address without having been given it."""
    bench = Bench(INTERFACES, STATIC, DHCP)
    bench.router("server", SERVER)
    squatter = f"interface Ethernet0\n ip address {ADDRESS} 255.255.255.0\ninterface FastEthernet0\n ip address dhcp\n"
    bench.router("client", squatter, C1710)
    bench.join("server:FastEthernet0/0", "client:Ethernet0")
    bench.boot()
    return bench


def discover(bench: Bench, text: str) -> str:
    """A client at the server's port looks for an address; the one that is offered."""
    server, mac = bench.routers["server"], Mac(int(text.replace(".", ""), 16))
    engine = server.engine("dhcp")
    server.perform(
        "dhcp", engine.received("FastEthernet0/0", to_server(DhcpMessage(DhcpType.DISCOVER, 7, mac), UNSPECIFIED))
    )
    bench.wait(3 * SECOND)
    return next(str(one.address) for one in engine.bindings.values() if one.mac == mac)  # type: ignore[attr-defined]


def test_who_answers_before_the_offer_keeps_the_address(asking: Bench) -> None:
    """The conflict is logged and kept, the client is offered the next address; cleared, the address is asked for again."""
    assert discover(asking, "0000.0000.0a01") == "192.168.1.102"
    heading, row = asking.type("server", "show ip dhcp conflict").split("\n")
    assert row.split()[:2] == [ADDRESS, "Ping"]
    assert [
        line
        for line in asking.logs("server")
        if f"PING_CONFLICT: DHCP address conflict:  server pinged {ADDRESS}." in line
    ]
    assert discover(asking, "0000.0000.0a02") == "192.168.1.103"
    asking.type("server", f"clear ip dhcp conflict {ADDRESS}")
    asking.configure("client", "interface Ethernet0", "shutdown")
    assert asking.type("server", "show ip dhcp conflict") == heading
    assert discover(asking, "0000.0000.0a03") == ADDRESS


def test_conflicts_are_kept_only_where_they_are_logged(asking: Bench) -> None:
    """Without, the address is passed over, and nothing is shown."""
    asking.configure("server", "no ip dhcp conflict logging")
    assert discover(asking, "0000.0000.0a01") == "192.168.1.102"
    assert len(asking.type("server", "show ip dhcp conflict").split("\n")) == 1


def test_an_offer_waits_for_the_answers(asking: Bench) -> None:
    """Two questions, half a second each, without being told."""
    server = asking.routers["server"]
    engine = server.engine("dhcp")
    asking.configure("client", "interface Ethernet0", "shutdown")
    message = DhcpMessage(DhcpType.DISCOVER, 7, Mac(0x000000000A01))
    server.perform("dhcp", engine.received("FastEthernet0/0", to_server(message, UNSPECIFIED)))
    sent = []
    for _ in range(3):
        sent.append(engine.counts.peek(("sent", DhcpType.OFFER)))  # type: ignore[attr-defined]
        asking.wait(SECOND // 2)
    assert sent == [None, None, 1]


@pytest.mark.parametrize(("line", "waits"), [
    ("no ip dhcp ping packets", 0), ("ip dhcp ping packets 0", 0), ("ip dhcp ping packets 1", 1),
    ("default ip dhcp ping packets", 2), ("ip dhcp ping packets", 2),
])  # fmt: skip
def test_how_often_is_asked(asking: Bench, line: str, waits: int) -> None:
    """`no` and 0 ask not at all; the line prints as it was typed, and a number takes back that there is none."""
    asking.configure("client", "interface Ethernet0", "shutdown")
    asking.configure("server", line)
    server = asking.routers["server"]
    engine = server.engine("dhcp")
    message = DhcpMessage(DhcpType.DISCOVER, 7, Mac(0x000000000A01))
    server.perform("dhcp", engine.received("FastEthernet0/0", to_server(message, UNSPECIFIED)))
    sent = []
    for _ in range(3):
        sent.append(engine.counts.peek(("sent", DhcpType.OFFER)))  # type: ignore[attr-defined]
        asking.wait(SECOND // 2)
    assert sent.count(None) == waits
    printed = [one for one in running_lines(server.config) if "ping packets" in one]
    assert printed == ([] if waits == 2 else [line])
    asking.configure("server", "ip dhcp ping packets 5")
    assert [one for one in running_lines(server.config) if "ping packets" in one] == ["ip dhcp ping packets 5"]


def test_the_servers_own_address_is_given_to_nobody(bench: Bench) -> None:
    """A server that has taken the address of its client refuses to let that one keep it."""
    bench.configure("server", "interface FastEthernet0/0", f"ip address {ADDRESS} 255.255.255.0")
    bench.wait(2 * HOUR)
    assert address(bench) == "192.168.1.102"
