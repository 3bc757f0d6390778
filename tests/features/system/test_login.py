"""Coming in: banners, passwords, users, levels, and being put out again."""

from __future__ import annotations

import pytest
from keyboard import Bench


@pytest.fixture
def bench():
    return Bench().privileged()


def leave(bench):
    bench.type("exit")
    return bench


def test_a_password_on_the_console(bench):
    """Three tries, nothing echoed; then the start screen. The right one leads in."""
    bench.configure("line con 0", "password lab", "login")
    leave(bench)
    assert "User Access Verification\n\nPassword: " in bench.type("")
    assert bench.type("wrong") == "\nPassword: "
    assert bench.type("wrong") == "\nPassword: "
    last = bench.type("wrong")
    assert last.startswith("\n% Bad passwords\n") and "con0 is now available" in last
    assert bench.type("", "lab").endswith("r1>")


def test_login_without_a_password_closes_the_line(bench):
    """`login` asks for a password that nobody has set: nobody comes in."""
    bench.configure("line con 0", "login")
    leave(bench)
    assert "Password required, but none set" in bench.type("")
    assert bench.terminal.state == "idle"


def test_users_with_their_own_level(bench):
    """`login local`: name and password; the level is the user's."""
    bench.configure("username ann privilege 15 password lab", "line con 0", "login local")
    leave(bench)
    assert bench.type("").endswith("Username: ")
    assert bench.type("ann", "no") == "ann\nPassword: \n% Login invalid\n\nUsername: "
    assert bench.type("ann", "lab").endswith("r1#")
    bench.type("configure terminal", "end")
    (record,) = [r for r in bench.lab.records() if "ann on console" in r.text]
    assert record.text == "%SYS-5-CONFIG_I: Configured from console by ann on console"


def test_banners_in_their_order(bench):
    """The message of the day before the password, the EXEC banner after it."""
    bench.configure(
        "banner motd #today#", "banner login #who#", "banner exec #in#", "line con 0", "password lab", "login"
    )
    leave(bench)
    text = bench.type("", "lab")
    places = [text.index(word) for word in ("today", "who", "User Access", "in\n")]
    assert places == sorted(places)


def test_privilege_level_of_a_line(bench):
    """`privilege level 15` on a line saves the way through `enable`."""
    bench.configure("line con 0", "privilege level 15")
    leave(bench)
    assert bench.type("").endswith("r1#")


def test_an_idle_console_is_closed(bench):
    """After `exec-timeout` without a key; a key starts the time anew."""
    bench.configure("line con 0", "exec-timeout 1 30")
    bench.wait(80)
    bench.key("x")
    bench.wait(80)
    assert bench.terminal.state == "line"
    assert "r1 con0 is now available" in bench.wait(11)
    assert bench.terminal.state == "idle"


def test_exec_timeout_zero_is_never(bench):
    """`exec-timeout 0 0`, and so `no exec-timeout`."""
    bench.configure("line con 0", "no exec-timeout")
    assert " exec-timeout 0 0" in bench.type("show running-config | include exec-timeout")
    bench.wait(86_400)
    assert bench.terminal.state == "line"


def test_enable_without_a_secret(bench):
    """The console needs none; with only a weak password the complaint names passwords."""
    bench.configure("no enable secret")
    assert bench.type("disable", "enable").endswith("r1#")
    bench.configure("enable password weak")
    assert "% Bad passwords" in bench.type("disable", "enable", "a", "b", "c")


def test_a_password_question_does_not_wait_for_ever(bench):
    """Half a minute."""
    bench.type("disable", "enable")
    assert "% Password:  timeout expired!" in bench.wait(31)
    assert bench.terminal.last_line == "r1>"


def test_a_dialog_survives_being_copied(bench):
    """A question is data: a copy of the lab goes on from it, and the original too."""
    bench.type("disable", "enable")
    copy = bench.lab.copy()
    bench.type("cisco")
    copy.type("r1", [*"cisco", "enter"])
    assert copy.terminal("r1").last_line == bench.terminal.last_line == "r1#"
    assert copy.fingerprint() == bench.lab.fingerprint()


def test_a_noisy_line_has_to_be_silent_first(bench):
    """`service exec-wait`: three seconds after Return the EXEC of the console begins, banner and all."""
    bench.configure("service exec-wait", "banner motd #today#")
    leave(bench)
    assert "today" not in bench.type("")
    assert "today" not in bench.wait(2)
    text = bench.wait(2)
    assert "today" in text and text.endswith("r1>")
    bench.privileged().configure("no service exec-wait")
    leave(bench)
    assert bench.type("").endswith("r1>")
