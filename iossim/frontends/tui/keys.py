"""Which key of the keyboard is which key of the router.

Every key of an IOS console reaches the router: letters, Control and Escape sequences, cursor keys. The program keeps
function keys for itself, and one prefix, Ctrl-], which IOS does not know.

Terminals report some keys differently: Escape then b, quickly, arrives as ctrl+left or alt+b; Ctrl-Shift-6 as
ctrl+circumflex_accent, ctrl+shift+6, or ctrl+6 with a character. All forms are mapped here, modifiers before characters.
"""

from __future__ import annotations

from iossim.cli.keys import INTERRUPT

PREFIX = "ctrl+right_square_bracket"

_NAMED = {
    "enter": "enter",
    "tab": "tab",
    "backspace": "backspace",
    "delete": "delete",
    "escape": "escape",
    "up": "up",
    "down": "down",
    "left": "left",
    "right": "right",
    "home": "c-a",
    "end": "c-e",
    "ctrl+left": "m-b",
    "ctrl+right": "m-f",
    "alt+left": "m-b",
    "alt+right": "m-f",
    "ctrl+delete": "m-d",
    "ctrl+backspace": "c-w",
    "alt+backspace": "m-backspace",
    "ctrl+circumflex_accent": INTERRUPT,
    "ctrl+shift+6": INTERRUPT,
    "ctrl+6": INTERRUPT,
    "ctrl+underscore": "c-_",
    "ctrl+backslash": "c-\\",
    "ctrl+h": "backspace",
    "ctrl+j": "enter",
    "ctrl+m": "enter",
    "ctrl+i": "tab",
    "shift+enter": "enter",
    "space": " ",
    "shift+space": " ",
}


def router_keys(key: str, character: str | None) -> tuple[str, ...]:
    """The keys a router gets for a key event; nothing for one that no router knows."""
    named = _NAMED.get(key)
    if named is not None:
        return _spelled(named)
    kind, _, rest = key.rpartition("+")
    if kind == "ctrl" and len(rest) == 1 and rest.isalpha():
        return (f"c-{rest.lower()}",)
    if kind in ("alt", "alt+shift") and len(rest) == 1:
        return ("escape", rest)
    if character and len(character) == 1 and " " <= character <= "~" and not kind.startswith(("ctrl", "alt")):
        return (character,)
    return ()


def _spelled(name: str) -> tuple[str, ...]:
    return ("escape", name[2:]) if name.startswith("m-") else (name,)
