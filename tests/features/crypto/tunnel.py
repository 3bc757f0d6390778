"""Two head-ends and homes on one segment, each with certificates: the smallest network that has everything of IPsec."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from iossim.device.engine import Engine, Feature
from iossim.device.parameters import Parameters, Triangular
from iossim.device.router import Router
from iossim.endpoints.certificate_server import CertificateServer, Charter
from iossim.endpoints.repeater import Switch
from iossim.features.acl import FEATURE as ACL
from iossim.features.crypto import FEATURE as CRYPTO
from iossim.features.crypto.engine import CryptoEngine
from iossim.features.crypto.pki.config import data_lines
from iossim.features.crypto.pki.keys import KeyPair
from iossim.features.interfaces import FEATURE as INTERFACES
from iossim.features.static_routes import FEATURE as STATIC_ROUTES
from iossim.net.address import Address
from iossim.net.packet import Icmp, IcmpType, Packet, Protocol, Udp
from iossim.net.topology import Network
from iossim.net.walk import Walker
from iossim.net.wire import Wire
from iossim.net.x509.name import Name
from iossim.net.x509.rsa import RsaKey, stock
from iossim.sim.kernel import Kernel
from iossim.sim.meters import Meter
from iossim.sim.rounds import Every
from tests.features.network import C1710, C7206VXR, SECOND, Bench

AUTHORITY = Name("hq-ca", "Example")
START, END = datetime(2002, 11, 1, tzinfo=UTC), datetime(2004, 11, 1, tzinfo=UTC)
CHARTER = Charter(AUTHORITY, stock(0), "", timedelta(days=1), START, END)
A, B, CA = "64.100.1.1", "64.100.1.2", "10.80.1.20"
HQ = Address.parse("10.80.1.101")
VOICE = 16_384
REGISTRATION = 2_000


class Ear(Engine):
    """Hears voice, which changes nothing but a count; a registration's keepalive is answered in the same breath."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.heard = Meter(router.kernel)

    def absorb(self, walker: Walker, port: str, packet: Packet) -> bool:
        """Count it."""
        walker.touch(self.heard)
        payload = packet.payload
        if isinstance(payload, Udp) and payload.dport == REGISTRATION and payload.data == "alive?":
            answer = Packet(packet.dst, packet.src, Protocol.UDP, Udp(REGISTRATION, REGISTRATION, "yes", 12))
            delay, walker.delay = walker.delay, walker.delay
            walker.carry(self.router, self.router.outbound(walker, answer), answer)
            walker.delay = delay
        return True


EAR = Feature("ear", Ear, udp=(VOICE, REGISTRATION))


def address(text: str) -> Address:
    """An address."""
    return Address.parse(text)


def key(serial: int) -> RsaKey:
    """The key behind a certificate, one of few."""
    return stock(serial // 0x100 * 8 + serial % 0x100)


def certificates(serial: int, host: str, end: datetime = END, charter: Charter = CHARTER) -> list[str]:
    """The lines of a certificate chain."""
    own = replace(charter, not_after=end).certify(serial, Name(host=f"{host}.example.com"), key(serial).public)
    authority = charter.own
    lines = ["crypto ca certificate chain hq-ca", f" certificate {serial:04X}"]
    lines += [f"  {line}" for line in data_lines(own.hex().upper())] + ["  quit", " certificate ca 01"]
    return lines + [f"  {line}" for line in data_lines(authority.hex().upper())] + ["  quit"]


POLICY = ["crypto isakmp policy 1", " encr 3des"]
T1 = "crypto ipsec transform-set t1 esp-3des esp-sha-hmac"


def head_end(number: int, *, keepalive: str = "crypto isakmp keepalive 10", dynamic: tuple[str, ...] = ()) -> str:
    """A head-end: the document's, with HQ as a loopback."""
    public = (A, B)[number - 1]
    lines = ["crypto ca trustpoint hq-ca", " enrollment url http://10.80.1.20:80"]
    lines += certificates(0x100 + number, f"gateway-{number}")
    lines += [*POLICY, keepalive, T1, " mode transport", T1.replace("t1", "t2")]
    lines += ["crypto dynamic-map dmap 10", " set transform-set t1 t2", " reverse-route", *dynamic]
    lines += ["crypto map test local-address Loopback0", "crypto map test 1 ipsec-isakmp dynamic dmap"]
    lines += ["interface Loopback0", f" ip address {public} 255.255.255.255"]
    lines += ["interface Loopback1", " ip address 10.80.1.101 255.255.255.255"]
    lines += ["interface FastEthernet0/0", f" ip address 10.0.0.{number} 255.255.255.0", " crypto map test"]
    lines += [" no shutdown", "ip route 0.0.0.0 0.0.0.0 10.0.0.254"]
    return "\n".join(lines)


def home(number: int, *lines: str, keepalive: str = "crypto isakmp keepalive 10") -> str:
    """A home: 10.81.2.8N, with two peers."""
    lan = f"10.81.2.{8 * number}"
    first = f"10.81.2.{8 * number + 1}"
    config = ["crypto ca trustpoint hq-ca", " enrollment url http://10.80.1.20:80", " crl optional"]
    config += certificates(0x200 + number, f"soho-{number}")
    config += [*POLICY, keepalive, T1]
    config += ["crypto map test 1 ipsec-isakmp", f" set peer {A}", f" set peer {B}"]
    config += [" set transform-set t1", " match address 101", *lines]
    config += ["interface Ethernet0", f" ip address 192.0.2.{100 + number} 255.255.255.0", " crypto map test"]
    config += [" no shutdown", "interface Loopback0", f" ip address {first} 255.255.255.248"]
    config += ["ip route 0.0.0.0 0.0.0.0 192.0.2.254", f"access-list 101 permit ip {lan} 0.0.0.7 any"]
    return "\n".join(config)


CRL_FETCH = Triangular(4 * SECOND, 8 * SECOND, 12 * SECOND)
"""The bench has its own, so that the stories here do not depend on what the profile is fitted to."""


class Tunnel(Bench):
    """gw1, gw2 and some homes (soho1, ...), booted and with ARP warm. `more` are further features, `change` replaces parameters."""

    def __init__(
        self,
        homes: int = 1,
        configs: dict[str, str] | None = None,
        seed: int = 1,
        explicit: bool = False,
        shadow: bool = False,
        more: tuple[Feature, ...] = (),
        **change: object,
    ) -> None:
        super().__init__(*more, INTERFACES, ACL, STATIC_ROUTES, CRYPTO, EAR, name="crypto")
        self.kernel = Kernel(seed, explicit=explicit, shadow=shadow)
        self.network = Network(self.kernel)
        self.wire = Wire(self.network)
        change = {"crl_fetch": CRL_FETCH, **change}
        self.parameters = replace(Parameters(), **change)  # type: ignore[arg-type]
        homes_there = [f"soho{number}" for number in range(1, homes + 1)]
        self.segment("stick", ["gw1", "gw2"], "FastEthernet0/0", configs or {})
        self.segment("outside", homes_there, "Ethernet0", configs or {})
        rest = ["interface FastEthernet0/0", " ip address 10.0.0.254 255.255.255.0", " no shutdown"]
        rest += ["interface FastEthernet0/1", " ip address 192.0.2.254 255.255.255.0", " no shutdown"]
        rest += ["interface FastEthernet1/0", " ip address 10.80.1.17 255.255.255.248", " no shutdown"]
        rest += [f"ip route {A} 255.255.255.255 10.0.0.1", f"ip route {B} 255.255.255.255 10.0.0.2"]
        self.router("rest", "\n".join(rest))
        self.join("rest:FastEthernet0/0", "stick:rest")
        self.join("rest:FastEthernet0/1", "outside:rest")
        self.authority = self.authorities()
        self.boot()
        for host in ("10.0.0.1", "10.0.0.2", *(f"192.0.2.{100 + number}" for number in range(1, homes + 1))):
            self.warm(host)

    def authorities(self) -> CertificateServer:
        """The authority, behind the rest of the world."""
        server = CertificateServer(
            "ca", self.wire, number=99, arp_timeout=14_400 * SECOND, address=(address(CA), 29),
            gateway=address("10.80.1.17"), charter=CHARTER, wall=self.routers["rest"].wall, revoked={},
        )  # fmt: skip
        self.join("ca:eth0", "rest:FastEthernet1/0")
        server.power_on()
        return server

    @staticmethod
    def instant() -> Triangular:
        """A revocation list that is there at once."""
        return Triangular(1, 1, 1)

    def segment(self, name: str, routers: list[str], port: str, configs: dict[str, str]) -> None:
        """A switch with some routers, and a port for the rest of the world."""
        switch = Switch(name, self.wire, (*routers, "rest"))
        for router in routers:
            number = int(router[-1])
            away = router.startswith("soho")
            config = configs.get(router) or (home(number) if away else head_end(number))
            made = self.router(router, config, C1710 if away else C7206VXR)
            made.parameters = self.parameters
            serial = (0x200 if away else 0x100) + number
            self.crypto(router).keys = KeyPair(f"{router}.example.com", 0, key(serial))
            self.join(f"{router}:{port}", f"{name}:{router}")
        switch.power_on()

    def warm(self, host: str) -> None:
        """Fill the ARP caches, so that no packet of interest is lost for want of a MAC."""
        echo = Packet(Address(0), address(host), Protocol.ICMP, Icmp(IcmpType.ECHO, ident=1, length=64))
        for _ in range(3):
            self.wire.send(self.routers["rest"], echo)
            self.wait(SECOND)

    def crypto(self, name: str) -> CryptoEngine:
        """The IPsec of a router."""
        engine = self.routers[name].engine("crypto")
        assert isinstance(engine, CryptoEngine)
        return engine

    def probe(self, number: int = 1) -> Packet:
        """A packet from a home's LAN to HQ."""
        return Packet(address(f"10.81.2.{8 * number + 1}"), HQ, Protocol.ICMP, Icmp(IcmpType.ECHO, ident=7, length=64))

    def ping(self, number: int = 1) -> bool:
        """Send one from home to HQ; True when it arrives."""
        router = self.routers[f"soho{number}"]
        return self.wire.send(router, self.probe(number)).delivered

    def back(self, name: str, number: int = 1) -> bool:
        """Send one from HQ, at a head-end, to the home's LAN; True when it arrives."""
        packet = Packet(HQ, address(f"10.81.2.{8 * number + 1}"), Protocol.ICMP, Icmp(IcmpType.ECHO_REPLY, length=64))
        return self.wire.send(self.routers[name], packet).delivered

    def open(self, number: int = 1, within: int = 20) -> None:
        """Bring the tunnel of a home up."""
        for _ in range(within * 10):
            if self.ping(number):
                return
            self.wait(SECOND // 10)
        raise AssertionError("no tunnel")

    def stream(self, name: str, source: Address, target: Address, period: int) -> Every:
        """Voice from a router, packet by packet; it costs nothing while nothing changes."""
        packet = Packet(source, target, Protocol.UDP, Udp(VOICE, VOICE, None, 172))
        every = Every(self.kernel, period, self.kernel.now % period, self._speak, name, packet)
        every.start()
        return every

    def _speak(self, name: str, packet: Packet) -> None:
        router = self.routers[name]
        self.wire.again(self.wire.path(router, packet))

    def idle_phone(self, number: int = 1) -> Every:
        """A keepalive every 30 s, and its answer."""
        lan = address(f"10.81.2.{8 * number + 1}")
        packet = Packet(lan, HQ, Protocol.UDP, Udp(REGISTRATION, REGISTRATION, "alive?", 12))
        every = Every(self.kernel, 30 * SECOND, self.kernel.now % (30 * SECOND), self._speak, f"soho{number}", packet)
        every.start()
        return every

    def call(self, number: int = 1, period: int = SECOND // 50) -> list[Every]:
        """Voice both ways; both head-ends speak, the one that has the remote is heard."""
        lan = address(f"10.81.2.{8 * number + 1}")
        return [
            self.stream(f"soho{number}", lan, HQ, period),
            self.stream("gw1", HQ, lan, period),
            self.stream("gw2", HQ, lan, period),
        ]

    def ear(self, name: str) -> Ear:
        """What a router has heard of voice."""
        ear = self.routers[name].engine("ear")
        assert isinstance(ear, Ear)
        return ear

    def silent_for(self, name: str, within: int = 120) -> int:
        """Microseconds from now until a router hears voice that is sent after now."""
        began, before = self.kernel.now, self.ear(name).heard.count
        while self.kernel.now < began + within * SECOND:
            self.wait(SECOND // 100)
            if self.ear(name).heard.count > before:
                return self.kernel.now - began
        raise AssertionError(f"{name} hears nothing")

    def story(self, name: str) -> list[str]:
        """The kinds of what a router remembers, without logs."""
        records = self.kernel.trace.records()
        return [
            record.kind for record in records if record.device == name and record.kind not in ("log", "boot", "booting")
        ]
