"""The running configuration prints as the reference listings do, and what prints reads back."""

from __future__ import annotations

from pathlib import Path

import pytest
from headend_lines import GRAMMAR, INTERFACE_LINE, NAMES, WARNINGS, Typist

from iossim.device.nvgen import running_lines, section_lines

HERE = Path(__file__).parent


def printed(config, names=NAMES):
    return running_lines(config, names, GRAMMAR.manner)


@pytest.mark.parametrize("router", ["gateway-1", "soho-vp"])
def test_reference_listing_prints_as_it_was_read(router):
    """A start-up configuration in IOS form comes out unchanged: order, blanks, `!` lines, defaults shown and hidden."""
    listing = (HERE / f"{router}.cfg").read_text()
    assert printed(Typist().type(listing).config) == listing.splitlines()


def test_the_documents_text_prints_in_ios_form():
    """Unindented lines, in the document's order and abbreviated, mean the same as the listing."""
    listing = (HERE / "gateway-1.cfg").read_text()
    flat = "\n".join(line.strip() for line in listing.splitlines())
    assert Typist().type(flat).config == Typist().type(listing).config


def test_addresses_print_by_number_when_names_are_off():
    """The names of addresses are a matter of printing only."""
    config = Typist().type("interface lo0\nip address 64.yy.yy.a 255.255.255.255").config
    assert " ip address 64.yy.yy.a 255.255.255.255" in printed(config)
    assert " ip address 64.1.1.1 255.255.255.255" in running_lines(config)


def test_an_interface_alone():
    """`show running-config interface` prints the section, its unstored lines too, without the `!`."""
    config = Typist().type("interface fa0/0\nspeed 100\nno ip redirects").config
    assert section_lines(config, (("interface", "FastEthernet0/0"),), NAMES, GRAMMAR.manner) == [
        "interface FastEthernet0/0",
        " no ip address",
        " no ip redirects",
        " duplex auto",
        " speed 100",
    ]
    assert section_lines(config, (("interface", "Loopback7"),)) == []


def test_lines_shown_at_their_default_only_where_they_belong():
    """A loopback has no duplex; `no ip address` shows where there is none."""
    config = Typist().type("interface lo0").config
    assert section_lines(config, (("interface", "Loopback0"),), NAMES, GRAMMAR.manner) == [
        "interface Loopback0",
        " no ip address",
    ]


def test_a_toggle_prints_in_its_unusual_state():
    """`eigrp log-neighbor-warnings` is on by itself: only `no` prints."""
    typist = Typist().type("router eigrp 64\nno eigrp log-neighbor-warnings")
    assert " no eigrp log-neighbor-warnings" in printed(typist.config)
    assert not typist.type("eigrp log-neighbor-warnings").config.has(WARNINGS, typist.section)
    assert not any("warnings" in line for line in printed(typist.config))


def test_sections_keep_the_order_of_typing_within_a_rank():
    """Interfaces of equal rank stand as they were created."""
    config = Typist().type("interface fa0/1\ninterface fa0/0").config
    assert [one.args["name"] for one in config.all(INTERFACE_LINE)] == ["FastEthernet0/1", "FastEthernet0/0"]


def test_numbered_lists_sort_and_keep_their_entries_in_place():
    """Lists ascend by number; remarks stay where they were typed."""
    config = (
        Typist()
        .type(
            "access-list 101 permit udp any any eq isakmp\naccess-list 1 remark first\naccess-list 1 deny any\n"
            "access-list 1 remark last\naccess-list 1 permit host 10.1.1.1"
        )
        .config
    )
    assert [line for line in printed(config) if line.startswith("access-list")] == [
        "access-list 1 remark first",
        "access-list 1 deny   any",
        "access-list 1 remark last",
        "access-list 1 permit 10.1.1.1",
        "access-list 101 permit udp any any eq isakmp",
    ]
