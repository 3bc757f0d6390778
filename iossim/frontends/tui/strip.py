"""The commands that follow the prefix: shown at the bottom until one key has been pressed, or one of them clicked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from iossim.frontends.tui.commands import GROUPS
from iossim.frontends.tui.keyboard import Keyboard


class Strip(Widget, can_focus=True):
    """Takes one key."""

    DEFAULT_CSS = """
    Strip {
        dock: bottom; display: none; height: auto; background: $boost; color: $foreground;
        border-top: heavy $accent; border-title-color: $accent; padding: 0 1; layer: above;
    }
    """

    class Pressed(Message):
        """A key after the prefix; `action` is empty for a key without meaning."""

        def __init__(self, action: str, argument: str = "") -> None:
            super().__init__()
            self.action = action
            self.argument = argument

    def __init__(self, ident: str) -> None:
        super().__init__(id=ident)
        self._devices: Sequence[str] = ()
        self._groups: Sequence[str] = GROUPS

    @property
    def keyboard(self) -> Keyboard:
        """The keys of the user."""
        return self.app.keyboard  # type: ignore[attr-defined,no-any-return]

    def open(self, devices: Sequence[str], groups: Sequence[str] = GROUPS) -> None:
        """Show the commands of some groups, and take the next key."""
        self._devices, self._groups = devices, groups
        self.border_title = f"{self.keyboard.prefix_shown} and then"
        self.display = True
        self.refresh(layout=True)
        self.screen.set_focus(self, scroll_visible=False)

    def render(self) -> Content:
        """The commands in groups, a line each."""
        rows = self._rows(self.content_size.width or 78)
        return Content("\n").join(Content.assemble(*(entry.piece for entry in row)) for row in rows)

    def _rows(self, width: int) -> list[list[Entry]]:
        return strip_rows(self.keyboard, self._devices, width, self._groups)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many rows as the text has."""
        return len(self._rows(width))

    def on_key(self, event: events.Key) -> None:
        """The key: a command, a console's number, or the prefix itself for the router. Keys typed right behind it are not ours."""
        event.stop()
        event.prevent_default()
        if not self.display:
            self.app.post_message(events.Key(event.key, event.character))
            return
        self.display = False
        self._tell(self._meaning(event.key))

    def _tell(self, pressed: Pressed) -> None:
        """At once, so that the next key goes where this one leads."""
        self.screen.on_strip_pressed(pressed)  # type: ignore[attr-defined]

    def _meaning(self, key: str) -> Pressed:
        command = self.keyboard.by_key.get(key)
        if command is not None:
            return self.Pressed(command.action)
        if key.isdigit() and 0 < int(key) <= len(self._devices):
            return self.Pressed("open", self._devices[int(key) - 1])
        return self.Pressed("literal" if key == self.keyboard.prefix else "")

    def on_click(self, event: events.Click) -> None:
        """What is clicked is as good as its key; a click elsewhere closes."""
        offset = event.get_content_offset(self)
        rows = self._rows(self.content_size.width or 78)
        self.display = False
        found = None
        if offset is not None and 0 <= offset.y < len(rows):
            at = offset.x
            for entry in rows[offset.y]:
                if 0 <= at < len(entry.piece[0]):
                    found = entry.pressed
                at -= len(entry.piece[0])
        self._tell(found or self.Pressed(""))


@dataclass(frozen=True, slots=True)
class Entry:
    """A piece of the text, and what it is to press it."""

    piece: tuple[str, str]
    pressed: Strip.Pressed | None = None


def strip_rows(
    keyboard: Keyboard, devices: Sequence[str], width: int, groups: Sequence[str] = GROUPS
) -> list[list[Entry]]:
    """The commands, wrapped by whole entries."""
    consoles = [(str(number), device, Strip.Pressed("open", device)) for number, device in enumerate(devices[:9], 1)]
    parts: list[tuple[str, list[tuple[str, str, Strip.Pressed]]]] = [("Consoles", consoles)]
    parts += [
        (group, [(c.shown, c.what, Strip.Pressed(c.action)) for c in keyboard.commands if c.group == group])
        for group in groups
    ]
    rows: list[list[Entry]] = []
    left = max(len(title) for title, _ in parts) + 1
    for title, entries in parts:
        row, used = [Entry((f"{title:{left}}", "$secondary"))], left
        for key, what, pressed in entries:
            if used + len(key) + len(what) + 3 > width and used > left:
                rows.append(row)
                row, used = [Entry((" " * left, ""))], left
            row += [Entry((key, "bold $accent"), pressed), Entry((f" {what}  ", ""), pressed)]
            used += len(key) + len(what) + 3
        rows.append(row)
    return rows
