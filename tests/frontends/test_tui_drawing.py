"""Drawings and panels: pure functions from views to text."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iossim.cli.screen import Kind, Screen
from iossim.endpoints.voice import Gap
from iossim.frontends.tui.bars import Tab, key_line, room_keys, texts
from iossim.frontends.tui.canvas import Canvas
from iossim.frontends.tui.events import event_lines, gathered
from iossim.frontends.tui.keyboard import Keyboard
from iossim.frontends.tui.map import draw
from iossim.frontends.tui.panels import router_lines
from iossim.frontends.tui.scrollback import KEPT, SLACK, Scrollback
from iossim.frontends.tui.voice import chart, voice_lines
from iossim.frontends.tui.wording import fit, shortened, span
from iossim.lab.lab import Lab
from iossim.lab.view import CallView, DirectionView, EventView, LinkLook, LinkView, NodeView, view

SECOND = 1_000_000

HEADEND = """
 callmanager   ca       admin                                  ntp-public
      └─────────┴─────────┤                               ┌─────────┘
  phone-hq──phone-hq2──HQ LAN────[firewall]──────────(Internet)
                                      │                   │
                                      │                   │
                                  stick LAN               │
                           ✕┈┈┈┈┈┈┈┈┈┈┴┈┈┈┈┈┈┈┈┈┈┈✕       │
                      ▐gateway-1▌┈┈┈┈┈✕┈┈┈┈┈┈[gateway-2]  │
                      booting 0%             booting 0%   │
         ┌──────────┬──────────┬───────────┬──────────┬───┴──────┐
       dsl-1      dsl-2      dsl-3       dsl-4      dsl-5      dsl-6
         ✕          ✕          ✕           ✕          ✕          ✕
     [soho-vp]  [soho-2]   [soho-3]    [soho-4]   [soho-5]   [soho-6]
    booting 0% booting 0% booting 0%  booting 0% booting 0% booting 0%
         │          │          │           │          │          │
         │          │          │           │          │          │
      phone-1    phone-2    phone-3     phone-4    phone-5    phone-6
       pc-1       pc-2       pc-3        pc-4       pc-5       pc-6
"""


def lines(panel: list[list[tuple[str, str]]]) -> list[str]:
    return ["".join(text for text, _ in line) for line in panel]


def test_the_drawing_of_the_head_end_at_power_on() -> None:
    """The head-end lab is drawn as on the figure; while its routers boot, their cables are dotted and crossed out."""
    picture = view(Lab.open("headend", "cold"))
    drawn = draw(picture.nodes, picture.links, picture.calls, (78, 20), "gateway-1").lines()
    assert "\n".join(drawn) == HEADEND


def test_wires_meet_in_corners_and_junctions() -> None:
    """Where wires meet, the character has an arm for each direction."""
    canvas = Canvas(7, 3)
    canvas.wire([(0, 0), (3, 0), (3, 2), (6, 2)], "")
    canvas.wire([(3, 0), (6, 0)], "")
    canvas.wire([(0, 2), (3, 2)], "")
    assert canvas.lines() == ["╶──┬──╴", "   │", "╶──┴──╴"]


def test_a_link_that_loses_frames_looks_otherwise_than_one_without_carrier() -> None:
    """Down, silent and whole differ in shape."""
    nodes = [NodeView("a", "host", "", (4, 4), True, ""), NodeView("b", "host", "", (96, 4), True, "")]
    drawn = {
        look: draw(nodes, [LinkView("l", "a", "b", look)], [], (40, 5), "").lines()[2]
        for look in (LinkLook.UP, LinkLook.DOWN, LinkLook.SILENT)
    }
    assert len(set(drawn.values())) == 3
    assert "✕" in drawn[LinkLook.DOWN]
    assert "~" in drawn[LinkLook.SILENT]


def call(*, audible: bool, gaps: tuple[Gap, ...] = ()) -> CallView:
    ways = (
        DirectionView("phone-1", "phone-hq", True, 0, "", gaps, 4.2),
        DirectionView("phone-hq", "phone-1", audible, 57 * SECOND, "firewall: no route to 10.81.2.0", gaps, 1.0),
    )
    return CallView("phone-1", "phone-hq", ways)


def test_voice_tells_each_direction() -> None:
    """Each direction says in words whether it is heard and since when; a silence tells its reason."""
    gap = Gap(10 * SECOND, 33_400_000, "gateway-1 drops: no SA")
    told = lines(voice_lines([call(audible=False, gaps=(gap,))], 60 * SECOND, 64, 9))
    assert told[0].split() == ["phone-1", "→", "phone-hq", "♪", "audible", "1:00"]
    assert told[1].endswith("▂▂  5 min  MOS 4.2")
    assert told[2].split() == ["phone-hq", "→", "phone-1", "✕", "SILENT", "3.0", "s"]
    assert told[3].strip() == "firewall: no route to 10.81.2.0"
    assert told[4].endswith("▂▂  5 min  MOS –")
    assert told[5] == "last silences"
    assert told[6].split()[:2] == ["23.4", "s"]


def test_a_reason_is_told_whole_where_there_is_room() -> None:
    """In a narrow panel it goes on below; only where rows are short it is cut."""
    gap = Gap(10 * SECOND, 33_400_000, "firewall: link stick-gw1 has no carrier")
    told = lines(voice_lines([call(audible=False, gaps=(gap,))], 60 * SECOND, 30, 18))
    text = " ".join(" ".join(told).split())
    assert "firewall: no route to 10.81.2.0" in text
    assert text.count("firewall: link stick-gw1 has no carrier") == 2
    assert "…" not in text
    assert len(voice_lines([call(audible=False)], 60 * SECOND, 30, 4)) == 4


def test_a_silence_that_is_over_is_told_whole_or_not_at_all() -> None:
    """Of the last silences as many as have room; only one that would be alone is cut."""
    gap = Gap(10 * SECOND, 33_400_000, "firewall: link stick-gw1 has no carrier")
    told = lines(voice_lines([call(audible=True, gaps=(gap,))], 60 * SECOND, 32, 11))
    assert [line.strip() for line in told[-4:]] == [
        *("last silences", "23.4 s phone-1 → phone-hq", "firewall: link stick-gw1", "has no carrier"),
    ]
    assert len(voice_lines([call(audible=True, gaps=(gap,))], 60 * SECOND, 32, 9)) == 9


def test_voice_fits_its_window() -> None:
    """No line is wider than the window, and there are no more lines than rows."""
    gaps = tuple(Gap(n * SECOND, (n + 1) * SECOND, "a reason " * 9) for n in range(20))
    for width in (20, 34, 64):
        for height in (1, 4, 9):
            told = lines(voice_lines([call(audible=False, gaps=gaps)], 60 * SECOND, width, height))
            assert len(told) <= height
            assert all(len(line) <= width for line in told)


def test_the_strip_marks_every_silence() -> None:
    """A mark for each share of five minutes: silent when a part of it was, heard else, nothing before the call began."""
    gaps = (Gap(70 * SECOND, 90 * SECOND, "a"), Gap(200 * SECOND, 200 * SECOND + 1, "b"), Gap(295 * SECOND, None, "c"))
    way = DirectionView("phone-1", "phone-hq", False, 295 * SECOND, "c", gaps, 1.0, 30 * SECOND)
    assert chart(way, 300 * SECOND, 30) == "   ▂▂▂▂✕✕▂▂▂▂▂▂▂▂▂▂▂✕▂▂▂▂▂▂▂▂✕"
    assert chart(way, 300 * SECOND, 10) == " ▂✕▂▂▂✕▂▂✕"


def test_the_timeline_counts_from_the_fault() -> None:
    """A fault shows its hour, what follows the seconds since."""
    origin = datetime(2003, 3, 12, 14, 38)
    fault = EventView(1, 5 * SECOND, "", "[reload gateway-1]", 0, True)
    later = EventView(2, 17_300_000, "gateway-2", "state Standby -> Active", 12_300_000)
    (first, second) = lines([*event_lines(fault, origin, 60), *event_lines(later, origin, 60)])
    assert first == "14:38:05 ● [reload gateway-1]"
    assert second == " +12.3 s   gateway-2 state Standby -> Active"


LOST = "has lost its way to {} and asks its neighbors for another (active, Local origin)"


def test_what_eigrp_computes_at_one_instant_is_one_line() -> None:
    """Many prefixes of one router at one time are one event, the first of them; anything else stays as it is."""
    row = [
        EventView(1, 5, "gateway-2", LOST.format("10.81.2.0/29"), 0, kind="eigrp"),
        EventView(2, 5, "gateway-2", "has another way to 10.81.2.0/29 (passive)", 0, kind="eigrp"),
        EventView(3, 5, "gateway-2", LOST.format("10.81.2.16/29"), 0, kind="eigrp"),
        EventView(4, 5, "gateway-2", LOST.format("10.81.2.24/29"), 0, kind="eigrp"),
        EventView(5, 5, "gateway-2", "neighbor 192.168.81.3 is down", 0, kind="eigrp"),
        EventView(6, 5, "gateway-1", LOST.format("10.81.2.0/29"), 0, kind="eigrp"),
        EventView(7, 5, "gateway-1", "has another way to 10.81.2.0/29 (passive)", 0, kind="eigrp"),
    ]
    found = gathered(row)
    assert [event.number for event in found] == [1, 5, 6, 7]
    assert found[0].text == "computes the routes to 10.81.2.0/29 and 2 more prefixes anew"


def test_routers_in_words() -> None:
    """A router says how it is, with whom it has a tunnel; a link that is cut is named."""
    nodes = [
        NodeView("gateway-1", "router", "", None, False, "booting 12%"),
        NodeView("soho-vp", "router", "", None, True, "up", "", ("gateway-2",)),
        NodeView("soho-2", "router", "", None, True, "up", "no tunnel"),
        NodeView("pc-1", "host", "", None, True, ""),
    ]
    told = lines(router_lines(nodes, [LinkView("x-over", "a", "b", LinkLook.DOWN, "no carrier")], 34, 12))
    assert [line.split() for line in told] == [
        ["gateway-1", "booting", "12%"],
        ["soho-vp", "⇢", "gateway-2"],
        ["soho-2", "up,", "no", "tunnel"],
        ["✕", "x-over", "down,", "no", "carrier"],
    ]


def test_eight_consoles_fit_into_eighty_columns() -> None:
    """All consoles of the head-end lab are named at 80 columns, whatever signs they bear."""
    names = ("gateway-1", "gateway-2", "soho-vp", "soho-2", "soho-3", "soho-4", "soho-5", "soho-6")
    for signs in ((True, False), (True, True), (False, False)):
        tabs = [Tab(name, name == "soho-3", *signs) for name in names]
        row = [text for text, _ in texts(tabs, 80)]
        assert len(row) == 8
        assert sum(map(len, row)) <= 80
        assert row[0].startswith(" F2 ")


def test_of_many_consoles_the_open_one_is_shown() -> None:
    """With a thousand routers the open one is among the names."""
    tabs = [Tab(f"soho-{n}", n == 700, True, False) for n in range(1000)]
    assert any(tab.chosen for _, tab in texts(tabs, 80))


def test_spans_of_time() -> None:
    """Short spans have tenths, long ones less."""
    assert [span(t * SECOND // 10) for t in (0, 4, 234, 2450, 37_290, 1_900_000)] == [
        *("0.0 s", "0.4 s", "23.4 s", "4:05", "1:02:09", "2 d 04 h")
    ]


def test_shortened_names_keep_their_ends() -> None:
    """Two gateways are still two when shortened."""
    assert (shortened("gateway-1"), shortened("soho-2")) == ("gate…-1", "soho-2")
    assert fit("abcdef", 4) == "abc…"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text("ab\r\n\b ", max_size=30), max_size=12), st.integers(1, 9), st.integers(1, 9))
def test_rows_are_the_screen_cut_to_width(prints: list[str], width: int, other: int) -> None:
    """Whatever is printed, and however the window changes: rows are at most as wide as the window, and are the text."""
    tty = Screen()
    back = Scrollback(tty, width)
    for text in prints:
        tty.emit(Kind.OUTPUT, text)
        back.sync()
    for size in (width, other):
        back.resize(size)
        assert all(len(row) <= size for row in [*back.rows, *back.current])
        assert "".join(back.rows) == "".join(line.rstrip(" ") if len(line) > size else line for line in tty.lines)
        x, y = back.cursor
        assert y * size + x == tty.column
        assert y < len(back.current)


def test_what_the_screen_has_forgotten_stays_readable_until_it_is_too_much() -> None:
    """Rows are kept beyond the screen's own scrollback, and the oldest are dropped in one go."""
    tty = Screen(scrollback=8)
    back = Scrollback(tty, 10)
    dropped = 0
    for number in range(KEPT + SLACK + 1):
        tty.emit(Kind.OUTPUT, f"{number}\r\n")
        back.sync()
        dropped += back.dropped
    assert (len(back.rows), dropped) == (KEPT, SLACK + 1)
    assert back.rows[-1] == str(KEPT + SLACK)


@pytest.mark.parametrize("note", ["done: cut x-over", "a replay: yours when it has ended", "x" * 200])
def test_news_is_always_shown(note: str) -> None:
    """At the bottom of the narrowest window the news stands whole if it fits at all; keys make room for it."""
    line = "".join(text for text, _ in key_line(room_keys(Keyboard(), False, "map"), 80, (note, "state")))
    assert len(line) <= 80
    assert line.startswith(" Esc Back ") or len(note) > 78
    assert line.rstrip().endswith(note if len(note) < 78 else "x…")


def test_a_long_event_is_told_whole() -> None:
    """Where a line is too short for an event it goes on below, under its own beginning."""
    event = EventView(1, 12_000_000, "gateway-2", ("word " * 30).strip(), None)
    told = lines(event_lines(event, datetime(2003, 3, 12, 14, 38), 78))
    assert len(told) > 1
    assert all(len(line) <= 78 for line in told)
    assert " ".join(" ".join(told).split()).endswith(" ".join(["word"] * 30))
