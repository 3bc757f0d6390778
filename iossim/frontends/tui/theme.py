"""Colours in three themes, and the styles of what a drawing is made of.

Colour only repeats what a word or a sign already says; with NO_COLOR there is none. The pairs of the dark and the light theme
have a contrast of 4.5 to 1 or more, those of the third 7 to 1 (`tests/frontends/test_tui_themes.py` computes them).
"""

from __future__ import annotations

from textual.theme import Theme

NIGHT = Theme(
    name="iossim",
    primary="#7ab8f5",
    secondary="#8aa0b4",
    accent="#f0b95b",
    success="#7fd6a2",
    warning="#f0b95b",
    error="#ff8080",
    foreground="#d7dee6",
    background="#0f141a",
    surface="#151c24",
    panel="#3b4b5a",
    boost="#26323e",
    dark=True,
    variables={"tunnel-one": "#c9a6f7", "tunnel-two": "#5fd3d3"},
)
DAY = Theme(
    name="iossim-light",
    primary="#0b57a4",
    secondary="#4a5b6b",
    accent="#8a4b00",
    success="#14663a",
    warning="#8a4b00",
    error="#b3141f",
    foreground="#14202b",
    background="#fbfcfd",
    surface="#f1f4f7",
    panel="#c3ccd5",
    boost="#e4e9ee",
    dark=False,
    variables={"tunnel-one": "#7a2fb5", "tunnel-two": "#006a75"},
)
CONTRAST = Theme(
    name="iossim-contrast",
    primary="#6fd3ff",
    secondary="#e0e0e0",
    accent="#ffe14d",
    success="#5dff8f",
    warning="#ffe14d",
    error="#ff9d9d",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#ffffff",
    boost="#2a2a2a",
    dark=True,
    variables={"tunnel-one": "#dcbcff", "tunnel-two": "#5ff5f5"},
)
THEMES = {"dark": NIGHT, "light": DAY, "high contrast": CONTRAST}
"""By the names they are called; the first is the one to begin with."""

STYLES = {
    "node-up": "$foreground",
    "node-down": "bold $error",
    "node-chosen": "bold $primary",
    "chosen": "bold reverse",
    "state": "$secondary",
    "state-active": "bold $success",
    "state-trouble": "$warning",
    "link-up": "$secondary",
    "link-down": "bold $error",
    "link-silent": "$warning",
    "link-lossy": "$warning",
    "tunnel": "$foreground",
    "tunnel-1": "$tunnel-one",
    "tunnel-2": "$tunnel-two",
    "way": "bold $accent",
    "way-lost": "bold $background on $error",
    "way-then": "$warning",
    "way-now": "bold $success",
    "voice-audible": "bold $success",
    "voice-returned": "bold $background on $success",
    "voice-silent": "bold $error",
}
"""By the names that drawings use; `Content` understands them."""
