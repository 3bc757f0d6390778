"""Colours, and the styles of what a drawing is made of. Colour only repeats what a word or a sign already says."""

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
    panel="#1f2933",
    boost="#26323e",
    dark=True,
)

STYLES = {
    "node-up": "$foreground",
    "node-down": "bold $error",
    "node-chosen": "bold $primary",
    "chosen": "bold reverse",
    "state": "$secondary",
    "state-active": "bold $success",
    "state-trouble": "$warning",
    "link-up": "#6f8092",
    "link-down": "bold $error",
    "link-silent": "$warning",
    "link-lossy": "$warning",
    "way": "bold $accent",
    "way-lost": "bold $background on $error",
    "way-then": "$warning",
    "way-now": "bold $success",
    "voice-audible": "bold $success",
    "voice-silent": "bold $error",
}
"""By the names that drawings use; `Content` understands them."""
