"""`keys.yaml`, a file in the user's configuration folder: the prefix and the keys behind it, where somebody wants others.

    prefix: ctrl-b
    keys: {past: h, tour: P}
    functions: {help: f12, actions: f1}

What it does not name stays as it is. A wrong file stops before anything is shown: file, line, what was expected. Two orders
with one key are a mistake; a prefix that is a key of IOS is not, but it is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from iossim.frontends.tui.bars import DIRECT, FIRST_KEY
from iossim.frontends.tui.commands import COMMANDS
from iossim.frontends.tui.keyboard import WORDS, Keyboard, named, shown
from iossim.frontends.tui.panel import OF_VIEWS
from iossim.lab.definition.base import Model
from iossim.lab.definition.tree import Tree, read_tree
from iossim.lab.definition.wording import checked
from iossim.lab.errors import LabError, Mistake
from iossim.lab.spelling import closest
from iossim.lab.text import read_text

SAME = {"i": "Tab", "m": "Enter", "j": "Enter", "h": "Backspace", "[": "Escape"}
"""Control characters that a terminal cannot tell from another key."""

IOS = {
    "a": "start of the line", "b": "a character back", "c": "abandon", "d": "delete", "e": "end of the line",
    "f": "a character on", "k": "erase to the end", "l": "draw the line anew", "n": "the next line",
    "p": "the line before", "r": "draw the line anew", "t": "swap characters", "u": "erase the line",
    "v": "the next key as it is", "w": "erase a word", "x": "erase to the start", "y": "recall what was erased",
    "z": "leave configuration mode", "^": "the escape sequence",
}  # fmt: skip
"""What Control and a letter is at a router."""

ACTIONS = tuple(command.action for command in COMMANDS)
WITH_FUNCTION = tuple(command.action for command in COMMANDS if command.function)
CONSOLES = {f"f{FIRST_KEY + n}" for n in range(DIRECT)}


class KeysFile(Model):
    """The file."""

    prefix: str = "ctrl-]"
    keys: dict[str, str] = {}  # noqa: RUF012  # pydantic copies the defaults of a model
    functions: dict[str, str] = {}  # noqa: RUF012


def read(file: Path) -> Keyboard:
    """The keyboard of a file; LabError with every mistake in it."""
    tree = read_tree(read_text(file), str(file))
    chosen = checked(KeysFile, tree)
    found = sorted({*_mistakes(chosen, tree)})
    if found:
        raise LabError(tuple(found))
    prefix = _prefix(chosen.prefix)
    commands = tuple(
        replace(
            command,
            key=_key(chosen.keys[command.action]) if command.action in chosen.keys else command.key,
            shown=shown(_key(chosen.keys[command.action])) if command.action in chosen.keys else command.shown,
            function=chosen.functions.get(command.action, command.function).lower(),
        )
        for command in COMMANDS
    )
    return Keyboard(prefix, commands, _warning(chosen.prefix))


def _prefix(text: str) -> str:
    """The name of a prefix; nothing for one that cannot be one."""
    text = text.lower()
    if re.fullmatch(r"f(1[0-2]|[1-9])", text):
        return text
    key = text.removeprefix("ctrl-")
    usable = text.startswith("ctrl-") and len(key) == 1 and ("a" <= key <= "z" or key in "]\\^_")
    return f"ctrl+{named(key)}" if usable and key not in SAME else ""


def _key(text: str) -> str:
    """The name of a key behind the prefix; nothing for one that cannot be one."""
    if text.lower() in WORDS:
        return text.lower()
    return named(text) if len(text) == 1 and "!" <= text <= "~" else ""


def _mistakes(chosen: KeysFile, tree: Tree) -> Iterator[Mistake]:
    if not _prefix(chosen.prefix):
        key = chosen.prefix.lower().removeprefix("ctrl-")
        why = f": a terminal cannot tell it from {SAME[key]}" if key in SAME else ""
        yield tree.mistake(
            ("prefix",), f"expected ctrl- and a letter or ] \\ ^ _, or f1 to f12, found {chosen.prefix!r}{why}"
        )
    yield from _unknown(chosen.keys, "keys", ACTIONS, tree)
    yield from _unknown(chosen.functions, "functions", WITH_FUNCTION, tree)
    for action, key in chosen.keys.items():
        if not _key(key):
            expected = f"a character, {', '.join(WORDS)}"
            yield tree.mistake(("keys", action), f"expected {expected}, found {key!r}")
        elif key.isdigit() and key != "0":
            yield tree.mistake(("keys", action), f"{key} opens a console: expected another key")
        elif key in OF_VIEWS:
            yield tree.mistake(("keys", action), f"{key} is a key of a view: expected one that is not of {OF_VIEWS}")
    for action, key in chosen.functions.items():
        if not re.fullmatch(r"f(1[0-2]|[1-9])", key.lower()) or key.lower() in CONSOLES:
            yield tree.mistake(
                ("functions", action), f"expected f1, f10, f11 or f12 (the others open consoles), found {key!r}"
            )
    yield from _collisions(chosen.keys, "keys", tree)
    yield from _collisions(chosen.functions, "functions", tree)


def _unknown(given: dict[str, str], block: str, known: tuple[str, ...], tree: Tree) -> Iterator[Mistake]:
    for action in given:
        if action not in known:
            near = closest(action, known)
            yield tree.mistake((block, action), f"no order is called {action!r}{near}; there are {', '.join(known)}")


def _collisions(given: dict[str, str], block: str, tree: Tree) -> Iterator[Mistake]:
    """Two orders with one key, and a function key that is the prefix."""
    keys = {command.action: command.key if block == "keys" else command.function for command in COMMANDS}
    keys.update((action, _key(key) if block == "keys" else key.lower()) for action, key in given.items())
    for action in given:
        others = [other for other, key in keys.items() if key and key == keys.get(action) and other != action]
        if others:
            yield tree.mistake((block, action), f"{given[action]} is the key of {others[0]}: expected one of its own")
    if block == "functions" and isinstance(tree.data, dict):
        prefix = str(tree.data.get("prefix", "")).lower()
        if prefix and (prefix in keys.values() or prefix in CONSOLES):
            yield tree.mistake(("prefix",), f"{prefix} has another meaning: expected a key of its own")


def _warning(prefix: str) -> str:
    """What a prefix that is a key of IOS takes from the routers."""
    what = IOS.get(prefix.lower().removeprefix("ctrl-"))
    name = shown(_prefix(prefix))
    return f"{name} is a key of IOS as well ({what}): pressed twice it reaches the router." if what else ""
