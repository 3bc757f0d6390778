"""Pictures of every state of the room, as text: at three sizes, no text cut, no frame broken, the keys always somewhere."""

from __future__ import annotations

import difflib

import pytest

from iossim.frontends.tui.app import ConsoleApp
from iossim.frontends.tui.theme import THEMES
from tests.frontends.pictures import SIZES, STATES, album, drawn, file

CORNERS = (("╭", "╮"), ("╰", "╯"))


@pytest.mark.parametrize("size", SIZES)
def test_the_room_looks_as_it_did(size: tuple[int, int]) -> None:
    """Every state is drawn as in the album, in every theme; whoever changes it looks at it and writes it anew.

    `python -m tests.frontends.pictures --write`. On the way: rows fill the window and no more, each frame that is opened is
    closed in the same row, and something has the keys or a view is named.
    """

    def look(app: ConsoleApp, name: str) -> None:
        rows = drawn(app)
        assert len(rows) == size[1], name
        assert all(len(row) <= size[0] for row in rows), name
        for left, right in CORNERS:
            assert all(row.count(left) == row.count(right) for row in rows), name
        before = rows
        for theme in THEMES.values():
            app.theme = theme.name
            assert drawn(app) == before, (name, theme.name)
        assert app.focused is not None or app.screen.view_shown != "console", name  # type: ignore[attr-defined]

    found = album(size, look)
    expected = file(size).read_text(encoding="utf-8")
    changed = "\n".join(difflib.unified_diff(expected.splitlines(), found.splitlines(), "album", "now", lineterm="", n=0))
    assert found == expected, changed
    assert len(STATES) == expected.count("\n==== ") + 1
