"""What a line means: abbreviations, arguments, `no`, filters, releases."""

from __future__ import annotations

import copy
import pickle

import pytest
from grammar_box import BOX, ENTRIES, NEWER, OLDER, POOL, TRANSFORM, args, read

from iossim.cli.compound import ANY, AddressSpec, PortSpec
from iossim.cli.errors import Incomplete, Invalid
from iossim.cli.grammar import Grammar
from iossim.cli.mode import EXEC, GLOBAL, INTERFACE
from iossim.cli.pipes import Filter, Kind
from iossim.net.address import Address, Mac


def ip(text):
    return Address.parse(text)


def test_an_exact_keyword_wins_over_longer_ones():
    """`show ip` is not ambiguous beside `show ipv6`."""
    assert read("SH IP ROUTE").entry.pattern == "show ip route [<prefix:ip>]"


def test_keywords_ignore_case_and_values_keep_it():
    """Names are stored as typed."""
    assert args("HOSTNAME Gateway-1", GLOBAL) == {"name": "Gateway-1"}


@pytest.mark.parametrize(
    "text", ["int fa0/0", "interface fa 0/0", "inter FastEthernet 0/0", "int f0/0", "int FASTeth0/0"]
)
def test_spellings_of_an_interface(text):
    """All are stored as `FastEthernet0/0`."""
    assert args(text, GLOBAL) == {"name": "FastEthernet0/0"}


def test_more_interfaces():
    """One letter, subinterfaces, numbers that need not exist."""
    assert args("int e0", GLOBAL) == {"name": "Ethernet0"}
    assert args("int fa0/1.10", GLOBAL) == {"name": "FastEthernet0/1.10"}
    assert args("int lo 007", GLOBAL) == {"name": "Loopback7"}


def test_a_keyword_prefix_before_a_word():
    """`dyn` is the keyword; a name that no keyword begins with is a name."""
    assert args("show route-map dyn") == {"dynamic": True}
    assert args("show route-map RRI") == {"name": "RRI"}


def test_names_of_addresses():
    """The document's spelling can be typed wherever an address is expected."""
    assert args("show ip route 64.yy.yy.a") == {"prefix": ip("64.1.1.1")}
    assert args("ping 64.yy.yy.a") == {"target": ip("64.1.1.1")}
    assert args("ping hq") == {"target": "hq"}


def test_optional_words_are_told():
    """A keyword that may be absent is in the arguments when it was typed."""
    assert args("show standby") == {}
    assert args("show standby fa0/0 br") == {"interface": "FastEthernet0/0", "brief": True}
    assert args("undebug all") == {"undebug": True}
    assert args("mode tunnel", TRANSFORM) == {"tunnel": True}


def test_fill():
    """An absent group is group 0."""
    assert args("standby priority 110", INTERFACE) == {"group": 0, "value": 110}
    assert args("standby 1 priority 110", INTERFACE) == {"group": 1, "value": 110}


def test_values_have_types():
    """Times, hardware addresses, masks by length."""
    assert args("clock set 18:43:07 5") == {"time": 67387, "day": 5}
    assert args("reload in 1:30 at last  it is") == {"wait": 90, "reason": "at last  it is"}
    assert args("mac-address 0.c07.ac01", INTERFACE) == {"address": Mac(0x0C07AC01)}
    assert args("network 10.81.2.0 /29", POOL)["mask"] == ip("255.255.255.248")


def test_free_text_keeps_inner_blanks():
    """Leading and trailing blanks go (ios-cli 2.6)."""
    assert args("description   To  the   DSL box ", INTERFACE) == {"text": "To  the   DSL box"}


def test_any_order():
    """Transforms in either order, one of a kind, at least one."""
    both = {"tag": "t1", "cipher": "esp-3des", "auth": "esp-sha-hmac"}
    assert args("crypto ipsec transform-set t1 esp-3des esp-sha-hmac", GLOBAL) == both
    assert args("crypto ipsec transform-set t1 esp-sha-hmac esp-3des", GLOBAL) == both
    with pytest.raises(Invalid):
        read("crypto ipsec transform-set t1 esp-3des esp-des", GLOBAL)
    with pytest.raises(Incomplete):
        read("crypto ipsec transform-set t1", GLOBAL)


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("any", ANY),
        ("0.0.0.0 255.255.255.255", ANY),
        ("host 10.1.1.1", AddressSpec(ip("10.1.1.1"))),
        ("10.1.1.1", AddressSpec(ip("10.1.1.1"))),
        ("10.81.3.7 0.0.1.255", AddressSpec(ip("10.81.2.0"), ip("0.0.1.255"))),
    ],
)
def test_sources_of_a_standard_list(text, spec):
    """All spellings of the same addresses are the same value, without host bits."""
    assert args(f"access-list 1 permit {text} log", GLOBAL) == {
        "number": 1,
        "action": "permit",
        "source": spec,
        "log": True,
    }


def test_ports_of_an_extended_list():
    """Names and numbers of ports are the same value; the two sides are told apart."""
    text = "access-list 101 deny udp any eq isakmp host 10.1.1.1 range 500 ntp"
    read_ports = args(text, GLOBAL)
    assert read_ports["from"] == PortSpec("eq", 500)
    assert read_ports["to"] == PortSpec("range", 500, 123)
    assert "to" not in args("access-list 101 deny udp any gt 1023 any", GLOBAL)
    with pytest.raises(Invalid):
        read("access-list 101 deny udp any eq telnet any", GLOBAL)


def test_compounds_answer_for_their_addresses():
    """A specification matches under its wildcard, a port condition by its operator."""
    assert ip("10.81.3.9") in AddressSpec(ip("10.81.2.0"), ip("0.0.1.255"))
    assert ip("10.81.4.0") not in AddressSpec(ip("10.81.2.0"), ip("0.0.1.255"))
    for operator, inside in (("eq", [5]), ("neq", [4, 6]), ("lt", [4]), ("gt", [6])):
        assert [port for port in (4, 5, 6) if port in PortSpec(operator, 5)] == inside
    assert 7 in PortSpec("range", 5, 9)


@pytest.mark.parametrize(
    ("mode", "text", "expected"),
    [
        (INTERFACE, "no ip address", {}),
        (INTERFACE, "no ip address 10.1.1.1 255.255.255.0", {"address": ip("10.1.1.1"), "mask": ip("255.255.255.0")}),
        (INTERFACE, "no description", {}),
        (INTERFACE, "no description of any kind", {"text": "of any kind"}),
        (INTERFACE, "no standby 1 priority", {"group": 1}),
        (INTERFACE, "no standby priority 5", {"group": 0, "value": 5}),
        (INTERFACE, "no standby 1 preempt", {"group": 1}),
        (INTERFACE, "no shut", {}),
        (GLOBAL, "no crypto isakmp policy 1", {"priority": 1}),
        (GLOBAL, "no crypto map test 1", {"tag": "test", "seq": 1}),
        (GLOBAL, "no crypto map test 1 ipsec-isakmp dynamic d", {"tag": "test", "seq": 1, "map": "d"}),
        (GLOBAL, "no interface lo0", {"name": "Loopback0"}),
        (GLOBAL, "no ip host hq", {"name": "hq"}),
    ],
)
def test_no_takes_the_line_up_to_its_key(mode, text, expected):
    """Key arguments must be typed, the rest may be (ios-cli 2.4)."""
    match = read(text, mode)
    assert match.negated
    assert not match.defaulted
    assert dict(match.args) == expected


@pytest.mark.parametrize(
    ("mode", "text"), [(GLOBAL, "no crypto isakmp policy"), (GLOBAL, "no crypto map test"), (INTERFACE, "no standby 1")]
)
def test_no_needs_the_key_and_the_words_before_it(mode, text):
    """Half a key removes nothing."""
    with pytest.raises(Incomplete):
        read(text, mode)


def test_default_is_like_no():
    """`default` takes the same words and says so."""
    match = read("def standby 1 pri", INTERFACE)
    assert match.defaulted
    assert not match.negated


def test_commands_have_no_no_form():
    """Only lines of the configuration are negated."""
    with pytest.raises(Invalid):
        read("no crypto key generate rsa", GLOBAL)


def test_a_global_line_in_a_submode():
    """It is understood as a line of global configuration."""
    match = read("ip route 0.0.0.0 0.0.0.0 10.81.0.1", INTERFACE)
    assert match.mode == GLOBAL
    assert read("no ip route 0.0.0.0 0.0.0.0 10.81.0.1", INTERFACE).mode == GLOBAL


def test_exec_commands_need_do_in_configuration():
    """`do` runs them where the release has it; the mode does not change."""
    with pytest.raises(Invalid):
        read("show version", GLOBAL)
    assert read("do sh ver", GLOBAL).mode == EXEC
    with pytest.raises(Invalid):
        read("do sh ver", GLOBAL, grammar=OLDER)


def test_filters():
    """Everything behind the keyword is the pattern, blanks and bars included (ios-cli 5)."""
    assert read("show ip route | include 64.yy").filter == Filter(Kind.INCLUDE, "64.yy")
    assert read("show ip route | i a | b ").filter == Filter(Kind.INCLUDE, "a | b ")
    assert read("show ip route 10.1.1.1 | b x").filter == Filter(Kind.BEGIN, "x")
    assert read("show standby | e x").filter == Filter(Kind.EXCLUDE, "x")
    assert read("show ip route").filter is None
    assert args("show ip route | include x") == {}


def test_section_filters_come_with_their_release():
    """`| section` is of 12.3(2)T."""
    with pytest.raises(Invalid):
        read("show ip route | section x")
    assert read("show ip route | s x y", grammar=NEWER).filter == Filter(Kind.SECTION, "x y")
    assert read("show ip route | section exclude x", grammar=NEWER).filter == Filter(Kind.SECTION_EXCLUDE, "x")
    assert read("show ip route | section include x", grammar=NEWER).filter == Filter(Kind.SECTION, "x")


def test_lines_of_other_releases_are_unknown():
    """`crypto keyring` came later, `crypto ca identity` went earlier."""
    for text, there, absent in (
        ("crypto keyring k", NEWER, BOX),
        ("crypto ca identity i", OLDER, BOX),
    ):
        assert read(text, GLOBAL, grammar=there)
        with pytest.raises(Invalid):
            read(text, GLOBAL, grammar=absent)


def test_a_grammar_is_no_state():
    """It refuses to be pickled, and a copy of what holds it shares it."""
    with pytest.raises(TypeError):
        pickle.dumps(BOX)
    assert copy.deepcopy(BOX) is BOX


def test_hidden_words_work_and_do_not_disturb():
    """`show secrets` can be typed; `show s` means `standby` all the same."""
    assert read("show secrets").entry.pattern == "show secrets"
    assert read("show se").entry.pattern == "show secrets"
    assert read("show s").entry.pattern == "show standby [<interface:interface>] [brief]"


def test_entries_are_those_of_the_release():
    """Listings show what this release has, in order."""
    assert len(BOX.entries()) == len(ENTRIES) - 2
    assert Grammar(ENTRIES, "12.2(15)T").entries()[-1] is ENTRIES[-1]
