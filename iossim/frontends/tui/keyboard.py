"""Which key gives which order to the program: the table of `commands`, with what a user has changed in it.

A key is spelled as people write it - `a`, `/`, `space`, `ctrl-b`, `f5` - and named as Textual reports it. Everything that
shows or takes a key asks the keyboard of the app, so a bar, a help text and a key cannot disagree. Texts name orders, not
keys: `{why}` becomes `Ctrl-] e`, `{.why}` only `e`, `{*pause}` its function key, `{prefix}` the prefix.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from iossim.frontends.tui.commands import COMMANDS, Command
from iossim.frontends.tui.keys import PREFIX

if TYPE_CHECKING:
    from iossim.frontends.tui.pieces import Piece

NAMES = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Characters that Textual calls otherwise than Unicode does."""

WORDS = {"space": "Space", "tab": "Tab", "backspace": "Backspace", "enter": "Enter"}
"""Keys with a name, and how they are shown."""

_MENTION = re.compile(r"\{([*.]?)(\w+)\}")


@dataclass(frozen=True)
class Keyboard:
    """The keys of one user. `prefix` is named as Textual does; `warning` is something he should know about them."""

    prefix: str = PREFIX
    commands: tuple[Command, ...] = COMMANDS
    warning: str = ""

    @cached_property
    def by_key(self) -> dict[str, Command]:
        """The command of the key behind the prefix."""
        return {command.key: command for command in self.commands}

    @cached_property
    def by_action(self) -> dict[str, Command]:
        """The command that gives an order."""
        return {command.action: command for command in self.commands}

    @property
    def prefix_shown(self) -> str:
        """`Ctrl-]`."""
        return shown(self.prefix)

    def keys(self, action: str) -> str:
        """`Ctrl-] e`."""
        return f"{self.prefix_shown} {self.by_action[action].shown}"

    def quick(self, action: str) -> str:
        """The function key of an order; one without has the other way."""
        return self.by_action[action].function.upper() or self.keys(action)

    def told(self, text: str) -> str:
        """A text with the keys of this user in it."""
        return _MENTION.sub(self._mention, text)

    def marked(self, text: str, style: str) -> list[Piece]:
        """The same in pieces, of which the keys have a style."""
        pieces: list[Piece] = []
        at = 0
        for found in _MENTION.finditer(text):
            pieces += [(text[at : found.start()], ""), (self._mention(found), style)]
            at = found.end()
        return [*pieces, (text[at:], "")]

    def _mention(self, found: re.Match[str]) -> str:
        quick, action = found.groups()
        if action == "prefix":
            return self.prefix_shown
        if quick == ".":
            return self.by_action[action].shown
        return self.quick(action) if quick else self.keys(action)

    def bindings(self) -> dict[str, str]:
        """What Textual is told: the key of every binding with a name."""
        return {"prefix": self.prefix, **{c.action: c.function for c in self.commands if c.function}}

    @property
    def literal(self) -> tuple[str, ...]:
        """The key of a router that the prefix is, pressed twice; none for a function key."""
        name = self.prefix.removeprefix("ctrl+")
        return () if name == self.prefix else (f"c-{_character(name)}",)


def named(character: str) -> str:
    """The name that Textual has for the key of a character."""
    if character.isalnum():
        return character
    name = unicodedata.name(character).lower().replace("-", "_").replace(" ", "_")
    return NAMES.get(name, name)


def _character(name: str) -> str:
    return next((c for c in map(chr, range(33, 127)) if named(c) == name), name)


def shown(key: str) -> str:
    """How people are told of a key: `Ctrl-]`, `F12`, `e`."""
    if key.startswith("ctrl+"):
        character = _character(key.removeprefix("ctrl+"))
        return f"Ctrl-{character.upper() if character.isalpha() else character}"
    if re.fullmatch(r"f\d+", key):
        return key.upper()
    return WORDS.get(key) or _character(key)
