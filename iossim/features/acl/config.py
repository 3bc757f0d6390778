"""The lines of access lists: numbered, named, and where they are applied.

Numbered lists are single global lines that share a number; `no access-list N`, whatever follows, removes the whole list. Named
lists are sections whose entries can be removed one by one. Entries keep the order in which they were typed (12.2 has no
sequence numbers).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from iossim.cli.entry import Args, ConfigLine
from iossim.cli.mode import GLOBAL, INTERFACE, Mode
from iossim.device.filters import ICMP_NAMES

STANDARD_MODE = Mode("std-nacl", "config-std-nacl", "Standard Access List configuration commands:", GLOBAL, "ipsnacl")
EXTENDED_MODE = Mode("ext-nacl", "config-ext-nacl", "Ext Access List configuration commands:", GLOBAL, "ipenacl")

STANDARD_NUMBERS = "1-99|1300-1999"
EXTENDED_NUMBERS = "100-199|2000-2699"
_BOTH = "1-99|100-199|1300-1999|2000-2699"

_STANDARD = "<action:acl-action> <src:acl-source> [log]"
_PLAIN = "<proto:ip|ahp|eigrp|esp|gre|igmp|igrp|ipinip|nos|ospf|pcp|pim>"
_ICMP = f"<icmp:{'|'.join(ICMP_NAMES)}>"
_EXTENDED = (
    "<action:acl-action> {"
    f" {{ {_PLAIN} | <proto:0-255> }} <src:acl-address> <dst:acl-address>"
    " | <proto:tcp|tcp> <src:acl-address> [<sport:acl-tcp-port>] <dst:acl-address> [<dport:acl-tcp-port>] [established]"
    " | <proto:udp|udp> <src:acl-address> [<sport:acl-udp-port>] <dst:acl-address> [<dport:acl-udp-port>]"
    f" | <proto:icmp|icmp> <src:acl-address> <dst:acl-address> [{{ {_ICMP} | <kind:0-255> [<code:0-255>] }}]"
    " } [log]"
)
_STANDARD_KEY = ("action", "src", "log")
_STANDARD_FILL = {"log": False}
_EXTENDED_KEY = ("action", "proto", "src", "sport", "dst", "dport", "established", "icmp", "kind", "code", "log")
_EXTENDED_FILL = {
    **dict.fromkeys(("sport", "dport", "icmp", "kind", "code")),
    **dict.fromkeys(("established", "log"), False),
}

_RULE_HELP: Mapping[str, str] = {
    "log": "Log matches against this entry",
    "established": "Match established connections",
    "proto": "An IP protocol number",
    "ip": "Any Internet Protocol",
    "ahp": "Authentication Header Protocol",
    "eigrp": "Cisco's EIGRP routing protocol",
    "esp": "Encapsulation Security Payload",
    "gre": "Cisco's GRE tunneling",
    "icmp": "Internet Control Message Protocol",
    "igmp": "Internet Gateway Message Protocol",
    "igrp": "Cisco's IGRP routing protocol",
    "ipinip": "IP in IP tunneling",
    "nos": "KA9Q NOS compatible IP over IP tunneling",
    "ospf": "OSPF routing protocol",
    "pcp": "Payload Compression Protocol",
    "pim": "Protocol Independent Multicast",
    "tcp": "Transmission Control Protocol",
    "udp": "User Datagram Protocol",
    "kind": "ICMP message type",
    "code": "ICMP message code",
    "administratively-prohibited": "Administratively prohibited",
    "echo": "Echo (ping)",
    "echo-reply": "Echo reply",
    "host-unreachable": "Host unreachable",
    "net-unreachable": "Net unreachable",
    "packet-too-big": "Fragmentation needed and DF set",
    "port-unreachable": "Port unreachable",
    "protocol-unreachable": "Protocol unreachable",
    "redirect": "All redirects",
    "time-exceeded": "All time exceededs",
    "traceroute": "Traceroute",
    "ttl-exceeded": "TTL exceeded",
    "unreachable": "All unreachables",
    "remark": "Access list entry comment",
    "text": "Comment up to 100 characters",
}
_LIST_HELP: Mapping[str, str] = {**_RULE_HELP, "access-list": "Add an access list entry"}


def by_number(args: Args) -> int:
    """Numbered lists are written in ascending order."""
    number: int = args["number"]
    return number


_EXPANDED: Mapping[str, str] = {
    "1300-1999": "IP standard access list (expanded range)",
    "2000-2699": "IP extended access list (expanded range)",
}


def _numbered(numbers: str, body: str, key: tuple[str, ...], fill: Mapping[str, Any], help_text: str) -> ConfigLine:
    return ConfigLine(
        f"access-list <number:{numbers}> {body}",
        help={**_LIST_HELP, "number": help_text, **_EXPANDED},
        key=("number", *key),
        fill=fill,
        no_pattern=f"access-list <number:{numbers}> [<rest:line>]",
        rank=500,
        sort=by_number,
    )


STANDARD = _numbered(STANDARD_NUMBERS, _STANDARD, _STANDARD_KEY, _STANDARD_FILL, "IP standard access list")
EXTENDED = _numbered(EXTENDED_NUMBERS, _EXTENDED, _EXTENDED_KEY, _EXTENDED_FILL, "IP extended access list")
REMARK = _numbered(_BOTH, "remark <text:line>", ("text",), {}, "IP access list")
NUMBERED = (STANDARD, EXTENDED, REMARK)

_NAMED_HELP: Mapping[str, str] = {
    "ip": "Global IP configuration subcommands",
    "access-list": "Named access-list",
    "standard": "Standard Access List",
    "extended": "Extended Access List",
    "name": "Access-list name",
}


def other_kind(context: Any, args: Args, other: ConfigLine, kind: str) -> str | None:
    """A name belongs to one kind of list."""
    if context.router.config.has(other, name=args["name"]):
        return f"% A named {kind} IP access list with this name already exists"
    return None


def refuse_standard(context: Any, args: Args) -> str | None:
    """An extended list of this name keeps its name."""
    return other_kind(context, args, NAMED_EXTENDED, "extended")


def refuse_extended(context: Any, args: Args) -> str | None:
    """A standard list of this name keeps its name."""
    return other_kind(context, args, NAMED_STANDARD, "standard")


NAMED_STANDARD = ConfigLine(
    "ip access-list standard <name:word>",
    help=_NAMED_HELP,
    key=("name",),
    enters=STANDARD_MODE,
    rank=480,
    check=refuse_standard,
)
NAMED_EXTENDED = ConfigLine(
    "ip access-list extended <name:word>",
    help=_NAMED_HELP,
    key=("name",),
    enters=EXTENDED_MODE,
    rank=480,
    check=refuse_extended,
)
STANDARD_ENTRY = ConfigLine(_STANDARD, STANDARD_MODE, _RULE_HELP, key=_STANDARD_KEY, fill=_STANDARD_FILL, rank=10)
EXTENDED_ENTRY = ConfigLine(_EXTENDED, EXTENDED_MODE, _RULE_HELP, key=_EXTENDED_KEY, fill=_EXTENDED_FILL, rank=10)
STANDARD_REMARK = ConfigLine("remark <text:line>", STANDARD_MODE, _RULE_HELP, key=("text",), rank=10)
EXTENDED_REMARK = ConfigLine("remark <text:line>", EXTENDED_MODE, _RULE_HELP, key=("text",), rank=10)

GROUP = ConfigLine(
    "ip access-group { <list:1-199> | <list:1300-2699> | <list:word> } <direction:in|out>",
    INTERFACE,
    {
        "ip": "Interface Internet Protocol config commands",
        "access-group": "Specify access control for packets",
        "list": "Access-list name",
        "in": "inbound packets",
        "out": "outbound packets",
    },
    key=("direction",),
    no_pattern="ip access-group [{ <list:1-199> | <list:1300-2699> | <list:word> }] <direction:in|out>",
    rank=40,
)

LINES = (
    *NUMBERED,
    NAMED_STANDARD,
    NAMED_EXTENDED,
    STANDARD_ENTRY,
    EXTENDED_ENTRY,
    STANDARD_REMARK,
    EXTENDED_REMARK,
    GROUP,
)
