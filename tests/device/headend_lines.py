"""Declarations of the lines of the reference lab's configurations: a grammar for tests of the store and its print."""

from __future__ import annotations

from iossim.cli.entry import ConfigLine
from iossim.cli.errors import CliError
from iossim.cli.grammar import Grammar
from iossim.cli.mode import GLOBAL, INTERFACE, LINE, PRIVILEGED_LEVEL, Mode
from iossim.cli.vocabulary import InterfaceType, Words
from iossim.device.config import Applied, RunningConfig, home_of
from iossim.device.nvgen import Place
from iossim.net.address import Address, AddressNames

NAMES = AddressNames({"64.yy.yy.a": Address.parse("64.1.1.1"), "64.yy.yy.b": Address.parse("64.1.1.2")})
WORDS = Words(
    NAMES,
    (
        InterfaceType("Ethernet", "IEEE 802.3", ("0",)),
        InterfaceType("FastEthernet", "FastEthernet IEEE 802.3", ("0", "0/0", "0/1"), dotted=True),
        InterfaceType("Loopback", "Loopback interface"),
    ),
)

POLICY = Mode("isakmp", "config-isakmp", "ISAKMP commands:", GLOBAL)
TRANSFORM = Mode("transform", "cfg-crypto-trans", "Crypto transform configuration commands:", GLOBAL)
MAP = Mode("crypto-map", "config-crypto-map", "Crypto Map configuration commands:", GLOBAL)
DYNAMIC = Mode("dynamic-map", "config-crypto-map", "Crypto Map configuration commands:", GLOBAL)
ROUTER = Mode("router", "config-router", "Router configuration commands:", GLOBAL)
ROUTE_MAP = Mode("route-map", "config-route-map", "Route Map configuration commands:", GLOBAL)
TRUSTPOINT = Mode("trustpoint", "ca-trustpoint", "ca-trustpoint configuration commands:", GLOBAL)
CHAIN = Mode("chain", "config-cert-chain", "Certificate chain configuration commands:", GLOBAL)
HEX = Mode("certificate", "config-pubkey", "", CHAIN)
POOL = Mode("dhcp-pool", "dhcp-config", "DHCP pool configuration commands:", GLOBAL)


def static(args):
    return "dynmap" not in args


def fast(args):
    return args["name"].startswith("FastEthernet0/")


def faster(args):
    return args["name"].startswith("FastEthernet")


def by(name):
    return Sorted(name)


class Sorted:
    """Sort by one argument."""

    def __init__(self, name):
        self.name = name

    def __call__(self, args):
        return args[self.name]


HOSTNAME = ConfigLine("hostname <name:word>", rank=Place.HOSTNAME)
INTERFACE_LINE = ConfigLine(
    "interface <name:interface>", key=("name",), enters=INTERFACE, bang=True, rank=Place.INTERFACE
)
DESCRIPTION = ConfigLine("description <text:line>", INTERFACE, rank=10)
ADDRESS = ConfigLine("ip address { dhcp | <address:ip> <mask:mask> }", INTERFACE, rank=40, always=True)
SECONDARY = ConfigLine(
    "ip address <address:ip> <mask:mask> secondary",
    INTERFACE,
    key=("address",),
    no_pattern="ip address <address:ip> <mask:mask> secondary",
    rank=30,
)
REDIRECTS = ConfigLine("ip redirects", INTERFACE, toggle=True, rank=60)
SAME = ConfigLine("ip route-cache same-interface", INTERFACE, toggle=False, rank=70)
SHUTDOWN = ConfigLine("shutdown", INTERFACE, toggle=False, rank=80)
DUPLEX = ConfigLine(
    "duplex <value:auto|full|half>", INTERFACE, default={"value": "auto"}, always=True, within=fast, rank=90
)
SPEED = ConfigLine(
    "speed <value:10|100|auto>", INTERFACE, default={"value": "auto"}, always=True, within=faster, rank=91
)
GROUP = {"key": ("group",), "fill": {"group": 0}}
STANDBY_IP = ConfigLine("standby [<group:0-255>] ip [<address:ip>]", INTERFACE, rank=610, sort=by("group"), **GROUP)
PRIORITY = ConfigLine(
    "standby [<group:0-255>] priority <value:0-255>", INTERFACE, default={"value": 100}, rank=620, **GROUP
)
PREEMPT = ConfigLine("standby [<group:0-255>] preempt [delay <seconds:0-3600>]", INTERFACE, rank=630, **GROUP)
CRYPTO_MAP = ConfigLine("crypto map <tag:word>", INTERFACE, rank=900)
POLICY_LINE = ConfigLine(
    "crypto isakmp policy <priority:1-10000>",
    key=("priority",),
    enters=POLICY,
    rank=Place.ISAKMP,
    sort=by("priority"),
    help={
        "crypto": "Encryption module",
        "isakmp": "Configure ISAKMP policy",
        "priority": "Priority of protection suite",
    },
)
ENCRYPTION = ConfigLine(
    "encryption <value:des|3des>", POLICY, default={"value": "des"}, write_as="encr <value:des|3des>", rank=10
)
KEEPALIVE = ConfigLine(
    "crypto isakmp keepalive <seconds:10-3600> [<retry:2-60>]", fill={"retry": 2}, rank=Place.ISAKMP + 20
)
PSK = ConfigLine(
    "crypto isakmp key <secret:word> address <peer:ip> [<mask:mask>] [no-xauth]",
    key=("peer", "mask"),
    fill={"mask": Address.parse("255.255.255.255")},
    rank=Place.ISAKMP + 10,
)
TRANSFORM_SET = ConfigLine(
    "crypto ipsec transform-set <tag:word> ( <ah:ah-md5-hmac|ah-sha-hmac> | <cipher:esp-3des|esp-des|esp-null> |"
    " <auth:esp-md5-hmac|esp-sha-hmac> )+",
    key=("tag",),
    enters=TRANSFORM,
    rank=Place.IPSEC + 10,
    trailing=" ",
)
TUNNEL_MODE = ConfigLine("mode <mode:transport|tunnel>", TRANSFORM, default={"mode": "tunnel"}, rank=10)
DYNAMIC_MAP = ConfigLine(
    "crypto dynamic-map <tag:word> <seq:1-65535>", key=("tag", "seq"), enters=DYNAMIC, rank=Place.DYNAMIC_MAP
)
MAP_LOCAL = ConfigLine("crypto map <tag:word> local-address <name:interface>", key=("tag",), rank=Place.CRYPTO_MAP)
MAP_ENTRY = ConfigLine(
    "crypto map <tag:word> <seq:1-65535> ipsec-isakmp [dynamic <dynmap:word>]",
    key=("tag", "seq"),
    enters=MAP,
    leads=static,
    rank=Place.CRYPTO_MAP + 10,
    trailing=" ",
    sort=by("seq"),
)
SETS = [ConfigLine("set transform-set <tags:word+>", mode, rank=40) for mode in (MAP, DYNAMIC)]
REVERSE = [ConfigLine("reverse-route", mode, toggle=False, rank=80) for mode in (MAP, DYNAMIC)]
MAP_TEXT = ConfigLine("description <text:line>", MAP, rank=10)
PEER = ConfigLine("set peer <peer:host>", MAP, key=("peer",), rank=20)
MATCH = ConfigLine("match address { <list:100-199> | <list:2000-2699> | <list:word> }", MAP, rank=60)
CLASSIFY = ConfigLine("qos pre-classify", MAP, toggle=False, rank=90)
EIGRP = ConfigLine("router eigrp <as:1-65535>", key=("as",), enters=ROUTER, bang=True, rank=Place.ROUTER)
REDISTRIBUTE = ConfigLine(
    "redistribute <source:static|connected> ( metric <bandwidth:1-4294967295> <delay:0-4294967295> <reliability:0-255>"
    " <load:1-255> <mtu:1-4294967295> | route-map <map:word> )*",
    ROUTER,
    key=("source",),
    rank=10,
)
PASSIVE = ConfigLine("passive-interface <name:interface>", ROUTER, key=("name",), rank=20)
NETWORK = ConfigLine("network <network:ip> [<wildcard:wildcard>]", ROUTER, key=("network", "wildcard"), rank=30)
SUMMARY = ConfigLine("auto-summary", ROUTER, toggle=True, always=True, rank=50)
CHANGES = ConfigLine("eigrp log-neighbor-changes", ROUTER, toggle=True, always=True, rank=60)
WARNINGS = ConfigLine("eigrp log-neighbor-warnings", ROUTER, toggle=True, rank=70)
CLASSLESS = ConfigLine("ip classless", toggle=True, always=True, rank=Place.IP + 10)
ROUTE = ConfigLine(
    "ip route <prefix:ip> <mask:mask> { <interface:interface> | <hop:ip> } [<distance:1-255>]",
    key=("prefix", "mask", "interface", "hop"),
    fill={"distance": 1},
    no_pattern="ip route <prefix:ip> <mask:mask> [{ <interface:interface> | <hop:ip> }] [<distance:1-255>]",
    rank=Place.IP + 15,
)
HTTP = ConfigLine("ip http server", toggle=True, always=True, rank=Place.IP + 25)
STANDARD = ConfigLine(
    "access-list <number:1-99> <action:acl-action> <source:acl-source>",
    key=("number", "action", "source"),
    no_pattern="access-list <number:1-99>",
    rank=Place.ACCESS_LIST,
    sort=by("number"),
)
EXTENDED = ConfigLine(
    "access-list <number:100-199> <action:acl-action> { <protocol:ip|esp> <source:acl-address> <target:acl-address> |"
    " <protocol:udp|tcp> <source:acl-address> [<from:acl-port>] <target:acl-address> [<to:acl-port>] }",
    key=("number", "action", "protocol", "source", "from", "target", "to"),
    no_pattern="access-list <number:100-199>",
    rank=Place.ACCESS_LIST,
    sort=by("number"),
)
REMARK = ConfigLine(
    "access-list <number:1-99|100-199> remark <text:line>",
    key=("number", "text"),
    no_pattern="access-list <number:1-99|100-199>",
    rank=Place.ACCESS_LIST,
    sort=by("number"),
)
MAP_CLAUSE = ConfigLine(
    "route-map <name:word> [<action:permit|deny> [<seq:0-65535>]]",
    key=("name", "seq"),
    fill={"action": "permit", "seq": 10},
    write_as="route-map <name:word> <action:permit|deny> <seq:0-65535>",
    no_pattern="route-map <name:word> [<action:permit|deny> [<seq:0-65535>]]",
    enters=ROUTE_MAP,
    bang=True,
    rank=Place.ROUTE_MAP,
)
CLAUSE_TEXT = ConfigLine("description <text:line>", ROUTE_MAP, rank=10)
MATCH_IP = ConfigLine("match ip address { <lists:1-199+> | <lists:word+> }", ROUTE_MAP, rank=20)

OTHERS = (
    ConfigLine("version <number:word>", rank=1),
    ConfigLine("service timestamps <kind:debug|log> datetime [msec] [localtime]", key=("kind",), rank=Place.SERVICE),
    ConfigLine("service password-encryption", toggle=False, always=True, rank=Place.SERVICE + 9),
    ConfigLine("logging buffered <size:4096-2147483647> [<level:debugging|informational>]", rank=Place.LOGGING),
    ConfigLine("enable secret 5 <hash:word>", rank=Place.LOGGING + 10, secret=True),
    ConfigLine("clock timezone <name:word> { <hours:0-23> | <west:-1|-2|-3|-4|-5> }", rank=Place.CLOCK),
    ConfigLine("ip subnet-zero", toggle=True, always=True, rank=Place.CLOCK + 10),
    ConfigLine("ip domain-lookup", toggle=True, rank=Place.NAMES),
    ConfigLine("ip domain-name <name:word>", rank=Place.NAMES + 10),
    ConfigLine("ip dhcp excluded-address <address:ip>", key=("address",), rank=Place.NAMES + 20),
    ConfigLine("ip dhcp pool <name:word>", key=("name",), enters=POOL, bang=True, rank=Place.DHCP),
    ConfigLine("network <network:ip> <mask:prefix-mask>", POOL, rank=10, indent=3),
    ConfigLine("default-router <router:ip>", POOL, rank=20, indent=3),
    ConfigLine("option <code:0-254> ip <address:ip>", POOL, key=("code",), rank=30, indent=3),
    ConfigLine("dns-server <address:ip>", POOL, rank=40, indent=3),
    ConfigLine("crypto ca trustpoint <name:word>", key=("name",), enters=TRUSTPOINT, rank=Place.PKI),
    ConfigLine("enrollment url <url:word>", TRUSTPOINT, rank=10),
    ConfigLine("crl optional", TRUSTPOINT, toggle=False, rank=20),
    ConfigLine("crypto ca certificate chain <name:word>", key=("name",), enters=CHAIN, rank=Place.PKI + 10),
    ConfigLine(
        "certificate [ca] <serial:hex>", CHAIN, key=("ca", "serial"), enters=HEX, closing="quit", rank=10
    ),
    ConfigLine("<data:hex+>", HEX, key=("data",)),
    ConfigLine("half-duplex", INTERFACE, toggle=False, rank=90),
    ConfigLine("line <kind:con|aux> 0", key=("kind",), enters=LINE, rank=Place.LINE),
    ConfigLine("line vty <first:0-4> <last:0-4>", key=("first", "last"), enters=LINE, rank=Place.LINE + 10),
    ConfigLine("exec-timeout <minutes:0-35791> [<seconds:0-2147483>]", LINE, rank=10),
    ConfigLine("password <text:line>", LINE, rank=20, secret=True),
    ConfigLine("login", LINE, toggle=False, rank=30),
    ConfigLine("ntp update-calendar", toggle=False, rank=Place.NTP),
    ConfigLine("ntp server <server:ip>", key=("server",), rank=Place.NTP + 10),
)  # fmt: skip

LINES = (
    *(value for value in dict(globals()).values() if isinstance(value, ConfigLine)),
    *SETS,
    *REVERSE,
    *OTHERS,
)
GRAMMAR = Grammar(LINES, "12.2(11)T")


class Typist:
    """Types lines into a configuration, keeping track of mode and section."""

    def __init__(self, grammar: Grammar = GRAMMAR) -> None:
        self.grammar = grammar
        self.config = RunningConfig()
        self.mode = GLOBAL
        self.section = ()
        self.last: Applied | None = None

    def type(self, text: str) -> Typist:
        """Type lines; comments are passed over."""
        for line in text.splitlines():
            if line.strip() and not line.strip().startswith("!") and line.strip() != "quit":
                self._line(line)
        return self

    def _line(self, line: str) -> None:
        try:
            match = self.grammar.match(self.mode, PRIVILEGED_LEVEL, line, WORDS)
        except CliError as error:
            raise AssertionError(f"{line!r} in {self.mode.name}: {error!r}") from error
        self.last = applied = self.config.apply(match, self.section)
        self.config = applied.config
        self.mode, self.section = match.mode, home_of(match.mode, self.section)
        if applied.entered is not None:
            self.mode, self.section = match.entry.enters, applied.entered
