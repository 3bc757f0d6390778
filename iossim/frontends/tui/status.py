"""The line on top: which lab, its clock, how fast time runs, and who hears whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.frontends.tui.hearing import direction_style
from iossim.frontends.tui.wording import span

if TYPE_CHECKING:
    from iossim.frontends.pacer import Pacer
    from iossim.frontends.tui.pieces import Line, Piece
    from iossim.lab.lab import Lab
    from iossim.lab.view import CallView, LabView


BROAD = 100
"""Columns from which the date has room beside the position in the session."""


def status_line(
    lab: Lab, view: LabView, pace: Piece, width: int, end: int | None = None, badge: Piece | None = None
) -> Line:
    """The whole line; `end` is where a journal that is played ends, `badge` stands in the place of the lab's name."""
    name = lab.world.definition.name
    line: Line = [
        badge or (f" {name} ", "bold $background on $secondary"),
        (f" {view.wall:%a %b %d %H:%M:%S} " if width >= BROAD else f" {view.wall:%H:%M:%S} ", ""),
        pace,
        (position(lab, end), "state"),
    ]
    used = sum(len(text) for text, _ in line)
    voice = call_pieces(view, width - used - 3)
    room = width - used - sum(len(text) for text, _ in voice) - 1
    return [*line, (" " * max(1, room), ""), *voice]


def position(lab: Lab, end: int | None) -> str:
    """How far the session is: `at 12:03`, `at 2:05 of 10:00`."""
    whole = "" if end is None else f" of {span(end - lab.start, tenths=False)}"
    return f" at {span(lab.now - lab.start, tenths=False)}{whole} "


def past(ago: int) -> Piece:
    """`◀ PAST 6:12 ago`."""
    return f" ◀ PAST {span(ago)} ago ", "bold $background on $accent"


def pace(pacer: Pacer, replaying: bool = False) -> Piece:
    """`▶ 1x`, `▶ replay 1x`, `‖ PAUSED`, `▶▶ until voice returns +12.3 s`."""
    if pacer.hunt is not None:
        return f" ▶▶ {pacer.hunt.what} {span(pacer.kernel.now - pacer.hunt.began)}, a key stops ", "bold $accent"
    if pacer.paused:
        return " ‖ PAUSED ", "bold $background on $warning"
    return f" ▶ {'replay ' if replaying else ''}{pacer.rate}x ", "bold $success"


def call_pieces(view: LabView, room: int) -> Line:
    """The first conversation, shortened as far as needed: who it is goes last of all but what is silent."""
    if not view.calls:
        return [("no call", "state")] if room > 8 else []
    call = view.calls[0]
    ways = _ways(view, call)
    names: Line = [(f"{call.a} ⇄ {call.b} ", "")]
    both = _both(view, call)
    tried = [[*names, *ways], *([[*names, *both], both] if both else []), ways]
    return next((line for line in tried if sum(len(text) for text, _ in line) <= room), ways[:1])


def _both(view: LabView, call: CallView) -> Line:
    """Both directions in a word, when both have fallen silent; nothing otherwise."""
    if any(way.audible or way.waiting for way in call.directions):
        return []
    longest = max(view.now - way.since for way in call.directions)
    return [(f"✕ SILENT {span(longest)} ", "voice-silent")]


def _ways(view: LabView, call: CallView) -> Line:
    line: Line = []
    for sign, way in zip(("→", "←"), call.directions, strict=False):
        long = span(view.now - way.since, tenths=not way.audible)
        if way.audible:
            line.append((f"{sign}♪ {long} ", direction_style(way, view.now)))
        else:
            word = "waiting" if way.waiting else "SILENT"
            line.append((f"{sign}✕ {word} {long} ", "voice-silent"))
    return line
