"""The question before the router's own: who may come in from another machine.

Ports that listen on more than this machine are behind a gate: names and passwords of a file, `name:password` a line.
Telnet clients are asked in the clear, SSH clients give them as SSH does. The gate answers alike, and as fast, whether the
name or the password is wrong; three wrong answers end the connection.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

TRIES = 3
LONGEST = 128
LARGEST = 65_536


class NoGate(Exception):
    """A credentials file that cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Names and passwords."""

    passwords: dict[str, str]

    @classmethod
    def read(cls, path: Path) -> Gate:
        """The gate of a file; NoGate for anything else."""
        try:
            with path.open(encoding="utf-8") as file:
                lines = file.read(LARGEST).splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise NoGate(f"{path}: {getattr(error, 'strerror', None) or 'not a text file'}") from None
        passwords: dict[str, str] = {}
        for number, line in enumerate(lines, 1):
            name, colon, password = line.partition(":")
            if not line.strip() or line.startswith("#"):
                continue
            if not (name and colon and password):
                raise NoGate(f"{path}:{number}: expected name:password")
            passwords[name] = password
        if not passwords:
            raise NoGate(f"{path}: expected name:password, found none")
        return cls(passwords)

    def admits(self, name: str, password: str) -> bool:
        """Whether somebody may come in."""
        wanted = self.passwords.get(name, "")
        return hmac.compare_digest(_digest(wanted), _digest(password)) and bool(wanted)


def _digest(text: str) -> bytes:
    return sha256(text.encode("utf-8", "replace")).digest()


class Questions:
    """The gate's dialog with a telnet client: octets in, octets out. `passed` or `failed` in the end."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.passed = False
        self.failed = False
        self._name: str | None = None
        self._line = ""
        self._tries = 0

    @property
    def opening(self) -> bytes:
        """The first question."""
        return b"\r\niossim\r\n\r\nUsername: "

    def feed(self, keys: tuple[str, ...]) -> str:
        """What to print after these keys."""
        printed = ""
        for key in keys:
            if self.passed or self.failed:
                break
            if key == "enter":
                printed += "\r\n" + self._answered(self._line)
                self._line = ""
            elif key == "backspace" and self._line:
                self._line = self._line[:-1]
                printed += "\b \b" if self._name is None else ""
            elif len(key) == 1 and len(self._line) < LONGEST:
                self._line += key
                printed += key if self._name is None else ""
        return printed

    def _answered(self, line: str) -> str:
        if self._name is None:
            self._name = line or None
            return "Password: " if line else "Username: "
        name, self._name = self._name, None
        if self.gate.admits(name, line):
            self.passed = True
            return ""
        self._tries += 1
        self.failed = self._tries == TRIES
        return "% Login invalid\r\n\r\n" + ("" if self.failed else "Username: ")
