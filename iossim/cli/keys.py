"""Names of keys: the one alphabet between every front end, the journal and the terminal.

A key is a printable character, which names itself, or one of the names below: `enter`, `tab`, `backspace`, `escape`,
`up`, `down`, `left`, `right`, `c-a` (Control), `m-b` (Escape, then b), `c-^` (Control-Shift-6, byte 30). Front ends and
the session language may use other spellings; `canonical` maps them here. `keys_of` turns pasted text or raw bytes,
already decoded, into keys.

Left out: function keys; IOS has none.
"""

from __future__ import annotations

from collections.abc import Iterator

INTERRUPT = "c-^"

_SPELLINGS = {
    "return": "enter",
    "c-m": "enter",
    "c-j": "enter",
    "c-i": "tab",
    "c-h": "backspace",
    "bs": "backspace",
    "esc": "escape",
    "c-[": "escape",
    "space": " ",
    "break": INTERRUPT,
    "c-6": INTERRUPT,
    "home": "c-a",
    "end": "c-e",
    "delete": "c-d",
    "\r": "enter",
    "\n": "enter",
    "\t": "tab",
    "\x1b": "escape",
    "\x7f": "backspace",
    "\u00a0": " ",
}

_ARROWS = {"A": "up", "B": "down", "C": "right", "D": "left", "H": "c-a", "F": "c-e"}
_INTRODUCERS = ("\x1b[", "\x1bO")


def canonical(name: str) -> str:
    """The one name of a key, from any spelling; raw control characters count as spellings."""
    if len(name) == 1:
        if " " <= name <= "~":
            return name
        if name < " " and name not in _SPELLINGS:
            name = "c-" + chr(ord(name) + 64).lower()
    elif len(name) > 2 and name[1] == "-":
        name = name.lower()
    return _SPELLINGS.get(name, name)


def printable(key: str) -> bool:
    """True for a key that stands for a character a terminal of this kind can show."""
    return len(key) == 1 and " " <= key <= "~"


def keys_of(text: str) -> Iterator[str]:
    """The keys that type a text: CR, LF, CR LF and CR NUL are one Enter each, cursor sequences one arrow each."""
    at = 0
    while at < len(text):
        if text.startswith(_INTRODUCERS, at) and text[at + 2 : at + 3] in _ARROWS:
            yield _ARROWS[text[at + 2]]
            at += 3
            continue
        yield canonical(text[at])
        at += 2 if text[at] == "\r" and text[at + 1 : at + 2] in ("\n", "\0") else 1
