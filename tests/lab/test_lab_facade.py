"""The facade: one door in, and everything else derived from what came through it."""

from __future__ import annotations

import pickle

import pytest

from iossim.lab import Lab
from iossim.lab.errors import LabError
from iossim.lab.journal import read_journal

SECOND = 1_000_000


@pytest.fixture
def lab() -> Lab:
    """Two routers, up, at their privileged prompts."""
    return Lab.open("pair", "settled", batch=True)


def type_line(lab: Lab, device: str, line: str, seconds: float = 0) -> str:
    """Type a line and let time pass; what the console printed."""
    terminal = lab.terminal(device)
    terminal.take()
    lab.type(device, [*line, "enter"])
    lab.advance(int(seconds * SECOND))
    return "".join(chunk.text for chunk in terminal.take())


def test_a_key_reaches_the_far_host(lab: Lab) -> None:
    """From the keyboard through grammar, routing, ARP and back to the screen."""
    assert "Success rate is 100 percent" not in type_line(lab, "r1", "ping 10.0.2.10", 12)
    assert "Success rate is 100 percent (5/5)" in type_line(lab, "r1", "ping 10.0.2.10", 12)


def test_a_shut_interface_silences_the_path_and_no_shutdown_brings_it_back(lab: Lab) -> None:
    """Configuration acts at once, on both routers' tables."""
    type_line(lab, "r1", "ping 10.0.2.10", 12)
    for line in ("configure terminal", "interface fa0/1", "shutdown", "end"):
        type_line(lab, "r1", line, 3)
    assert "Success rate is 0 percent" in type_line(lab, "r1", "ping 10.0.2.10", 12)
    assert not lab.holds(_condition("route r2 10.0.12.0/30"))
    for line in ("configure terminal", "interface fa0/1", "no shutdown", "end"):
        type_line(lab, "r1", line, 5)
    type_line(lab, "r1", "ping 10.0.2.10", 12)
    assert "Success rate is 100 percent" in type_line(lab, "r1", "ping 10.0.2.10", 12)


def _condition(text: str):
    from iossim.lab.session import read_action

    return read_action(f"expect {text}").condition


def test_a_replayed_journal_ends_in_the_same_state(lab: Lab) -> None:
    """Same journal, same fingerprint: after typing, faults, a reload and an hour."""
    type_line(lab, "r1", "ping 10.0.2.10", 3)
    lab.do("cut x-over")
    type_line(lab, "r2", "show ip route", 5)
    lab.do("restore x-over")
    lab.do("reload r2")
    lab.advance(3600 * SECOND)
    assert Lab.replay(lab.journal).fingerprint() == lab.fingerprint()


def test_a_replay_can_stop_on_the_way(lab: Lab) -> None:
    """Rewind: the state at a moment is that of the moment."""
    lab.advance(10 * SECOND)
    lab.do("cut x-over")
    lab.advance(10 * SECOND)
    middle, at = lab.fingerprint(), lab.now
    lab.advance(SECOND)
    lab.do("restore x-over")
    lab.advance(10 * SECOND)
    again = Lab.replay(lab.journal, until=at)
    assert again.now == at
    assert again.fingerprint() == middle != lab.fingerprint()


def test_a_copy_goes_its_own_way_from_the_same_state(lab: Lab) -> None:
    """In the middle of a running ping, too."""
    lab.type("r1", [*"ping 10.0.2.99", "enter"])
    lab.advance(3 * SECOND)
    branch = lab.copy()
    assert branch.fingerprint() == lab.fingerprint()
    branch.do("cut x-over")
    branch.advance(SECOND)
    assert branch.fingerprint() != lab.fingerprint()
    lab.advance(20 * SECOND)
    other = pickle.loads(pickle.dumps(lab))
    other.advance(SECOND)
    lab.advance(SECOND)
    assert other.fingerprint() == lab.fingerprint()
    assert "Success rate" in "".join(chunk.text for chunk in lab.terminal("r1").take())


def test_slices_of_time_do_not_show(lab: Lab) -> None:
    """A thousand small steps end where one big one does."""
    other = lab.copy()
    for one in (lab, other):
        one.do("reload r2")
    lab.advance(200 * SECOND)
    for _ in range(1000):
        other.advance(SECOND // 5)
    assert other.fingerprint() == lab.fingerprint()


def test_a_journal_on_disk_plays_after_the_program_was_killed(lab: Lab, tmp_path) -> None:
    """Up to the last key: the half-typed line is there."""
    lab.journal.attach(tmp_path / "j")
    type_line(lab, "r1", "configure terminal")
    lab.type("r1", [*"hostna"])
    again = Lab.replay(read_journal(tmp_path / "j"))
    lab.journal.close()
    assert again.terminal("r1").last_line == "r1(config)#hostna"
    assert again.fingerprint() == lab.fingerprint()


def test_what_cannot_be_done_is_answered_with_a_reason(lab: Lab) -> None:
    """And changes nothing."""
    report = lab.do("outage r1 5s")
    assert not report.ok
    assert report.lines
    lab.advance(0)
    assert lab.router("r1").up


def test_an_unknown_lab_names_those_there_are() -> None:
    """One clear message."""
    with pytest.raises(LabError) as error:
        Lab.open("haedend")
    assert "headend" in str(error.value)


def test_the_way_of_a_packet_is_told_without_touching_the_network(lab: Lab) -> None:
    """A report is no input: the journal does not grow, nothing is learned."""
    before, inputs = lab.fingerprint(), len(lab.journal.inputs)
    report = lab.do("path host-1 host-2 udp 16384")
    assert report.lines[-1] == "delivered"
    assert [hop["node"] for hop in report.data["hops"] if hop["action"] == "route"] == ["host-1", "r1", "r2"]
    assert lab.fingerprint() == before
    assert len(lab.journal.inputs) == inputs


def test_why_leads_back_to_the_key_that_was_pressed(lab: Lab) -> None:
    """The chain of causes of a missing route ends at what was typed."""
    for line in ("configure terminal", "interface fa0/1", "shutdown"):
        type_line(lab, "r1", line, 3)
    report = lab.do("why route r2 10.0.12.0/30")
    assert any("shutdown" in line for line in report.lines), report.lines
