"""Themes and preferences: contrast is computed, choices are kept, nothing depends on the file being there."""

from __future__ import annotations

import asyncio
from itertools import product
from pathlib import Path

import pytest
from textual.color import Color
from textual.pilot import Pilot

from iossim.frontends.recording import Shelf
from iossim.frontends.tui.app import ConsoleApp
from iossim.frontends.tui.keys import PREFIX
from iossim.frontends.tui.preferences import Chosen, Preferences, read
from iossim.frontends.tui.room import Room
from iossim.frontends.tui.theme import STYLES, THEMES
from tests.frontends.test_tui import play, press

TEXTS = ("primary", "secondary", "accent", "success", "warning", "error", "foreground")
LEAST = {"dark": 4.5, "light": 4.5, "high contrast": 7.0}


def contrast(a: str, b: str) -> float:
    """The contrast ratio of WCAG 2, between 1 and 21."""

    def luminance(text: str) -> float:
        parts = [part / 255 for part in Color.parse(text).rgb]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("name", "text"), list(product(THEMES, TEXTS)))
def test_every_text_can_be_read(name: str, text: str) -> None:
    """Each colour of text stands out from the ground, from boxes and from bars, and the ground from it when reversed."""
    theme = THEMES[name]
    for ground in ("background", "surface", "boost"):
        ratio = contrast(getattr(theme, text), getattr(theme, ground))
        assert ratio >= (LEAST[name] if ground != "boost" else 4.0), (text, ground, round(ratio, 2))


@pytest.mark.parametrize("name", THEMES)
def test_tunnels_can_be_told_apart(name: str) -> None:
    """The colours of the head-ends stand out from the ground, as every text does, and are not each other's."""
    theme = THEMES[name]
    colours = [theme.variables["tunnel-one"], theme.variables["tunnel-two"]]
    assert len(set(colours)) == 2
    assert all(contrast(colour, theme.background) >= LEAST[name] for colour in colours)


@pytest.mark.parametrize("name", THEMES)
def test_frames_are_seen(name: str) -> None:
    """The frame of a panel that does not have the keys stands out from the ground a little, that of the one that has them more."""
    theme = THEMES[name]
    assert contrast(theme.panel, theme.background) >= 1.5
    assert (
        contrast(theme.primary, theme.background) >= contrast(theme.panel, theme.background) or name == "high contrast"
    )


def test_styles_name_colours_of_the_theme_only() -> None:
    """No style has a colour of its own: it could not be read in another theme."""
    assert not [style for style in STYLES.values() if "#" in style]


def test_a_theme_is_chosen_with_a_key_and_kept(tmp_path: Path) -> None:
    """Ctrl-] l goes round the themes; the next start has the one that was chosen."""

    async def script(app: ConsoleApp, room: Room, pilot: Pilot[int]) -> None:
        seen = [app.theme]
        for _ in THEMES:
            await press(app, pilot, (PREFIX, "\x1d"), ("l", "l"))
            seen.append(app.theme)
        assert seen == [*(theme.name for theme in THEMES.values()), seen[0]]
        await press(app, pilot, (PREFIX, "\x1d"), ("l", "l"))

    play(script, tmp_path)

    async def again() -> None:
        app = ConsoleApp(Shelf(tmp_path))
        async with app.run_test():
            assert app.theme == THEMES["light"].name

    asyncio.run(again())


@pytest.mark.parametrize("text", ["", "{", "[]", '{"theme": 3, "toured": "yes"}', '{"other": 1}'])
def test_a_strange_file_is_as_good_as_none(tmp_path: Path, text: str) -> None:
    """Whatever stands in the file, the console begins as it does without."""
    file = tmp_path / "console.json"
    file.write_text(text)
    assert read(file) == Preferences()


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    """A choice holds for now, though it cannot be kept."""
    (tmp_path / "file").write_text("")
    chosen = Chosen(tmp_path / "file" / "console.json")
    chosen.change(theme="light")
    assert chosen.now.theme == "light"
