"""Pictures of every state of the console, as text: at three sizes, no text cut, no frame broken, the keys always somewhere."""

from __future__ import annotations

import difflib

import pytest

from iossim.frontends.tui.app import ConsoleApp
from iossim.frontends.tui.layout import CONSOLE
from iossim.frontends.tui.room import Room
from iossim.frontends.tui.theme import THEMES
from iossim.frontends.tui.tour import Tour
from tests.frontends.pictures import SIZES, STORIES, Story, album, drawn, file

CORNERS = (("╭", "╮"), ("╰", "╯"))


@pytest.mark.parametrize(("size", "theme"), list(zip(SIZES, THEMES, strict=True)))
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_the_console_looks_as_it_did(story: Story, size: tuple[int, int], theme: str) -> None:
    """Every state is drawn as in the album, whatever the theme; whoever changes it looks at it and writes it anew.

    `python -m tests.frontends.pictures --write`. On the way: rows fill the window and no more, each frame that is opened is
    closed in the same row, and something has the keys or a view is named. A room is looked at in every theme, what lies over it
    in one at each size.
    """

    def look(app: ConsoleApp, name: str) -> None:
        rows = drawn(app)
        assert len(rows) == size[1], name
        assert all(len(row) <= size[0] for row in rows), name
        if isinstance(app.screen, Room):  # a dialog hides parts of the frames behind it
            for left, right in CORNERS:
                assert all(row.count(left) == row.count(right) for row in rows), name
        has_keys = app.focused is not None or isinstance(app.screen, Tour)
        assert has_keys or getattr(app.screen, "view_shown", CONSOLE) != CONSOLE, name

    found = album(story, size, look, theme)
    expected = file(story, size).read_text(encoding="utf-8")
    changed = "\n".join(
        difflib.unified_diff(expected.splitlines(), found.splitlines(), "album", "now", lineterm="", n=0)
    )
    assert found == expected, changed
    assert len(story.states) == expected.count("\n==== ") + 1
