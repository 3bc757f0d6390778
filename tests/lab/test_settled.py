"""The lab `headend` at t = 0: what its displays are made of, and that nothing of it is painted."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

import iossim
from iossim.endpoints.phone import Phone, PhoneState
from iossim.lab import Lab
from iossim.lab.definition import load
from iossim.lab.journal import Header, Journal
from iossim.lab.running.runner import Runner
from iossim.lab.session import read_session
from iossim.lab.world import World
from iossim.sim.kernel import Kernel

HEADEND = Path(iossim.__file__).parent / "labs" / "headend"
HEAD_ENDS = ("gateway-1", "gateway-2")
HOMES = ("soho-vp", "soho-2", "soho-3", "soho-4", "soho-5", "soho-6")


@pytest.fixture(scope="module")
def settled() -> Lab:
    """Looked at only; who types more takes a copy."""
    return Lab.open("headend", "settled", batch=True)


def shown(lab: Lab, device: str, command: str) -> str:
    """What a router prints."""
    terminal = lab.terminal(device)
    terminal.take()
    lab.type(device, (*command, "enter"))
    return "".join(chunk.text for chunk in terminal.take() if chunk.kind == "output").replace("\r", "")


# -- at rest ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("device", (*HEAD_ENDS, *HOMES))
def test_nothing_is_unsaved(settled: Lab, device: str) -> None:
    """`reload` asks for confirmation at once: no change since the configuration was loaded."""
    lab = settled.copy()
    lab.type(device, (*"reload", "enter"))
    assert lab.terminal(device).last_line.rstrip() == "Proceed with reload? [confirm]"


def test_every_telephone_is_registered_and_none_in_a_call(settled: Lab) -> None:
    """Idle telephones: a learner calls when he wants to."""
    phones = [node for node in settled.world.nodes.values() if isinstance(node, Phone)]
    assert len(phones) == 8
    assert [phone.name for phone in phones if phone.stream is not None] == []
    assert [phone.name for phone in phones if phone.state is not PhoneState.REGISTERED] == []


def test_clocks_are_synchronised(settled: Lab) -> None:
    """Twenty-two to three on every router, without the asterisk of a clock that is not to be relied on."""
    clocks = {shown(settled, device, "show clock") for device in (*HEAD_ENDS, *HOMES)}
    assert {text.strip() for text in clocks} == {"14:38:00.000 EST Wed Mar 12 2003"}


def test_head_ends_have_a_revocation_list(settled: Lab) -> None:
    """It runs out tomorrow: the next home is accepted without a fetch."""
    for device in HEAD_ENDS:
        assert re.search(r"NextUpdate: \d\d:\d\d:\d\d \w+ Mar 13 2003", shown(settled, device, "show crypto ca crls"))


def test_no_packet_was_lost_for_an_unknown_spi_but_at_a_flip(settled: Lab) -> None:
    """Renewals lose nothing: only a home that has changed its head-end hears the old one for a while."""
    complaints = [r.device for r in settled.records() if r.kind == "log" and "RECVD_PKT_INV_SPI" in r.text]
    assert complaints == ["soho-6", "soho-3"]


# -- numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("device", (*HEAD_ENDS, *HOMES))
def test_connection_ids_are_the_same_in_every_display(settled: Lab, device: str) -> None:
    """Pairs from 2000, the even one inbound; the engine's table has them and the ISAKMP SAs, in ascending order."""
    sas = shown(settled, device, "show crypto ipsec sa")
    pairs = [int(number) for number in re.findall(r"conn id: (\d+)", sas)]
    assert pairs and all(number >= 2000 and number % 2 == 0 for number in pairs[::2])
    assert pairs[1::2] == [number + 1 for number in pairs[::2]]
    ike = [int(row.split()[3]) for row in shown(settled, device, "show crypto isakmp sa").splitlines()[1:] if row]
    active = shown(settled, device, "show crypto engine connections active")
    numbers = [int(number) for number in re.findall(r"^ *(\d+) ", active, re.MULTILINE)]
    assert numbers == sorted(ike) + sorted(pairs)


def test_flow_ids_follow_connection_ids(settled: Lab) -> None:
    """Flow 1 belongs to connection 2000."""
    sas = shown(settled, "gateway-1", "show crypto ipsec sa")
    found = re.findall(r"conn id: (\d+), flow_id: (\d+)", sas)
    assert found and all(int(connection) - 1999 == int(flow) for connection, flow in found)


def test_send_errors_are_the_packets_that_found_no_sa(settled: Lab) -> None:
    """Home 1 could not reach anybody for two hours and its telephone tried several times a minute; head-ends never lack an SA."""
    errors = {
        device: sum(map(int, re.findall(r"#send errors (\d+)", shown(settled, device, "show crypto ipsec sa"))))
        for device in (*HEAD_ENDS, *HOMES)
    }
    assert [errors[device] for device in HEAD_ENDS] == [0, 0]
    assert 116 * 4 < errors["soho-vp"] < 116 * 12
    assert all(errors[device] < 200 for device in HOMES[1:])


def test_home_1_tried_about_once_a_minute(settled: Lab) -> None:
    """105 attempts failed, b and a in turn; the telephone's next packet came within half a minute of each failure."""
    story = [r for r in settled.records() if r.device == "soho-vp" and r.kind in ("ike-dead", "sa-wanted")]
    failed = [(r, after) for r, after in pairwise(story) if r.kind == "ike-dead"]
    assert len(failed) == 105
    peers = [r.text.split("with ")[1].split()[0] for r, _ in failed]
    assert peers == ["64.100.1.2", "64.100.1.1"] * 52 + ["64.100.1.2"]
    assert max(after.t - r.t for r, after in failed) < 32_000_000


def test_blanks_at_the_end_of_lines_are_those_of_ios(settled: Lab) -> None:
    """Transcripts are compared without them, so they are looked at here."""
    codes = shown(settled, "gateway-1", "show ip route")
    assert "IA - OSPF inter area \n" in codes
    assert "\tExtended IP access list \n" in shown(settled, "gateway-1", "show crypto map")
    assert "s - sia Status \n" in shown(settled, "gateway-1", "show ip eigrp topology")


# -- not painted -----------------------------------------------------------------------------------------------------


def test_a_run_through_the_history_ends_in_the_settled_state(settled: Lab) -> None:
    """The history is a session like any other: typed at the consoles of a cold lab it gives the same fingerprint."""
    definition = load("headend")
    history = definition.history
    assert history is not None
    world = World(definition, Kernel(history.seed, -history.starts), definition.table())
    world.everything_on()
    lab = Lab(world, Journal(Header("headend", definition.digest, "cold", history.seed, "seed", False, 0, True)))
    session = read_session(definition.session, "history.session", lab.names)
    failures = [outcome for outcome in Runner(lab, session).run() if outcome.failure]
    assert failures == []
    lab.run_to(0)
    assert lab.fingerprint() == Lab.open("headend", "settled").fingerprint()


def test_two_hash_seeds_give_one_settled_state(tmp_path: Path) -> None:
    """The history played in processes whose sets and dicts hash differently."""
    script = "from iossim.lab import Lab; print(Lab.open('headend', 'settled').fingerprint())"
    found = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "XDG_CACHE_HOME": str(tmp_path / seed)}
        done = subprocess.run(
            [sys.executable, "-c", script],
            env=environment,
            cwd=HEADEND.parents[2],
            capture_output=True,
            text=True,
            check=True,
        )
        found.add(done.stdout.strip())
    assert len(found) == 1 and found != {""}


def test_a_changed_line_changes_the_displays(tmp_path: Path) -> None:
    """Another metric, another subnet on the cable, another name of a map: the settled displays follow the configurations."""
    folder = tmp_path / "headend"
    shutil.copytree(HEADEND, folder)
    for name in HEAD_ENDS:
        file = folder / f"{name}.cfg"
        text = file.read_text().replace("192.168.81.", "192.168.91.")
        if name == "gateway-1":
            text = text.replace("redistribute static metric 1000 100", "redistribute static metric 2000 100")
        else:
            text = text.replace("crypto map test", "crypto map vpn")
        file.write_text(text)
    lab = Lab.open(folder, "settled", batch=True)
    routes = shown(lab, "gateway-2", "show ip route")
    assert "C    192.168.91.0/24 is directly connected, FastEthernet0/1\n" in routes
    assert re.search(r"^D EX    10\.81\.2\.0 \[170/1308160\] via 192\.168\.91\.3, 07:26:\d\d,", routes, re.MULTILINE)
    assert 'Crypto Map "vpn" 3 ipsec-isakmp\n' in shown(lab, "gateway-2", "show crypto map")
    assert "[170/2588160] via 192.168.91.4" in shown(lab, "gateway-1", "show ip route")


def test_further_homes_change_nothing_of_the_story() -> None:
    """With generated homes the six are as without: what happened to each until then, their tunnels, the document's numbers."""
    alone, among = Lab.open("headend", batch=True), Lab.open("headend", remotes=2, batch=True)
    when = -among.world.definition.history.remotes  # type: ignore[union-attr,operator]
    told = [[(r.t, r.device, r.text) for r in lab.records() if r.t < when] for lab in (alone, among)]
    assert told[0] == told[1]
    for device in HOMES:
        assert shown(alone, device, "show crypto isakmp sa") == shown(among, device, "show crypto isakmp sa")
    assert "165.x.x.x       QM_IDLE              16 " in shown(among, "gateway-1", "show crypto isakmp sa")
    assert "  soho-7  " in among.do("why sa soho-7 gateway-1").lines[-1], "not what happened to another home"
