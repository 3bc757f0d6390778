"""Running commands at the terminal: output in pieces, questions, keys typed ahead, interrupts."""

from __future__ import annotations

import copy
import pickle

import pytest

from iossim.cli.job import Heard
from iossim.cli.terminal import State
from tests.cli.bench import Nested, Ping, Reload, box_of, console, press, text_of, typed


def test_output_comes_in_pieces() -> None:
    """Each step of a job prints what it has; the prompt comes on a new line at the end."""
    terminal = console()
    assert typed(terminal, "ping\n") == "ping\n!"
    pieces = []
    for _ in range(4):
        terminal.session.woken()
        pieces.append(text_of(terminal))
    assert pieces == ["!"] * 4
    assert box_of(terminal).wakes == [("con 0", 1_000_000)] * 5
    terminal.session.woken()
    assert text_of(terminal) == "\nSent 5\nR1#"


@pytest.mark.parametrize("name", ["c-^", "c-c", "break"])
def test_the_interrupt_stops_a_job(name: str) -> None:
    """Ctrl-Shift-6 and Ctrl-C end it at once; a wake that comes late finds nobody."""
    terminal = console()
    typed(terminal, "ping\n")
    assert press(terminal, name) == "\nSent 1\nR1#"
    terminal.session.woken()
    assert text_of(terminal) == ""
    typed(terminal, "enable\n")
    terminal.session.woken()
    assert text_of(terminal) == ""
    assert terminal.last_line == "Password: "


def test_keys_typed_ahead_are_replayed() -> None:
    """While a job runs nothing is echoed; when the prompt is back the keys are typed, one command after the other."""
    terminal = console()
    typed(terminal, "ping\n")
    assert typed(terminal, "show numbers 1\nping\nshow nu\tx") == ""
    for _ in range(5):
        terminal.session.woken()
    assert text_of(terminal) == "!!!!\nSent 5\nR1#show numbers 1\nline 0\nR1#ping\n!"
    press(terminal, "c-^")
    assert (terminal.editor.text, terminal.last_line) == ("show numbers x", "R1#show numbers x")


def test_output_without_an_end_gets_a_new_line_before_the_prompt() -> None:
    """`[OK]` stands on its line, the prompt on the next."""
    assert typed(console(), "write\n") == "write\nBuilding configuration...\n[OK]\nR1#"


def test_questions_take_a_line_and_a_key() -> None:
    """A line question insists as its job says; `[confirm]` takes one key and echoes it."""
    terminal = console()
    assert typed(terminal, "reload\n") == "reload\nSave? [yes/no]: "
    assert terminal.last_line == "Save? [yes/no]: "
    assert typed(terminal, "maybe\n") == "maybe\n% Please answer 'yes' or 'no'.\nSave? [yes/no]: "
    assert typed(terminal, "nx\x7fo\n") == "nx\b \bo\nProceed with reload? [confirm]"
    assert typed(terminal, "y") == "y\nreloading\nR1#"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("enter", "\nreloading\nR1#"),
        ("Y", "Y\nreloading\nR1#"),
        ("n", "n\nR1#"),
        ("up", "\nR1#"),
        ("c-c", "\nR1#"),
        ("c-^", "\nR1#"),
    ],
)
def test_one_key_confirms(name: str, expected: str) -> None:
    """Enter and y say yes, anything else no."""
    terminal = console()
    typed(terminal, "reload\nno\n")
    assert press(terminal, name) == expected


def test_a_question_in_a_paste_swallows_what_follows() -> None:
    """The keys behind a command that asks are its answers."""
    terminal = console()
    assert typed(terminal, "reload\nno\nnshow numbers 1\n").endswith("[confirm]n\nR1#show numbers 1\nline 0\nR1#")


@pytest.mark.parametrize(("name", "echo"), [("c-c", "^C"), ("c-^", "")])
def test_a_question_can_be_abandoned(name: str, echo: str) -> None:
    """Ctrl-C at a line question ends the dialog."""
    terminal = console()
    typed(terminal, "reload\nye")
    assert press(terminal, name) == f"{echo}\nR1#"
    assert terminal.session.job is None


def test_a_password_is_not_shown() -> None:
    """Nothing is echoed, `?` and Ctrl-V included, and what was deleted cannot be pasted later."""
    terminal = console(level=1)
    assert typed(terminal, "enable\n") == "enable\nPassword: "
    assert terminal.last_line == "Password: "
    assert typed(terminal, "oops\x15s?crex\x7ft") == ""
    assert press(terminal, "enter") == "\nR1#"
    assert press(terminal, "c-y") == "\a"


def test_a_nested_terminal_gets_every_key() -> None:
    """An unseen one-key question hands over keys by name, Ctrl-C and Tab included; only the interrupt is its own."""
    terminal = console()
    typed(terminal, "nested\n")
    assert (
        press(terminal, "a", "enter", "tab", "c-c", "up", "?", "escape", "c-z") == "<a><><tab><c-c><up><?><escape><c-z>"
    )
    assert press(terminal, "c-^") == "\nR1#"


def test_a_banner_is_read_line_by_line() -> None:
    """A configuration line can go on as a dialog without a prompt, and leaves the mode as it was."""
    terminal = console()
    typed(terminal, "configure terminal\n")
    text = typed(terminal, "banner motd #\nNo ?\nentry\n#\n")
    assert text == ("banner motd #\nEnter TEXT message.  End with the character '#'.\nNo ?\nentry\n#\nR1(config)#")
    assert box_of(terminal).typed[-1] == "No ?\nentry"


def test_an_unknown_word_is_looked_up_while_keys_wait() -> None:
    """The name lookup is a job: it says what it does, keys are kept, and the prompt returns."""
    terminal = console()
    assert typed(terminal, "zz\nshow numbers 1\n") == 'zz\nTranslating "zz"...domain server (255.255.255.255)\n'
    terminal.session.woken()
    assert text_of(terminal) == (
        "% Unknown command or computer name, or unable to find computer address\nR1#show numbers 1\nline 0\nR1#"
    )


def test_nobody_hears_when_nothing_runs() -> None:
    """Events without a job change nothing."""
    terminal = console()
    terminal.session.heard("late")
    terminal.session.interrupt()
    terminal.session.event(Heard("late"))
    assert text_of(terminal) == ""


@pytest.mark.parametrize(
    "typed_so_far",
    [
        "show num",
        "ping\n",
        "ping\nshow nu",
        "reload\n",
        "reload\nye",
        "reload\nno\n",
        "enable\ns?c",
        "show numbers 100\n",
        "show numbers 100\n/9",
        "configure terminal\nbanner motd #\nab",
        "nested\nab",
        "?",
        "a\x1b",
        "a\x16",
    ],
)
def test_everything_can_be_copied_and_pickled(typed_so_far: str) -> None:
    """At any moment a copy goes on exactly as the original does."""
    terminal = console(length=10)
    typed(terminal, typed_so_far)
    twins = [copy.deepcopy(terminal), pickle.loads(pickle.dumps(terminal)), terminal]
    outcomes = []
    for twin in twins:
        typed(twin, "x y\nq\n")
        twin.session.woken()
        press(twin, "c-c", "c-^", "up", "enter")
        outcomes.append((list(twin.lines), twin.screen.current, twin.state, twin.revision, twin.editor.text))
    assert outcomes[0] == outcomes[1] == outcomes[2]


def test_power_off_ends_everything() -> None:
    """In the dark keys are lost; the boot prints; the start screen waits for Return."""
    terminal = console()
    typed(terminal, "configure terminal\ninterface e0\n")
    terminal.power_off()
    assert terminal.state is State.DARK
    press(terminal, "a", "enter", "break", "c-^")
    terminal.print("System Bootstrap, Version 12.2(4r)B2\n")
    terminal.unasked("*Mar  1 00:00:04: %LINK-3-UPDOWN")
    assert text_of(terminal) == "System Bootstrap, Version 12.2(4r)B2\n\n*Mar  1 00:00:04: %LINK-3-UPDOWN"
    terminal.start_screen()
    assert "Press RETURN to get started!" in text_of(terminal)
    assert typed(terminal, "abc") == ""
    assert press(terminal, "enter") == "\n\nR1>"
    assert terminal.session.level == 1


@pytest.mark.parametrize(
    "before", ["show numbers 99\n", "ping\nshow numbers 5\n", "reload\nye", "show numbers 99\n/x", "?"]
)
def test_nothing_survives_a_cut_of_power(before: str) -> None:
    """Neither keys typed ahead, nor the rest of a listing, nor a question, nor the prompt that was to follow."""
    terminal = console(length=5)
    typed(terminal, before)
    terminal.power_off()
    terminal.start_screen()
    text_of(terminal)
    assert press(terminal, "enter") == "\n\nR1>"
    assert typed(terminal, "show numbers 5\n").endswith(" --More-- ")
    assert press(terminal, "enter").endswith("\bline 4\nR1>")


def test_open_connections_are_lost_only_on_yes() -> None:
    """`exit` with a suspended connection asks; the answer decides, and the start screen comes once."""
    terminal = console()
    terminal.session.suspended[1] = Nested()
    assert typed(terminal, "exit\n") == "exit\n(You have open connections) [confirm]"
    assert press(terminal, "n") == "n\nR1#"
    typed(terminal, "exit\n")
    assert press(terminal, "y").count("Press RETURN") == 1
    assert terminal.state is State.IDLE


def test_a_blank_line_resumes_the_last_connection() -> None:
    """An empty line at the EXEC prompt goes back to what was suspended last."""
    terminal = console()
    terminal.session.suspended.update({1: Ping(), 2: Nested()})
    typed(terminal, "\n")
    assert press(terminal, "a") == "<a>"
    assert press(terminal, "c-^") == "\nR1#"
    assert typed(terminal, "\n") == "\n!"
    assert terminal.session.suspended == {}


def test_a_dialog_before_anybody_is_there_leads_to_the_start_screen() -> None:
    """The setup dialog of an empty router runs before the start screen."""
    terminal = console()
    terminal.power_off()
    terminal.session.start(Reload())
    typed(terminal, "no\n")
    assert press(terminal, "n").endswith("\n\nPress RETURN to get started!\n\n\n")
    assert terminal.state is State.IDLE
