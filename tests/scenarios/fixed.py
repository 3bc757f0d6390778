"""The scenarios with a name: one for each way in which a network of this kind fails, and comes back."""

from __future__ import annotations

from iossim.sim.clock import MILLISECOND, MINUTE, SECOND

from .story import Scenario, Step

Row = tuple[float, str]


def scenario(name: str, lab: str, length: float, *rows: Row, every: float = 7.3) -> Scenario:
    """Times in seconds; looked at every so many seconds as well."""
    steps = tuple(Step(round(t * SECOND), what) for t, what in rows)
    samples = tuple(range(round(every * SECOND / 2), round(length * SECOND), round(every * SECOND)))
    return Scenario(name, lab, steps, round(length * SECOND), samples)


TALK = (1.0, "call phone-a phone-b")
HOME = (1.0, "call phone-1 phone-2")
SHOW_STANDBY = "show standby / show standby brief / show arp / show interfaces"
SHOW_EIGRP = "show ip route / show ip eigrp neighbors / show ip eigrp topology / show ip eigrp interfaces"
SHOW_NAT = "show ip nat translations verbose / show ip nat statistics / show access-lists"
TRUNK = ("interface fa0/1.10 / encapsulation dot1Q 10 / ip address 10.9.10.{0} 255.255.255.0"
         " / interface fa0/1.20 / encapsulation dot1Q 20 native / ip address 10.9.20.{0} 255.255.255.0 / end")  # fmt: skip
SHOW_POLICY = "show policy-map interface / show interfaces"
SHOW_CRYPTO = "show crypto isakmp sa / show crypto ipsec sa / show crypto map / show ip route"

FIXED = (
    # A pair of routers: pings, shut interfaces, reloads.
    scenario("pair: a ping across", "pair", 60, (5, "r1# ping 10.0.2.10"), (30, "r1# show arp / show interfaces")),
    scenario("pair: the cable is cut during a ping", "pair", 90, (5, "r1# ping 10.0.2.10"), (5.3, "cut x-over"),
             (30, "r1# show ip route"), (40, "restore x-over"), (60, "r1# ping 10.0.2.10")),
    scenario("pair: a router without power", "pair", 300, (5, "power off r2"), (20, "r1# ping 10.0.2.10"),
             (60, "power on r2"), (250, "r1# ping 10.0.2.10 / show arp")),
    scenario("pair: shut and not", "pair", 120, (5, "r2# configure terminal / interface fastEthernet 0/1 / shutdown / end"),
             (30, "r1# ping 10.0.2.10"), (60, "r2# configure terminal / interface fastEthernet 0/1 / no shutdown / end"),
             (90, "r1# ping 10.0.2.10 / show logging")),
    scenario("pair: a trunk", "pair", 120, (5, f"r1# configure terminal / {TRUNK.format(1)}"),
             (10, f"r2# configure terminal / {TRUNK.format(2)}"), (15, "r1# ping 10.9.10.2 / ping 10.9.20.2 / show vlans"),
             (40, "cut x-over"), (50, "r1# show ip interface brief / show ip route"), (60, "restore x-over"),
             (80, "r2# ping 10.9.20.1 / show vlans / show interfaces"), (100, "r2# ping 10.9.10.1")),
    # Three HSRP routers.
    scenario("trio: at rest", "trio", 120, (60, f"r1# {SHOW_STANDBY}"), (61.5, f"r3# {SHOW_STANDBY}")),
    scenario("trio: the active one is reloaded during a call", "trio", 240, TALK, (20, "reload r1"),
             (60, f"r2# {SHOW_STANDBY}"), (200, f"r1# {SHOW_STANDBY}"), (210, "why voice phone-a")),
    scenario("trio: the LAN cable of the active one goes and comes", "trio", 200, TALK, (20, "cut r1-lan"),
             (22, "restore r1-lan"), (60, "cut r1-lan"), (100, "restore r1-lan"), (150, f"r1# {SHOW_STANDBY}")),
    scenario("trio: hellos get lost in silence", "trio", 200, TALK, (20, "silence r1-lan"), (31, "restore r1-lan"),
             (60, "silence r2-core"), (100, f"r3# {SHOW_STANDBY}"), (120, "restore r2-core")),
    scenario("trio: a tracked interface", "trio", 150, TALK, (20, "r1# configure terminal / interface fa0/1 / shutdown / end"),
             (60, f"r2# {SHOW_STANDBY}"), (90, "r1# configure terminal / interface fa0/1 / no shutdown / end")),
    scenario("trio: priorities and timers change", "trio", 160, TALK,
             (20, "r3# configure terminal / interface fa0/0 / standby 1 priority 150 / end"),
             (50, "r3# configure terminal / interface fa0/0 / standby 1 timers 1 4 / end"),
             (80, "r3# configure terminal / interface fa0/0 / no standby 1 ip / end"), (120, f"r1# {SHOW_STANDBY}")),
    scenario("trio: a debug on and off", "trio", 90, TALK, (20, "r2# debug standby"), (35, "r2# undebug all"),
             (60, f"r2# {SHOW_STANDBY} / show logging")),
    # A call across an access list.
    scenario("talk: the cable", "talk", 120, TALK, (20, "cut cable"), (50, "restore cable"), (90, "why voice phone-a")),
    scenario("talk: an access list turns voice away", "talk", 120, TALK,
             (20, "r2# configure terminal / no access-list 101 / access-list 101 permit tcp any any / end"),
             (50, "r2# configure terminal / no access-list 101 / end"), (80, "r2# show access-lists / show logging"),
             (90, "voice phone-a")),
    scenario("talk: addresses are translated", "talk", 800, TALK,
             (20, "r2# configure terminal / no access-list 101 / end"),
             (21, "r1# configure terminal / access-list 7 permit 10.1.0.0 0.0.0.255 / interface fa0/0 / ip nat inside / end"),
             (22, "r1# configure terminal / interface fa0/1 / ip nat outside / end"),
             (25, "r1# configure terminal / ip nat inside source list 7 interface fa0/1 overload / end"),
             (40, f"r1# {SHOW_NAT}"), (60, "r1# debug ip nat detailed"), (62, "r1# undebug all / clear ip nat translation *"),
             (70, "hang up phone-a"), (100, f"r1# {SHOW_NAT}"), (420, f"r1# {SHOW_NAT}"), (430, "call phone-b phone-a"),
             (500, "reload r1"), (700, f"r1# {SHOW_NAT} / show logging"), every=47),
    scenario("talk: a pool too small", "talk", 400, TALK,
             (20, "r2# configure terminal / no access-list 101 / end"),
             (21, "r1# configure terminal / access-list 7 permit 10.1.0.0 0.0.0.255 / interface fa0/0 / ip nat inside / end"),
             (22, "r1# configure terminal / ip nat pool p 10.0.0.9 10.0.0.9 prefix-length 24 / end"),
             (22, "r1# configure terminal / ip nat inside source list 7 pool p / end"),
             (23, "r1# configure terminal / ip nat translation timeout 60 / interface fa0/1 / ip nat outside / end"),
             (60, f"r1# {SHOW_NAT}"), (90, "hang up phone-a"), (91, "unplug phone-a"), (300, f"r1# {SHOW_NAT}"),
             (310, "r1# configure terminal / no ip nat inside source list 7 pool p / end"), (330, "plug phone-a"),
             (390, f"r1# {SHOW_NAT}"), every=31),
    scenario("talk: a list that logs", "talk", 700, TALK,
             (20, "r2# configure terminal / access-list 104 permit udp any any log / access-list 104 permit ip any any / end"),
             (30, "r2# configure terminal / interface fa0/1 / ip access-group 104 in / end"), (60, "hang up phone-b"),
             (600, "r2# show access-lists / show logging"), every=97),
    scenario("talk: a host route leads astray", "talk", 60, TALK,
             (20, "r1# configure terminal / ip route 10.2.0.10 255.255.255.255 10.0.0.99 / end"),
             (40, "r1# configure terminal / no ip route 10.2.0.10 255.255.255.255 10.0.0.99 / end")),
    scenario("talk: a lossy line", "talk", 90, TALK, (20, "loss cable 8%"), (40, "voice phone-a"), (50, "restore cable")),
    scenario("talk: a slower line", "talk", 90, TALK, (20, "delay cable 180ms"), (40, "voice phone-a"),
             (60, "restore cable")),
    scenario("talk: the CallManager is away for long", "talk", 600, TALK, (20, "unplug callmanager"), (300, "plug callmanager"),
             (310, "hang up phone-a"), (500, "call phone-b phone-a"), every=37),
    scenario("talk: a telephone is carried away", "talk", 400, TALK, (20, "unplug phone-b"), (200, "plug phone-b"),
             (350, "call phone-a phone-b"), every=37),
    scenario("talk: a file beside a call, and who goes first", "talk", 110, TALK, (10, "upload pc callmanager 100k"),
             (20, "r1# configure terminal / policy-map shaper / class class-default / shape average 32000 / interface fa0/1"
                  " / service-policy output shaper / end"), (30, "voice phone-a"),
             (40, "r1# configure terminal / class-map voice / match ip dscp ef / policy-map llq / class voice / priority 16"
                  " / policy-map shaper / class class-default / service-policy llq / end"), (50, "voice phone-a"),
             (60, "r1# configure terminal / policy-map llq / class voice / priority 8 / end"), (70, "voice phone-a"),
             (75, "r1# configure terminal / interface fa0/1 / no service-policy output shaper / end"),
             (80, f"r1# {SHOW_POLICY}"), (90, "upload pc callmanager 0k"), (100, f"r1# {SHOW_POLICY}")),
    # Four EIGRP routers.
    scenario("ring: one way goes, another is there", "ring", 120, TALK, (20, "cut one-two"), (50, f"r1# {SHOW_EIGRP}"),
             (60, "restore one-two"), (100, "why route r1 10.3.0.0/24")),
    scenario("ring: silence until the hold time", "ring", 150, TALK, (20, "silence two-three"), (28, "restore two-three"),
             (60, "silence two-three"), (90, f"r2# {SHOW_EIGRP}"), (110, "restore two-three")),
    scenario("ring: a router on the way reloads", "ring", 300, TALK, (20, "reload r2"), (25, "silence four-one"),
             (60, "restore four-one"), (250, f"r2# {SHOW_EIGRP}")),
    scenario("ring: hello times", "ring", 150, TALK,
             (20, "r1# configure terminal / interface fa0/1 / ip hello-interval eigrp 64 1 / ip hold-time eigrp 64 3 / end"),
             (50, "silence one-two"), (80, f"r2# {SHOW_EIGRP}"), (90, "restore one-two")),
    # Three head-ends, two homes.
    scenario("homes: the head-end of a call is reloaded", "homes", 300, HOME, (20, "reload gateway-1"),
             (70, f"gateway-2# {SHOW_CRYPTO}"), (200, f"soho-1# {SHOW_CRYPTO}"), (250, "why voice phone-1")),
    scenario("homes: the line of a home", "homes", 300, HOME, (20, "outage dsl-2 30s"), (100, f"gateway-3# {SHOW_CRYPTO}"),
             (150, "outage dsl-1 200ms"), (200, "renumber dsl-1"), (280, "voice phone-1")),
    scenario("homes: the family uses the line", "homes", 120, HOME, (20, "load dsl-1 30%"), (40, "voice phone-1"),
             (50, "load dsl-1 90% up"), (70, "voice phone-1"), (90, "load dsl-1 0%"), (110, "voice phone-1")),
    scenario("homes: a provider without order", "homes", 120, HOME, (20, "reorder dsl-1-line 5% 2s"),
             (40, f"soho-1# {SHOW_CRYPTO}"), (50, "duplicate dsl-1-line 10%"), (90, "restore dsl-1-line"),
             (110, f"gateway-1# {SHOW_CRYPTO}")),
    scenario("homes: ESP is blocked, IKE is not", "homes", 200, HOME, (20, "block esp at firewall inbound"),
             (90, f"soho-1# {SHOW_CRYPTO}"), (100, "unblock esp at firewall inbound"), (180, f"soho-1# {SHOW_CRYPTO}")),
    scenario("homes: an hour with a rekey", "homes", 4_000, HOME, (21, "hang up phone-1"),
             (3_800, f"soho-1# {SHOW_CRYPTO}"), every=601),
    scenario("homes: SAs are cleared", "homes", 120, HOME, (20, "gateway-1# clear crypto sa"),
             (60, "soho-1# clear crypto isakmp / clear crypto sa"), (100, f"gateway-1# {SHOW_CRYPTO}")),
    scenario("homes: a crypto map is taken off and put on", "homes", 120, HOME,
             (20, "gateway-1# configure terminal / interface fa0/0 / no crypto map / end"),
             (50, "gateway-1# configure terminal / interface fa0/0 / crypto map test / end"), (100, f"soho-1# {SHOW_CRYPTO}")),
    # The reference lab.
    scenario("headend: gateway-1 is reloaded during a call", "headend", 45, (1, "call phone-1 phone-hq"), (5, "reload gateway-1"),
             (40, f"gateway-2# {SHOW_CRYPTO} / {SHOW_STANDBY}"), (42, "why voice phone-1"), every=11),
    scenario("headend: the cable between the head-ends", "headend", 40, (1, "call phone-6 phone-hq"), (4, "cut x-over"),
             (25, f"gateway-1# {SHOW_EIGRP}"), (30, "restore x-over"), (38, "voice phone-6"), every=11),
)  # fmt: skip

FEW = tuple(one for one in FIXED if one.length <= 200 * SECOND and one.lab != "headend")
__all__ = ["FEW", "FIXED", "MILLISECOND", "MINUTE", "scenario"]
