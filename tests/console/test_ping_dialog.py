"""The dialogs of `ping`: what each question takes, what a user is asked, and the lines of a verbose ping (ios-cli 7.4)."""

from __future__ import annotations

import pytest
from desk import Desk

QUESTIONS = (
    "Protocol [ip]: ", "Target IP address: ", "Repeat count [5]: ", "Datagram size [100]: ", "Timeout in seconds [2]: ",
    "Extended commands [n]: ", "Source address or interface: ", "Type of service [0]: ", "Set DF bit in IP header? [no]: ",
    "Validate reply data? [no]: ", "Data pattern [0xABCD]: ", "Loose, Strict, Record, Timestamp, Verbose[none]: ",
    "Sweep range of sizes [n]: ", "Sweep min size [36]: ", "Sweep max size [18024]: ", "Sweep interval [1]: ",
)  # fmt: skip


def test_every_question_in_its_order() -> None:
    """All of them, to the end of a sweep."""
    desk = Desk().privileged()
    asked = []
    answers = iter(("ping", "", "10.0.12.2", "2", "", "", "y", "", "", "", "", "", "", "y", "36", "38", "2"))
    for answer in answers:
        text = desk.enter(answer)
        asked.append(text.rpartition("\n")[2])
    assert tuple(asked[:-1]) == QUESTIONS
    assert "Sending 2, [36..38]-byte ICMP Echos" in text


def test_a_named_protocol_is_not_asked_for() -> None:
    """`ping ip` begins with the target; a protocol that is not there ends the dialog."""
    desk = Desk().privileged()
    assert desk.enter("ping ip") == "ping ip\nTarget IP address: "
    desk.press("c-c")
    assert desk.enter("ping", "ipx").endswith('% Unknown protocol - "ipx", type "ping ?" for help\nr1#')


def test_a_user_is_asked_less() -> None:
    """Below the privileged level a ping has no extended commands."""
    desk = Desk()
    text = desk.enter("", "ping", "", "10.0.12.2", "1", "", "")
    assert "Extended" not in text
    assert "Success rate" in text


@pytest.mark.parametrize(
    ("asked", "wrong", "said"),
    [
        (2, "x", "% A decimal number between 1 and 2147483647."),
        (3, "35", "% A decimal number between 36 and 18024."),
        (5, "perhaps", "% Please answer 'yes' or 'no'."),
        (11, "record", "% Only Verbose is available here."),
    ],
)
def test_a_wrong_answer_is_asked_again(asked: int, wrong: str, said: str) -> None:
    """What the question wants, then the question."""
    desk = Desk().privileged()
    answers = ["ping", "", "10.0.12.2", "", "", "", "y", "", "", "", "", ""]
    desk.enter(*answers[: asked + 1])
    assert desk.enter(wrong) == f"{wrong}\n{said}\n{QUESTIONS[asked]}"


def test_a_verbose_ping_has_lines() -> None:
    """One for each probe: a reply with its time, or what came in its place."""
    desk = Desk().privileged()
    answers = ("ping", "", "{}", "2", "", "1", "y", "", "", "y", "", "", "v", "")
    text = desk.enter(*(answer.format("10.0.12.2") for answer in answers), "n")
    assert text.endswith(
        "Packet sent with the DF bit set\nRequest 0 timed out\nReply to request 1 (1 ms)\n"
        "Success rate is 50 percent (1/2), round-trip min/avg/max = 1/1/1 ms\nr1#"
    )
    desk.enter("configure terminal", "ip route 10.7.0.0 255.255.0.0 10.0.12.2", "end")
    text = desk.enter(*(answer.format("10.7.0.1") for answer in answers), "n")
    assert "Unreachable from 10.0.12.2, maximum MTU 0\n" in text
