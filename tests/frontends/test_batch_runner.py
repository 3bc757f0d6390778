"""A run: typing, waiting, comparing, and what becomes of each step. The lab is a fake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from iossim.lab.running.drawn import drawn
from iossim.lab.running.log_watch import only_looks
from iossim.lab.running.outcome import Kind, Outcome
from iossim.lab.running.runner import Runner
from iossim.lab.session import read_session
from tests.frontends.fake_lab import SECOND, FakeLab


def outcomes(text: str, lab: FakeLab | None = None, pastes: Mapping[str, Sequence[str]] | None = None) -> list[Outcome]:
    """What became of the steps of a session, without that of the lab line."""
    lab = lab or FakeLab()
    first, *rest = Runner(lab, read_session(text, "s", lab.names), pastes).run()
    assert first.kind is Kind.LAB
    return rest


def failures(text: str) -> list[str]:
    return [outcome.failure for outcome in outcomes(text)]


def test_output_is_compared_exactly() -> None:
    """An input whose output is the expected one is fine, any other is not; without expected output all is fine."""
    assert failures("r1#show clock\n0 seconds\n") == [""]
    assert failures("r1#show clock\n1 seconds\n") == ["the output is not the expected one"]
    assert failures("r1#show clock\n0 seconds\n\n") == [""]
    assert failures("r1#show clock\n\n0 seconds\n") == ["the output is not the expected one"]
    assert failures("r1#show clock\n") == [""]


def test_typing_takes_no_time_and_an_input_waits_for_its_prompt() -> None:
    """Time runs from Enter until the prompt, here the five seconds of a ping."""
    clock, ping = outcomes("r1#show clock\nr1#ping\n!!!!!\nSuccess rate is 100 percent (5/5)\n")
    assert (clock.t, clock.end) == (0, 0)
    assert (ping.t, ping.end, ping.ok) == (0, 5 * SECOND, True)


def test_the_last_line_must_be_what_the_console_shows() -> None:
    """An input at another prompt fails, says what the console shows, types nothing, and the rest still runs."""
    lab = FakeLab()
    first, second = outcomes("r1(config)#hostname x\nr1#show clock\n0 seconds\n", lab)
    assert first.failure == 'r1 shows "r1#": an input begins with that line'
    assert first.output is None
    assert second.ok
    assert lab.terminal("r1").hostname == "r1"


def test_questions_are_part_of_the_input_line() -> None:
    """At a question the input begins with the question; a blank at its end may be missing."""
    for question in ("Save? [yes/no]: no", "Save? [yes/no]:no"):
        asked = f"r1#reload\n\nr1:System configuration has been modified. {question}\n"
        text = asked + "[nothing]\nr1:Proceed with reload? [confirm]n\n"
        assert failures(text) == ["", "", "", ""]


def test_a_key_at_a_confirmation_takes_no_enter() -> None:
    """`[confirm]` takes one key, or Enter when none is given."""
    start = (
        "r1#reload\nr1:System configuration has been modified. Save? [yes/no]: no\nr1:Proceed with reload? [confirm]"
    )
    refused, confirmed = FakeLab(), FakeLab()
    assert outcomes(start + "n\n", refused)[-1].input == "n"
    outcomes(start + "\n[wait 1s]\n", confirmed)
    assert (refused.typed[-1], confirmed.typed[-1]) == (("n",), ("enter",))
    assert (refused.terminal("r1").state, confirmed.terminal("r1").state) == ("line", "dark")


def test_text_above_a_question_is_output() -> None:
    """What a question prints on lines of its own is the output of the input before it."""
    assert failures("r1#erase\nAll files will go.\nr1:Continue? [confirm]n\n[nothing]\n") == ["", "", ""]


def test_a_confirmed_reload_returns_at_once_and_input_waits_for_the_boot() -> None:
    """A wait after a reload counts from the confirmation; the next input waits, `Press RETURN` is answered."""
    reload, wait, clock = outcomes(
        "r1#reload\nr1:System configuration has been modified. Save? [yes/no]: no\n"
        "r1:Proceed with reload? [confirm]\n[wait 10s]\nr1#show clock\n60 seconds\n"
    )[2:]
    assert (reload.t, reload.end, wait.end) == (0, 0, 10 * SECOND)
    assert clock.ok
    assert (clock.t, clock.end) == (10 * SECOND, 60 * SECOND + SECOND // 2)
    assert ("r1", "Press RETURN to get started!") in clock.unasked


def test_a_prompt_can_be_waited_for_through_a_boot() -> None:
    """`D prompt` holds at the start screen, which is answered."""
    (_, waited, clock) = outcomes("[reload r1]\n[wait until r1 prompt within 2m]\nr1#show clock\n60 seconds\n")
    assert waited.ok
    assert clock.ok
    missed = failures("[reload r1]\n[wait until r1 prompt within 20s]\n")[1]
    assert missed == "not within 20s: r1 prompt; found r1 is dark"


def test_input_to_a_router_without_power_fails_after_ten_minutes() -> None:
    """A console that stays dark is waited for no longer than 600 s."""
    lab = FakeLab()
    assert outcomes("[power off r1]\nr1#show clock\n", lab)[1].failure == "r1 is dark after 600 s"
    assert lab.now == 600 * SECOND


def test_a_command_that_never_ends_fails_after_ten_minutes() -> None:
    """An input without a prompt in 600 s fails; an interrupt needs no last line."""
    hang, stop = outcomes("r1#hang\nr1:{break}\n")
    assert hang.failure == 'neither prompt nor question within 600 s: r1 is busy; its last line is ""'
    assert stop.ok


def test_go_returns_at_once() -> None:
    """After `{go}` the command runs on; what it prints until the next input belongs to nobody."""
    ping, wait, stop, clock = outcomes(
        "r1#ping{go}\n[wait 3s]\nr1:!!!{break}\n\nSuccess rate is 100 percent\nr1#show clock\n3 seconds\n"
    )
    assert (ping.end, ping.input, wait.end) == (0, "ping{go}", 3 * SECOND)
    assert stop.unasked == (("r1", "!!!"),)
    assert stop.ok
    assert clock.ok


def test_another_input_at_a_running_command_fails() -> None:
    """While a command runs on there is no prompt to type at."""
    (_, clock) = outcomes("r1#ping{go}\nr1#show clock\n")
    assert clock.failure.startswith('r1 is busy; its last line is ""')


@pytest.mark.parametrize("key", ["?", "{tab}"])
def test_help_and_completion_leave_the_line_standing(key: str) -> None:
    """`?` and Tab take no Enter; the next input begins with the line that stands."""
    lab = FakeLab()
    standing = "show " if key == "?" else "sh"
    first, second = outcomes(f"r1#{standing}{key}\nr1#show clock\n0 seconds\n", lab)
    assert second.ok
    assert second.input == "clock"
    assert second.prompt == "r1#show "
    assert first.output == (("  clock  Display the system clock",) if key == "?" else ())


def test_a_standing_line_can_be_cleared() -> None:
    """Keys after the standing text are pressed as they are."""
    (_, second) = outcomes("r1#sh{tab}\nr1#show {^U}ping\n")
    assert second.end == 5 * SECOND


def test_a_blank_of_the_standing_line_is_not_made_up() -> None:
    """Text that only resembles the standing line does not begin with it."""
    (_, second) = outcomes("r1#sh{tab}\nr1#showclock\n")
    assert second.failure == 'r1 shows "r1#show ": an input begins with that line'


def test_control_z_takes_no_enter() -> None:
    """`{^Z}` acts by itself."""
    lab = FakeLab()
    _, leave, _ = outcomes("r1#configure\nr1(config)#{^Z}\nr1#show clock\n", lab)
    assert leave.unasked == (("r1", "00:00:01: %SYS-5-CONFIG_I: Configured from console by console"),)


@pytest.mark.parametrize(
    ("key", "page"), [("{space}", "page two"), (" {space}", "page two"), (" ", "one line"), (" q", "one line")]
)
def test_one_key_at_more(key: str, page: str) -> None:
    """` --More-- ` takes one key, Enter when none is given; its erasure is no output."""
    first, second = outcomes(f"r1#show long\npage one\nr1: --More--{key}\n{page}\n")
    assert first.ok
    assert second.ok


def test_unasked_text_is_no_output() -> None:
    """A log message on the console is neither compared nor lost."""
    (_, end, nothing) = outcomes("r1#configure\nr1(config)#end\n[nothing]\n")
    assert end.output == ()
    assert nothing.ok
    assert [device for device, _ in end.unasked] == ["r1"]


def test_nothing_asserts_silence() -> None:
    """`[nothing]` fails when the input before it printed something."""
    assert failures("r1#show clock\n[nothing]\n") == ["", 'expected nothing, found "0 seconds"']
    assert failures("r1#configure\n# still\n[nothing]\n") == ["", "", ""]


def test_conditions_are_waited_for() -> None:
    """A wait ends when its condition holds; one that is missed fails, says what was found, and the rest runs."""
    missed, last = outcomes("[wait until hsrp r1 Active within 10s]\n[wait 1s]\n")
    assert missed.failure == "not within 10s: hsrp r1 Active; found hsrp Standby"
    assert (missed.end, last.end) == (10 * SECOND, 11 * SECOND)
    assert failures("[wait 30s]\n[expect hsrp r1 Active]\n") == ["", ""]
    assert failures("[expect hsrp r1 Active]\n") == ["not so: hsrp r1 Active; found hsrp Standby"]


def test_logs_are_expected_before_and_after() -> None:
    """A message counts when it comes in time, and when it has come since the step that caused it."""
    assert failures("[reload r1]\n[expect log r1 SYS-5-RESTART within 2m]\n") == ["", ""]
    assert failures("[reload r1]\n[wait 2m]\n[expect log r1 SYS-5-RESTART within 0s]\n") == ["", "", ""]
    assert failures("[reload r1]\n[expect log r1 SYS-5-RESTART within 5s]\n")[1] == (
        "r1 logged no %SYS-5-RESTART within 5s"
    )
    assert failures("[reload r1]\n[expect log r2 SYS-5-RESTART within 2m]\n")[1] != ""


def test_looking_keeps_a_message_and_doing_forgets_it() -> None:
    """A show after the message does not hide it; a later cause does, and one message fulfils one expectation."""
    boot = "[reload r1]\n[wait until r1 prompt within 2m]\n[wait 1s]\n"
    assert failures(boot + "r1#show clock\n[expect log r1 SYS-5-RESTART within 0s]\n")[-1] == ""
    assert failures(boot + "[cut x-over]\n[expect log r1 SYS-5-RESTART within 0s]\n")[-1] != ""
    assert failures(boot + "r1#ping\n[expect log r1 SYS-5-RESTART within 0s]\n")[-1] != ""
    twice = "[expect log r1 SYS-5-RESTART within 0s]\n" * 2
    assert [bool(failure) for failure in failures(boot + twice)[-2:]] == [False, True]
    assert failures("[wait 1s]\n[expect log r1 OLD-1-HISTORY within 1s]\n")[-1] != ""


@pytest.mark.parametrize("text", ["show clock", "sh run | include x", "end", "conf t", "", "do show ver", "show ?"])
def test_looking(text: str) -> None:
    """These inputs change nothing."""
    assert only_looks(text)


@pytest.mark.parametrize("text", ["ping 1.1.1.1", "clear crypto sa", "s", "no shutdown", "shutdown", "do clear arp"])
def test_doing(text: str) -> None:
    """These may."""
    assert not only_looks(text)


def test_a_file_is_pasted_line_by_line() -> None:
    """Each line of a pasted file is a step of its own, typed whatever the prompt."""
    paste, one, two, three = outcomes(
        "[paste r1 x.cfg]\n", pastes={"x.cfg": ("configure", "hostname {b}", "show clock")}
    )
    assert (paste.kind, paste.input) == (Kind.ACTION, "paste r1 x.cfg")
    assert [(step.prompt, step.input) for step in (one, two, three)] == [
        ("r1#", "configure"),
        ("r1(config)#", "hostname {b}"),
        ("{b}(config)#", "show clock"),
    ]
    assert three.output == ("0 seconds",)
    assert {step.line for step in (paste, one, two, three)} == {1}


def test_reports_print_and_are_compared() -> None:
    """A report's lines are its output, its data are for machines."""
    (path,) = outcomes("[path r1 r2]\nr1 forwards\nr2 delivers\n")
    assert (path.kind, path.ok, path.data["result"]) == (Kind.PATH, True, "delivered")
    assert failures("[path r1 r2]\nr1 drops\n") == ["the output is not the expected one"]


def test_an_action_that_cannot_be_done_fails() -> None:
    """The lab says why."""
    assert failures("[block esp at fw]\n") == ["fw is no firewall"]


def test_times_count_from_the_start_of_the_lab() -> None:
    """A lab that starts elsewhere on its time line reports from 0, and its history is no part of the run."""
    cut = outcomes("[wait 1s]\n[cut x-over]\n", FakeLab(start=-5 * SECOND))[1]
    assert (cut.t, cut.events[0].t) == (SECOND, SECOND)
    assert [event.kind for event in cut.events] == ["voice"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\r\nb  \r\n\r\n", ["a", "b"]),
        ("\r\na", ["", "a"]),
        ("abc\b\bX", ["aXc"]),
        ("\b\b    \b\b\b\bab", ["ab"]),
        ("abc\rX", ["Xbc"]),
        ("a\x07b", ["ab"]),
        ("\tx", ["\tx"]),
        ("", []),
    ],
)
def test_drawn_text(text: str, lines: list[str]) -> None:
    """Output is what is left on paper."""
    assert drawn(text) == lines
