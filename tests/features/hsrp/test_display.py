"""Displays, messages and lines of HSRP as 12.2(11)T prints them."""

from __future__ import annotations

from iossim.device.nvgen import section_lines
from tests.features.hsrp.stick import PORT, SECOND, engine, group, pair, startup, stick
from tests.features.network import Bench


def standby_lines(bench: Bench, name: str) -> list[str]:
    """The `standby` lines of the running configuration."""
    config = bench.routers[name].config
    return [line for line in section_lines(config, (("interface", PORT),)) if "standby" in line]


def test_show_standby_of_the_active_router() -> None:
    """The form of 12.2(8)T and later, with the clocks of the moment."""
    bench = pair()
    shown = bench.type("r1", "show standby").splitlines()
    assert shown[:2] == ["FastEthernet0/0 - Group 1", "  State is Active"]
    assert shown[3:7] == [
        "  Virtual IP address is 10.81.0.5",
        "  Active virtual MAC address is 0000.0c07.ac01",
        "    Local virtual MAC address is 0000.0c07.ac01 (default)",
        "  Hello time 3 sec, hold time 10 sec",
    ]
    assert shown[7].startswith("    Next hello sent in ") and shown[7].endswith(" secs")
    assert shown[8:10] == ["  Preemption enabled", "  Active router is local"]
    assert shown[10].startswith("  Standby router is 10.81.0.4, priority 110 (expires in ")
    assert shown[11:] == ["  Priority 120 (configured 120)", '  IP redundancy name is "hsrp-Fa0/0-1" (default)']


def test_show_standby_brief() -> None:
    """The columns of 12.2."""
    bench = pair()
    assert bench.type("r2", "show standby brief").splitlines() == [
        "                     P indicates configured to preempt.",
        "                     |",
        "Interface   Grp Prio P State    Active addr     Standby addr    Group addr",
        "Fa0/0       1   110  P Standby  10.81.0.3       local           10.81.0.5",
    ]
    assert bench.type("r2", "show standby fastEthernet 0/1 brief") == ""


def test_a_group_of_a_dead_interface() -> None:
    """State Init says why, tracked interfaces are listed, delays and names are shown."""
    lines = ("standby 1 preempt delay minimum 60", "standby 1 track FastEthernet0/1 30", "standby 1 name stick")
    bench = stick(startup(3, *group(120, *lines)))
    bench.configure("r1", f"interface {PORT}", "shutdown")
    shown = bench.type("r1", "show standby").splitlines()
    assert shown[1] == "  State is Init (interface down)"
    assert shown[4:6] == [
        "  Active virtual MAC address is unknown",
        "    Local virtual MAC address is 0000.0c07.ac01 (default)",
    ]
    assert shown[-6:] == [
        "  Preemption enabled, delay min 60 secs",
        "  Active router is unknown",
        "  Standby router is unknown",
        "  Priority 90 (configured 120)",
        "    Track interface FastEthernet0/1 state Down decrement 30",
        '  IP redundancy name is "stick" (cfgd)',
    ]


def test_changes_of_state_are_logged() -> None:
    """The wording of 12.2; Listen and Speak come and go unsaid."""
    bench = pair()
    bench.routers["r1"].power_off()
    bench.wait(11 * SECOND)
    assert bench.logs("r2")[-1] == "%STANDBY-6-STATECHANGE: FastEthernet0/0 Group 1 state Standby -> Active"
    assert not any("Init" in line or "Listen -> Speak" in line for line in bench.logs("r2"))


def test_debug_standby() -> None:
    """Hellos in and out, events with their letters, and transitions; silence again after `undebug`."""
    bench = pair()
    assert bench.type("r2", "debug standby") == "HSRP debugging is on"
    bench.wait(3 * SECOND)
    heard = bench.logs("r2")[-2:]
    assert sorted(heard) == [
        "SB1: Fa0/0 Hello in  10.81.0.3 Active pri 120 ip 10.81.0.5",
        "SB1: Fa0/0 Hello out 10.81.0.4 Standby pri 110 ip 10.81.0.5",
    ]
    bench.routers["r1"].power_off()
    bench.wait(11 * SECOND)
    lines = [line for line in bench.logs("r2") if "Standby" in line and "Hello" not in line]
    at = lines.index("SB1: Fa0/0 Standby: c/Active timer expired (10.81.0.3)")
    assert lines[at + 1 : at + 3] == ["SB1: Fa0/0 Standby router is unknown, was local", "SB1: Fa0/0 Standby -> Active"]
    assert "SB1: Fa0/0 Active router is local, was 10.81.0.3" in bench.logs("r2")
    bench.type("r2", "undebug standby")
    before = len(bench.logs("r2"))
    bench.wait(30 * SECOND)
    assert len(bench.logs("r2")) == before


def test_debug_standby_terse() -> None:
    """Terse leaves the hellos out and shows the coup of a router that returns; events alone show no messages."""
    bench = pair()
    assert bench.type("r2", "debug standby terse") == "HSRP Terse debugging is on"
    bench.wait(10 * SECOND)
    assert not [line for line in bench.logs("r2") if line.startswith("SB1:")]
    bench.configure("r1", f"interface {PORT}", "standby 1 priority 90")
    bench.wait(10 * SECOND)
    said = [line for line in bench.logs("r2") if line.startswith("SB1:")]
    assert [line for line in said if "Coup out 10.81.0.4 Active pri 110 ip 10.81.0.5" in line]
    assert not [line for line in said if "Hello in " in line or "Hello out" in line]
    assert bench.type("r2", "undebug standby packets") == "HSRP Packets debugging is off"
    assert bench.type("r2", "undebug standby") == "HSRP debugging is off"
    assert not any(on for _, on in bench.routers["r2"].lines.flags.items())


def test_debug_standby_errors() -> None:
    """A message with another password is an error each time it is heard."""
    bench = pair()
    bench.type("r2", "debug standby errors")
    bench.configure("r1", f"interface {PORT}", "standby 1 authentication other")
    bench.wait(10 * SECOND)
    assert bench.logs("r2").count("SB1: Fa0/0 Bad authentication from 10.81.0.3") == 3


def test_no_standby_removes_the_group() -> None:
    """`no standby 1` takes every line of group 1 and the group with them; other groups stay."""
    bench = stick(startup(3, *group(120, "standby 1 preempt", "standby 1 track Loopback0", "standby 2 ip 10.81.0.6")))
    lines = standby_lines(bench, "r1")
    assert sum("standby 1" in line for line in lines) == 4
    assert bench.configure("r1", f"interface {PORT}", "no standby 1", "no standby 7").count("%") == 0
    lines = standby_lines(bench, "r1")
    assert lines == [" standby 2 ip 10.81.0.6"]
    assert [view.group.number for view in engine(bench, "r1").views()] == [2]
    bench.configure("r1", f"interface {PORT}", "no standby 2 ip")
    assert engine(bench, "r1").views() == ()


def test_lines_are_written_back_in_the_order_of_ios() -> None:
    """Group by group: ip, timers, priority, preempt, authentication, track, name; defaults and group 0 are hidden."""
    bench = stick(startup(3))
    wanted = [
        " standby ip 10.81.0.1",
        " standby priority 90",
        " standby 1 ip 10.81.0.5",
        " standby 1 timers 5 15",
        " standby 1 priority 120",
        " standby 1 preempt delay minimum 30",
        " standby 1 authentication secret",
        " standby 1 track FastEthernet0/1",
        " standby 1 track FastEthernet1/0 20",
        " standby 1 name stick",
        " standby 2 timers msec 500 2",
    ]
    bench.configure("r1", f"interface {PORT}", *sorted(wanted), "standby 1 mac-address 0.0.1")
    assert standby_lines(bench, "r1") == [*wanted[:-1], " standby 1 mac-address 0000.0000.0001", wanted[-1]]
    bench.configure(
        "r1", f"interface {PORT}", "standby 1 timers 3 10", "standby 1 priority 100", "no standby 1 preempt"
    )
    bench.configure("r1", f"interface {PORT}", "default standby 1 authentication", "no standby 1 track fa0/1")
    left = [line for line in standby_lines(bench, "r1") if line.startswith(" standby 1")]
    assert left == [
        " standby 1 ip 10.81.0.5",
        " standby 1 track FastEthernet1/0 20",
        " standby 1 name stick",
        " standby 1 mac-address 0000.0000.0001",
    ]


def test_priority_and_preempt_in_one_line() -> None:
    """The line of older releases is kept as two; `no` takes both, and `no` of one leaves the other."""
    bench = stick(startup(3))
    line = "standby 1 priority 120 preempt delay minimum 30"
    bench.configure("r1", f"interface {PORT}", line)
    assert standby_lines(bench, "r1") == [" standby 1 priority 120", " standby 1 preempt delay minimum 30"]
    bench.configure("r1", f"interface {PORT}", "no standby 1 priority")
    assert standby_lines(bench, "r1") == [" standby 1 preempt delay minimum 30"]
    bench.configure("r1", f"interface {PORT}", line, f"no {line}")
    assert standby_lines(bench, "r1") == []


def test_one_line_of_memory_makes_two() -> None:
    """A configuration of an older release means the same at boot."""
    bench = stick(startup(3, "standby 1 ip 10.81.0.5", "standby 1 priority 120 preempt"))
    assert standby_lines(bench, "r1") == [" standby 1 ip 10.81.0.5", " standby 1 priority 120", " standby 1 preempt"]


def test_what_ios_says_against_an_address() -> None:
    """The own address is refused, one outside of the subnet is taken with a warning."""
    bench = stick(startup(3))
    said = bench.configure("r1", f"interface {PORT}", "standby 1 ip 10.81.0.3")
    assert "% Address cannot equal interface IP address" in said
    assert standby_lines(bench, "r1") == []
    said = bench.configure("r1", f"interface {PORT}", "standby 1 ip 10.9.9.9")
    assert "% Warning: address is not within a subnet on this interface" in said
    assert standby_lines(bench, "r1") == [" standby 1 ip 10.9.9.9"]


def test_help_rows() -> None:
    """`standby ?` names what the image has, in its words."""
    bench = stick(startup(3))
    terminal = bench.routers["r1"].lines.console.terminal
    bench.type("r1", "configure terminal", f"interface {PORT}")
    terminal.paste("standby 1 preempt ?")
    shown = "".join(chunk.text for chunk in terminal.take())
    assert "  delay  Wait before preempting" in shown
    assert "  <cr>" in shown
