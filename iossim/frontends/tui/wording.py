"""Times and states in the words of the screen."""

from __future__ import annotations

from textwrap import TextWrapper

LEAST = 12
"""Columns below which no text is broken."""
SECOND = 1_000_000


def span(micros: int, tenths: bool = True) -> str:
    """How long: `0.4 s`, `23.4 s` (`23 s` without tenths), `4:05`, `1:02:09`, `3 d 02 h`."""
    seconds = max(0, micros) // SECOND
    if seconds < 60 and not tenths:
        return f"{seconds} s"
    if seconds < 60:
        return f"{max(0, micros) // (SECOND // 10) / 10:.1f} s"
    if seconds < 3600:
        return f"{seconds // 60}:{seconds % 60:02}"
    if seconds < 86_400:
        return f"{seconds // 3600}:{seconds % 3600 // 60:02}:{seconds % 60:02}"
    return f"{seconds // 86_400} d {seconds % 86_400 // 3600:02} h"


def after(micros: int) -> str:
    """How long after something: `+12.3 s`, `+4:05`."""
    return f"+{span(micros)}"


def fit(text: str, width: int) -> str:
    """A text in a given width, cut with a sign that it is."""
    if width <= 0:
        return ""
    return text if len(text) <= width else text[: max(0, width - 1)] + "…"


def shortened(name: str, width: int = 7) -> str:
    """A name with its middle left out: what tells two of a kind apart is their ends."""
    return name if len(name) <= width else f"{name[: width - 3]}…{name[-2:]}"


def broken(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """A text on as many lines as it needs, between its words: names with hyphens stay whole. `rest` begins the lines below."""
    below = first if rest is None else rest
    wrapper = TextWrapper(max(LEAST, width), initial_indent=first, subsequent_indent=below, break_on_hyphens=False)
    return wrapper.wrap(text)
