"""The presenter's panel: the note of the scene, the keys that are pressed, what is being waited for."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from iossim.frontends.tui.panel import Panel
from iossim.frontends.tui.wording import fit, span

if TYPE_CHECKING:
    from iossim.frontends.demo.stage import Stage
    from iossim.frontends.tui.panel import Picture
    from iossim.frontends.tui.pieces import Line

FRAME = 2
MOST = 10
"""Rows of a note and what stands below it."""
PLAY = "Ctrl-] Space plays, n is one step, N P J go to notes, K takes the keyboard"


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
        found = lines(stage, self.area[0])
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


def lines(stage: Stage, width: int) -> list[Line]:
    """The note, the keys, and what can be done now."""
    width = max(20, width)
    shown = stage.performance.shown
    found: list[Line] = []
    for text in _paragraphs(shown.note if shown is not None else ()):
        found += [[(line, "bold")] for line in wrap(text, width)]
    if stage.pressed:
        found.append([("▸ ", "state"), (fit(stage.pressed, width - 2), "way")])
    return [*found, [(fit(_state(stage), width), "state")]]


def _paragraphs(note: tuple[str, ...]) -> list[str]:
    """Lines that follow each other flow; an empty one parts them."""
    return [" ".join(part.split("\n")) for part in "\n".join(note).split("\n\n") if part.strip()]


def _state(stage: Stage) -> str:
    if stage.hands:
        return "The keyboard is yours, in a branch: Ctrl-] K gives it back, and nothing of it stays."
    if stage.leave is not None and stage.performance.over:
        return "That was the solution. Ctrl-] K is back to your own work, as you left it."
    if stage.performance.over:
        return "The end. Ctrl-] P goes back, K takes the keyboard, F10 leaves."
    if stage.playing:
        left = stage.remaining()
        current = stage.performance.current
        waits = (
            f"{current.text}: {span(left, tenths=False)} to go; " if current is not None and left >= 1_000_000 else ""
        )
        return f"{waits}Ctrl-] Space stops, + is faster"
    failures = stage.score.failures
    broken = f" (line {failures[0].line} does not hold: {failures[0].failure})" if failures else ""
    return (PLAY if stage.leave is None else PLAY.replace("takes the keyboard", "is back to your work")) + broken
