"""The commands that follow Ctrl-]: shown at the bottom until one key has been pressed."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from iossim.frontends.tui.commands import BY_KEY, COMMANDS, GROUPS
from iossim.frontends.tui.keys import PREFIX


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
        self.border_title = "Ctrl-] and then"
        self._devices: Sequence[str] = ()
        self._groups: Sequence[str] = GROUPS

    def open(self, devices: Sequence[str], groups: Sequence[str] = GROUPS) -> None:
        """Show the commands of some groups, and take the next key."""
        self._devices, self._groups = devices, groups
        self.display = True
        self.refresh(layout=True)
        self.screen.set_focus(self, scroll_visible=False)

    def render(self) -> Content:
        """The commands in groups, a line each."""
        return strip_text(self._devices, self.content_size.width or 78, self._groups)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many rows as the text has."""
        return strip_text(self._devices, width, self._groups).plain.count("\n") + 1

    def on_key(self, event: events.Key) -> None:
        """The key: a command, a console's number, or the prefix itself for the router."""
        event.stop()
        event.prevent_default()
        self.display = False
        command = BY_KEY.get(event.key)
        if command is not None:
            self.post_message(self.Pressed(command.action))
        elif event.key.isdigit() and 0 < int(event.key) <= len(self._devices):
            self.post_message(self.Pressed("open", self._devices[int(event.key) - 1]))
        elif event.key == PREFIX:
            self.post_message(self.Pressed("literal"))
        else:
            self.post_message(self.Pressed(""))


def strip_text(devices: Sequence[str], width: int, groups: Sequence[str] = GROUPS) -> Content:
    """The commands, wrapped by whole entries."""
    entries = [(str(number), device) for number, device in enumerate(devices[:9], 1)]
    rows: list[tuple[str, list[tuple[str, str]]]] = [("Consoles", entries)]
    rows += [(group, [(c.shown, c.what) for c in COMMANDS if c.group == group]) for group in groups]
    lines: list[Content] = []
    for title, row in rows:
        pieces: list[tuple[str, str]] = [(f"{title:9}", "$secondary")]
        used = 9
        for key, what in row:
            if used + len(key) + len(what) + 3 > width and used > 9:
                lines.append(Content.assemble(*pieces))
                pieces, used = [(" " * 9, "")], 9
            pieces += [(key, "bold $accent"), (f" {what}  ", "")]
            used += len(key) + len(what) + 3
        lines.append(Content.assemble(*pieces))
    return Content("\n").join(lines)
