"""The lines of access lists: numbered, named, and where they are applied.

Numbered lists are single global lines that share a number; `no access-list N`, whatever follows, removes the whole list. Named
lists are sections whose entries can be removed one by one. Entries keep the order in which they were typed, or since 12.3(2)T
that of their sequence numbers: these are kept with the arguments of a line, and no line prints them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from iossim.cli.entry import Args, ConfigLine
from iossim.cli.mode import GLOBAL, INTERFACE, Mode
from iossim.device.codepoint import declare
from iossim.device.config import RunningConfig, SectionKey, Statement
from iossim.device.filters import FLAGS, ICMP_NAMES

declare()
STANDARD_MODE = Mode("std-nacl", "config-std-nacl", "Standard Access List configuration commands:", GLOBAL, "ipsnacl")
EXTENDED_MODE = Mode("ext-nacl", "config-ext-nacl", "Ext Access List configuration commands:", GLOBAL, "ipenacl")

STANDARD_NUMBERS = "1-99|1300-1999"
EXTENDED_NUMBERS = "100-199|2000-2699"
_BOTH = "1-99|100-199|1300-1999|2000-2699"

STANDARD_RULE = "<action:acl-action> <src:acl-source> [log]"
_PLAIN = "<proto:ip|ahp|eigrp|esp|gre|igmp|igrp|ipinip|nos|ospf|pcp|pim>"
_ICMP = f"<icmp:{'|'.join(ICMP_NAMES)}>"
EXTENDED_RULE = (
    "<action:acl-action> {"
    f" {{ {_PLAIN} | <proto:0-255> }} <src:acl-address> <dst:acl-address>"
    " | <proto:tcp|tcp> <src:acl-address> [<sport:acl-tcp-port>] <dst:acl-address> [<dport:acl-tcp-port>]"
    " [established] ( ack | fin | psh | rst | syn | urg )*"
    " | <proto:udp|udp> <src:acl-address> [<sport:acl-udp-port>] <dst:acl-address> [<dport:acl-udp-port>]"
    f" | <proto:icmp|icmp> <src:acl-address> <dst:acl-address> [{{ {_ICMP} | <kind:0-255> [<code:0-255>] }}]"
    " } [{ dscp <dscp:dscp> | precedence <precedence:precedence> }] [tos <tos:tos>] [fragments] [{ log | log-input }]"
    " [time-range <hours:word>]"
)
_STANDARD_KEY = ("action", "src", "log")
_STANDARD_FILL = {"log": False}
_EXTENDED_KEY = (
    "action", "proto", "src", "sport", "dst", "dport", "established", *FLAGS, "icmp", "kind", "code",
    "dscp", "precedence", "tos", "fragments", "log", "log-input", "hours",
)  # fmt: skip
_EXTENDED_FILL = {
    **dict.fromkeys(("sport", "dport", "icmp", "kind", "code", "dscp", "precedence", "tos", "hours")),
    **dict.fromkeys(("established", *FLAGS, "fragments", "log", "log-input"), False),
}

SEQUENCE = "sequence"
NUMBERS_SINCE = "12.3(2)T"
_LAST = 2**31
RULE_HELP: Mapping[str, str] = {
    SEQUENCE: "Sequence Number",
    "log": "Log matches against this entry",
    "log-input": "Log matches against this entry, including input interface",
    "fragments": "Check non-initial fragments",
    "time-range": "Specify a time-range",
    "hours": "Time-range entry name",
    "established": "Match established connections",
    "ack": "Match on the ACK bit",
    "fin": "Match on the FIN bit",
    "psh": "Match on the PSH bit",
    "rst": "Match on the RST bit",
    "syn": "Match on the SYN bit",
    "urg": "Match on the URG bit",
    "dscp": "Match packets with given dscp value",
    "dscp dscp": "Differentiated services codepoint value",
    "precedence": "Match packets with given precedence value",
    "precedence precedence": "Precedence value",
    "tos": "Match packets with given TOS value",
    "tos tos": "Type of service value",
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
_LIST_HELP: Mapping[str, str] = {**RULE_HELP, "access-list": "Add an access list entry"}


def by_number(args: Args) -> tuple[int, ...]:
    """Numbered lists are written in ascending order."""
    return args["number"], *by_sequence(args)


def by_sequence(args: Args) -> tuple[int, int]:
    """Entries by their numbers, those without in the order of typing; a remark after the entry of its number."""
    number = args.get(SEQUENCE)
    return (_LAST, 0) if number is None else (number, "text" in args)


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


STANDARD = _numbered(STANDARD_NUMBERS, STANDARD_RULE, _STANDARD_KEY, _STANDARD_FILL, "IP standard access list")
EXTENDED = _numbered(EXTENDED_NUMBERS, EXTENDED_RULE, _EXTENDED_KEY, _EXTENDED_FILL, "IP extended access list")
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


def other_number(context: Any, args: Args, numbers: str) -> str | None:
    """A number belongs to one kind of list, where numbered lists are edited by name."""
    name = args["name"]
    if not name.isdigit() or not context.router.release.has(NUMBERS_SINCE):
        return None
    ends = [span.split("-") for span in numbers.split("|")]
    return None if any(int(low) <= int(name) <= int(high) for low, high in ends) else "% Invalid access list name."


def refuse_standard(context: Any, args: Args) -> str | None:
    """An extended list of this name keeps its name."""
    return other_number(context, args, STANDARD_NUMBERS) or other_kind(context, args, NAMED_EXTENDED, "extended")


def refuse_extended(context: Any, args: Args) -> str | None:
    """A standard list of this name keeps its name."""
    return other_number(context, args, EXTENDED_NUMBERS) or other_kind(context, args, NAMED_STANDARD, "standard")


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
OPENERS = (NAMED_STANDARD, NAMED_EXTENDED)


def duplicate(context: Any, args: Args) -> str | None:
    """A number belongs to one entry."""
    name = str(context.section[-1][1])
    for _, one in entries_of(context.router.config, name) if SEQUENCE in args else ():
        same = {**one.args, "number": None} == {**args, "number": None}
        if one.args.get(SEQUENCE) == args[SEQUENCE] and one.entry not in REMARKS and not same:
            return "% Duplicate sequence number\n%Failed to add ace to access-list"
    return None


def _entry(body: str, mode: Mode, key: tuple[str, ...], fill: Mapping[str, Any]) -> tuple[ConfigLine, ConfigLine]:
    """An entry of a named list, without and with a number in front."""
    plain = ConfigLine(body, mode, RULE_HELP, key=key, fill=fill, rank=10, sort=by_sequence, until=NUMBERS_SINCE)
    return plain, replace(
        plain,
        pattern=f"[<{SEQUENCE}:1-2147483647>] {body}",
        write_as=body,
        check=duplicate,
        since=NUMBERS_SINCE,
        until="",
    )


STANDARD_ENTRIES = _entry(STANDARD_RULE, STANDARD_MODE, _STANDARD_KEY, _STANDARD_FILL)
EXTENDED_ENTRIES = _entry(EXTENDED_RULE, EXTENDED_MODE, _EXTENDED_KEY, _EXTENDED_FILL)
STANDARD_REMARK, EXTENDED_REMARK = (
    ConfigLine("remark <text:line>", mode, RULE_HELP, key=("text",), rank=10, sort=by_sequence)
    for mode in (STANDARD_MODE, EXTENDED_MODE)
)
REMARKS = (REMARK, STANDARD_REMARK, EXTENDED_REMARK)
INSIDE = (*STANDARD_ENTRIES, *EXTENDED_ENTRIES, STANDARD_REMARK, EXTENDED_REMARK)
"""What stands in the section of a named list."""

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
    *INSIDE,
    GROUP,
)

Placed = tuple[SectionKey, Statement]


def entries_of(config: RunningConfig, name: str) -> list[Placed]:
    """The entries and remarks of a list, in order, each with the section it stands in."""
    if name.isdigit():
        number = int(name)
        return [((), one) for one in config.all_of() if one.entry in NUMBERED and one.args["number"] == number]
    return [
        (section, one) for section in named_sections(config) if section[-1][1] == name for one in config.all_of(section)
    ]


def named_sections(config: RunningConfig) -> tuple[SectionKey, ...]:
    """Where the entries of named lists stand."""
    return (*config.sections(STANDARD_MODE), *config.sections(EXTENDED_MODE))
