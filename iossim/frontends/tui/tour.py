"""The tour of one minute: what is where, said once, when a lab is opened for the first time; later with the key of the tour.

A card at a time lies at the lower edge, so that what it speaks of stays in sight. Enter or Space is the next card, Escape the end.
The lab waits meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

if TYPE_CHECKING:
    from textual import events

    from iossim.frontends.tui.keyboard import Keyboard


@dataclass(frozen=True, slots=True)
class Card:
    """One thing to know."""

    title: str
    text: str


CARDS = (
    Card(
        "A network in a window",
        "Two head-end routers, a firewall, the Internet, six homes with a router and a telephone each - and a conversation that is "
        "up: the line on top says whether both sides hear each other. {map}, one key after the other, draws it all.",
    ),
    Card(
        "Every router has a console",
        "You are at one. Press Return to wake it, type enable - {*help} tells the password - and then show commands, ? for help, "
        "as on the real thing. F2 to F9 are the other routers.",
    ),
    Card(
        "Make something fail",
        "{*actions} lists what can happen to this network. Type reload gateway-1 there - or reload at its console - and watch: the "
        "conversation falls silent, the other head-end takes over, and voice comes back after some twenty seconds.",
    ),
    Card(
        "Ask why",
        "{why} tells what is wrong and what led to it, back to the key that was pressed. {packet} shows the way of a "
        "voice packet, hop by hop, and where it is lost.",
    ),
    Card(
        "Time is yours",
        "{*pause} stops it and lets it go on, {faster} makes it faster, {until_voice} runs until voice returns. {past} "
        "goes back to any moment, to look, or to try something else from there.",
    ),
    Card(
        "That is all",
        "{*help} is help, wherever you are. {*quit} leaves; what you did is kept. Have fun: nothing here can be broken.",
    ),
)


class Tour(ModalScreen[None]):
    """See the module."""

    DEFAULT_CSS = """
    Tour { align: center bottom; background: $background 0%; }
    Tour > Vertical {
        width: 76; max-width: 96%; height: auto; background: $surface; margin-bottom: 1; padding: 0 1;
        border: heavy $accent; border-title-color: $accent; border-title-style: bold; border-subtitle-color: $secondary;
    }
    Tour Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *((key, "turn(1)", "Next") for key in ("enter", "space", "right")),
        ("left", "turn(-1)", "Back"),
        ("escape", "end", "End"),
        Binding("f10", "end", "End", id="quit"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.at = 0

    def compose(self) -> ComposeResult:
        """One card."""
        with Vertical():
            yield Static("", markup=False)

    def on_mount(self) -> None:
        """The first card."""
        self._show()

    def _show(self) -> None:
        card, box = CARDS[self.at], self.query_one(Vertical)
        box.border_title = card.title
        box.border_subtitle = f"{self.at + 1} of {len(CARDS)}   Enter next, Esc ends the tour"
        keyboard: Keyboard = self.app.keyboard  # type: ignore[attr-defined]
        self.query_one(Static).update(Content.assemble(*keyboard.marked(card.text, "bold $accent")))

    def action_turn(self, step: int) -> None:
        """Another card; behind the last one, the lab."""
        self.at = max(0, self.at + step)
        if self.at < len(CARDS):
            self._show()
        else:
            self.dismiss()

    def action_end(self) -> None:
        """Enough."""
        self.dismiss()

    def on_click(self, event: events.Click) -> None:
        """The next card."""
        self.action_turn(1)
