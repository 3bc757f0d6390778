"""Octets, keys, telnet commands and the gate's dialog: no sockets."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iossim.frontends.servers.decoding import KeyReader
from iossim.frontends.servers.gate import Gate, NoGate, Questions
from iossim.frontends.servers.nvt import (
    AYT,
    BRK,
    DO,
    DONT,
    ECHO,
    IAC,
    NAWS,
    SB,
    SE,
    TTYPE,
    WILL,
    WONT,
    YES,
    TelnetStream,
)


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\r\0"])
def test_every_line_end_is_one_enter(end: bytes) -> None:
    """CR, LF, CR LF and CR NUL, twice, are two Enters."""
    assert KeyReader().keys(b"a" + end + end) == ("a", "enter", "enter")


def test_octets_that_are_no_characters_are_no_keys() -> None:
    """IOS lines carry seven bits."""
    assert KeyReader().keys(b"\x00s\xffh\xc3\xa9\x80") == ("s", "h")


@given(
    st.lists(st.sampled_from([b"a", b"\r\n", b"\r\0", b"\r", b"\n", b"\x1b[A", b"\x1bOB", b"\x1b", b"\xff", b"\x03"]))
)
def test_where_pieces_end_does_not_matter(parts: list[bytes]) -> None:
    """Octet by octet or all at once: the same keys."""
    octets = b"".join(parts) + b"."
    one_by_one = KeyReader()
    assert tuple(key for at in range(len(octets)) for key in one_by_one.keys(octets[at : at + 1])) == KeyReader().keys(
        octets
    )


def test_commands_are_no_text() -> None:
    """Answers to the opening, subnegotiations and window sizes leave nothing behind."""
    sent = bytes([IAC, DO, ECHO, IAC, WILL, TTYPE, IAC, SB, NAWS, 0, 80, IAC, IAC, 24, IAC, SE])
    assert TelnetStream().feed(b"sh" + sent + b"ow") == (b"show", b"")


def test_unknown_options_are_refused_once() -> None:
    """Two sides that refuse each other come to an end."""
    stream = TelnetStream()
    asked = bytes([IAC, DO, 5, IAC, WILL, 34])
    assert stream.feed(asked) == (b"", bytes([IAC, WONT, 5, IAC, DONT, 34]))
    assert stream.feed(asked * 1000) == (b"", b"")


def test_commands_that_are_keys() -> None:
    """Break interrupts, a doubled IAC is an octet, `are you there` is answered."""
    assert TelnetStream().feed(bytes([IAC, BRK, IAC, IAC])) == (b"\x1e\xff", b"")
    assert TelnetStream().feed(bytes([IAC, AYT])) == (b"", YES)


@given(st.binary(), st.binary())
def test_where_pieces_end_does_not_matter_to_commands(one: bytes, other: bytes) -> None:
    """Octet by octet or all at once: the same text, the same answers."""
    octets = (one + bytes([IAC, WILL, 9]) + other).replace(b"a", bytes([IAC]))
    single = TelnetStream()
    pairs = [single.feed(octets[at : at + 1]) for at in range(len(octets))]
    assert (b"".join(t for t, _ in pairs), b"".join(r for _, r in pairs)) == TelnetStream().feed(octets)


def gate(folder: Path, text: str) -> Gate:
    path = folder / "users"
    path.write_text(text)
    return Gate.read(path)


def test_the_gate_asks_and_lets_in(tmp_path: Path) -> None:
    """A name with echo, a password without; a correction counts."""
    questions = Questions(gate(tmp_path, "# who may\nann:se:cret\n"))
    assert questions.feed((*"anx", "backspace", "n", "enter")) == "anx\b \bn\r\nPassword: "
    assert questions.feed((*"se:cret", "enter")) == "\r\n"
    assert questions.passed


def test_the_gate_ends_after_three_wrong_answers(tmp_path: Path) -> None:
    """A wrong name and a wrong password look alike."""
    questions = Questions(gate(tmp_path, "ann:secret\n"))
    for name, password in (("ann", "x"), ("bob", ""), ("bob", "secret")):
        assert not questions.failed
        said = questions.feed((*name, "enter", *password, "enter"))
        assert said.startswith(f"{name}\r\nPassword: \r\n% Login invalid\r\n")
    assert questions.failed
    assert not questions.passed


@pytest.mark.parametrize(
    ("text", "why"), [("", "found none"), ("ann\n", ":1: expected name:password"), ("ann:\n", ":1: expected")]
)
def test_a_file_without_credentials_is_no_gate(tmp_path: Path, text: str, why: str) -> None:
    """Nobody is let in by a mistake in the file."""
    with pytest.raises(NoGate, match=why):
        gate(tmp_path, text)
