"""The session language: its small spellings, its actions and conditions."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iossim.lab.session import ACTIONS, CONDITIONS, Names, read_action
from iossim.lab.session.actions import (
    Block,
    Call,
    Cut,
    ExpectLog,
    Loss,
    PathReport,
    PowerOff,
    Service,
    Unblock,
    Wait,
    WaitUntil,
    WhyRoute,
)
from iossim.lab.session.conditions import Hsrp, NoRoute, PromptShown, Route, Sa, Up, Voice
from iossim.lab.session.homes import Outage
from iossim.lab.session.keys import NAMED, UnknownKey, paste_keys, read_keys, write_keys
from iossim.lab.session.lab_line import LabLine, read_lab_line
from iossim.lab.session.slots import Expected

EVERY_ACTION = [
    "wait 12s",
    "wait 80ms",
    "wait 0s",
    "wait until voice phone-1 both audible within 1m",
    "wait until voice phone-1 from silent within 60s",
    "wait until gateway-1 up within 3m",
    "wait until gateway-1 prompt within 3m",
    "wait until sa gateway-1 soho-vp within 30s",
    "wait until route gateway-2 10.81.2.0/29 via 192.168.81.3 within 10s",
    "wait until route gateway-2 64.yy.yy.a/32 within 10s",
    "wait until no route gateway-2 10.81.2.0/29 within 10s",
    "wait until hsrp gateway-2 Active within 13s",
    "expect log gateway-2 STANDBY-6-STATECHANGE within 15s",
    "expect log soho-vp CRYPTO-6-IKMP_MODE_FAILURE within 0s",
    "expect hsrp gateway-2 Standby",
    "nothing",
    "paste gateway-1 change.cfg",
    "reload gateway-1",
    "power off soho-5",
    "power on soho-5",
    "crash gateway-1",
    "cut x-over",
    "silence x-over",
    "silence x-over from gateway-1",
    "split dmz-sw stick-gw2",
    "unite dmz-sw",
    "restore x-over",
    "loss x-over 5%",
    "loss x-over 0.25%",
    "delay x-over 80ms",
    "reorder x-over 5% 2s",
    "duplicate x-over 0.5%",
    "revoke soho-3",
    "mtu dsl-1 1492",
    "fault 17",
    "fault 17 level hidden for 40s",
    "fault 17 for 5s every 1m times 3",
    "mend 17",
    "load dsl-1 40%",
    "load dsl-1 40% up",
    "upload pc-1 ntp-public 300k",
    "reinstate soho-3",
    "expire soho-3",
    "renew soho-3",
    "outage dsl-3 40s",
    "renumber dsl-1",
    "retrain dsl-1",
    "block esp at firewall",
    "block udp 500 at firewall inbound",
    "block tcp 2000 at firewall outbound",
    "unblock esp at firewall",
    "unplug phone-1",
    "plug phone-1",
    "call phone-1 phone-hq",
    "hang up phone-1",
    "permit esp from outside to 64.yy.yy.a at firewall",
    "withdraw udp 500 from 64.yy.yy.b to outside at firewall",
    "route 10.81.2.0/23 via 10.81.0.5 at firewall",
    "forget route 64.yy.yy.b at firewall",
    "reroute firewall",
    "readdress dsl-1",
    "readdress dsl-1 back",
    "renumber dsl-1 back",
    "restore policy at firewall",
    "exercise 1.3 seed 4",
    "exercise 1.3 seed 4 files 0123456789abcdef",
    "shown peers",
    "tried peers",
    "free play",
    "answer peers 10.81.2.24/29, 10.81.2.48/29",
    "hint peers",
    "check peers",
    "voice phone-1",
    "path phone-1 phone-hq",
    "path phone-1 10.80.1.10 udp",
    "path phone-1 phone-hq tcp 2000",
    "why voice phone-1",
    "why route gateway-2 10.81.2.0/29",
    "why sa gateway-1 soho-vp",
    "why hsrp gateway-2",
    "why phone phone-1",
    "timeline 1m",
]


@pytest.mark.parametrize("text", EVERY_ACTION)
def test_every_action_is_written_as_it_was_read(text: str) -> None:
    """An action prints itself as it stands between the brackets, and is read back as the same value."""
    action = read_action(text)
    assert read_action(str(action)) == action
    assert str(action) == text.replace("within 60s", "within 1m")


def test_the_table_above_knows_every_action_and_condition() -> None:
    """No action and no condition of the language escapes the round trip."""
    actions = [read_action(text) for text in EVERY_ACTION]
    assert {type(action) for action in actions} == set(ACTIONS)
    assert {type(action.condition) for action in actions if isinstance(action, WaitUntil)} == set(CONDITIONS)


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("wait 107m", Wait(6_420_000_000)),
        ("wait 1.5s", Wait(1_500_000)),
        ("wait 1h30m", Wait(5_400_000_000)),
        ("wait until gateway-1 up within 5m", WaitUntil(Up("gateway-1"), 300_000_000)),
        ("wait until gateway-1 prompt within 5m", WaitUntil(PromptShown("gateway-1"), 300_000_000)),
        ("wait until sa a b within 1s", WaitUntil(Sa("a", "b"), 1_000_000)),
        ("wait until voice p to silent within 1s", WaitUntil(Voice("p", "to", "silent"), 1_000_000)),
        ("wait until route d 10.0.0.0/8 within 1s", WaitUntil(Route("d", "10.0.0.0/8"), 1_000_000)),
        ("wait until route d 0.0.0.0/0 via x within 1s", WaitUntil(Route("d", "0.0.0.0/0", "x"), 1_000_000)),
        ("wait until no route d 10.0.0.0/8 within 1s", WaitUntil(NoRoute("d", "10.0.0.0/8"), 1_000_000)),
        ("wait until hsrp d standby within 1s", WaitUntil(Hsrp("d", "Standby"), 1_000_000)),
        ("wait until hsrp d INITIAL within 1s", WaitUntil(Hsrp("d", "Init"), 1_000_000)),
        ("expect log d SYS-5-RESTART within 2s", ExpectLog("d", "SYS-5-RESTART", 2_000_000)),
        ("block esp at firewall", Block(Service("esp"), "firewall", None)),
        ("unblock udp 500 at firewall inbound", Unblock(Service("udp", 500), "firewall", "inbound")),
        ("loss x-over 2.5%", Loss("x-over", 25_000)),
        ("loss x-over 100%", Loss("x-over", 1_000_000)),
        ("path a b icmp", PathReport("a", "b", "icmp", None)),
        ("path a b udp 69", PathReport("a", "b", "udp", 69)),
        ("power   off    soho-5", PowerOff("soho-5")),
    ],
)
def test_actions_are_typed(text: str, action: object) -> None:
    """The words of an action become typed values: microseconds, millionths, ports."""
    assert read_action(text) == action


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("wait 12", 'expected a duration (a number and ms, s, m, h or d, as in 12s), found "12"'),
        ("wait", "expected a duration"),
        ("wait 99999d", "expected a duration up to 3660d"),
        ("wait 12s please", 'expected the end of the action, found "please"'),
        ("wait until gateway-1 upp within 5s", "(did you mean 'up'?)"),
        ("wait until voise p both audible within 5s", "(did you mean 'voice'?)"),
        ("wait until voice phone-1 both audible", 'expected "within" in [wait until CONDITION within WITHIN]'),
        ("wait until voice phone-1 both loud within 1s", 'expected audible or silent, found "loud"'),
        ("wait until hsrp gateway-1 Activ within 1s", "(did you mean 'Active'?)"),
        ("wait until route d 10.0.0.0 within 1s", 'expected a prefix (A.B.C.D/LENGTH), found "10.0.0.0"'),
        ("wait until route d 10.0.0.1/24 within 1s", "host bits set"),
        ("wait until route d 10.0.0.0/33 within 1s", "not a prefix"),
        ("expect log d reboot within 1s", "expected the mnemonic of a message"),
        ("cut x-ovr", "expected the name of a link, found \"x-ovr\" (did you mean 'x-over'?)"),
        ("reload fw", "expected the name of a device with a console"),
        ("call phone-1 r1", 'expected the name of a phone, found "r1"'),
        ("loss x-over 101%", "expected a share from 0% to 100%"),
        ("loss x-over 5", "expected a share from 0% to 100%"),
        ("block udp at fw", 'expected a port number from 1 to 65535, found "at"'),
        ("block gre at fw", "expected a service (esp, icmp, udp PORT, tcp PORT, fragments)"),
        ("block udp 65536 at fw", "expected a port number"),
        ("block esp at fw sideways", 'expected inbound or outbound, found "sideways"'),
        ("power down r1", "expected [power off NODE] or [power on NODE], found [power down r1]"),
        ("why me", "expected [why voice PHONE] or [why route DEVICE PREFIX] or [why sa A B]"),
        ("paste r1 ../etc/passwd", 'expected a file beside the session, without ".."'),
        ("paste r1 /etc/passwd", "expected a file beside the session"),
        ("paste r1 a/../../x", "expected a file beside the session"),
    ],
)
def test_a_wrong_action_says_what_was_expected(text: str, complaint: str) -> None:
    """Every mistake in an action names what was expected, and a near name of the lab."""
    names = Names(("r1", "gateway-1", "d"), ("r1", "gateway-1", "d", "fw"), ("x-over",), ("phone-1", "p"))
    with pytest.raises(Expected) as caught:
        read_action(text, names)
    assert complaint in str(caught.value)


def test_names_are_checked_only_when_the_lab_gives_them() -> None:
    """Without names a session is read for its form alone."""
    assert read_action("cut anything") == Cut("anything")
    assert read_action("outage dsl-99 1s", Names(("r1",))) == Outage("dsl-99", 1_000_000)


def test_actions_are_frozen() -> None:
    """An action is data that nobody changes."""
    with pytest.raises(FrozenInstanceError):
        read_action("call a b").a = "c"  # type: ignore[attr-defined]
    assert hash(Call("a", "b")) == hash(Call("a", "b"))
    assert WhyRoute("d", "10.0.0.0/8") != WhyRoute("d", "10.0.0.0/9")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("ab", ("a", "b")),
        ("sh{tab}", ("s", "h", "tab")),
        ("{^A}{^z}", ("c-a", "c-z")),
        ("{break}", ("c-^",)),
        ("{{x}", ("{", "x", "}")),
        ("{{{up}", ("{", "up")),
        ("{bs}{esc}{left}{space}", ("backspace", "escape", "left", "space")),
        ("{^I}{^M}{^H}", ("tab", "enter", "backspace")),
        ("a\tb", ("a", "tab", "b")),
    ],
)
def test_keys(text: str, keys: tuple[str, ...]) -> None:
    """Braces name keys; a doubled brace is a brace; everything else is itself."""
    assert read_keys(text) == keys
    assert read_keys(write_keys(keys)) == keys


@pytest.mark.parametrize("text", ["{tabb}", "{", "a{b", "{^}", "{^AB}", "{}", "\x07", "{{{"])
def test_a_brace_that_names_no_key_is_a_mistake(text: str) -> None:
    """An unknown key, an open brace and a control character are reported, never typed."""
    with pytest.raises(UnknownKey):
        read_keys(text)


@given(st.lists(st.sampled_from([*NAMED.values(), *"abc {}^%?|\\"])))
def test_any_keys_survive_writing_and_reading(keys: list[str]) -> None:
    """Whatever is typed can be written down and read again."""
    assert list(read_keys(write_keys(keys))) == keys


def test_a_pasted_line_is_typed_as_it_is() -> None:
    """A paste knows no braces: the characters, then Enter."""
    assert paste_keys("a{b}") == ("a", "{", "b", "}", "enter")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("lab headend, settled", LabLine()),
        ("lab headend,cold", LabLine(start="cold")),
        ("lab pair, settled, numbers", LabLine("pair", numbers=True)),
        ("lab headend, cold, remotes 1000, seed 7, profile phase", LabLine("headend", "cold", False, 1000, 7, "phase")),
    ],
)
def test_lab_lines(text: str, line: LabLine) -> None:
    """A lab line is read into its options and written back as the same line."""
    assert read_lab_line(text) == line
    assert read_lab_line(str(line)) == line


@pytest.mark.parametrize(
    "text",
    ["lab", "lab ", "lab a b", "lab headend, warm", "lab x, seed", "lab x, seed -1", "lab x, remotes 1e9",
     "lab x, cold, settled", "lab x, seed 1, seed 2", "lab x,", "lab x, remotes 100001", "lab x, seed ٣"],
)  # fmt: skip
def test_wrong_lab_lines(text: str) -> None:
    """An unknown option, one without its number, and one said twice are mistakes."""
    with pytest.raises(Expected):
        read_lab_line(text)


@given(st.text(max_size=80))
def test_any_text_is_an_action_or_a_mistake(text: str) -> None:
    """Arbitrary text between brackets raises nothing but Expected."""
    for verb in ("", "wait ", "wait until ", "block udp ", "path a ", "loss x "):
        with suppress(Expected):
            read_action(verb + text)
