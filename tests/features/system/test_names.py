"""Words that stand for others: aliases, host names, the name of the box."""

from __future__ import annotations

import pytest
from keyboard import Bench


@pytest.fixture
def bench():
    return Bench().privileged()


def test_standard_aliases_resolve_ambiguity(bench):
    """`s` is `show`, though it begins several commands; in configuration it is nothing."""
    assert "EST Wed Mar 12 2003" in bench.type("s clock")
    assert "Ambiguous" in bench.type("configure terminal", "s clock", "end")


def test_a_configured_alias(bench):
    """It takes further words behind its text, and is listed."""
    bench.configure("alias exec now show clock")
    assert "Time source is" in bench.type("now detail")
    assert "\n  now                   show clock\n" in bench.type("show aliases")


def test_hosts_of_the_table(bench):
    """A name is found in any case, and with the domain appended."""
    bench.configure("ip domain-name example.com", "ip host far.example.com 10.0.12.2")
    assert "Trying" in bench.type("FAR") or "Open" in bench.wait(1)
    assert bench.router.lines.console.session.job is not None


def test_a_line_that_guesses_no_hosts(bench):
    """With `transport preferred none` an unknown word gets the caret."""
    assert "Translating" in bench.type("zzz")
    bench.configure("line con 0", "transport preferred none")
    assert bench.type("zzz") == "zzz\n   ^\n% Invalid input detected at '^' marker.\n\nr1#"


def test_the_name_takes_effect_at_once(bench):
    """The next prompt has it; `no hostname` is `Router`."""
    assert "\ncore-1#" in bench.configure("hostname core-1")
    assert "\nRouter#" in bench.configure("no hostname")


@pytest.mark.parametrize("name", ["1r", "r-", "a_b", "x" * 64])
def test_names_that_are_none(bench, name):
    """Letters, digits, hyphens within; at most 63."""
    assert "% Hostname contains one or more illegal characters." in bench.configure(f"hostname {name}")
    assert bench.router.hostname == "r1"


def test_either_spelling(bench):
    """`ip domain name` and `ip domain lookup` are read as the older words are, and printed as those."""
    bench.configure("ip domain name example.com", "no ip domain lookup")
    bench.key("enter")
    shown = bench.type("show running-config | include domain")
    assert "no ip domain-lookup\nip domain-name example.com\n" in shown.replace("\r", "")
    bench.configure("no ip domain-name", "ip domain-lookup")
    assert "domain" not in bench.type("show running-config | include domain").partition("domain")[2]
