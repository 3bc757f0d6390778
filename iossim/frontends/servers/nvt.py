"""Telnet without a socket: commands are taken out of what a client sends, and answered.

A server that echoes: `OPENING` says so at once and waits for nothing, because many clients never answer. Requests for
options it does not know are refused, each once; the client's terminal type and window size are not used, an IOS line has
its own. Break and Interrupt Process are the interrupt key.

Standard: RFC 854, 855, 857, 858. Left out: urgent data, the content of subnegotiations.

Invariant: what is kept between two pieces does not grow with them.
"""

from __future__ import annotations

from enum import Enum

IAC, DONT, DO, WONT, WILL, SB, SE = 255, 254, 253, 252, 251, 250, 240
AYT, IP, BRK, EC, EL = 246, 244, 243, 247, 248
ECHO, SGA, TTYPE, NAWS = 1, 3, 24, 31

OPENING = bytes([IAC, WILL, ECHO, IAC, WILL, SGA, IAC, DO, TTYPE, IAC, DO, NAWS])
YES = b"\r\n[Yes]\r\n"
_AS_KEYS = {IP: b"\x1e", BRK: b"\x1e", EC: b"\x7f", EL: b"\x15", IAC: b"\xff"}
_KNOWN = {(DO, ECHO), (DO, SGA), (WILL, TTYPE), (WILL, NAWS)}
_REFUSAL = {DO: WONT, WILL: DONT}


class _Inside(Enum):
    """What the next octet belongs to."""

    TEXT = "text"
    COMMAND = "command"
    OPTION = "option"
    SUBNEGOTIATION = "subnegotiation"
    SUB_COMMAND = "command in a subnegotiation"


class TelnetStream:
    """What one client sends."""

    __slots__ = ("_inside", "_refused", "_verb")

    def __init__(self) -> None:
        self._inside = _Inside.TEXT
        self._verb = 0
        self._refused: set[tuple[int, int]] = set()

    def feed(self, octets: bytes) -> tuple[bytes, bytes]:
        """The text in these octets, and what to answer to the commands in them."""
        if self._inside is _Inside.TEXT and IAC not in octets:
            return octets, b""
        text, reply = bytearray(), bytearray()
        at = 0
        while at < len(octets):
            match self._inside:
                case _Inside.TEXT | _Inside.SUBNEGOTIATION:
                    at = self._up_to_a_command(octets, at, text)
                    continue
                case _Inside.COMMAND:
                    self._command(octets[at], text, reply)
                case _Inside.OPTION:
                    self._inside = _Inside.TEXT
                    self._option(octets[at], reply)
                case _Inside.SUB_COMMAND:
                    self._inside = _Inside.TEXT if octets[at] == SE else _Inside.SUBNEGOTIATION
            at += 1
        return bytes(text), bytes(reply)

    def _up_to_a_command(self, octets: bytes, at: int, text: bytearray) -> int:
        """Take everything before the next IAC at once, and the IAC; where it goes on."""
        found = octets.find(IAC, at)
        end = found if found >= 0 else len(octets)
        plain = self._inside is _Inside.TEXT
        if plain:
            text += octets[at:end]
        if found >= 0:
            self._inside = _Inside.COMMAND if plain else _Inside.SUB_COMMAND
        return end + 1

    def _command(self, octet: int, text: bytearray, reply: bytearray) -> None:
        self._inside = _Inside.TEXT
        if octet in (DO, DONT, WILL, WONT):
            self._inside, self._verb = _Inside.OPTION, octet
        elif octet == SB:
            self._inside = _Inside.SUBNEGOTIATION
        elif octet == AYT:
            reply += YES
        else:
            text += _AS_KEYS.get(octet, b"")

    def _option(self, option: int, reply: bytearray) -> None:
        """Refuse what is not known; once, so that two refusing sides come to an end."""
        request = (self._verb, option)
        if self._verb in _REFUSAL and request not in _KNOWN and request not in self._refused:
            self._refused.add(request)
            reply += bytes([IAC, _REFUSAL[self._verb], option])
