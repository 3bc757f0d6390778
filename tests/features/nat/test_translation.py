"""Address translation on real routers: who becomes whom, for how long, and what is refused."""

from __future__ import annotations

import pytest

from iossim.device.nvgen import running_lines
from iossim.features.acl import FEATURE as ACL
from iossim.features.interfaces import FEATURE as INTERFACES
from iossim.features.nat import FEATURE as NAT
from iossim.features.route_map import FEATURE as ROUTE_MAP
from iossim.features.static_routes import FEATURE as STATIC
from iossim.net.address import Address
from iossim.net.packet import Icmp, IcmpType, Packet, Payload, Protocol, Tcp, Udp
from tests.features.network import MINUTE, SECOND, Bench

IN = """
interface FastEthernet0/0
 ip address 10.0.0.1 255.255.255.0
 ip address 10.0.0.9 255.255.255.0 secondary
ip route 0.0.0.0 0.0.0.0 10.0.0.2
"""
BOX = """
interface FastEthernet0/0
 ip address 10.0.0.2 255.255.255.0
 ip nat inside
interface FastEthernet0/1
 ip address 192.0.2.2 255.255.255.0
 ip nat outside
access-list 1 permit 10.0.0.0 0.0.0.255
"""
OUT = """
interface FastEthernet0/1
 ip address 192.0.2.3 255.255.255.0
"""
OVERLOAD = "ip nat inside source list 1 interface FastEthernet0/1 overload"


def ip(text: str) -> Address:
    return Address.parse(text)


@pytest.fixture
def bench() -> Bench:
    bench = Bench(INTERFACES, ACL, STATIC, ROUTE_MAP, NAT, name="nat")
    for name, config in (("in", IN), ("box", BOX), ("out", OUT)):
        bench.router(name, config)
    bench.join("in:FastEthernet0/0", "box:FastEthernet0/0")
    bench.join("box:FastEthernet0/1", "out:FastEthernet0/1")
    bench.boot()
    for packet in (packet_of(udp(1)), packet_of(udp(1)), packet_of(udp(1))):  # ARP
        bench.routers["in"].send(packet)
        bench.wait(2 * SECOND)
    return bench


def udp(sport: int, dport: int = 7) -> Udp:
    return Udp(sport, dport, None, 20)


def packet_of(payload: Payload, src: str = "10.0.0.1", dst: str = "192.0.2.3") -> Packet:
    proto = {Udp: Protocol.UDP, Tcp: Protocol.TCP, Icmp: Protocol.ICMP}[type(payload)]
    return Packet(ip(src), ip(dst), proto, payload)


def sent(bench: Bench, packet: Packet, origin: str = "in", at: str = "out") -> Packet | None:
    """A packet, for real; as it comes to its end, None when it does not get to `at`."""
    steps, fate = bench.wire.trace(bench.routers[origin], packet)
    bench.routers[origin].send(packet)
    bench.wait(SECOND)
    return steps[-1].packet if fate.delivered and steps[-1].node == at else None


def rows(bench: Bench) -> list[str]:
    return [" ".join(line.split()) for line in bench.type("box", "show ip nat translations").splitlines()[1:]]


def test_without_a_rule_nothing_is_translated(bench: Bench) -> None:
    """Sides alone do nothing."""
    packet = sent(bench, packet_of(udp(5000)))
    assert packet is not None and packet.src == ip("10.0.0.1")
    assert bench.type("box", "show ip nat translations") == ""


def test_two_hosts_share_an_address(bench: Bench) -> None:
    """The port is kept while it is free; another host's conversation from the same port gets another one of its range."""
    bench.configure("box", OVERLOAD)
    one = sent(bench, packet_of(udp(5000)))
    other = sent(bench, packet_of(udp(5000), src="10.0.0.9"))
    assert one is not None and (one.src, one.ports) == (ip("192.0.2.2"), (5000, 7))
    assert other is not None and (other.src, other.ports) == (ip("192.0.2.2"), (1024, 7))
    assert rows(bench) == [
        "udp 192.0.2.2:5000 10.0.0.1:5000 192.0.2.3:7 192.0.2.3:7",
        "udp 192.0.2.2:1024 10.0.0.9:5000 192.0.2.3:7 192.0.2.3:7",
    ]


def test_answers_come_back_and_nothing_else(bench: Bench) -> None:
    """What belongs to a conversation reaches its inside host; anything else is for the box itself."""
    bench.configure("box", OVERLOAD)
    sent(bench, packet_of(udp(5000)))
    answer = sent(bench, packet_of(udp(7, 5000), "192.0.2.3", "192.0.2.2"), "out", "in")
    assert answer is not None and (answer.dst, answer.ports) == (ip("10.0.0.1"), (7, 5000))
    assert sent(bench, packet_of(udp(8, 5000), "192.0.2.3", "192.0.2.2"), "out", "in") is None
    assert sent(bench, packet_of(udp(8, 5000), "192.0.2.3", "192.0.2.2"), "out", "box") is not None


def test_an_error_reaches_who_has_sent(bench: Bench) -> None:
    """Nobody listens at the far end: the unreachable message is about the packet as the inside host knows it."""
    bench.configure("box", OVERLOAD)
    bench.routers["in"].send(packet_of(udp(5000, 9)))
    steps, fate = bench.wire.trace(
        bench.routers["out"],
        packet_of(Icmp(IcmpType.UNREACHABLE, 3, quoted=packet_of(udp(5000, 9), "192.0.2.2")), "192.0.2.3", "192.0.2.2"),
    )
    assert not fate.delivered or steps[-1].node == "box"
    bench.wait(SECOND)
    steps, fate = bench.wire.trace(
        bench.routers["out"],
        packet_of(Icmp(IcmpType.UNREACHABLE, 3, quoted=packet_of(udp(5000, 9), "192.0.2.2")), "192.0.2.3", "192.0.2.2"),
    )
    assert fate.delivered and steps[-1].node == "in"
    message = steps[-1].packet
    assert message is not None and isinstance(message.payload, Icmp) and message.payload.quoted is not None
    assert message.payload.quoted.src == ip("10.0.0.1")


def test_a_conversation_ends_by_its_kind(bench: Bench) -> None:
    """UDP after five minutes, DNS and ICMP after one, TCP after a day, or a minute once it is being closed."""
    bench.configure("box", OVERLOAD)
    for payload in (udp(5000), udp(5001, 53), Icmp(IcmpType.ECHO, ident=3), Tcp(5003, 23, "S")):
        sent(bench, packet_of(payload))
    sent(bench, packet_of(Tcp(5002, 23, "S"), dst="192.0.2.99"))  # of nobody, so that nobody resets it
    sent(bench, packet_of(Tcp(5003, 23, "FA")))
    assert len(rows(bench)) == 5
    bench.wait(62 * SECOND)
    assert [row.split()[1] for row in rows(bench)] == ["192.0.2.2:5000", "192.0.2.2:5002"]
    bench.wait(5 * MINUTE)
    assert [row.split()[0] for row in rows(bench)] == ["tcp"]
    bench.wait(24 * 60 * MINUTE)
    assert rows(bench) == []
    assert "Expired translations: 5" in bench.type("box", "show ip nat statistics")


def test_times_can_be_set(bench: Bench) -> None:
    """`ip nat translation udp-timeout 10`, and `never`."""
    bench.configure("box", OVERLOAD, "ip nat translation udp-timeout 10", "ip nat translation icmp-timeout never")
    sent(bench, packet_of(udp(5000)))
    sent(bench, packet_of(Icmp(IcmpType.ECHO, ident=3)))
    bench.wait(12 * SECOND)
    assert [row.split()[0] for row in rows(bench)] == ["icmp"]
    bench.wait(48 * 60 * MINUTE)
    assert [row.split()[0] for row in rows(bench)] == ["icmp"]


def test_a_pool_lends_addresses_until_there_is_none(bench: Bench) -> None:
    """One address per host, for all it does; the one that comes too late is dropped and counted, and the box answers ARP."""
    bench.configure("box", "ip nat pool p 192.0.2.10 192.0.2.10 prefix-length 24", "ip nat inside source list 1 pool p")
    assert bench.routers["box"].virtual.peek(("FastEthernet0/1", ip("192.0.2.10"))) is not None
    first = sent(bench, packet_of(udp(5000)))
    assert first is not None and first.src == ip("192.0.2.10")
    assert sent(bench, packet_of(udp(5000), src="10.0.0.9")) is None
    fate = bench.wire.trace(bench.routers["in"], packet_of(udp(5000), src="10.0.0.9"))[1]
    assert fate.reason == "no global address for 10.0.0.9 (list 1)"
    assert rows(bench) == ["--- 192.0.2.10 10.0.0.1 --- ---"]
    assert sent(bench, packet_of(udp(7, 80), "192.0.2.3", "192.0.2.10"), "out", "in") is not None
    assert bench.configure("box", "no ip nat pool p") == (
        "Enter configuration commands, one per line.  End with CNTL/Z.\n%Pool p in use, cannot destroy"
    )


def test_static_addresses_and_ports(bench: Bench) -> None:
    """An address both ways, always there; a port of the interface's address leads to a port inside, one conversation each."""
    bench.configure(
        "box",
        "ip nat inside source static 10.0.0.9 192.0.2.20",
        "ip nat inside source static tcp 10.0.0.1 23 interface FastEthernet0/1 2323",
    )
    assert rows(bench) == [
        "--- 192.0.2.20 10.0.0.9 --- ---",
        "tcp 192.0.2.2:2323 10.0.0.1:23 --- ---",
    ]
    came = sent(bench, packet_of(udp(7, 80), "192.0.2.3", "192.0.2.20"), "out", "in")
    assert came is not None and came.dst == ip("10.0.0.9")
    went = sent(bench, packet_of(udp(80, 7), src="10.0.0.9"))
    assert went is not None and went.src == ip("192.0.2.20")
    came = sent(bench, packet_of(Tcp(5000, 2323, "S"), "192.0.2.3", "192.0.2.2"), "out", "in")
    assert came is not None and (came.dst, came.ports) == (ip("10.0.0.1"), (5000, 23))
    assert "tcp 192.0.2.2:2323 10.0.0.1:23 192.0.2.3:5000 192.0.2.3:5000" in rows(bench)
    said = bench.configure("box", "ip nat inside source static 10.0.0.9 192.0.2.21")
    assert said.endswith("% similar static entry (10.0.0.9 -> 192.0.2.20) already exists")
    bench.type("box", "clear ip nat translation *")
    assert len(rows(bench)) == 2


def test_a_route_map_keeps_traffic_out(bench: Bench) -> None:
    """What its list denies is not translated; what it permits is."""
    bench.configure(
        "box",
        "access-list 101 deny udp any any eq 7",
        "access-list 101 permit ip 10.0.0.0 0.0.0.255 any",
        "route-map nat permit 10",
        "match ip address 101",
        "ip nat inside source route-map nat interface FastEthernet0/1 overload",
    )
    kept, translated = sent(bench, packet_of(udp(5000))), sent(bench, packet_of(udp(5000, 8)))
    assert kept is not None and kept.src == ip("10.0.0.1")
    assert translated is not None and translated.src == ip("192.0.2.2")


def test_a_rule_in_use_asks_before_it_goes(bench: Bench) -> None:
    """Enter means no; yes takes the translations along."""
    bench.configure("box", OVERLOAD)
    sent(bench, packet_of(udp(5000)))
    bench.type("box", "configure terminal", f"no {OVERLOAD}")
    asked = bench.routers["box"].lines.console.terminal.last_line
    assert asked == "Dynamic mapping in use, do you want to delete all entries? [no]: "
    bench.type("box", "", "end")
    assert len(rows(bench)) == 1
    bench.type("box", "configure terminal", f"no {OVERLOAD}", "yes", "end")
    assert rows(bench) == []
    packet = sent(bench, packet_of(udp(5000)))
    assert packet is not None and packet.src == ip("10.0.0.1")


def test_a_rule_that_is_another_one_begins_anew(bench: Bench) -> None:
    """The same list with a pool in the place of the interface: what the old rule made is gone."""
    bench.configure("box", OVERLOAD)
    sent(bench, packet_of(udp(5000)))
    bench.configure("box", "ip nat pool p 192.0.2.10 192.0.2.10 prefix-length 24", "ip nat inside source list 1 pool p")
    assert rows(bench) == []
    packet = sent(bench, packet_of(udp(5000)))
    assert packet is not None and packet.src == ip("192.0.2.10")


def test_another_address_of_the_interface_ends_its_translations(bench: Bench) -> None:
    """Conversations begin anew with the new address; statics of the interface move along."""
    bench.configure("box", OVERLOAD, "ip nat inside source static udp 10.0.0.1 99 interface FastEthernet0/1 99")
    sent(bench, packet_of(udp(5000)))
    bench.configure("box", "interface FastEthernet0/1", "ip address 192.0.2.7 255.255.255.0")
    assert rows(bench) == ["udp 192.0.2.7:99 10.0.0.1:99 --- ---"]
    packet = sent(bench, packet_of(udp(5000)))
    assert packet is not None and packet.src == ip("192.0.2.7")


def test_power_takes_translations_along(bench: Bench) -> None:
    """What stands in the configuration is there again after a boot, the rest is not; counters begin at zero."""
    lines = f"{OVERLOAD}\nip nat inside source static 10.0.0.9 192.0.2.20\n"
    bench.configure("box", *lines.splitlines())
    sent(bench, packet_of(udp(5000)))
    assert len(rows(bench)) == 2
    box = bench.routers["box"]
    box.startup = BOX + lines
    box.restart("test")
    bench.wait(3 * MINUTE)
    assert rows(bench) == ["--- 192.0.2.20 10.0.0.9 --- ---"]
    assert "Hits: 0  Misses: 0" in bench.type("box", "show ip nat statistics")


def test_lines_survive_being_pasted(bench: Bench) -> None:
    """Every line prints as it is read again; `no` takes each away."""
    lines = [
        "ip nat translation udp-timeout 120",
        "ip nat translation tcp-timeout never",
        "ip nat pool p 192.0.2.10 192.0.2.12 netmask 255.255.255.0",
        "ip nat pool q 192.0.2.13 192.0.2.14 prefix-length 24",
        "ip nat inside source list 1 interface FastEthernet0/1 overload",
        "ip nat inside source list private pool p",
        "ip nat inside source route-map m pool q overload",
        "ip nat inside source static 10.0.0.7 192.0.2.30",
        "ip nat inside source static udp 10.0.0.8 69 interface FastEthernet0/1 69",
        "ip nat inside source static tcp 10.0.0.8 80 192.0.2.31 8080 extendable",
    ]
    bench.configure("box", *lines)
    assert printed(bench) == lines
    bench.configure("box", *(f"no {line}" for line in lines), "ip nat translation icmp-timeout 60")
    assert printed(bench) == []
    for wrong, said in (
        ("ip nat pool r 192.0.2.14 192.0.2.13 prefix-length 24", "%End address less than start address"),
        ("ip nat pool r 192.0.2.14 192.0.3.13 prefix-length 24", "%Start and end addresses on different subnets"),
    ):
        assert bench.configure("box", wrong).endswith(said)


def printed(bench: Bench) -> list[str]:
    router = bench.routers["box"]
    manner = router.catalog.grammar(router.release).manner
    return [line for line in running_lines(router.config, manner=manner) if line.startswith("ip nat")]


def test_debug_tells_of_packets(bench: Bench) -> None:
    """The first of a conversation without a star; a list chooses; detailed says the ports."""
    bench.configure("box", OVERLOAD, "logging buffered debugging")
    bench.type("box", "debug ip nat detailed")
    sent(bench, packet_of(udp(5000)))
    sent(bench, packet_of(udp(7, 5000), "192.0.2.3", "192.0.2.2"), "out", "in")
    told = ["NAT" + line.partition("NAT")[2] for line in bench.logs("box") if "NAT" in line]
    assert told[:2] == [
        "NAT: i: udp (10.0.0.1, 5000) -> (192.0.2.3, 7) [0]",
        "NAT: s=10.0.0.1->192.0.2.2, d=192.0.2.3 [0]",
    ]
    assert "NAT*: o: udp (192.0.2.3, 7) -> (192.0.2.2, 5000) [2]" in told
    assert "NAT*: s=192.0.2.3, d=192.0.2.2->10.0.0.1 [2]" in told
    bench.configure("box", "access-list 2 permit 10.0.0.9")
    assert bench.type("box", "debug ip nat 2") == "IP NAT debugging is on for access list 2"
    before = len(bench.logs("box"))
    sent(bench, packet_of(udp(5000)))
    assert len(bench.logs("box")) == before


def test_its_own_packets_from_inside_are_translated(bench: Bench) -> None:
    """A ping from the inside address; one from the outside address is nobody's business."""
    bench.configure("box", OVERLOAD)
    mine = sent(bench, packet_of(Icmp(IcmpType.ECHO, ident=1), "10.0.0.2"), "box")
    assert mine is not None and mine.src == ip("192.0.2.2")
    sent(bench, packet_of(Icmp(IcmpType.ECHO, ident=2), "192.0.2.2"), "box")
    assert len(rows(bench)) == 1


OUTSIDE_STATIC = "ip nat outside source static 192.0.2.3 198.51.100.3 add-route"


def test_an_outside_host_has_another_name_inside(bench: Bench) -> None:
    """What is sent to the name gets to the host, whose answers come from the name; with a translation of the inside besides."""
    bench.configure("box", OUTSIDE_STATIC)
    there = sent(bench, packet_of(udp(5000), dst="198.51.100.3"))
    assert there is not None and (there.src, there.dst) == (ip("10.0.0.1"), ip("192.0.2.3"))
    bench.configure("out", "ip route 10.0.0.0 255.255.255.0 192.0.2.2")
    back = sent(bench, packet_of(udp(7, 5000), src="192.0.2.3", dst="10.0.0.1"), origin="out", at="in")
    assert back is not None and (back.src, back.dst) == (ip("198.51.100.3"), ip("10.0.0.1"))
    bench.configure("box", OVERLOAD)
    there = sent(bench, packet_of(udp(5001), dst="198.51.100.3"))
    assert there is not None and (there.src, there.dst) == (ip("192.0.2.2"), ip("192.0.2.3"))
    back = sent(bench, packet_of(udp(7, 5001), src="192.0.2.3", dst="192.0.2.2"), origin="out", at="in")
    assert back is not None and (back.src, back.dst) == (ip("198.51.100.3"), ip("10.0.0.1"))
    assert rows(bench) == [
        "udp 192.0.2.2:5001 10.0.0.1:5001 198.51.100.3:7 192.0.2.3:7",
        "--- --- --- 198.51.100.3 192.0.2.3",
    ]


def test_errors_are_about_what_the_host_knows(bench: Bench) -> None:
    """An error of the outside quotes the packet by the name that the inside host has sent to."""
    bench.configure("box", OUTSIDE_STATIC, OVERLOAD)
    sent(bench, packet_of(udp(5001), dst="198.51.100.3"))
    lost = packet_of(udp(5001), src="192.0.2.2", dst="192.0.2.3")
    error = Icmp(IcmpType.UNREACHABLE, 3, quoted=lost)
    heard = sent(bench, packet_of(error, src="192.0.2.3", dst="192.0.2.2"), origin="out", at="in")
    assert heard is not None and isinstance(heard.payload, Icmp) and heard.payload.quoted is not None
    assert (heard.src, heard.payload.quoted.src, heard.payload.quoted.dst) == (
        ip("198.51.100.3"),
        ip("10.0.0.1"),
        ip("198.51.100.3"),
    )


def test_the_route_goes_with_the_line(bench: Bench) -> None:
    """A remembered way is woken by both: by the line's name, and by the route that it has added."""
    bench.configure("box", OUTSIDE_STATIC)
    way = bench.wire.path(bench.routers["in"], packet_of(udp(5000), dst="198.51.100.3"))
    assert way.use().value.delivered
    bench.configure("box", "no ip nat outside source static 192.0.2.3 198.51.100.3")
    assert way.use().value.reason == "no route to 198.51.100.3"
    bench.configure("box", OUTSIDE_STATIC)
    assert way.use().value.delivered
    bench.configure("box", "interface fa0/1", "no ip nat outside")
    assert not way.use().value.delivered


def test_a_list_gives_names_from_a_pool(bench: Bench) -> None:
    """By the first packet from outside; unused it ends, the pool cannot go meanwhile, and a full pool leaves addresses alone."""
    bench.configure("box", "access-list 2 permit any", "ip nat pool names 198.51.100.5 198.51.100.5 prefix-length 24",
                    "ip nat outside source list 2 pool names", "ip nat translation timeout 60")  # fmt: skip
    bench.configure("out", "ip route 10.0.0.0 255.255.255.0 192.0.2.2", "interface fa0/1",
                    "ip address 192.0.2.4 255.255.255.0 secondary")  # fmt: skip
    sent(bench, packet_of(udp(7, 5000), src="192.0.2.3", dst="10.0.0.1"), origin="out")  # ARP
    for source, seen in (("192.0.2.3", "198.51.100.5"), ("192.0.2.4", "192.0.2.4")):
        found = sent(bench, packet_of(udp(7, 5000), src=source, dst="10.0.0.1"), origin="out", at="in")
        assert found is not None and found.src == ip(seen)
    assert "in use, cannot destroy" in bench.configure("box", "no ip nat pool names")
    assert rows(bench) == ["--- --- --- 198.51.100.5 192.0.2.3"]
    bench.wait(61 * SECOND)
    assert rows(bench) == []
