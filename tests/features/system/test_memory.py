"""Saving, booting, copying: NVRAM holds a text that makes the same configuration again."""

from __future__ import annotations

import re

import pytest
from keyboard import Bench

from iossim.features.system.memory import running_text
from iossim.net.address import NUMBERS

LINES = (
    "hostname core-1",
    "service timestamps debug datetime",
    "no service pad",
    "service tcp-keepalives-in",
    "boot system slot0:old.bin",
    "logging buffered 8192 informational",
    "no logging console",
    "logging monitor errors",
    "logging 10.0.1.10",
    "logging trap debugging",
    "enable password level 5 five",
    "username ann privilege 15 secret lab",
    "username bob nopassword",
    "clock timezone CET 1",
    "clock summer-time CEST recurring last sun mar 2:00 last sun oct 3:00",
    "ip cef",
    "ip domain-name example.com",
    "ip host a 10.0.0.1 10.0.0.2",
    "ip name-server 10.0.1.10",
    "ip http server",
    "snmp-server community public RO",
    "banner exec #one line#",
    "alias exec sb show ip interface brief",
    "ntp update-calendar",
    "ntp server 10.0.1.10 version 2 prefer",
    "line con 0",
    "logging synchronous",
    "history size 30",
    "length 40",
    "line vty 0 4",
    "transport input telnet",
    "session-timeout 5",
)


@pytest.fixture
def bench():
    return Bench().privileged()


def boot(bench):
    bench.router.restart("reload")
    bench.wait(150)


def test_everything_survives_a_reload(bench):
    """Every line of the box, saved and booted, prints as before; NVRAM does not change by a byte."""
    assert "%" not in bench.configure(*LINES)
    bench.type("write memory")
    saved = bench.router.startup
    body = running_text(bench.router, NUMBERS)
    boot(bench)
    assert bench.router.startup == saved
    assert without_dates(running_text(bench.router, NUMBERS)) == without_dates(body)
    for line in LINES:
        if not line.startswith(("username ann", "banner", "line", "logging buffered", "clock summer")):
            assert re.search(rf"^ ?{re.escape(line)}\s*$", saved, re.MULTILINE), line


def without_dates(lines):
    return [line for line in lines if not line.startswith("! ")]


def test_the_size_is_the_size(bench):
    """`Current configuration : N bytes` counts what is printed from the first `!` to `end`."""
    text = bench.type("show running-config")
    count, body = re.search(r"Current configuration : (\d+) bytes\n(!\n.*?\nend\n)", text, re.DOTALL).groups()
    assert int(count) == len(body)


def test_saving_makes_reload_ask_no_more(bench):
    """The question comes after a change, and only until it is saved."""
    assert "Save?" not in bench.type("reload")
    bench.key("n")
    bench.configure("ip host a 10.0.0.1")
    assert "Save? [yes/no]: " in bench.type("reload")
    bench.type("yes")
    assert "ip host a 10.0.0.1" in bench.router.startup
    assert bench.key("n").endswith("r1#")
    assert "Save?" not in bench.type("reload")


def test_copy_to_the_running_configuration_adds(bench):
    """Lines of NVRAM are typed over what runs; what they do not speak of stays."""
    bench.configure("hostname other", "ip host a 10.0.0.1")
    bench.type("copy startup-config running-config", "")
    assert re.match(r"\d+ bytes copied in 0\.\d{3} secs \(\d+ bytes/sec\)\nr1#", bench.wait(1))
    assert bench.router.hostname == "r1"
    assert "ip host a 10.0.0.1" in running_text(bench.router, NUMBERS)


def test_wrong_lines_in_nvram_are_reported_and_the_rest_is_read(bench):
    """The console shows the line, the caret and the message while the box boots."""
    bench.router.startup = bench.router.startup.replace("!\nclock", "!\nfrobnicate 7\nclock", 1)
    bench.router.restart("reload")
    text = bench.wait(150)
    assert "frobnicate 7\n^\n% Invalid input detected at '^' marker." in text
    assert bench.router.hostname == "r1"


def test_no_tftp_server_answers(bench):
    """A copy to the network tries and gives up."""
    bench.type("copy running-config tftp:", "10.0.1.10", "")
    assert "%Error opening tftp://10.0.1.10/r1-confg (Timed out)" in bench.wait(20)


def test_an_interface_alone(bench):
    """`show running-config interface` shows one section between `!` and `end`."""
    text = bench.type("show running-config interface fa0/0")
    assert "bytes\n!\ninterface FastEthernet0/0\n description LAN of host-1\n" in text
    assert text.endswith(" speed 100\nend\n\nr1#")
