"""Keys as a session writes them: characters stand for themselves, braces name the rest.

`{^A}`..`{^Z}` `{tab}` `{space}` `{enter}` `{esc}` `{up}` `{down}` `{left}` `{right}` `{bs}` `{break}`, and `{{` for a
brace. Keys have the names of `cli.keys`; so Ctrl-I is Tab and Ctrl-M is Enter, as on every terminal. Only `{space}`
keeps a name of its own, `space`: a blank that is pressed, where a blank character may be part of what a console shows.

Invariant: `read_keys(write_keys(keys)) == keys`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from iossim.cli.keys import canonical
from iossim.lab.spelling import closest

TAB, ENTER, BREAK, SPACE = "tab", "enter", "c-^", "space"

_WORDS = ("tab", "space", "enter", "esc", "up", "down", "left", "right", "bs", "break")
_CONTROLS = {f"^{letter}": f"c-{letter.lower()}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
NAMED = {name: canonical(key) for name, key in {**_CONTROLS, **{word: word for word in _WORDS}}.items()}
NAMED["space"] = SPACE

_SPELLED = {key: f"{{{name}}}" for name, key in NAMED.items()} | {"{": "{{"}
_PIECE = re.compile(r"\{\{|\{([^{}]*)\}|(.)", re.DOTALL)


class UnknownKey(ValueError):
    """A brace that names no key."""


def read_keys(text: str) -> tuple[str, ...]:
    """The canonical keys of a written input; UnknownKey says what is wrong."""
    keys: list[str] = []
    for match in _PIECE.finditer(text):
        name, character = match[1], match[2]
        if name is not None:
            keys.append(_named(name))
        elif character is None:
            keys.append("{")
        elif character == "{":
            raise UnknownKey("a brace that is not closed (a brace itself is written {{)")
        else:
            keys.append(_typed(character))
    return tuple(keys)


def write_keys(keys: Sequence[str]) -> str:
    """How a session spells these keys."""
    return "".join(_SPELLED.get(key, key) for key in keys)


def paste_keys(line: str) -> tuple[str, ...]:
    """The keys of a pasted line: every character as it is, braces too, then Enter."""
    return (*(_typed(character) for character in line), ENTER)


def _named(name: str) -> str:
    key = NAMED.get(name.upper() if name.startswith("^") else name)
    if key is None:
        raise UnknownKey(f'no key is called "{{{name}}}"{closest(name, NAMED)} (a brace itself is written {{{{)')
    return key


def _typed(character: str) -> str:
    if character == "\t":
        return TAB
    if not character.isprintable():
        raise UnknownKey(f"the character {character!r} is no key")
    return character
