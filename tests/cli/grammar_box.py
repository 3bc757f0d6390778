"""A small grammar for the tests of reading: the words that the worked examples of the reference need."""

from __future__ import annotations

from iossim.cli.entry import Command, ConfigLine
from iossim.cli.grammar import Grammar
from iossim.cli.mode import EXEC, GLOBAL, INTERFACE, Mode
from iossim.cli.vocabulary import InterfaceType, Words
from iossim.net.address import Address, AddressNames

POOL = Mode("dhcp-pool", "dhcp-config", "DHCP pool configuration commands:", GLOBAL)
TRANSFORM = Mode("transform", "cfg-crypto-trans", "Crypto transform configuration commands:", GLOBAL)
POLICY_MAP = Mode("policy-map", "config-pmap", "QoS policy-map configuration commands:", GLOBAL)
POLICY_CLASS = Mode("policy-class", "config-pmap-c", "QoS policy-map class configuration commands:", POLICY_MAP)

WORDS = Words(
    AddressNames({"64.yy.yy.a": Address.parse("64.1.1.1")}),
    (
        InterfaceType("Ethernet", "IEEE 802.3", ("0",)),
        InterfaceType("FastEthernet", "FastEthernet IEEE 802.3", ("0/0", "0/1"), dotted=True),
        InterfaceType("Loopback", "Loopback interface"),
        InterfaceType("Tunnel", "Tunnel interface"),
        InterfaceType("TokenRing", "IEEE 802.5", ("0",)),
    ),
)


def nothing(context, args):
    return None


def user(pattern, **more):
    return Command(pattern, nothing, level=1, **more)


def privileged(pattern, **more):
    return Command(pattern, nothing, **more)


IP_HELP = {"ip": "IP information", "route": "IP routing table", "redirects": "IP redirects"}
ENTRIES = (
    user("enable", help={"enable": "Turn on privileged commands"}),
    user("exit", help={"exit": "Exit from the EXEC"}),
    user("help", help={"help": "Description of the interactive help system"}),
    user("show ip route [<prefix:ip>]", filterable=True, help={"show": "Show running system information", **IP_HELP}),
    user("show ip redirects", help=IP_HELP),
    user("show ipv6"),
    user("show version", help={"version": "System hardware and software status"}),
    user("show standby [<interface:interface>] [brief]", filterable=True, help={"brief": "Brief output"}),
    user("show route-map [{ dynamic | <name:word> }]"),
    user("show secrets", hidden=True),
    user("ping [<target:host>]"),
    privileged("configure [terminal]", help={"configure": "Enter configuration mode"}),
    privileged("connect <host:word>", help={"connect": "Open a terminal connection"}),
    privileged("copy <source:word> <target:word>", help={"copy": "Copy from one file to another"}),
    privileged("erase startup-config"),
    privileged("ip dhcp-client network-discovery"),
    privileged("clock set <time:time> <day:1-31>"),
    privileged("reload in <wait:hours> [<reason:line>]"),
    privileged("{ no debug | undebug } all"),
    Command("exit", nothing, {"exit": "Exit from configure mode"}, GLOBAL),
    Command("crypto key generate rsa", nothing, {"key": "Long term key operations"}, GLOBAL),
    ConfigLine("router { eigrp | ospf } <process:1-65535>", key=("process",)),
    ConfigLine("logging { buffered <size:4096-2147483647> | <host:ip> }"),
    ConfigLine("hostname <name:word>", help={"name": "This system's network name"}),
    ConfigLine("interface <name:interface>", key=("name",), enters=INTERFACE),
    ConfigLine("ip dhcp pool <name:word>", key=("name",), enters=POOL),
    ConfigLine("ip route <prefix:ip> <mask:mask> <hop:ip>", key=("prefix", "mask", "hop")),
    ConfigLine("ip host <name:word> <address:ip>", key=("name",)),
    ConfigLine(
        "crypto isakmp policy <priority:1-10000>",
        key=("priority",),
        help={"crypto": "Encryption module", "isakmp": "Configure ISAKMP policy", "priority": "Priority of suite"},
    ),
    ConfigLine("crypto map <tag:word> <seq:1-65535> ipsec-isakmp [dynamic <map:word>]", key=("tag", "seq")),
    ConfigLine("crypto keyring <name:word>", key=("name",), since="12.2(15)T"),
    ConfigLine("crypto ca identity <name:word>", key=("name",), until="12.2(8)T"),
    ConfigLine(
        "crypto ipsec transform-set <tag:word> ( <cipher:esp-3des|esp-des> | <auth:esp-md5-hmac|esp-sha-hmac> )+",
        key=("tag",),
        enters=TRANSFORM,
        help={
            "tag": "Transform set tag",
            "esp-3des": "ESP transform using 3DES(EDE) cipher (168 bits)",
            "esp-des": "ESP transform using DES cipher (56 bits)",
            "esp-md5-hmac": "ESP transform using HMAC-MD5 auth",
            "esp-sha-hmac": "ESP transform using HMAC-SHA auth",
        },
    ),
    ConfigLine(
        "access-list <number:1-99> <action:acl-action> <source:acl-source> [log]",
        help={
            "access-list": "Add an access list entry",
            "number": "IP standard access list",
            "log": "Log matches against this entry",
        },
    ),
    ConfigLine(
        "access-list <number:100-199> <action:acl-action> udp <source:acl-address> [<from:acl-udp-port>]"
        " <target:acl-address> [<to:acl-udp-port>]",
        help={"number": "IP extended access list", "udp": "User Datagram Protocol"},
    ),
    ConfigLine("access-list <number:1-99|100-199> remark <text:line>", help={"remark": "Access list entry comment"}),
    ConfigLine("policy-map <name:word>", key=("name",), enters=POLICY_MAP),
    ConfigLine("class <name:word>", POLICY_MAP, key=("name",), enters=POLICY_CLASS),
    ConfigLine("priority <rate:8-2000000>", POLICY_CLASS),
    ConfigLine("description <text:line>", INTERFACE, {"text": "Up to 240 characters describing this interface"}),
    ConfigLine("ip address { dhcp | <address:ip> <mask:mask> [secondary] }", INTERFACE),
    ConfigLine("ip redirects", INTERFACE, toggle=True),
    ConfigLine("ip route-cache same-interface", INTERFACE, toggle=False),
    ConfigLine("shutdown", INTERFACE, {"shutdown": "Shutdown the selected interface"}, toggle=False),
    ConfigLine(
        "standby [<group:0-255>] priority <value:0-255>",
        INTERFACE,
        {
            "standby": "HSRP interface configuration commands",
            "group": "group number",
            "priority": "Priority level",
            "value": "Priority value",
        },
        key=("group",),
        fill={"group": 0},
        default={"value": 100},
    ),
    ConfigLine(
        "standby [<group:0-255>] preempt [delay <seconds:0-3600>]", INTERFACE, key=("group",), fill={"group": 0}
    ),
    ConfigLine("mac-address <address:mac>", INTERFACE),
    ConfigLine("default-router <address:ip>", POOL),
    ConfigLine("network <network:ip> [<mask:prefix-mask>]", POOL),
    ConfigLine("mode { transport | tunnel }", TRANSFORM),
)
BOX = Grammar(ENTRIES, "12.2(11)T")
NEWER = Grammar(ENTRIES, "12.3(2)T")
OLDER = Grammar(ENTRIES, "12.1(5)T")


def read(text, mode=EXEC, level=15, grammar=BOX):
    """The match of a line."""
    return grammar.match(mode, level, text, WORDS)


def args(text, mode=EXEC, level=15, grammar=BOX):
    """The arguments of a line."""
    return dict(read(text, mode, level, grammar).args)
