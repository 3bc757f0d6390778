"""Patterns: what can be written in a declaration, and what a line looks like when it is printed."""

from __future__ import annotations

import pytest
from grammar_box import WORDS, args

from iossim.cli.compound import ANY, AddressSpec, PortSpec
from iossim.cli.entry import Command, ConfigLine
from iossim.cli.errors import Incomplete, Invalid
from iossim.cli.grammar import Grammar
from iossim.cli.mode import EXEC, GLOBAL
from iossim.cli.pattern import parse
from iossim.cli.release import Release
from iossim.cli.writing import keywords, write
from iossim.net.address import Address


def nothing(context, args):
    return None


def read(pattern, text):
    """The arguments of a line under a pattern alone."""
    grammar = Grammar([Command(pattern, nothing)], "12.2(11)T")
    return dict(grammar.match(EXEC, 15, text, WORDS).args)


def test_brackets_nest():
    """An option in an option, a choice in a branch."""
    pattern = "a [b [<n:1-9>]] { c | d <m:1-9> [e] }"
    assert read(pattern, "a c") == {"c": True}
    assert read(pattern, "a b d 3 e") == {"b": True, "m": 3, "e": True}
    assert read(pattern, "a b 4 c") == {"b": True, "n": 4, "c": True}
    with pytest.raises(Incomplete):
        read(pattern, "a b 4")


def test_alternatives_in_an_option():
    """`[a|b]` is an option of a choice."""
    assert read("x [a | b]", "x") == {}
    assert read("x [a | b]", "x b") == {"b": True}


def test_any_order_takes_each_branch_once():
    """Redistribution takes its options in any order."""
    pattern = "r ( metric <bw:1-9> <delay:1-9> | route-map <map:word> | tag <tag:1-9> )*"
    assert read(pattern, "r") == {}
    assert read(pattern, "r tag 1 metric 2 3 route-map M") == {"tag": 1, "bw": 2, "delay": 3, "map": "M"}
    with pytest.raises(Invalid):
        read(pattern, "r tag 1 tag 2")


def test_several_values_of_one_argument():
    """A trailing plus collects a tuple."""
    assert read("set <names:word+>", "set a") == {"names": ("a",)}
    assert read("set <names:word+> [end]", "set a b c") == {"names": ("a", "b", "c")}
    with pytest.raises(Incomplete):
        read("set <names:word+>", "set")


def test_choices_of_an_argument():
    """Digits give a number, words a text, ranges a number."""
    assert read("speed <value:10|100|auto>", "speed 100") == {"value": 100}
    assert read("speed <value:10|100|auto>", "speed a") == {"value": "auto"}
    assert read("list <n:1-99|1300-1999|all>", "list 1400") == {"n": 1400}


def test_type_names_among_choices_are_plain_words():
    """`ip` in a choice is the keyword, not the type."""
    assert read("permit <protocol:ip|tcp>", "permit ip") == {"protocol": "ip"}


@pytest.mark.parametrize(
    "pattern", ["", "a [b", "a b]", "a { b ]", "<n>", "<n:nosuch>", "a | b", "( a | b )", "[metric <metric:1-9>", "<a"]
)
def test_malformed_patterns_are_refused(pattern):
    """An author's mistake is told when the declaration is first used."""
    with pytest.raises(ValueError):
        parse(pattern)


def test_a_mark_cannot_share_an_arguments_name():
    """`[metric]` and `<metric:..>` in one line would overwrite each other."""
    with pytest.raises(ValueError, match="metric"):
        parse("a [metric] [<metric:1-9>]")
    assert parse("a [metric <metric:1-9>]")


def test_branches_must_be_told_apart_by_their_arguments():
    """`{ a <n> | b <n> }` reads but could not be written; with a choice or two names it can."""
    with pytest.raises(ValueError, match="told apart"):
        parse("x { a <n:1-9> | b <n:1-9> }")
    with pytest.raises(ValueError, match="told apart"):
        parse("x [y ( a <n:1-9> | b <n:1-9> )*]")
    assert parse("x <kind:a|b> <n:1-9>")
    assert parse("x { <n:1-9> | <n:20-29> | <n:word> }")


def test_a_keyword_is_given_back_when_what_follows_does_not_fit():
    """`a` abbreviates `ab`, but the rest of the line shows that it was a name."""
    assert read("x { ab c | <name:word> <n:1-9> }", "x a 5") == {"name": "a", "n": 5}


def test_narrow_types_first():
    """A number is a number, also where a word is declared before it."""
    assert read("x { <n:word> | <n:1-9> } [<rest:line>]", "x 5") == {"n": 5}
    assert read("x { <n:word> | <n:1-9> } [<rest:line>]", "x 10") == {"n": "10"}


def test_the_bar_is_no_word():
    """`show x |` waits for a filter, it does not ask for a thing called bar."""
    grammar = Grammar([Command("show x [<name:word>]", nothing, filterable=True)], "12.2(11)T")
    with pytest.raises(Incomplete):
        grammar.match(EXEC, 15, "show x |", WORDS)


def test_a_number_of_five_thousand_digits_is_out_of_range():
    """It fails like any other number that is too large."""
    with pytest.raises(Invalid):
        read("x <n:1-9>", "x " + "1" * 5000)


LINE = ConfigLine("standby [<group:0-255>] timers <hello:1-254> <hold:1-255>", fill={"group": 0})
REDISTRIBUTE = ConfigLine("redistribute static ( metric <bw:1-9> <delay:1-9> | route-map <map:word> )*")
ROUTE = ConfigLine(
    "route-map <name:word> [<action:permit|deny> [<seq:0-65535>]]",
    fill={"action": "permit", "seq": 10},
    write_as="route-map <name:word> <action:permit|deny> <seq:0-65535>",
)
PREEMPT = ConfigLine("preempt [delay [minimum <seconds:0-99>]]")
STANDARD = ConfigLine("access-list <n:1-99> <action:acl-action> <source:acl-source> [log]")
EXTENDED = ConfigLine(
    "access-list <n:100-199> <action:acl-action> udp <source:acl-address> [<from:acl-udp-port>] <target:acl-address>"
)
HOST = AddressSpec(Address.parse("64.1.1.1"))
NET = AddressSpec(Address.parse("10.81.2.0"), Address.parse("0.0.1.255"))


@pytest.mark.parametrize(
    ("entry", "values", "text"),
    [
        (LINE, {"group": 0, "hello": 3, "hold": 10}, "standby timers 3 10"),
        (LINE, {"group": 7, "hello": 3, "hold": 10}, "standby 7 timers 3 10"),
        (REDISTRIBUTE, {"map": "RRI", "bw": 1, "delay": 2}, "redistribute static metric 1 2 route-map RRI"),
        (REDISTRIBUTE, {}, "redistribute static"),
        (ROUTE, {"name": "RRI", "action": "permit", "seq": 10}, "route-map RRI permit 10"),
        (PREEMPT, {}, "preempt"),
        (PREEMPT, {"delay": True}, "preempt delay"),
        (PREEMPT, {"delay": True, "seconds": 5}, "preempt delay minimum 5"),
        (STANDARD, {"n": 1, "action": "deny", "source": ANY}, "access-list 1 deny   any"),
        (STANDARD, {"n": 1, "action": "permit", "source": HOST, "log": True}, "access-list 1 permit 64.yy.yy.a log"),
        (STANDARD, {"n": 1, "action": "permit", "source": NET}, "access-list 1 permit 10.81.2.0 0.0.1.255"),
        (
            EXTENDED,
            {"n": 101, "action": "permit", "source": HOST, "from": PortSpec("eq", 500), "target": ANY},
            "access-list 101 permit udp host 64.yy.yy.a eq isakmp any",
        ),
        (
            EXTENDED,
            {"n": 101, "action": "deny", "source": ANY, "from": PortSpec("range", 1, 69), "target": NET},
            "access-list 101 deny   udp any range 1 tftp 10.81.2.0 0.0.1.255",
        ),
    ],
)
def test_writing(entry, values, text):
    """The line as IOS prints it, and reading it gives the same values."""
    assert write(entry, values, WORDS.names.show) == text
    assert dict(Grammar([entry], "12.2(11)T").match(GLOBAL, 15, text, WORDS).args) == values


def test_writing_needs_the_arguments():
    """A value that must be there and is not is a bug, not an empty text."""
    with pytest.raises(ValueError, match="standby"):
        write(LINE, {"group": 1})


def test_keywords_of_a_line():
    """What `no` is printed before when there is no value."""
    assert keywords(ConfigLine("ip address { dhcp | <address:ip> <mask:mask> }")) == "ip address"


def test_times_and_masks_print_as_they_are_read():
    """Values that are numbers inside."""
    line = ConfigLine("at <time:time> for <wait:hours> on <mask:mask> by <mac:mac>")
    text = "at 08:05:09 for 01:30 on 255.255.255.255 by 0000.0c07.ac01"
    match = Grammar([line], "12.2(11)T").match(GLOBAL, 15, text, WORDS)
    assert write(line, match.args, WORDS.names.show) == text


def test_a_thousand_words_are_no_danger():
    """Deep lines are refused or read, never an exception of Python."""
    with pytest.raises(Invalid):
        read("set <names:word+>", "set " + "a " * 5000)
    assert len(args("reload in 1:00 " + "a " * 5000)["reason"]) == 9999


RELEASES = ["12.1(9)E", "12.2(8)T", "12.2(11)T", "12.2(13)T", "12.3(2)T", "12.3(7)T", "12.4", "15.1M"]


def test_releases_follow_each_other():
    """What came with an earlier one is in every later one."""
    for index, later in enumerate(RELEASES[1:], 1):
        for earlier in RELEASES[1 : index + 1]:
            assert Release.parse(later).follows(Release.parse(earlier)), (later, earlier)
            assert later == earlier or not Release.parse(earlier).follows(Release.parse(later))


def test_trains():
    """The main line does not get what its T train got; the T train has what the main line has."""
    assert not Release.parse("12.2(26)").follows(Release.parse("12.2(8)T"))
    assert Release.parse("12.2(11)T").follows(Release.parse("12.2(8)"))
    assert Release.parse("12.3").follows(Release.parse("12.2(15)T"))


def test_bounds():
    """`since` is the first release that has it, `until` the first that does not."""
    assert Release.parse("12.2(8)T").has("12.2(8)T")
    assert not Release.parse("12.2(8)T").has("", "12.2(8)T")
    assert Release.parse("12.1(5)T").has("", "12.2(8)T")
    assert str(Release.parse("12.3(17b)")) == "12.3(17b)"
    with pytest.raises(ValueError):
        Release.parse("twelve")
