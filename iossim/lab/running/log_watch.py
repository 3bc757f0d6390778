"""What the lab records during a run: events for the report, and messages that a session expects.

`[expect log D MNEMONIC within 15s]`: a message counts when it is logged before the time is up, and also when it has
been logged already, since the last step that may have caused it. Such a step is an action that changes something, or
an input that does more than look. One message fulfils one expectation.
"""

from __future__ import annotations

import re

from iossim.lab.running.port import LabPort, RecordPort
from iossim.lab.session.actions import ExpectLog

LOG, VOICE = "log", "voice"

LOOKS = ("show", "end", "exit", "configure", "terminal", "enable", "disable", "more", "dir")
"""First words that cause no message worth waiting for; any abbreviation of two letters or more counts."""


def only_looks(text: str) -> bool:
    """True for an input that changes nothing."""
    words = text.lower().split()
    word = words[1] if words[:1] == ["do"] and len(words) > 1 else (words[0] if words else "")
    return not word or word.endswith("?") or (len(word) > 1 and any(look.startswith(word) for look in LOOKS))


class LogWatch:
    """The records of a run as they come."""

    def __init__(self, lab: LabPort) -> None:
        self.lab = lab
        before = lab.records(0)
        self._next = before[-1].number + 1 if before else 0
        self._fresh: list[RecordPort] = []
        self._logs: list[RecordPort] = []

    def poll(self) -> None:
        """Read what has been recorded since the last poll."""
        for record in self.lab.records(self._next):
            self._next = record.number + 1
            if record.kind in (LOG, VOICE):
                self._fresh.append(record)
            if record.kind == LOG:
                self._logs.append(record)

    def take(self) -> list[RecordPort]:
        """The messages and changes of conversations since the last call."""
        self.poll()
        fresh, self._fresh = self._fresh, []
        return fresh

    def disturbed(self, at: int) -> None:
        """A step that may cause messages began at that time: older ones no longer count."""
        self.poll()
        self._logs = [record for record in self._logs if record.t >= at]

    def seen(self, expected: ExpectLog) -> bool:
        """Whether the message has come; then it is used up."""
        self.poll()
        mnemonic = re.compile(rf"%{re.escape(expected.mnemonic)}\b")
        for index, record in enumerate(self._logs):
            if record.device == expected.device and mnemonic.search(record.text):
                del self._logs[index]
                return True
        return False
