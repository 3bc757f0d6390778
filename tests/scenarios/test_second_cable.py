"""The document's remedy for its single point of failure: a second cable between the head-ends, on interfaces of their own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import iossim.labs
from iossim.lab.lab import Lab
from iossim.sim.clock import SECOND

from .test_topology import holds

HEADEND = Path(iossim.labs.__path__[0]) / "headend"
HOME = "10.81.2.24/29"
PORTS = "interfaces: [FastEthernet0/0, FastEthernet0/1"
LINK = "  x-over-2: {ends: [gateway-1 FastEthernet1/0, gateway-2 FastEthernet1/0], delay: 5us}\n"


@pytest.fixture(scope="module")
def two_cables(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """The reference lab with one more port in each head-end, a cable between them, and the lines for it."""
    folder = tmp_path_factory.mktemp("labs") / "headend"
    shutil.copytree(HEADEND, folder)
    lab = folder / "lab.yaml"
    lab.write_text(
        lab.read_text().replace(PORTS, f"{PORTS}, FastEthernet1/0").replace("\nlinks:\n", f"\nlinks:\n{LINK}")
    )
    for number in (1, 2):
        config = folder / f"gateway-{number}.cfg"
        port = f"interface FastEthernet1/0\n ip address 192.168.82.{number + 2} 255.255.255.0\n!\nrouter eigrp 64\n"
        text = config.read_text().replace("router eigrp 64\n", port)
        config.write_text(text.replace(" network 192.168.81.0\n", " network 192.168.81.0\n network 192.168.82.0\n"))
    return Lab.open(folder, batch=True)


def test_both_cables_are_used(two_cables: Lab) -> None:
    """Two neighbors, two equal ways to a home of the other head-end."""
    lab = two_cables.copy()
    assert holds(lab, f"route gateway-1 {HOME} via 192.168.81.4", 0)
    assert holds(lab, f"route gateway-1 {HOME} via 192.168.82.4", 0)


@pytest.mark.parametrize("cable", ["x-over", "x-over-2"])
def test_either_cable_can_be_cut(two_cables: Lab, cable: str) -> None:
    """A home on the standby head-end: silent until the carrier is believed to be gone, three seconds at most, not for ever."""
    lab = two_cables.copy()
    lab.do("call phone-3 phone-hq")
    assert holds(lab, "voice phone-3 both audible", 5)
    lab.do(f"cut {cable}")
    lab.advance(4 * SECOND)
    assert holds(lab, "voice phone-3 both audible", 0)
    silences = [record for record in lab.records() if record.kind == "voice" and "no longer" in record.text]
    assert all(record.text.startswith("phone-3 no longer hears") for record in silences)
    lab.do(f"restore {cable}")
    assert holds(lab, f"route gateway-1 {HOME} via 192.168.81.4", 12)
    assert holds(lab, f"route gateway-1 {HOME} via 192.168.82.4", 12)


def test_a_silent_cable_is_noticed_by_the_hold_time(two_cables: Lab) -> None:
    """Frames are lost, carrier stays: fifteen seconds at most."""
    lab = two_cables.copy()
    lab.do("call phone-3 phone-hq")
    assert holds(lab, "voice phone-3 both audible", 5)
    for cable in ("x-over", "x-over-2"):
        lab.do(f"silence {cable}")
        lab.advance(16 * SECOND)
        assert holds(lab, "voice phone-3 both audible", 0), cable
        lab.do(f"restore {cable}")
        lab.advance(12 * SECOND)


def test_without_both_it_is_as_without_the_one(two_cables: Lab) -> None:
    """Both cut: the black hole of E2."""
    lab = two_cables.copy()
    lab.do("call phone-3 phone-hq")
    assert holds(lab, "voice phone-3 both audible", 5)
    lab.do("cut x-over")
    lab.do("cut x-over-2")
    lab.advance(60 * SECOND)
    assert holds(lab, "voice phone-3 from silent", 0)
