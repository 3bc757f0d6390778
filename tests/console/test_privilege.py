"""Lines moved to another privilege level, and aliases of every mode (ios-cli 2.9; `privilege`, `alias`)."""

from __future__ import annotations

import pickle

import pytest
from desk import Desk

from iossim.cli.privilege import Ladder, carrier

MOVED = (
    "privilege exec level 5 show run",
    "privilege exec level 5 clear line",
    "privilege exec level 5 conf t",
    "privilege configure level 5 interface",
    "privilege interface level 5 shut",
    "privilege interface level 5 ip addr",
)


@pytest.fixture
def desk() -> Desk:
    """Somebody at level 5 of a box that has moved a few lines there."""
    desk = Desk().configuring(*MOVED)
    desk.enter("end", "disable 5")
    return desk


def words(listing: str) -> list[str]:
    """The first column of a `?` listing."""
    return [line.split()[0] for line in listing.splitlines() if line.startswith("  ")]


def test_a_line_is_kept_with_all_that_lead_to_it() -> None:
    """Keywords written out, configuration modes first, longer lines before shorter ones."""
    desk = Desk().configuring(*MOVED)
    assert desk.enter("do show run | include privilege").splitlines()[1:-1] == [
        "privilege configure level 5 interface",
        "privilege interface level 5 ip address",
        "privilege interface level 5 ip",
        "privilege interface level 5 shutdown",
        "privilege exec level 5 clear line",
        "privilege exec level 5 clear",
        "privilege exec level 5 configure terminal",
        "privilege exec level 5 configure",
        "privilege exec level 5 show running-config",
        "privilege exec level 5 show",
    ]


def test_help_has_what_was_moved_and_no_more(desk: Desk) -> None:
    """`clear` leads to `line` alone; what was not moved is not listed."""
    assert words(desk.keys("clear ?")) == ["line"]
    desk.press("c-u")
    shown = words(desk.keys("?"))
    assert {"clear", "configure", "show"} <= set(shown)
    assert not {"reload", "write", "copy", "debug", "no"} & set(shown)


def test_what_was_not_moved_is_no_command(desk: Desk) -> None:
    """Neighbours of a moved line keep their level: the caret stands where they part."""
    assert desk.enter("clear counters") == f"clear counters\n{'':9}^\n% Invalid input detected at '^' marker.\n\nr1#"
    assert desk.enter("show startup-config").splitlines()[1] == " " * 11 + "^"  # behind `sta` of `standby`
    assert "Version 12.2(11)T" in desk.enter("show version")


def test_a_mode_below_has_what_was_moved_there(desk: Desk) -> None:
    """In configuration mode, too, a level sees its lines, and the ways out."""
    desk.enter("configure terminal")
    assert words(desk.press("?")) == ["default", "do", "end", "exit", "help", "interface", "no"]
    desk.enter("interface fa0/0")
    assert words(desk.press("?")) == ["default", "exit", "help", "ip", "no", "shutdown"]
    assert desk.enter("bandwidth 64").splitlines()[1] == " " * len("r1(config-if)#") + "^"
    assert desk.enter("hostname x").splitlines()[2].startswith("% Invalid input")
    desk.enter("no shutdown", "exit")
    assert desk.enter("do reload in 5").splitlines()[2].startswith("% Invalid input")


def test_the_running_configuration_is_what_one_could_type(desk: Desk) -> None:
    """`show running-config` of a lower level has the lines of that level only."""
    shown = desk.enter("show running-config")
    assert " ip address 10.0.12.1 255.255.255.252" in shown
    assert not [text for text in ("hostname", "secret", "password", "privilege", "line vty") if text in shown]


def test_a_line_moved_up_hides_what_is_behind_it() -> None:
    """`show ip` at level 15 takes every `show ip` from the user, and `show` with it."""
    desk = Desk().configuring("privilege exec level 15 show ip")
    desk.enter("end", "disable")
    assert "show" not in words(desk.press("?"))
    assert "Translating" in desk.enter("show")


@pytest.mark.parametrize("line", ["no privilege exec level 5 sh run", "privilege exec reset show running-config"])
def test_back_at_its_own_level(desk: Desk, line: str) -> None:
    """`no` and `reset` take one line away; those that lead to it stay."""
    desk.enter("enable", "cisco", "configure terminal", line)
    kept = desk.enter("do show run | include exec level 5 show").splitlines()[1:-1]
    assert kept == ["privilege exec level 5 show"]
    desk.enter("end", "disable 5")
    assert "% Invalid input" in desk.enter("show running-config")


def test_only_a_line_that_exists_is_moved() -> None:
    """A word that the mode does not know is refused."""
    desk = Desk().configuring()
    assert desk.enter("privilege exec level 3 show foo").splitlines()[1] == "% Unrecognized command"


def test_it_survives_a_reload_and_a_copy(desk: Desk) -> None:
    """Saved and read again by the same grammar; a copy of the lab knows it, too."""
    desk.enter("enable", "cisco", "write memory", "reload", "")
    desk.wait(150)
    again = Desk(pickle.loads(pickle.dumps(desk.lab))).privileged()
    again.enter("disable 5")
    assert words(again.keys("clear ?")) == ["line"]


def test_carriers() -> None:
    """A family's members have levels of their own; elsewhere the first keyword speaks for all that follows."""
    assert [carrier(path) for path in (("show", "x"), ("configure",), ("clear",))] == [2, 1, 2]
    ladder = Ladder(5, {("configure",): 5, ("show",): 5})
    assert ladder.passes(15, ("configure", "memory"))
    assert not ladder.passes(15, ("show", "logging"))
    assert ladder.passes(1, ("show", "version"))


def test_aliases_of_a_mode() -> None:
    """A first word stands for its text in the mode it was made for, and only there; word help marks it."""
    desk = Desk().configuring("alias interface ns no shutdown", "alias configure f0 interface fa0/0", "f0")
    assert desk.terminal.last_line == "r1(config-if)#"
    desk.enter("shutdown")
    assert desk.keys("n?").splitlines()[1].split() == ["*ns=no", "shutdown", "no"]
    desk.press("c-u")
    assert desk.enter("ns") == "ns\nr1(config-if)#"
    assert "shutdown" not in desk.enter("do show run interface fa0/0").splitlines()[-3]
    assert "% Invalid input" in desk.enter("f0")
    shown = desk.enter("end", "show aliases interface")
    assert "Interface configuration mode aliases:\n  ns                    no shutdown\n" in shown
