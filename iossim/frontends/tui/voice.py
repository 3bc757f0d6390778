"""The conversations: who hears whom, how well, and a strip of the last minutes of each direction.

    phone-1 → phone-hq                             ♪ audible 38 s
      ▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂✕✕✕✕✕▂▂▂▂▂▂▂▂▂  5 min  MOS 4.2

A mark of the strip is an equal share of the time: heard all the while, or silent for a part of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from iossim.frontends.tui.hearing import direction_style
from iossim.frontends.tui.panel import Panel
from iossim.frontends.tui.wording import broken, fit, span

if TYPE_CHECKING:
    from iossim.frontends.tui.panel import Picture
    from iossim.frontends.tui.pieces import Line
    from iossim.lab.view import CallView, DirectionView

NARROW = 60
LEAST = 28
"""Columns from which a strip has room."""

MINUTE = 60_000_000
STRIP = 5 * MINUTE
HEARD, SILENT, NOTHING = "▂", "✕", " "


class VoicePanel(Panel):
    """The conversations."""

    TITLE = "Voice"

    def look(self, picture: Picture) -> None:
        """Draw the conversations as they are."""
        view = picture.view
        self.put(voice_lines(view.calls, view.now, *self.area) if view.calls else self._none())

    def _none(self) -> list[Line]:
        return [[("no call is up", "state")], [(self.keyboard.told("{*actions} and: call PHONE PHONE"), "state")]]


def voice_lines(calls: Sequence[CallView], now: int, width: int, height: int) -> list[Line]:
    """All conversations; reasons in full, strips and last silences as far as there is room."""
    ways = [way for call in calls for way in call.directions]
    lines = [line for way in ways for line in direction_lines(way, now, width)]
    whole = [line for way in ways for line in direction_lines(way, now, width, whole=True)]
    if len(whole) <= height:
        lines = whole
    if width >= LEAST and len(lines) + len(ways) <= height:
        told = lines is whole
        lines = [
            line for way in ways for line in (*direction_lines(way, now, width, told), chart_line(way, now, width))
        ]
    room = height - len(lines)
    if room > 1:
        lines += gap_lines(calls, width, room)
    return lines[: max(1, height)]


def direction_lines(way: DirectionView, now: int, width: int, whole: bool = False) -> list[Line]:
    """Who hears whom, and since when; the reason below while nobody does, on one line or `whole`."""
    long = span(now - way.since, tenths=not way.audible)
    if way.audible:
        state, style = f"♪ audible {long}", direction_style(way, now)
    elif way.waiting:
        state, style = f"… not yet {long}", "state-trouble"
    else:
        state, style = f"✕ SILENT {long}", "voice-silent"
    who = f"{way.speaker} → {way.listener}"
    room = width - len(who) - len(state)
    lines: list[Line] = (
        [[(who, ""), (" " * room, ""), (state, style)]]
        if room > 0
        else [[(fit(who, width), "")], [(f"  {state}", style)]]
    )
    if not way.audible and not way.waiting and way.reason:
        told = broken(way.reason, width, "  ") if whole else [fit(f"  {way.reason}", width)]
        lines += [[(line, "state-trouble")] for line in told]
    return lines


def gap_lines(calls: Sequence[CallView], width: int, room: int) -> list[Line]:
    """The last silences, the newest first; each whole, but for one that has no room even alone."""
    gaps = [
        (gap.start, way, gap) for call in calls for way in call.directions for gap in way.gaps if gap.end is not None
    ]
    if not gaps:
        return []
    gaps.sort(key=lambda gap: gap[0], reverse=True)
    lines: list[Line] = [[("last silences", "state")]]
    for _, way, gap in gaps[: room - 1]:
        assert gap.end is not None
        told: list[Line] = [[(fit(f"{span(gap.end - gap.start):>7} {way.speaker} → {way.listener}", width), "")]]
        if width < NARROW:
            told += [[(line, "state")] for line in broken(gap.reason, width, " " * 8)]
        else:
            told[0].append((fit(f": {gap.reason}", width - len(told[0][0][0])), "state"))
        if len(lines) > 1 and len(lines) + len(told) > room:
            break
        lines += told
    return lines[:room]


def chart_line(way: DirectionView, now: int, width: int) -> Line:
    """The last minutes, and the opinion score."""
    score = f"MOS {way.score:.1f}" if way.audible else "MOS –"
    if way.audible and way.jitter:
        score = f"{way.delay // 1000} ± {way.jitter // 1000} ms  {score}"
    tail = f"  {STRIP // MINUTE} min  {score}"
    line: Line = [("  ", "")]
    for mark in chart(way, now, max(4, width - len(tail) - 2)):
        style = "voice-silent" if mark == SILENT else "voice-audible"
        if line[-1][1] == style:
            line[-1] = (line[-1][0] + mark, style)
        else:
            line.append((mark, style))
    return [*line, (tail, "state")]


def chart(way: DirectionView, now: int, cells: int) -> str:
    """One mark for each share of the last minutes; nothing before the conversation began."""
    marks = []
    silences = [(gap.start, now if gap.end is None else gap.end) for gap in way.gaps]
    if way.waiting:
        silences.append((way.began, now))
    for number in range(cells):
        start = now - STRIP + number * STRIP // cells
        end = now - STRIP + (number + 1) * STRIP // cells
        if end <= way.began:
            marks.append(NOTHING)
        else:
            marks.append(SILENT if any(a < end and b > start for a, b in silences) else HEARD)
    return "".join(marks)
