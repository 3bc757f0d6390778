"""What a terminal prints, in order: listings a page at a time, prompts, and the line being typed behind them.

The half of the terminal that knows no keys. Everything a session prints goes through one queue, so that what follows a
listing waits while it stands at ` --More-- `. A prompt begins on a new line; messages that waited for it come before.

    DARK      no power or booting: keys are lost        IDLE     the start screen: only Return counts
    LINE      the prompt: a line is edited              ANSWER   a question wants a line
    KEY       a question wants one key                  MORE     ` --More-- `
    SIFT      a filter is typed at ` --More-- `         BUSY     a command runs: keys are kept for later
    CLOSED    the line has gone

Invariant: in MORE and SIFT, and only there, a listing is unfinished.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from iossim.cli.drawing import Drawing
from iossim.cli.echo import Echo
from iossim.cli.editor import LineEditor
from iossim.cli.pager import MORE, Listing, page_size
from iossim.cli.screen import BELL, Chunk, Kind, Screen


class State(StrEnum):
    """What a key means now."""

    DARK = "dark"
    IDLE = "idle"
    LINE = "line"
    ANSWER = "answer"
    KEY = "key"
    MORE = "more"
    SIFT = "sift"
    BUSY = "busy"
    CLOSED = "closed"


EDITED = (State.LINE, State.ANSWER, State.SIFT)


@dataclass(frozen=True, slots=True)
class Prompted:
    """A prompt or question, and how to read what is typed behind it."""

    text: str
    kind: Kind = Kind.PROMPT
    state: State = State.LINE
    seen: bool = True
    typed: tuple[str, int] | None = None  # text and cursor to show behind it; None = a new line
    several: bool = False  # one of several lines, the last of which Ctrl-Z ends


class Output:
    """See the module. `width` and `length` are those of the current session; 0 = no limit."""

    def __init__(self, width: int, length: int) -> None:
        self.width, self.length = width, length
        self.state = State.DARK
        self.screen = Screen()
        self.editor = LineEditor()
        self._echo = Echo()
        self._prompted = Prompted("")
        self._base = ""  # the prompt as it stands on the screen
        self._listing: Listing | None = None
        self._queue: deque[str | Listing | Prompted] = deque()
        self._held: list[str] = []

    def take(self) -> list[Chunk]:
        """The text printed since the last call."""
        return self.screen.take()

    def listing(self, lines: Iterable[str]) -> None:
        """Print lines, a page at a time."""
        self._enqueue(Listing(lines if isinstance(lines, Drawing) else tuple(lines)))

    def write(self, text: str) -> None:
        """Print text as it is, without paging."""
        if self._listing is None:
            self.screen.print(Kind.OUTPUT, text)
        else:
            self._enqueue(text)

    def leave(self) -> None:
        """What was to be printed before the end has been printed."""

    def _drop(self) -> None:
        """Nothing is pending any more; what is on the screen stays."""
        self.editor = LineEditor()
        self._prompted = Prompted("")
        self._listing = None
        self._queue.clear()
        self._held.clear()

    def _enqueue(self, item: str | Listing | Prompted) -> None:
        self._queue.append(item)
        self._flow()

    def _flow(self) -> None:
        """Print what is queued, up to the next ` --More-- `."""
        while self._queue and self._listing is None:
            item = self._queue.popleft()
            if isinstance(item, str):
                self.screen.print(Kind.OUTPUT, item)
            elif isinstance(item, Prompted) and item.state is State.CLOSED:
                self.leave()
            elif isinstance(item, Prompted):
                self._show(item)
            else:
                self._listing = item
                self._page(page_size(self.length))

    def _page(self, count: int) -> None:
        """Print some lines of the listing; then ` --More-- `, or what comes after it."""
        if self._listing is None:
            return
        lines = self._listing.page(count)
        if lines:
            self.screen.print(Kind.OUTPUT, "\n".join(lines) + "\n")
        if self._listing.over:
            self._listing = None
            self.state = State.BUSY
        else:
            self.screen.emit(Kind.QUESTION, MORE)
            self.state = State.MORE

    def _show(self, prompted: Prompted) -> None:
        """Print a prompt or question; the text typed so far behind it."""
        if prompted.state is State.LINE:
            self._release()
            self.screen.fresh(prompted.kind)
        self.screen.print(prompted.kind, prompted.text)
        if prompted.typed is None:
            self.editor.clear()
        else:
            self.editor.restore(*prompted.typed)
        self._prompted = prompted
        self._base = self.screen.current[: self.screen.column]
        self._echo.restart(self.screen.column, self.width)
        self.state = prompted.state
        self._draw()

    def _release(self) -> None:
        """Print the messages that waited."""
        for text in self._held:
            self.screen.fresh(Kind.UNASKED)
            self.screen.print(Kind.UNASKED, text)
        self._held.clear()

    def _again(self) -> Prompted:
        """The prompt with the text typed so far."""
        return replace(self._prompted, typed=(self.editor.text, self.editor.cursor))

    def _redisplay(self) -> None:
        """On a new line: the prompt, and the text typed so far."""
        self._show(self._again())

    def _draw(self) -> None:
        if self._prompted.seen:
            self.screen.emit(Kind.ECHO, self._echo.draw(self.editor.text, self.editor.cursor))

    def _bell(self) -> None:
        self.screen.emit(Kind.ECHO, BELL)

    def _new_line(self, echo: str = "") -> None:
        self.screen.emit(Kind.ECHO, echo + "\r\n")
