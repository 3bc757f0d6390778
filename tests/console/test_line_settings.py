"""What `line` lines do: who may come, what stops, what is locked, what is done for whom (ios-cli 4.5, 4.8)."""

from __future__ import annotations

import pytest
from desk import Desk

REFUSED = "% Connection refused by remote host"


def test_an_access_class_chooses_who_comes() -> None:
    """The list sees the address a connection comes from; a line without a list takes everybody."""
    desk = Desk().configuring("access-list 7 permit 10.0.9.0 0.0.0.255", "line vty 0 4", "access-class 7 in", "end")
    far = Desk(desk.lab, "r2").privileged()
    assert REFUSED in far.enter("telnet 10.0.12.1")
    desk.enter("configure terminal", "access-list 7 permit 10.0.12.2", "end")
    assert "Open" in far.enter("telnet 10.0.12.1")
    row = desk.enter("show line 2").splitlines()[2]
    assert row == "*     2 VTY              -    -      -    -    7      1       0     0/0       -"


def test_an_access_class_counts_for_clients_from_outside() -> None:
    """Who comes from this machine has its address."""
    desk = Desk().configuring("access-list 7 permit 10.0.0.0 0.255.255.255", "line vty 0 4", "access-class 7 in", "end")
    assert desk.lab.free_line("r1", "telnet", "127.0.0.1") is None
    assert desk.lab.free_line("r1", "telnet", "10.1.1.1") == "vty 0"


def test_an_access_class_chooses_where_to() -> None:
    """`out` is asked before anything is sent."""
    desk = Desk().configuring("access-list 8 deny host 10.0.12.2", "line con 0", "access-class 8 out", "end")
    assert desk.enter("telnet 10.0.12.2").splitlines()[1:3] == [
        "Trying 10.0.12.2 ... ",
        "% Connections to that host not permitted from this terminal",
    ]


@pytest.mark.parametrize("line", ["terminal escape-character 3", "terminal escape-character \x5e"])
def test_the_escape_character(line: str) -> None:
    """Another character stops a ping; the usual one no longer does."""
    desk = Desk().privileged()
    desk.enter(line)
    desk.lab.type("r1", [*"ping 10.9.9.9", "enter"], "con 0")
    desk.press("c-^")
    assert desk.terminal.state == "busy"
    desk.press("c-c" if line.endswith("3") else "^")
    assert desk.terminal.last_line == "r1#"


def test_the_escape_character_of_a_line_holds_at_once() -> None:
    """It is shown, kept, and holds for who is there."""
    desk = Desk().configuring("line con 0", "escape-character 3", "end")
    assert "                ^Cx    none" in desk.enter("show terminal")
    assert " escape-character 3\n" in desk.enter("show run | begin line con")
    desk.enter("telnet 10.0.12.2")
    assert desk.press("c-c", "x") == "\nr1#"


def test_twice_the_escape_character_is_for_the_far_end() -> None:
    """Ctrl-Shift-6 Ctrl-Shift-6 x leaves the second connection of a chain, not the first."""
    desk = Desk().privileged()
    desk.enter("telnet 10.0.12.2", "lab", "telnet 10.0.12.1", "lab")
    desk.press("c-^", "c-^", "x")
    desk.wait(1)
    assert desk.terminal.screen.current == "r2>"
    desk.press("c-^", "x")
    assert desk.terminal.last_line == "r1#"


def test_a_command_by_itself() -> None:
    """`autocommand`: one line, and the EXEC is over; every page of it can be read."""
    desk = Desk().configuring("line vty 0 4", "autocommand show version", "length 5", "end")
    far = Desk(desk.lab, "r2").privileged()
    assert " --More-- " in far.enter("telnet 10.0.12.1", "lab")
    while far.terminal.last_line != "r2#":
        far.press(" ")
        far.wait(1)
    assert "closed by foreign host" in "".join(list(far.terminal.lines)[-2:])


def test_a_user_who_comes_for_one_command() -> None:
    """`username X autocommand`, with a user of his own level."""
    desk = Desk().configuring(
        "username ann privilege 15 password ann", "username ann autocommand show privilege", "line vty 0 4",
        "login local", "end",
    )  # fmt: skip
    far = Desk(desk.lab, "r2").privileged()
    text = far.enter("telnet 10.0.12.1", "ann", "ann")
    assert "Current privilege level is 15" in text
    assert text.endswith("[Connection to 10.0.12.1 closed by foreign host]\nr2#")


def test_a_locked_line() -> None:
    """Where it is allowed: a password twice, and nothing but that password."""
    desk = Desk().privileged()
    assert desk.enter("lock") == "lock\n% Locking not enabled on this line\nr1#"
    desk.enter("configure terminal", "line con 0", "lockable", "end")
    assert desk.enter("lock", "a", "a").endswith("Password: \nAgain: \n\n          Locked\n\nPassword: ")
    assert desk.press("c-c").endswith("\nPassword: ")
    assert desk.press("c-^").endswith("\nPassword: ")
    assert desk.enter("b").endswith("\nPassword: ")
    assert desk.enter("a") == "\nr1#"


def test_somebody_else_logs_in() -> None:
    """`login`: the name in `show users` and the level are those of the user."""
    desk = Desk().configuring("username ann privilege 5 password ann", "end")
    assert desk.enter("login", "ann", "no").endswith("% Login invalid\nr1#")
    desk.enter("login", "ann", "ann")
    assert "*  0 con 0     ann" in desk.enter("show users")
    assert "level is 5\n" in desk.enter("show privilege")


def test_login_without_a_password_says_so() -> None:
    """`login` where no password is set: each line is named by its number."""
    desk = Desk().configuring("line vty 0 1", "no password")
    assert desk.enter("login") == "login\nr1(config-line)#"  # line vty 0 4 has one
    desk.enter("line vty 0 4", "no password", "no login")
    assert desk.enter("login").splitlines()[1:-1] == [
        f"% Login disabled on line {number}, until 'password' is set" for number in range(2, 7)
    ]


def test_a_user_sees_few_displays_unless_told_otherwise() -> None:
    """`show ?` at `>` lists some words; with full help all of them; all can be typed."""
    desk = Desk()
    desk.enter("")
    desk.enter("terminal length 0")
    assert "\n  interfaces" not in desk.keys("show ?")
    desk.press("c-u")
    assert "Interface" in desk.enter("show ip interface brief")
    desk.enter("terminal full-help")
    assert "\n  interfaces" in desk.keys("show ?")


def test_banners_can_be_left_out() -> None:
    """`no motd-banner`, `no exec-banner`."""
    desk = Desk().configuring("banner motd #hello#", "banner exec #come in#", "line vty 0 4", "no exec-banner", "end")
    far = Desk(desk.lab, "r2").privileged()
    text = far.enter("telnet 10.0.12.1", "lab")
    assert "hello" in text
    assert "come in" not in text


def test_a_prompt_of_ones_own() -> None:
    """`prompt` is for EXEC; configuration modes keep theirs."""
    desk = Desk().configuring("prompt %h/%n%s%p")
    assert desk.terminal.last_line == "r1(config)#"
    desk.enter("end")
    assert desk.terminal.last_line == "r1/0 #"
    desk.enter("configure terminal", "no prompt", "end")
    assert desk.terminal.last_line == "r1#"


def test_a_range_of_interfaces() -> None:
    """What is typed there goes to each; `exit` leaves it; global lines lead out as ever."""
    desk = Desk().configuring("interface range fa0/0 - 1")
    assert desk.terminal.last_line == "r1(config-if-range)#"
    desk.enter("description both", "bandwidth 64", "no bandwidth")
    assert desk.enter("do show run | include description").count(" description both\n") == 2
    desk.enter("hostname rx")
    assert desk.terminal.last_line == "rx(config)#"
    assert desk.enter("interface range fa0/0 , lo7").splitlines()[1] == "% Interface Loopback7 does not exist"
    assert desk.enter("interface range fa0/1 - 0").splitlines()[1].index("^") == len(
        "rx(config)#interface range fa0/1 - "
    )


def test_messages_can_be_numbered() -> None:
    """`service sequence-numbers`: each message since the boot has its number in front of its time."""
    desk = Desk().configuring("service sequence-numbers", "end")
    first = desk.enter("show logging | include CONFIG_I").splitlines()
    numbers = []
    for _ in range(2):
        desk.enter("configure terminal")
        numbers.append(int(desk.enter("end").rpartition("\n")[2].split(":")[0]))
    assert numbers[1] == numbers[0] + 1, first


def test_connections_of_the_box() -> None:
    """`show tcp brief`: both ends of a telnet connection; with `all` who listens."""
    desk = Desk().privileged()
    desk.enter("telnet 10.0.12.2")
    desk.press("c-^", "x")
    rows = desk.enter("show tcp brief").splitlines()
    assert rows[1].split()[0] == "TCB" and rows[2].split()[2:] == ["10.0.12.2.23", "ESTAB"]
    assert Desk(desk.lab, "r2").privileged().enter("show tcp brief all").count("LISTEN\n") == 2
