"""Line classes of a session, in order; the first that fits wins.

    #! text             unasked text of an earlier run    # text              a comment
    lab NAME, ...       the lab                           [verb ...]          an action, when the verb is known
    <id>#<text>         typed at a prompt                 <id>:<line><text>   typed at another last line
    anything else       expected output; a leading `\\` forces this class

`<id>` is a device of the lab. A line that nearly is an action or an input is reported rather than taken for expected
output, where it would be lost in silence. Invariant: `quote` makes any text an expected line, `unquote` gives it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from enum import Enum

from iossim.lab.session.actions import VERBS
from iossim.lab.session.slots import Expected

NEAR_VERB, NEAR_DEVICE = 0.75, 0.8

_ANY_PROMPT = re.compile(r"([a-z][a-z0-9-]{0,30})(?:\([^\s()]*\))?[#>]")
_ANY_COLON = re.compile(r"([a-z][a-z0-9-]{0,30}):")
_BRACKETS = re.compile(r"\[([^\[\]]*\S[^\[\]]*)\]\s*")


class LineKind(Enum):
    """What a line of a session is."""

    UNASKED = "unasked"
    NOTE = "note"
    LAB = "lab"
    ACTION = "action"
    AT_PROMPT = "at prompt"
    AT_LINE = "at line"
    EXPECTED = "expected"
    BLANK = "blank"
    """An empty line that is no part of an expected output."""


def prompt_ids(lines: Iterable[str]) -> tuple[str, ...]:
    """The words that stand like device ids in front of a prompt, in order: the devices, when no lab tells them."""
    found = (_ANY_PROMPT.match(line) for line in lines)
    return tuple(dict.fromkeys(match[1] for match in found if match))


class LineClasses:
    """The classes for one set of devices."""

    def __init__(self, devices: Iterable[str], sure: bool) -> None:
        """`sure`: these are the lab's devices, so that an input at any other is worth a question."""
        self.devices = tuple(devices)
        self.sure = sure
        ids = "|".join(map(re.escape, self.devices)) or "(?!)"
        self._prompt = re.compile(rf"({ids})(?:\([^\s()]*\))?[#>]")
        self._colon = re.compile(rf"({ids}):")

    def classify(self, line: str) -> LineKind:
        """The class of a line; Expected when it nearly is an action or an input."""
        if line.startswith("#"):
            return LineKind.UNASKED if line.startswith("#!") else LineKind.NOTE
        if line == "lab" or line.startswith("lab "):
            return LineKind.LAB
        action = action_text(line)
        if action is not None and action.split()[0] in VERBS:
            return LineKind.ACTION
        if self._prompt.match(line):
            return LineKind.AT_PROMPT
        if self._colon.match(line):
            return LineKind.AT_LINE
        self._suspect(line, action)
        return LineKind.EXPECTED

    def device(self, line: str) -> str:
        """The device of an input line."""
        match = self._prompt.match(line) or self._colon.match(line)
        assert match is not None, line
        return match[1]

    def quote(self, line: str) -> str:
        """The line as expected output."""
        try:
            plain = self.classify(line) is LineKind.EXPECTED and not line.startswith("\\")
        except Expected:
            plain = False
        return line if plain else f"\\{line}"

    def _suspect(self, line: str, action: str | None) -> None:
        if line.startswith("\\"):
            return
        advice = '(text that is expected output takes a "\\" in front)'
        word = action.split()[0] if action else ""
        if near := get_close_matches(word, sorted(VERBS), 1, NEAR_VERB):
            raise Expected(f'"{word}" is no action; did you mean "{near[0]}"? {advice}')
        match = (_ANY_PROMPT.match(line) or _ANY_COLON.match(line)) if self.sure else None
        if match and (near := get_close_matches(match[1], self.devices, 1, NEAR_DEVICE)):
            raise Expected(f'"{match[1]}" is no device; did you mean "{near[0]}"? {advice}')


def action_text(line: str) -> str | None:
    """What stands between brackets that fill the line."""
    match = _BRACKETS.fullmatch(line)
    return match[1].strip() if match else None


def unquote(line: str) -> str:
    """The expected text of a line."""
    return line.removeprefix("\\").rstrip()
