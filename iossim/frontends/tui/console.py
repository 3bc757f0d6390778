"""One router's console: its terminal's screen, scrolled, and the keys that go to it.

The widget draws rows and hands keys on as messages; what a key means is the terminal's business. Rows are cached as
strips: a key redraws one line, two thousand lines of output redraw a window. Long lines break at the window's edge.

The seams of Textual that are leaned on here, and nowhere else: `render_line`, the strip cache, the hooks of selection.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from iossim.cli.keys import keys_of
from iossim.frontends.tui.keys import router_keys
from iossim.frontends.tui.scrollback import Scrollback

if TYPE_CHECKING:
    from textual import events
    from textual.selection import Selection

    from iossim.cli.screen import Screen

PROMPT = re.compile(r"[A-Za-z][\w.-]{0,40}(?:\([\w-]+\))?[#>]")
MESSAGE = re.compile(r"(?:^|: )%[A-Z0-9_]+-\d-[A-Z0-9_]+:")
SCROLLS = {"pageup": -1, "pagedown": 1}
STRIPS = 4
"""Windows of rows that are kept as strips, each of which is some kilobytes."""


class Console(ScrollView, can_focus=True, inherit_bindings=False):
    """The console of one router at a time; `show` changes which."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "console--text", "console--prompt", "console--message", "console--cursor", "console--sleeping",
        "console--found",
    }  # fmt: skip
    DEFAULT_CSS = """
    Console { background: $background; scrollbar-size-vertical: 1; scrollbar-gutter: stable; overflow-x: hidden; overflow-y: auto; }
    Console .console--text { color: $foreground; }
    Console .console--prompt { color: $primary; text-style: bold; }
    Console .console--message { color: $warning; }
    Console .console--cursor { text-style: reverse; }
    Console .console--found { color: $accent; text-style: bold reverse; }
    Console .console--sleeping { text-style: underline; }
    """

    class Typed(Message):
        """Keys for the router whose console this is."""

        def __init__(self, keys: tuple[str, ...], pasted: bool = False) -> None:
            super().__init__()
            self.keys = keys
            self.pasted = pasted

    def __init__(self, ident: str) -> None:
        super().__init__(id=ident)
        self._back: Scrollback | None = None
        self._backs: dict[int, Scrollback] = {}
        self._strips: dict[int, Strip] = {}
        self._follow = True
        self.sought = ""
        self._found: int | None = None

    # -- what is shown -------------------------------------------------------------------------------------------

    def show(self, screen: Screen) -> None:
        """Show this screen from now on, at its end."""
        width = self._width
        back = self._backs.get(id(screen))
        if back is None or back.screen is not screen:
            back = self._backs[id(screen)] = Scrollback(screen, width)
        back.resize(width)
        back.sync()
        self._back = back
        self._strips.clear()
        self._measure()
        self.to_end()
        self.refresh()

    def forget(self) -> None:
        """The screens shown so far are of another lab."""
        self._back = self._found = None
        self._backs.clear()

    def sync(self) -> bool:
        """Draw what has been printed since; True when something has."""
        back = self._back
        if back is None:
            return False
        follow, before, rows = self._follow, back.height, len(back.rows)
        if not back.sync():
            return False
        if back.dropped:
            self._strips.clear()
            self.scroll_to(y=max(0, self.scroll_offset.y - back.dropped), animate=False, immediate=True, force=True)
        for y in [y for y in self._strips if y >= rows]:
            del self._strips[y]
        if back.dropped or back.height != before or len(back.rows) != rows:
            self._measure()
            if follow:
                self.to_end()
            self.refresh()
        else:
            top = rows - self.scroll_offset.y
            self.refresh(Region(0, max(0, top), self.size.width, len(back.current)))
        return True

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Whoever scrolls away from the end stays there until a key is typed."""
        super().watch_scroll_y(old_value, new_value)
        self._follow = new_value >= self.max_scroll_y

    @property
    def at_end(self) -> bool:
        """Whether the last row is in the window."""
        return self.scroll_offset.y >= self.max_scroll_y

    @property
    def rows_below(self) -> int:
        """Rows beyond the lower edge of the window."""
        return max(0, int(self.max_scroll_y) - self.scroll_offset.y)

    def to_end(self) -> None:
        """Scroll to where the cursor is."""
        self.scroll_to(y=self.max_scroll_y, animate=False, immediate=True, force=True)

    def search(self, words: str) -> bool:
        """Scroll to the next row above with these words, from the end when they are new; False when there is none."""
        back = self._back
        if back is None:
            return False
        again = words == self.sought and self._found is not None
        below = self._found if again and self._found is not None else back.height
        self.sought, wanted = words, words.lower()
        self._found = next((y for y in range(below - 1, -1, -1) if wanted in back.row(y).lower()), None)
        self._strips.clear()
        if self._found is not None:
            self.scroll_to(y=max(0, self._found - self.size.height // 2), animate=False, immediate=True, force=True)
        self.refresh()
        return self._found is not None

    @property
    def _width(self) -> int:
        return max(20, self.scrollable_content_region.width or 80)

    def _measure(self) -> None:
        if self._back is not None:
            self.virtual_size = Size(self._back.width, self._back.height)

    # -- drawing -------------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One row of the window."""
        back = self._back
        width = self.size.width
        row = y + self.scroll_offset.y
        if back is None or row >= back.height:
            return Strip.blank(width, self.get_component_rich_style("console--text"))
        strip = self._strips.get(row)
        if strip is None:
            if len(self._strips) >= STRIPS * max(1, self.size.height):
                self._strips.clear()
            strip = self._strips[row] = self._strip(back, row, width)
        return strip

    def _strip(self, back: Scrollback, row: int, width: int) -> Strip:
        text = back.row(row)
        base = self.get_component_rich_style("console--text")
        segments = [Segment(part, base + style) for part, style in self._pieces(text, back.first(row))]
        at = back.cursor if row - len(back.rows) == back.cursor[1] else None
        strip = Strip(segments).adjust_cell_length(max(width, len(text) + 1), base)
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(row)) is not None:
            strip = _styled(strip, span[0], len(text) if span[1] == -1 else span[1],
                            self.screen.get_component_rich_style("screen--selection"))  # fmt: skip
        if row == self._found and (start := text.lower().find(self.sought.lower())) >= 0:
            found = self.get_component_rich_style("console--found", partial=True)
            strip = _styled(strip, start, start + len(self.sought), found)
        if at is not None:
            name = "console--cursor" if self.has_focus else "console--sleeping"
            strip = _styled(strip, at[0], at[0] + 1, self.get_component_rich_style(name, partial=True))
        return strip.adjust_cell_length(width, base).apply_offsets(0, row)

    def _pieces(self, text: str, first: str) -> list[tuple[str, Style]]:
        """A row in its parts: prompt and what is typed behind it, a message, or anything else."""
        if MESSAGE.search(first):
            return [(text, self.get_component_rich_style("console--message", partial=True))]
        prompt = PROMPT.match(text)
        if prompt is None:
            return [(text, Style())]
        end = prompt.end()
        return [(text[:end], self.get_component_rich_style("console--prompt", partial=True)), (text[end:], Style())]

    def on_resize(self) -> None:
        """Rows are cut to the new width."""
        if self._back is not None:
            self._back.resize(self._width)
            self._strips.clear()
            self._measure()
            if self._follow:
                self.call_after_refresh(self.to_end)
            self.refresh()

    def notify_style_update(self) -> None:
        """Another theme: the strips were cut with the colours of the one before."""
        super().notify_style_update()
        self._strips.clear()

    def on_focus(self) -> None:
        """The cursor is lit."""
        self._redraw()

    def on_blur(self) -> None:
        """The cursor sleeps."""
        self._redraw()

    def _redraw(self) -> None:
        self._strips.clear()
        self.refresh()

    # -- selecting -----------------------------------------------------------------------------------------------

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text."""
        if self._back is None:
            return None
        text = "\n".join(self._back.row(y) for y in range(self._back.height))
        return selection.extract(text), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """What is selected has changed."""
        self._redraw()

    # -- keys ----------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """A key: the router's, unless it scrolls."""
        event.stop()
        event.prevent_default()
        if event.key in SCROLLS:
            self.page(SCROLLS[event.key])
        elif event.key in ("shift+up", "shift+down"):
            self._strips_keep_scroll(-1 if event.key == "shift+up" else 1)
        elif keys := router_keys(event.key, event.character):
            self._found = None
            self.to_end()
            self.post_message(self.Typed(keys))

    def page(self, pages: int) -> None:
        """Scroll by so many windows."""
        self._strips_keep_scroll(pages * max(1, self.size.height - 2))

    def _strips_keep_scroll(self, rows: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + rows, animate=False, immediate=True, force=True)

    def on_paste(self, event: events.Paste) -> None:
        """A pasted text is typed, key by key."""
        event.stop()
        self.to_end()
        self.post_message(self.Typed(tuple(keys_of(event.text.replace("\r\n", "\n").replace("\r", "\n"))), True))


def _styled(strip: Strip, start: int, end: int, style: Style) -> Strip:
    """A strip with one stretch drawn in another style."""
    if end <= start:
        return strip
    parts = strip.divide([start, end, max(end, strip.cell_length)])
    before, inside, after = parts[0], parts[1], parts[2]
    return Strip.join([before, Strip([Segment(s.text, (s.style or Style()) + style) for s in inside]), after])
