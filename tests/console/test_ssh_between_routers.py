"""SSH from router to router, and the keys without which there is none (ios-cli 7.1)."""

from __future__ import annotations

import copy

import pytest
from desk import Desk, booted

KEYS = (
    "The name for the keys will be: r2.lab.example\n"
    "Choose the size of the key modulus in the range of 360 to 2048 for your\n"
    "  General Purpose Keys. Choosing a key modulus greater than 512 may take\n"
    "  a few minutes.\n\n"
    "How many bits in the modulus [512]: "
)


@pytest.fixture
def desks() -> tuple[Desk, Desk]:
    """r1 at its prompt; r2 with keys, a user, and lines that take both protocols."""
    lab = booted()
    server = Desk(lab, "r2").configuring("ip domain-name lab.example", "crypto key generate rsa", "512")
    server.enter(
        "username ann privilege 15 secret open", "line vty 0 4", "login local", "transport input telnet ssh", "end"
    )
    return Desk(lab, "r1").privileged(), server


def test_keys_need_a_name() -> None:
    """Neither a box called Router nor one without a domain gets keys."""
    desk = Desk(device="r2").configuring()
    assert desk.enter("crypto key generate rsa").splitlines()[1] == "% Please define a domain-name first."
    assert (
        desk.enter("no hostname", "crypto key generate rsa")
        .splitlines()[2]
        .startswith("% Please define a hostname other")
    )


def test_making_keys_is_a_dialog() -> None:
    """How long, within bounds; then some time, and SSH is there."""
    desk = Desk(device="r2").configuring("ip domain-name lab.example")
    desk.read()
    assert desk.enter("crypto key generate rsa") == f"crypto key generate rsa\n{KEYS}"
    assert desk.enter("359") == "359\n% A decimal number between 360 and 2048.\nHow many bits in the modulus [512]: "
    made = desk.enter("1024")
    assert made.startswith("1024\n% Generating 1024 bit RSA keys ...[OK]\n\n")
    assert "%SSH-5-ENABLED: SSH 1.5 has been enabled" in desk.wait(1)
    assert "% You already have RSA keys defined for r2.lab.example.\n" in desk.enter("crypto key generate rsa")
    assert desk.enter("perhaps").startswith("perhaps\n% Please answer 'yes' or 'no'.\n")
    assert desk.enter("no") == "no\nr2(config)#"
    assert "crypto key" not in desk.enter("do show running-config")


def test_a_user_comes_in(desks: tuple[Desk, Desk]) -> None:
    """The name is on the command line, the password is asked for; the level is the user's."""
    client, server = desks
    assert client.enter("ssh -l ann 10.0.12.2") == "ssh -l ann 10.0.12.2\n\nPassword: "
    assert client.enter("wrong") == "\nPassword: "
    assert client.enter("open") == "\nr2#"
    assert " 0              1.5     3DES            Session started         ann\n" in server.enter("show ssh")
    assert "[Connection to 10.0.12.2 closed by foreign host]" in client.enter("exit")
    assert "%No SSH server connections running." in server.enter("show ssh")


def test_banners_come_after_the_password(desks: tuple[Desk, Desk]) -> None:
    """SSH shows no login banner; the message of the day and the EXEC banner follow the password."""
    client, server = desks
    server.enter("configure terminal", "banner motd #today#", "banner login #who#", "banner exec #in#", "end")
    assert client.enter("ssh -l ann 10.0.12.2") == "ssh -l ann 10.0.12.2\n\nPassword: "
    assert client.enter("open") == "\ntoday\nin\nr2#"


def test_nobody_else_does(desks: tuple[Desk, Desk]) -> None:
    """Three passwords for a name that the router does not know; no name; a router without keys."""
    client, server = desks
    client.enter("ssh -l bob 10.0.12.2")
    text = client.enter("x", "y", "z")
    assert text.endswith("\n[Connection to 10.0.12.2 closed by foreign host]\nr1#")
    assert client.enter("ssh 10.0.12.2") == ("ssh 10.0.12.2\n% No user specified nor available for SSH client\nr1#")
    server.enter("configure terminal", "crypto key zeroize rsa", "yes")
    assert "% Connection refused by remote host" in client.enter("ssh -l ann 10.0.12.2")


def test_a_line_may_refuse_it(desks: tuple[Desk, Desk]) -> None:
    """`transport input telnet` is the end of SSH, and of SSH only."""
    client, server = desks
    server.enter("configure terminal", "line vty 0 4", "transport input telnet", "end")
    assert "% Connection refused by remote host" in client.enter("ssh -l ann 10.0.12.2")
    assert "Username: " in client.enter("telnet 10.0.12.2")


def test_keys_survive_a_reload_and_a_copy(desks: tuple[Desk, Desk]) -> None:
    """They are in the box's own memory; a copy of the lab has the same."""
    client, server = desks
    shown = server.enter("show crypto key mypubkey rsa")
    assert Desk(copy.deepcopy(client.lab), "r2").enter("show crypto key mypubkey rsa") == shown
    server.enter("write memory", "reload", "")
    client.wait(150)
    server.enter("", "enable", "cisco")
    assert server.enter("show crypto key mypubkey rsa").splitlines()[2:] == shown.splitlines()[2:]
    assert client.enter("ssh -l ann 10.0.12.2").endswith("Password: ")


def test_patience_can_be_set(desks: tuple[Desk, Desk]) -> None:
    """`ip ssh`: how long a password is waited for, and how many are taken."""
    client, server = desks
    server.enter("configure terminal", "ip ssh time-out 20", "ip ssh authentication-retries 1", "end")
    assert "Authentication timeout: 20 secs; Authentication retries: 1\n" in server.enter("show ip ssh")
    client.enter("ssh -l ann 10.0.12.2")
    assert "timeout expired" not in client.wait(18)
    assert "timeout expired" in client.wait(4)
    client.enter("ssh -l ann 10.0.12.2")
    assert "closed by foreign host" in client.enter("wrong")
