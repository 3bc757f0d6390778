"""The presenter's panel: the note of the scene, the keys that are pressed, what is being waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iossim.frontends.tui.panel import Panel
from iossim.frontends.tui.wording import broken, fit, span

if TYPE_CHECKING:
    from iossim.frontends.demo.stage import Stage
    from iossim.frontends.tui.keyboard import Keyboard
    from iossim.frontends.tui.panel import Picture
    from iossim.frontends.tui.pieces import Line

FRAME = 2
MOST = 10
"""Rows of a note and what stands below it."""
PLAY = "{pause} plays, {.next_event} is one step, {.next_note} {.note_before} {.jump} go to notes, {.keyboard} takes the keyboard"


class NotesPanel(Panel):
    """See the module. Only there in a demonstration, and while a solution is shown."""

    TITLE = "Notes"

    @property
    def stage(self) -> Stage | None:
        """The demonstration of this room."""
        room: Any = self.screen
        stage: Stage | None = room.stage
        return stage

    def look(self, picture: Picture) -> None:
        """Draw the note."""
        stage = self.stage
        if stage is None:
            return
        keyboard: Keyboard = self.app.keyboard  # type: ignore[attr-defined]
        found = lines(stage, self.area[0], keyboard)
        rows = min(len(found), MOST) + FRAME
        if self.styles.height is None or self.styles.height.value != rows:
            self.styles.height = rows
        scenes = len(stage.score.scenes)
        self.border_title = f"{stage.title}, {stage.performance.scene + 1} of {scenes}" if scenes else stage.title
        self.put(found[:MOST])

    def depends(self) -> object:
        """The scene, the keys, whether it plays."""
        stage = self.stage
        if stage is None:
            return None
        performance = stage.performance
        return (
            performance.scene,
            performance.beat,
            stage.pressed,
            stage.hands,
            stage.playing,
            stage.remaining() // 1_000_000,
        )


def lines(stage: Stage, width: int, keyboard: Keyboard) -> list[Line]:
    """The note, the keys, and what can be done now."""
    width = max(20, width)
    shown = stage.performance.shown
    found: list[Line] = []
    for text in _paragraphs(shown.note if shown is not None else ()):
        found += [[(line, "bold")] for line in broken(text, width)]
    if stage.pressed:
        found.append([("▸ ", "state"), (fit(stage.pressed, width - 2), "way")])
    return [*found, *([(line, "state")] for line in broken(keyboard.told(_state(stage)), width))]


def _paragraphs(note: tuple[str, ...]) -> list[str]:
    """Lines that follow each other flow; an empty one parts them."""
    return [" ".join(part.split("\n")) for part in "\n".join(note).split("\n\n") if part.strip()]


def _state(stage: Stage) -> str:
    if stage.hands:
        return "The keyboard is yours, in a branch: {keyboard} gives it back, and nothing of it stays."
    if stage.leave is not None and stage.performance.over:
        return "That was the solution. {keyboard} is back to your own work, as you left it."
    if stage.performance.over:
        return "The end. {note_before} goes back, {.keyboard} takes the keyboard, {*quit} leaves."
    if stage.playing:
        left = stage.remaining()
        current = stage.performance.current
        waits = (
            f"{current.text}: {span(left, tenths=False)} to go; " if current is not None and left >= 1_000_000 else ""
        )
        return waits + "{pause} stops, {.faster} is faster"
    failures = stage.score.failures
    fails = f" (line {failures[0].line} does not hold: {_plain(failures[0].failure)})" if failures else ""
    return (PLAY if stage.leave is None else PLAY.replace("takes the keyboard", "is back to your work")) + fails


def _plain(text: str) -> str:
    """A text of a script, in which nothing is a key."""
    return text.replace("{", "(").replace("}", ")")
