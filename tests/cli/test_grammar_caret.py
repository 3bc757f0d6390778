"""The caret stands under the first character that cannot match (ios-cli 2.3)."""

from __future__ import annotations

import pytest
from grammar_box import BOX, POLICY_CLASS, POOL, WORDS, read

from iossim.cli.errors import Ambiguous, Incomplete, Invalid, UnknownWord
from iossim.cli.mode import EXEC, GLOBAL, INTERFACE

# Two lines each, as a console shows them.
WORKED = [
    (EXEC, 1, "R4>erase startup-config", "    ^"),
    (EXEC, 1, "Router>hostname R3", "        ^"),
    (EXEC, 15, "R3#conft t", "       ^"),
    (GLOBAL, 15, "R3(config)#exti", "             ^"),
    (GLOBAL, 15, "R3(config)#router opsf 1000", "                   ^"),
    (EXEC, 15, "R3#show ip run", "            ^"),
    (EXEC, 15, "R3#show ip router", "                ^"),
    (POOL, 15, "R3(dhcp-config)#defult", "                   ^"),
    (EXEC, 15, "R3#ip dhcp pool LAN60", "           ^"),
    (EXEC, 15, "R3#erase startup-config reload", "                        ^"),
    (GLOBAL, 15, "R1(config)#logging 0255.255.1", "                   ^"),
]


def column(text, mode=EXEC, level=15):
    with pytest.raises(Invalid) as caught:
        read(text, mode, level)
    return caught.value.column


@pytest.mark.parametrize(("mode", "level", "screen", "marker"), WORKED)
def test_worked_examples(mode, level, screen, marker):
    """Each example of the reference, column for column."""
    prompt, _, text = screen.replace(">", "#").partition("#")
    assert len(prompt) + 1 + column(text, mode, level) == marker.index("^")


@pytest.mark.parametrize(
    ("mode", "text", "bad"),
    [
        (GLOBAL, "ip route 10.81.x.0 255.255.255.0 10.1.1.1", "x.0"),
        (GLOBAL, "ip route 64.yy.yy.z 255.255.255.0 10.1.1.1", "yy.yy.z"),
        (GLOBAL, "ip route 10.1.1.256 255.255.255.0 10.1.1.1", "10.1.1.256"),
        (GLOBAL, "ip route 10.1.1.0 255.0.255.0 10.1.1.1", "255.0.255.0"),
        (GLOBAL, "crypto isakmp policy 10001", "10001"),
        (GLOBAL, "crypto isakmp policy 1x", "x"),
        (GLOBAL, "crypto isakmp policy x", "x"),
        (GLOBAL, "interface FastEthernet0/2", "2"),
        (GLOBAL, "interface fa 1/0", "1/0"),
        (GLOBAL, "interface fastbus0", "bus0"),
        (GLOBAL, "interface lo1x", "x"),
        (GLOBAL, "interface lo0.1", ".1"),
        (GLOBAL, "interface fa0/0.x", "x"),
        (GLOBAL, "interface fa0/0 fa0/1", "fa0/1"),
        (INTERFACE, "standby 256 priority 1", "256"),
        (INTERFACE, "mac-address 0000.0c07.acg1", "g1"),
        (EXEC, "clock set 25:00:00 1", "25:00:00"),
        (EXEC, "show\tip  rooute", "oute"),
        (EXEC, "show ip route | grep x", "grep x"),
        (EXEC, "show ip route|include x", "|include x"),
        (EXEC, "show version | include x", "| include x"),
    ],
)
def test_values_fail_where_they_break_their_type(mode, text, bad):
    """A wrong character where it stands; a value that is wrong as a whole at its start."""
    assert text[column(text, mode) :].startswith(bad)


def test_the_furthest_point_of_both_trees_counts():
    """From an interface, `ip route 10.0.0.0 x` got further in the global tree, `ip redirects x` in the mode's own."""
    assert column("ip route 10.0.0.0 x", INTERFACE) == len("ip route 10.0.0.0 ")
    assert column("ip redirects x", INTERFACE) == len("ip redirects ")


def test_a_short_line_beats_a_wrong_one():
    """`ip address` is too short in the interface and wrong globally: it is incomplete."""
    with pytest.raises(Incomplete):
        read("ip address", INTERFACE)


def test_what_is_typed_is_read_as_far_as_possible_in_three_modes():
    """A class stands in a policy map, which stands in global configuration."""
    assert read("class voice", POLICY_CLASS).entry.pattern == "class <name:word>"
    assert read("hostname x", POLICY_CLASS).mode == GLOBAL
    assert column("clasp", POLICY_CLASS) == 4


@pytest.mark.parametrize("text", ["show i", "co", "conf t | inc x", "interface t0"])
def test_ambiguous_words(text):
    """A prefix of several keywords, or of several kinds of interfaces."""
    mode = GLOBAL if text.startswith("interface") else EXEC
    with pytest.raises((Ambiguous, Invalid)) as caught:
        read(text, mode)
    assert isinstance(caught.value, Ambiguous) is (text != "conf t | inc x")


@pytest.mark.parametrize(
    ("mode", "text"),
    [
        (EXEC, "show"),
        (EXEC, "show ip"),
        (EXEC, "copy a"),
        (EXEC, "show ip route | include"),
        (EXEC, "show ip route |"),
        (GLOBAL, "interface fa"),
        (GLOBAL, "no"),
        (GLOBAL, "do"),
        (INTERFACE, "standby 1"),
        (INTERFACE, "description"),
        (EXEC, "  "),
    ],
)
def test_incomplete_lines(mode, text):
    """Everything typed fits, and more is needed."""
    with pytest.raises(Incomplete):
        read(text, mode)


def test_a_single_unknown_word_in_exec_is_told_apart():
    """It may be the name of a host; several words, or configuration, are plain mistakes (ios-cli 2.5)."""
    with pytest.raises(UnknownWord) as caught:
        read("  zebra")
    assert (caught.value.word, caught.value.column) == ("zebra", 2)
    for text, mode in (("zebra x", EXEC), ("zebra", GLOBAL)):
        with pytest.raises(Invalid) as plain:
            read(text, mode)
        assert not isinstance(plain.value, UnknownWord)


def test_levels_hide_words():
    """In user EXEC `e` is `enable` or `exit`; `er` is nothing, although `erase` exists above (ios-cli 2.1)."""
    assert read("en", level=1).entry.pattern == "enable"
    with pytest.raises(Ambiguous):
        read("e", level=1)
    assert column("er", level=1) == 1
    assert read("er st", level=15).entry.pattern == "erase startup-config"


def test_the_column_after_do_counts_from_the_start_of_the_line():
    """The caret stands under the EXEC word that failed."""
    assert column("do show ip router", INTERFACE) == len("do show ip route")
    assert BOX.match(INTERFACE, 15, "do show ip route", WORDS).mode == EXEC
