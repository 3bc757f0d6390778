"""Modes: entering, leaving, falling through; prompts; errors."""

from __future__ import annotations

import pytest

from iossim.cli.mode import EXEC, GLOBAL, Mode
from iossim.cli.prompt import prompt_of
from tests.cli.bench import box_of, console, press, text_of, typed


def prompts(*lines: str) -> list[str]:
    """The prompt after each line, from privileged EXEC."""
    terminal = console()
    seen = []
    for line in lines:
        typed(terminal, line + "\n")
        seen.append(terminal.session.prompt().removeprefix("R1"))
    return seen


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("conf t", "interface e0", "exit", "exit"), ["(config)#", "(config-if)#", "(config)#", "#"]),
        (("conf t", "interface e0", "end"), ["(config)#", "(config-if)#", "#"]),
        (("conf t", "interface e0", "interface e1"), ["(config)#", "(config-if)#", "(config-if)#"]),
        (
            ("conf t", "policy-map P", "class C", "exit"),
            ["(config)#", "(config-pmap)#", "(config-pmap-c)#", "(config-pmap)#"],
        ),
        (("conf t", "policy-map P", "class C", "class D"), ["(config)#", "(config-pmap)#", *["(config-pmap-c)#"] * 2]),
        (
            ("conf t", "policy-map P", "class C", "interface e0"),
            ["(config)#", "(config-pmap)#", "(config-pmap-c)#", "(config-if)#"],
        ),
        (("conf t", "interface e0", "hostname R1"), ["(config)#", "(config-if)#", "(config)#"]),
        (("conf t", "interface e0", "prime"), ["(config)#", "(config-if)#", "(config)#"]),
        (("conf t", "interface e0", "do show numbers 1"), ["(config)#", "(config-if)#", "(config-if)#"]),
        (("conf t", "interface e0", "! interface e1"), ["(config)#", "(config-if)#", "(config-if)#"]),
        (("conf t", "interface e0", "", "zzz"), ["(config)#", *["(config-if)#"] * 3]),
        (("conf t", "no interface e0"), ["(config)#", "(config)#"]),
        (("conf t", "interface refused"), ["(config)#", "(config)#"]),
        (("disable", "enable"), [">", ">"]),
    ],
)
def test_lines_lead_through_the_modes(lines: tuple[str, ...], expected: list[str]) -> None:
    """Down, up, sideways; a line of global configuration works in a submode and leaves one there."""
    assert prompts(*lines) == expected


def test_each_line_reaches_its_section() -> None:
    """The host sees the section a line was typed in; a sideways move starts from global configuration."""
    terminal = console()
    typed(terminal, "conf t\npolicy-map P\nclass C\nbandwidth 5\nclass D\nbandwidth 6\nexit\ninterface e0\n shutdown\n")
    assert box_of(terminal).typed == [
        ((), "policy-map", "P"),
        (("P",), "class", "C"),
        (("P", "C"), "bandwidth", 5),
        (("P",), "class", "D"),
        (("P", "D"), "bandwidth", 6),
        ((), "interface", "e0"),
        (("e0",), "shutdown"),
    ]


def test_control_z_executes_the_line_and_leaves() -> None:
    """The line is carried out, `^Z` echoed, EXEC follows; the device hears of it once."""
    terminal = console()
    typed(terminal, "conf t\ninterface e0\nshutdown")
    assert press(terminal, "c-z") == "^Z\nR1#"
    assert box_of(terminal).typed[-1] == (("e0",), "shutdown")
    assert box_of(terminal).left == 1
    typed(terminal, "show numbers 1")
    assert press(terminal, "c-z") == "^Z\nline 0\nR1#"
    assert box_of(terminal).left == 1


def test_control_c_forgets_the_line_and_leaves() -> None:
    """In configuration `^C` is echoed and EXEC follows; in EXEC there is just a new prompt."""
    terminal = console()
    typed(terminal, "conf t\ninterface e0")
    assert press(terminal, "c-c") == "^C\nR1#"
    typed(terminal, "reload")
    assert press(terminal, "c-c") == "\nR1#"
    assert box_of(terminal).typed == []
    assert box_of(terminal).left == 1


def test_control_z_waits_for_a_dialog() -> None:
    """A line that asks first gets its answer; then configuration is left."""
    terminal = console()
    typed(terminal, "conf t\nbanner motd #")
    press(terminal, "c-z")
    assert typed(terminal, "text\n") == "text\n"
    assert typed(terminal, "#\n") == "#\nR1#"
    assert box_of(terminal).left == 1


def test_a_pasted_configuration_is_typed_ahead() -> None:
    """Indentation and comments change nothing; `end` leads to EXEC, where the rest is read."""
    terminal = console()
    typed(
        terminal, "conf t\r\n!\r\ninterface e0\r\n    description  a  b \r\n!\r\nshutdown\r\nend\r\nshow numbers 1\r\n"
    )
    assert box_of(terminal).typed[1:] == [(("e0",), "description", "a  b"), (("e0",), "shutdown")]
    assert list(terminal.lines)[-2:] == ["R1#show numbers 1", "line 0"]


def test_the_new_hostname_is_in_the_next_prompt() -> None:
    """`hostname` acts at once."""
    terminal = console()
    typed(terminal, "conf t\n")
    assert typed(terminal, "hostname gw\n") == "hostname gw\ngw(config)#"


@pytest.mark.parametrize(
    ("line", "caret"),
    [("show xyz", 5), ("showx t", 4), ("  show xyz", 7), ("show numbers 1 more", 15), ("show numbers x", 13)],
)
def test_the_caret_stands_under_the_fault(line: str, caret: int) -> None:
    """Its column is the prompt's width and the offset of the first character that cannot be."""
    expected = f"{line}\n{' ' * (3 + caret)}^\n% Invalid input detected at '^' marker.\n\nR1#"
    assert typed(console(), line + "\n") == expected


def test_the_caret_of_do_counts_the_whole_line() -> None:
    """The column is that of the line as typed."""
    terminal = console()
    typed(terminal, "conf t\n")
    text = typed(terminal, "do show xyz\n")
    assert text.splitlines()[1] == " " * (11 + 8) + "^"


def test_the_caret_of_a_scrolled_line_is_on_the_screen() -> None:
    """It stands under the faulty character where that is visible."""
    terminal = console()
    typed(terminal, "show numbers " + " " * 40 + "x" * 50)
    shown = terminal.screen.current
    typed(terminal, "\n")
    caret = terminal.screen.lines[-3].index("^")
    assert shown[caret - 1 : caret + 1] == " x"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("show", "show\n% Incomplete command.\n\nR1#"),
        ("e ", 'e \n% Ambiguous command:  "e "\nR1#'),
        ("show nothing", "show nothing\n%No such thing\nR1#"),
        ("", "\nR1#"),
        ("! a comment", "! a comment\nR1#"),
        ("   !", "   !\nR1#"),
    ],
)
def test_what_ios_answers(line: str, expected: str) -> None:
    """The three messages with and without their blank line, a refusal, and silence."""
    assert typed(console(), line + "\n") == expected


def test_an_unknown_word_without_lookup_gets_the_caret() -> None:
    """With `transport preferred none` a single unknown word is plain invalid input."""
    assert typed(console(lookup=False), "zz\n") == "zz\n   ^\n% Invalid input detected at '^' marker.\n\nR1#"


def test_two_unknown_words_are_never_looked_up() -> None:
    """Several words give the caret even where a single one would be looked up."""
    assert "Invalid input" in typed(console(), "zz yy\n")


def test_privileged_commands_do_not_exist_in_user_exec() -> None:
    """At level 1 `configure terminal` is invalid input and `reload` an unknown word."""
    terminal = console(level=1)
    assert typed(terminal, "configure terminal\n").endswith("marker.\n\nR1>")
    assert "Translating" in typed(terminal, "reload\n")


def test_exit_ends_the_console() -> None:
    """Thirty-two blank lines, the notice, and Return leads to a new user EXEC with nothing left of the old."""
    terminal = console()
    typed(terminal, "show numbers 1\nterminal length 0\n")
    text = typed(terminal, "exit\n")
    assert text == "exit\n" + "\n" * 32 + "R1 con0 is now available" + "\n" * 6 + "Press RETURN to get started.\n\n\n"
    assert box_of(terminal).ended == 1
    assert typed(terminal, "x") == ""
    assert press(terminal, "enter").endswith("R1>")
    assert terminal.length == 24
    assert press(terminal, "up") == "\a"


@pytest.mark.parametrize("word", ["exit", "logout", "quit"])
def test_leaving_a_vty_closes_it(word: str) -> None:
    """The line of a virtual terminal is gone after it; keys fall into the void."""
    terminal = console(line="vty 0")
    typed(terminal, word + "\n")
    assert terminal.closed
    assert typed(terminal, "show numbers 1\n") == ""


def test_the_greeting_precedes_the_prompt() -> None:
    """Banners are printed between Return and the first prompt."""
    terminal = console(banner=("Authorized access only",))
    terminal.start_screen()
    text_of(terminal)
    assert press(terminal, "enter") == "\n\nAuthorized access only\nR1>"


def test_configure_alone_asks() -> None:
    """Enter takes the terminal; another answer is refused."""
    terminal = console()
    assert typed(terminal, "configure\n") == "configure\nConfiguring from terminal, memory, or network [terminal]? "
    assert typed(terminal, "\n").endswith("End with CNTL/Z.\nR1(config)#")
    typed(terminal, "end\nconfigure\n")
    assert typed(terminal, "x\n") == 'x\n?Must be "terminal", "memory" or "network"\nR1#'
    typed(terminal, "configure\n")
    assert press(terminal, "c-c") == "^C\nR1#"


def test_help_is_the_same_everywhere() -> None:
    """`help` prints its eleven lines and a blank one in every mode."""
    terminal = console(length=0)
    text = typed(terminal, "help\n")
    assert text.startswith("help\nHelp may be requested at any point in a command by entering\n")
    assert text.endswith("\n   (e.g. 'show pr?'.)\n\nR1#")
    typed(terminal, "conf t\ninterface e0\n")
    assert typed(terminal, "help\n").replace("R1(config-if)#", "R1#") == text


def test_terminal_monitor() -> None:
    """The console says it already monitors; a vty is silent and remembers."""
    assert typed(console(), "terminal monitor\n") == "terminal monitor\n% Console already monitors\nR1#"
    terminal = console(line="vty 1")
    assert typed(terminal, "terminal monitor\n") == "terminal monitor\nR1#"
    assert terminal.session.monitor
    typed(terminal, "terminal no monitor\n")
    assert not terminal.session.monitor


def test_privilege_levels() -> None:
    """`show privilege` tells the level; `disable` lowers it and never raises it."""
    terminal = console()
    assert typed(terminal, "show privilege\n") == "show privilege\nCurrent privilege level is 15\nR1#"
    typed(terminal, "disable 5\n")
    assert typed(terminal, "show privilege\n") == "show privilege\nCurrent privilege level is 5\nR1#"
    assert "less than" in typed(terminal, "disable 9\n")
    assert typed(terminal, "disable\n") == "disable\nR1>"


@pytest.mark.parametrize(
    ("host", "mode", "expected"),
    [
        ("Router", "config-service-profile", "Router(config-service-profil)#"),
        ("Basement-rtr2", "config-service-profile", "Basement-rtr2(config-service)#"),
        ("abcdefghijklmnopqrstuvwxyz", "config-crypto-map", "abcdefghijklmnopqrst(config-)#"),
        ("gateway-1", "config-crypto-map", "gateway-1(config-crypto-map)#"),
    ],
)
def test_long_prompts_are_cut(host: str, mode: str, expected: str) -> None:
    """Twenty characters of the host, thirty in all; the mode gives way."""
    assert prompt_of(host, Mode("x", mode, "", GLOBAL), 15) == expected


def test_the_exec_prompt_shows_the_level() -> None:
    """`>` at level 1, `#` above; twenty characters of the host."""
    assert [prompt_of("a" * 30, EXEC, level) for level in (1, 2, 15)] == [
        "a" * 20 + ">",
        "a" * 20 + "#",
        "a" * 20 + "#",
    ]
