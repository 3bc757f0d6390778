"""What somebody types who means no good, or has misunderstood: lines that IOS takes, at moments when they should not come.

Everything is typed and nothing is saved, so a network is itself again when its routers have lost their power (`heal`).
"""

from __future__ import annotations

from random import Random

from iossim.endpoints.dsl import DslBox
from iossim.lab.lab import Lab
from iossim.sim.clock import HOUR, MINUTE, SECOND

from .chance import KINDS

Piece = tuple[tuple[float, str], ...]
"""What belongs together: (seconds after the first, what)."""

GATEWAYS = ("gateway-1", "gateway-2")
HOMES = ("soho-vp", "soho-2", "soho-3")

CLEARS = (
    "clear crypto sa", "clear crypto isakmp", "clear arp-cache", "clear ip route *", "clear ip eigrp neighbors",
    "clear counters / ", "clear access-list counters", "clear ip dhcp binding *", "clear ip cache", "clear logging / ",
    "clear ip nat translation *", "clear ip traffic / ",
)  # fmt: skip
"""Of everything, at any router."""

ANYWHERE = (
    "crypto isakmp keepalive 10 2", "crypto isakmp keepalive 3600 60", "no crypto isakmp keepalive",
    "crypto ipsec security-association lifetime seconds 120",
    "crypto ipsec security-association lifetime kilobytes 2560",
    "no crypto isakmp policy 1", "crypto isakmp policy 1 / encr des / exit",
    "crypto isakmp policy 1 / lifetime 60 / exit",
    "crypto isakmp policy 2 / authentication pre-share / exit / no crypto isakmp policy 1",
    "no crypto isakmp enable", "no crypto isakmp enable / crypto isakmp enable",
    "no crypto map test", "no crypto ipsec transform-set t1", "crypto ipsec transform-set t1 esp-des",
    "crypto ipsec df-bit set", "crypto ipsec df-bit copy",
    "no ip classless", "no crypto ca trustpoint hq-ca / yes", "ip cef",
)  # fmt: skip

AT_GATEWAYS = (
    "no access-list 1", "no route-map RRI", "route-map RRI deny 5 / exit", "no crypto dynamic-map dmap 10",
    "crypto dynamic-map dmap 10 / no reverse-route", "crypto dynamic-map dmap 10 / match address 177",
    "no crypto map test local-address Loopback0", "crypto map test local-address FastEthernet0/1",
    "no crypto map test 1", "crypto map test 5 ipsec-isakmp dynamic dmap",
    "interface Loopback0 / shutdown", "interface Loopback0 / ip address 64.100.1.99 255.255.255.255",
    "interface Loopback0 / ip address 64.100.1.2 255.255.255.255", "no interface Loopback0",
    "interface FastEthernet0/0 / standby 2 ip 10.81.0.5",
    "interface FastEthernet0/0 / no standby 1 / standby 7 ip 10.81.0.5",
    "interface FastEthernet0/0 / standby 1 ip 10.81.0.6", "interface FastEthernet0/0 / standby 1 timers 1 255",
    "interface FastEthernet0/0 / standby 1 timers msec 250 msec 800",
    "interface FastEthernet0/0 / standby 1 authentication x",
    "interface FastEthernet0/0 / ip address 10.81.0.4 255.255.255.248",
    "interface FastEthernet0/0 / ip address 10.81.0.3 255.255.255.248",
    "interface FastEthernet0/0 / ip address 10.81.0.3 255.255.255.252",
    "interface FastEthernet0/0 / ip address 10.81.0.3 255.0.0.0",
    "interface FastEthernet0/0 / ip address 10.81.0.1 255.255.255.248",
    "interface FastEthernet0/0 / ip mtu 68", "interface FastEthernet0/0 / mtu 1400",
    "interface FastEthernet0/1 / ip mtu 68",
    "interface FastEthernet0/0 / mac-address 0000.0c07.ac01", "interface FastEthernet0/0 / no ip address",
    "interface FastEthernet0/1 / ip address 192.168.81.4 255.255.255.0",
    "interface FastEthernet0/1 / ip address 192.168.81.3 255.255.255.0",
    "interface FastEthernet0/1 / ip address 192.168.81.3 255.255.255.252",
    "interface FastEthernet0/1 / ip address 192.168.82.3 255.255.255.0",
    "interface FastEthernet0/1 / ip hold-time eigrp 64 1", "interface FastEthernet0/1 / ip hello-interval eigrp 64 60",
    "interface FastEthernet0/1 / crypto map test", "interface FastEthernet0/0 / no crypto map test",
    "router eigrp 64 / metric weights 0 1 1 1 1 1", "no router eigrp 64 / router eigrp 65 / network 192.168.81.0",
    "no router eigrp 64", "router eigrp 64 / no network 192.168.81.0",
    "router eigrp 64 / passive-interface FastEthernet0/1",
    "router eigrp 64 / no passive-interface FastEthernet0/0 / network 10.0.0.0",
    "router eigrp 64 / no redistribute static",
    "router eigrp 64 / redistribute static metric 1 1 1 1 1", "router eigrp 64 / distance eigrp 1 1",
    "no ip route 0.0.0.0 0.0.0.0 10.81.0.1", "ip route 0.0.0.0 0.0.0.0 192.168.81.4",
    "ip route 10.81.2.0 255.255.255.0 Null0",
    "ip route 10.81.2.0 255.255.255.248 10.81.0.1", "ip route 10.81.0.1 255.255.255.255 10.81.0.1",
    "ip route 165.0.0.0 255.0.0.0 192.168.81.3", "ip route 0.0.0.0 0.0.0.0 0.0.0.0",
)  # fmt: skip

AT_HOMES = (
    "no access-list 101", "access-list 101 permit ip any any", "no access-list 101 / access-list 101 deny ip any any",
    "no access-list 101 / access-list 101 permit udp any any", "no crypto map test 1",
    "crypto map test 1 ipsec-isakmp / no set peer 64.100.1.1", "crypto map test 1 ipsec-isakmp / no match address 101",
    "crypto map test 1 ipsec-isakmp / set peer 64.100.1.77", "crypto map test 1 ipsec-isakmp / set pfs group2",
    "crypto map test 1 ipsec-isakmp / set security-association lifetime seconds 120", "no ip dhcp pool home",
    "crypto map test 1 ipsec-isakmp / set security-association level per-host",
    "crypto map test 1 ipsec-isakmp / no set transform-set", "ip dhcp pool home / no network",
    "ip dhcp pool home / lease 0 0 1",
    "ip dhcp pool home / no default-router", "no service dhcp", "ip dhcp excluded-address 10.81.2.1 10.81.2.6",
    "interface Ethernet0 / no ip address", "interface Ethernet0 / ip address 192.168.1.1 255.255.255.0",
    "interface Ethernet0 / ip address 192.168.1.102 255.255.255.0", "interface Ethernet0 / ip address dhcp",
    "interface Ethernet0 / ip address 192.168.1.102 255.255.255.255", "interface Ethernet0 / ip mtu 68",
    "interface Ethernet0 / no crypto map test", "interface Ethernet0 / shutdown",
    "interface Ethernet0 / mac-address 0010.4444.5555",
    "interface FastEthernet0 / ip address 10.81.2.2 255.255.255.248",
    "interface FastEthernet0 / ip address 10.81.2.1 255.255.255.252",
    "interface FastEthernet0 / ip address 10.81.2.1 255.255.0.0",
    "interface FastEthernet0 / ip address 10.99.0.1 255.255.255.0",
    "interface FastEthernet0 / ip address 192.168.1.77 255.255.255.0", "interface FastEthernet0 / crypto map test",
    "interface FastEthernet0 / ip mtu 68", "interface FastEthernet0 / shutdown",
    "access-list 7 permit any / interface FastEthernet0 / ip nat inside / interface Ethernet0 / ip nat outside / exit"
    " / ip nat inside source list 7 interface Ethernet0 overload",
)  # fmt: skip

FILTERS = (
    "deny udp any any eq isakmp", "deny udp any eq isakmp any", "deny esp any any", "deny icmp any any",
    "deny eigrp any any",
    "deny udp any any eq bootpc", "deny udp any any eq bootps", "deny udp any any eq 1985",
    "deny ip any host 224.0.0.10",
    "deny ip any host 224.0.0.2", "deny tcp any any", "deny udp any any range 16384 32767", "deny ip any any fragments",
    "deny ip any any",
)  # fmt: skip
"""Each blocks one message of a dialogue."""

CLOCKS = ("12:00:00 1 January 1999", "23:59:59 31 December 2003", "12:00:00 12 March 2005", "09:00:00 12 March 2003",
          "00:00:00 1 January 2035")  # fmt: skip

ACTIONS = (
    "cut x-over", "restore x-over", "silence x-over", "power off gateway-1", "power on gateway-1",
    "power off gateway-2",
    "power on gateway-2", "crash gateway-1", "crash gateway-2", "reload gateway-1", "reload gateway-2",
    "reload soho-vp",
    "crash soho-vp", "power off soho-vp", "power on soho-vp", "outage dsl-1 3s", "outage dsl-1 40s", "renumber dsl-1",
    "readdress dsl-1", "renumber dsl-1 back", "readdress dsl-1 back", "unplug phone-1", "plug phone-1",
    "unplug callmanager",
    "plug callmanager", "cut stick-gw1", "restore stick-gw1", "silence stick-gw1 from gateway-1", "mtu dsl-1 576",
    "mtu dsl-1 1500",
    "power off dsl-1", "power on dsl-1", "power off firewall", "power on firewall", "block esp at firewall",
    "unblock esp at firewall", "block udp 500 at firewall inbound", "unblock udp 500 at firewall inbound",
    "hang up phone-1", "call phone-1 phone-hq", "call phone-1 phone-3", "call phone-2 phone-hq2", "expire soho-vp",
    "revoke gateway-1",
    "expire gateway-2",
)  # fmt: skip
"""At random, without asking what is so already."""


def configured(router: str, lines: str) -> str:
    """Lines of global configuration, typed with privileges."""
    return f"{router}# configure terminal / {lines} / end"


def deed(random: Random, lab: Lab) -> Piece:
    """One thing."""
    how = random.randrange(12)
    router = random.choice((*GATEWAYS, *GATEWAYS, *HOMES, "soho-vp"))
    gateway, home = random.choice(GATEWAYS), random.choice(("soho-vp", "soho-vp", *HOMES))
    if how == 0:
        return ((0, f"{router}# {random.choice(CLEARS)}"),)
    if how == 1:
        return ((0, configured(router, random.choice(ANYWHERE))),)
    if how in (2, 3):
        return ((0, configured(gateway, random.choice(AT_GATEWAYS))),)
    if how in (4, 5):
        return ((0, configured(home, random.choice(AT_HOMES))),)
    if how == 6:
        port = random.choice([name for name, _ in lab.router(router).platform.ports])
        entry, way = random.choice(FILTERS), random.choice(("in", "out"))
        lines = f"access-list 150 {entry} / access-list 150 permit ip any any / interface {port} / ip access-group 150 {way}"
        return (0, configured(router, lines)), (random.choice((3, 30, 200)), configured(router, "no access-list 150"))
    if how == 7:
        return ((0, f"{router}# clock set {random.choice(CLOCKS)}"),)
    if how == 8:  # somebody thinks better of it
        there, lines = random.choice(((gateway, AT_GATEWAYS), (home, AT_HOMES), (router, ANYWHERE)))
        line = random.choice([one for one in lines if " / " not in one] if lines is ANYWHERE else lines)
        *head, last = line.split(" / ")
        back = " / ".join((*head, last[3:] if last.startswith("no ") else f"no {last}"))
        return (0, configured(there, line)), (random.choice((0.2, 4, 40)), configured(there, back))
    if how == 9:
        return random.choice(KINDS)(random, lab)
    return ((0, random.choice(ACTIONS)),)


def story(seed: int, lab: Lab, deeds: int = 12, length: int = 40 * MINUTE) -> list[tuple[int, str]]:
    """The story of that seed, by time: alone, or at each other's heels."""
    random = Random(f"hostile {seed}")
    found: list[tuple[int, str]] = []
    at = SECOND
    for _ in range(deeds):
        for later, what in deed(random, lab):
            found.append((at + round(later * SECOND), what))
        at += random.choice(
            (0, random.randrange(SECOND), random.randrange(5 * SECOND), random.randrange(length // deeds * 2))
        )
    return sorted(found)


def heal(lab: Lab) -> None:
    """Everything that is not a typed line is mended by hand; routers lose what was typed with their power."""
    for name, node in lab.world.nodes.items():
        if isinstance(node, DslBox):
            for deed in ("renumber {} back", "readdress {} back", "mtu {} 1500", "load {} 0%"):
                lab.do(deed.format(name))
        if name in lab.devices or not getattr(node, "powered", True):
            lab.do(f"power off {name}")
    for link in lab.world.network.links:
        lab.do(f"restore {link}")
    for service in ("esp", "udp 500", "tcp 2000", "fragments"):
        for way in ("", " inbound", " outbound"):
            lab.do(f"unblock {service} at firewall{way}")
    for what in ("restore policy at firewall", "reroute firewall"):
        lab.do(what)
    lab.do("unite dmz-sw")
    for router in lab.devices:
        for cure in ("reinstate", "renew"):
            lab.do(f"{cure} {router}")
    lab.advance(2 * SECOND)
    for name, node in lab.world.nodes.items():
        if not getattr(node, "powered", True):
            lab.do(f"power on {name}")
    lab.advance(3 * HOUR)
