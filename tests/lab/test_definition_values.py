"""Durations, rates and services as authors write them; parameters and profiles."""

from __future__ import annotations

import pickle
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iossim.device.parameters import SECOND, Parameters, PeerRule, Triangular, Uniform, parameter_fields
from iossim.lab.definition.template import extended, fill
from iossim.lab.definition.values import Ports, read_rate, read_service
from iossim.lab.parameters import DIFFERENCES, PROFILES, UnknownProfile, as_data, as_text, changed, profile
from iossim.lab.spelling import read_duration, write_duration

MARKS = {"document", "sure", "likely", "choice", "fit"}


@given(st.integers(0, 400 * 86_400 * SECOND))
def test_a_duration_is_read_as_it_is_written(micros: int) -> None:
    """Any number of microseconds survives being written and read."""
    assert read_duration(write_duration(micros)) == micros


@pytest.mark.parametrize(
    ("text", "micros"),
    [
        ("25ms", 25_000),
        ("1.5s", 1_500_000),
        ("33h30m", 120_600 * SECOND),
        ("4500us", 4_500),
        (0, 0),
        ("2d", 172_800 * SECOND),
    ],
)
def test_durations(text: object, micros: int) -> None:
    """The spellings of the labs."""
    assert read_duration(text) == micros


@pytest.mark.parametrize("text", ["", "5", 5, "5 s", "-5s", "0.5us", "five", None, True, "1e9s", "s"])
def test_not_durations(text: object) -> None:
    """A unit is never guessed, and half a microsecond does not exist."""
    with pytest.raises(ValueError, match="expected"):
        read_duration(text)


def test_rates() -> None:
    """Thousands and millions of bits per second."""
    assert (read_rate("192k"), read_rate("10M"), read_rate(64_000)) == (192_000, 10_000_000, 64_000)


def test_services() -> None:
    """A service is a protocol with destination or source ports, or a type of ICMP message."""
    esp, ike, telnet, ping = (read_service(text) for text in ("esp", "udp 500", "tcp from 23", "icmp echo"))
    assert (esp.protocol, ike.protocol, ike.to, ike.source) == (50, 17, Ports(500, 500), Ports(0, 65_535))
    assert (telnet.to, telnet.source) == (Ports(0, 65_535), Ports(23, 23))
    assert (ping.protocol, ping.icmp_type) == (1, 8)
    assert read_service("ip").protocol is None


def test_a_network_gives_its_hosts() -> None:
    """A value that is a network has further names; only braces are gaps, and a `$1$` of a secret is text."""
    values = extended({"lan": "10.81.2.16/29", "n": "7"})
    assert fill("$1$x ${lan_net} ${lan_mask} ${lan_wildcard} ${lan_1} ${lan_6} ${n_2}", values) == (
        "$1$x 10.81.2.16 255.255.255.248 0.0.0.7 10.81.2.17 10.81.2.22 07"
    )
    with pytest.raises(KeyError, match="lan_7"):
        fill("${lan_7}", values)


def test_every_parameter_tells_its_source() -> None:
    """Each has a mark of certainty and a source."""
    for entry in parameter_fields():
        assert entry.metadata["mark"] in MARKS
        assert entry.metadata["source"], entry.name


def test_profiles_are_differences_from_seed() -> None:
    """A profile differs from `seed` exactly in what it names, and the printed table stars these."""
    for name, differences in DIFFERENCES.items():
        table = profile(name)
        differing = {f.name for f in parameter_fields() if getattr(table, f.name) != getattr(Parameters(), f.name)}
        assert differing == set(differences)
        starred = {line.split()[1] for line in as_text(table).splitlines() if line.startswith("*")}
        assert starred == set(differences)
    assert profile("top-of-list").peer_rule is PeerRule.TOP_OF_LIST
    assert set(as_data(profile())) == {entry.name for entry in parameter_fields()}


def test_negotiation_adds_up_to_the_range_of_the_sources() -> None:
    """Four and a half round trips of 60 ms and both sides' work: 0.6 to 1.8 s, most often 0.9 s."""
    table = profile()
    parts = (
        table.main_mode_cpu_home,
        table.main_mode_cpu_head_end,
        table.quick_mode_cpu_home,
        table.quick_mode_cpu_head_end,
    )
    low, mode, high = (270_000 + sum(getattr(part, key) for part in parts) for key in ("low", "mode", "high"))
    assert (round(low, -4), round(mode, -4), round(high, -4)) == (600_000, 900_000, 1_800_000)


def test_an_unknown_profile_is_told() -> None:
    """The near miss and the list."""
    with pytest.raises(UnknownProfile, match=r"'phas' \(did you mean 'phase'\?\); there are seed, phase, top-of-list"):
        profile("phas")


def test_a_lab_may_change_single_parameters() -> None:
    """Values are read by the type of the parameter."""
    table = changed(
        profile(),
        {"firewall_hairpin": True, "hsrp_hello": "1s", "crl_fetch": ["1s", "2s", "3s"], "peer_rule": "top-of-list"},
    )
    assert table.firewall_hairpin is True
    assert table.hsrp_hello == SECOND
    assert table.crl_fetch == Triangular(SECOND, 2 * SECOND, 3 * SECOND)
    assert table.peer_rule is PeerRule.TOP_OF_LIST
    for name, value in {
        "firewall_hairpin": "often",
        "crl_fetch": ["3s", "2s", "1s"],
        "rekey_margin_kilobytes": -1,
        "boot_1700": 1,
    }.items():
        with pytest.raises(ValueError, match=name):
            changed(profile(), {name: value})


@given(st.lists(st.integers(0, 10**9), min_size=3, max_size=3).map(sorted), st.integers(0, 2**32))
def test_a_draw_stays_in_its_range(bounds: list[int], seed: int) -> None:
    """A triangular or uniform time never leaves its bounds, and the same stream gives the same time."""
    low, mode, high = bounds
    for spread in (Triangular(low, mode, high), Uniform(low, high)):
        value = spread.draw(random.Random(seed))
        assert low <= value <= high
        assert value == spread.draw(random.Random(seed))


def test_a_triangular_time_has_its_mean() -> None:
    """The mean of many draws is a third of low, mode and high together."""
    spread, stream = Triangular(600_000, 900_000, 1_800_000), random.Random(1)
    draws = [spread.draw(stream) for _ in range(20_000)]
    assert abs(sum(draws) // len(draws) - 1_100_000) < 6_000


def test_tables_are_data() -> None:
    """A table travels with a pickled lab."""
    assert all(pickle.loads(pickle.dumps(table)) == table for table in PROFILES.values())
