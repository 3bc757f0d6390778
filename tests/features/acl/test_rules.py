"""Access lists as data: what an entry matches, how lines become entries, and how they are written and shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iossim.cli.grammar import Grammar
from iossim.cli.mode import GLOBAL
from iossim.cli.release import Release
from iossim.cli.vocabulary import Words
from iossim.cli.writing import write
from iossim.device.config import RunningConfig
from iossim.device.filters import AccessList
from iossim.features.acl.config import EXTENDED_MODE, LINES
from iossim.features.acl.show import ListView, show_lists
from iossim.features.acl.state import lists_of
from iossim.net.address import Address
from iossim.net.packet import Icmp, IcmpType, Packet, Protocol, Tcp, Udp

GRAMMAR = Grammar(LINES, "12.2(11)T")
WORDS = Words()


def configured(*lines: str) -> RunningConfig:
    """A configuration of these lines, typed one after the other."""
    config, mode, section = RunningConfig(), GLOBAL, ()
    for line in lines:
        match = GRAMMAR.match(mode, 15, line, WORDS)
        applied = config.apply(match, section)
        config = applied.config
        if applied.entered is not None:
            mode, section = match.entry.enters, applied.entered  # type: ignore[union-attr,assignment]
        elif match.mode is GLOBAL:
            mode, section = GLOBAL, ()
    return config


def the_list(*lines: str) -> AccessList:
    (found,) = lists_of(configured(*lines)).values()
    return found


def udp(src: str, dst: str, sport: int = 500, dport: int = 500) -> Packet:
    return Packet(Address.parse(src), Address.parse(dst), Protocol.UDP, Udp(sport, dport))


def tcp(src: str, dst: str, flags: str, dport: int = 23) -> Packet:
    return Packet(Address.parse(src), Address.parse(dst), Protocol.TCP, Tcp(1025, dport, flags))


def ping(src: str, dst: str, kind: IcmpType = IcmpType.ECHO) -> Packet:
    return Packet(Address.parse(src), Address.parse(dst), Protocol.ICMP, Icmp(kind))


@pytest.mark.parametrize(
    "line",
    [
        "access-list 1 remark 10.81.2.0 / 23",
        "access-list 1 permit 10.81.2.0 0.0.1.255",
        "access-list 1 permit 10.10.1.65",
        "access-list 1 deny   any",
        "access-list 1 deny   any log",
        "access-list 101 permit ip 10.81.2.0 0.0.0.7 any",
        "access-list 101 permit esp any host 64.100.1.1",
        "access-list 101 permit udp any eq isakmp host 64.100.1.1 eq isakmp",
        "access-list 101 permit udp any range bootps bootpc any",
        "access-list 101 permit tcp any any eq telnet established",
        "access-list 101 permit tcp any any lt sunrpc log",
        "access-list 101 permit icmp any any echo-reply",
        "access-list 101 permit icmp any any 3 4",
        "access-list 101 deny   99 any any",
        "access-list 2001 deny   ip any any log",
    ],
)
def test_round_trip(line: str) -> None:
    """A line as IOS writes it is read and written back the same."""
    match = GRAMMAR.match(GLOBAL, 15, line, WORDS)
    assert write(match.entry, match.args) == line


def test_host_bits_are_cleared() -> None:
    """Bits under the wildcard do not survive."""
    match = GRAMMAR.match(GLOBAL, 15, "access-list 1 permit 10.81.2.7 0.0.1.255", WORDS)
    assert write(match.entry, match.args) == "access-list 1 permit 10.81.2.0 0.0.1.255"


def test_first_match_then_deny() -> None:
    """The first entry that matches decides; what none matches is denied."""
    found = the_list("access-list 101 deny udp any any eq 500", "access-list 101 permit ip host 1.1.1.1 any")
    assert not found.permits(udp("1.1.1.1", "2.2.2.2"))
    assert found.permits(udp("1.1.1.1", "2.2.2.2", dport=69))
    assert not found.permits(udp("1.1.1.2", "2.2.2.2", dport=69))


def test_established() -> None:
    """`established` lets answers pass, not the first segment."""
    found = the_list("access-list 101 permit tcp any any established")
    assert found.permits(tcp("1.1.1.1", "2.2.2.2", "SA"))
    assert found.permits(tcp("1.1.1.1", "2.2.2.2", "R"))
    assert not found.permits(tcp("1.1.1.1", "2.2.2.2", "S"))


def test_ports() -> None:
    """Source and destination ports are looked at on their own side, by every operator."""
    found = the_list(
        "access-list 101 permit udp any eq 500 any range 600 700", "access-list 101 permit udp any gt 9000 any"
    )
    assert found.permits(udp("1.1.1.1", "2.2.2.2", 500, 700))
    assert not found.permits(udp("1.1.1.1", "2.2.2.2", 650, 500))
    assert not found.permits(udp("1.1.1.1", "2.2.2.2", 501, 700))
    assert not found.permits(udp("1.1.1.1", "2.2.2.2", 9000, 1))
    assert found.permits(udp("1.1.1.1", "2.2.2.2", 9001, 1))


def test_icmp_types() -> None:
    """An ICMP word matches its type only."""
    found = the_list("access-list 101 permit icmp any any echo")
    assert found.permits(ping("1.1.1.1", "2.2.2.2"))
    assert not found.permits(ping("1.1.1.1", "2.2.2.2", IcmpType.ECHO_REPLY))


def test_no_numbered_removes_the_list() -> None:
    """`no access-list N`, even with an entry behind it, removes everything of that number and nothing else."""
    lines = ("access-list 1 remark x", "access-list 1 permit any", "access-list 2 permit any")
    config = configured(*lines, "no access-list 1 permit any")
    assert [write(one.entry, one.args) for one in config.all_of(())] == ["access-list 2 permit any"]


def test_remarks_keep_their_place() -> None:
    """Remarks and entries of a list stay in the order they were typed; lists print in ascending number."""
    config = configured(
        "access-list 2 permit any", "access-list 1 permit 1.1.1.1", "access-list 1 remark x", "access-list 1 deny any"
    )
    assert [write(one.entry, one.args) for one in config.all_of(())] == [
        "access-list 1 permit 1.1.1.1",
        "access-list 1 remark x",
        "access-list 1 deny   any",
        "access-list 2 permit any",
    ]


def test_duplicates_are_ignored() -> None:
    """The same entry twice is one entry, in its first place."""
    found = the_list("access-list 1 permit 1.1.1.1", "access-list 1 deny any", "access-list 1 permit 1.1.1.1")
    assert [rule.text for rule in found.rules] == ["permit 1.1.1.1", "deny any"]


def test_named_entry_is_removed_alone() -> None:
    """In a named list `no` takes one entry."""
    config = configured(
        "ip access-list extended web",
        "permit tcp any any eq www",
        "permit tcp any any eq 22",
        "no permit tcp any any eq 80",
    )
    (found,) = lists_of(config).values()
    assert (found.name, [rule.text for rule in found.rules]) == ("web", ["permit tcp any any eq 22"])


def test_modes_know_their_entries() -> None:
    """`?` in a named extended list offers actions, remark and the ways out."""
    words = [row.word for row in GRAMMAR.help(EXTENDED_MODE, 15, "", WORDS).rows]
    assert {"permit", "deny", "remark", "no"} <= set(words)


def test_show() -> None:
    """`show access-lists` of 12.2: no numbers, padded action, wildcard spelled for standard lists, matches at the end."""
    lists = lists_of(
        configured(
            "access-list 101 permit ip 10.81.2.0 0.0.0.7 any",
            "access-list 1 remark not shown",
            "access-list 1 permit 10.81.2.0 0.0.1.255",
            "access-list 1 permit 9.9.9.9 log",
            "access-list 1 deny any",
        )
    )
    views = [ListView(lists["1"], (0, 1, 12)), ListView(lists["101"], (3,))]
    assert list(lists) == ["1", "101"]
    assert list(show_lists(views, Release.parse("12.2(11)T"), str)) == [
        "Standard IP access list 1",
        "    permit 10.81.2.0, wildcard bits 0.0.1.255",
        "    permit 9.9.9.9 log (1 match)",
        "    deny   any (12 matches)",
        "Extended IP access list 101",
        "    permit ip 10.81.2.0 0.0.0.7 any (3 matches)",
    ]
    assert (
        list(show_lists(views[1:], Release.parse("15.1M"), str))[1]
        == "    10 permit ip 10.81.2.0 0.0.0.7 any (3 matches)"
    )


@pytest.mark.parametrize(
    ("condition", "matching", "other"),
    [
        ("precedence critical", 0xB8, 0xC0),
        ("precedence 5 tos min-delay", 0xB0, 0xA0),
        ("tos 8", 0x10, 0x08),
        ("dscp ef", 0xB8, 0xB0),
        ("dscp 12", 0x30, 0x28),
    ],
)
def test_an_entry_looks_at_the_type_of_service(condition: str, matching: int, other: int) -> None:
    """Precedence, the four bits behind it, or the code point that took their place; written by name where there is one."""
    found = the_list(f"access-list 101 permit ip any any {condition}")
    packet = Packet(Address(1), Address(2), Protocol.UDP, Udp(1, 2))
    assert [found.permits(replace(packet, tos=tos)) for tos in (matching, other)] == [True, False]
    written = {
        "precedence 5 tos min-delay": "precedence critical tos min-delay",
        "tos 8": "tos min-delay",
        "dscp 12": "dscp af12",
    }
    assert found.rules[0].text == f"permit ip any any {written.get(condition, condition)}"


def test_an_entry_looks_at_flags() -> None:
    """One of those named is enough."""
    found = the_list("access-list 101 permit tcp any any eq telnet syn fin")
    packets = [Packet(Address(1), Address(2), Protocol.TCP, Tcp(1, 23, flags)) for flags in ("S", "SA", "A", "FA")]
    assert [found.permits(packet) for packet in packets] == [True, True, False, True]
    assert found.rules[0].text == "permit tcp any any eq telnet fin syn"
