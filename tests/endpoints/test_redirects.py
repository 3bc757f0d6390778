"""A host heeds the redirects of the router it uses, for a while, and nobody else's."""

from __future__ import annotations

from iossim.device.icmp import redirect_about
from iossim.endpoints.host import PORT, Host
from iossim.endpoints.repeater import Switch
from iossim.features.interfaces import FEATURE as INTERFACES
from iossim.features.ip import FEATURE as IP
from iossim.features.static_routes import FEATURE as STATIC
from iossim.net.address import Address
from iossim.net.packet import Icmp, IcmpType, Packet, Protocol
from tests.features.network import MINUTE, SECOND, Bench

FAR = Address.parse("10.9.9.9")
ONE, TWO = Address.parse("10.0.0.1"), Address.parse("10.0.0.2")


def lan() -> tuple[Bench, Host]:
    """A host whose gateway is r1; r1's way to the rest of the world is r2, on the same LAN."""
    bench = Bench(INTERFACES, IP, STATIC, name="redirects")
    port = "interface FastEthernet0/0\n ip address 10.0.0.{} 255.255.255.0\n no shutdown\n"
    bench.router("r1", port.format(1) + "ip route 0.0.0.0 0.0.0.0 10.0.0.2")
    bench.router("r2", port.format(2) + "interface Loopback0\n ip address 10.9.9.9 255.255.255.255")
    switch = Switch("sw", bench.wire, ("r1", "r2", "host"))
    host = Host("host", bench.wire, number=9, arp_timeout=14_400 * SECOND, address=(Address.parse("10.0.0.10"), 24),
                gateway=ONE)  # fmt: skip
    for name, end in (("r1", "r1:FastEthernet0/0"), ("r2", "r2:FastEthernet0/0"), ("host", f"host:{PORT}")):
        bench.join(end, f"sw:{name}")
    switch.power_on()
    host.power_on()
    bench.boot()
    return bench, host


def ask(bench: Bench, host: Host) -> None:
    """One echo to the far side."""
    for _ in range(3):
        host.send(Packet(Address(0), FAR, Protocol.ICMP, Icmp(IcmpType.ECHO, ident=1, length=64)))
        bench.wait(SECOND)


def first_hop(host: Host) -> Address | None:
    hop = host.rib.resolve(FAR)
    return hop.next_hop if hop is not None else None


def test_a_redirect_is_heeded_for_ten_minutes() -> None:
    """The packet goes by r1 and back out of the same port; the next one goes to r2, until the advice is old."""
    bench, host = lan()
    assert first_hop(host) == ONE
    ask(bench, host)
    assert first_hop(host) == TWO
    bench.wait(11 * MINUTE)
    assert first_hop(host) == ONE


def test_advice_of_others_is_not_heeded() -> None:
    """A redirect from a router that is not used for the destination, or to one elsewhere, changes nothing."""
    bench, host = lan()
    packet = Packet(Address.parse("10.0.0.10"), FAR, Protocol.ICMP, Icmp(IcmpType.ECHO, ident=1, length=64))
    for source, gateway in ((TWO, TWO), (ONE, Address.parse("10.5.5.5"))):
        advice = redirect_about(packet, source, gateway)
        assert advice is not None
        host.receive(PORT, advice)
    bench.wait(SECOND)
    assert first_hop(host) == ONE


def test_what_was_learned_goes_with_the_power() -> None:
    """A host that was off asks its gateway again."""
    bench, host = lan()
    ask(bench, host)
    host.power_off()
    host.power_on()
    bench.wait(SECOND)
    assert first_hop(host) == ONE
