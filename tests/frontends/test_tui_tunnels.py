"""Tunnels on the drawing: double cables in the colour of a head-end, a sign at both ends, a number at the head-end."""

from __future__ import annotations

import pytest

from iossim.frontends.tui.canvas import Canvas
from iossim.frontends.tui.map import draw
from iossim.frontends.tui.tunnels import SHARED, SIGNS, carried, heads_of, legend
from iossim.lab.lab import Lab
from iossim.lab.view import LabView, NodeView, view

SECOND = 1_000_000
SIZES = ((62, 22), (74, 20), (76, 20), (82, 26), (114, 36))


@pytest.fixture(scope="module")
def settled() -> LabView:
    return view(Lab.open("headend"))


@pytest.fixture(scope="module")
def alone() -> LabView:
    """A minute after gateway-1 has lost its power: every home is with gateway-2."""
    lab = Lab.open("headend")
    lab.do("power off gateway-1")
    lab.advance(90 * SECOND)
    return view(lab)


def sheet(seen: LabView, size: tuple[int, int]) -> str:
    return "\n".join(draw(seen.nodes, seen.links, seen.calls, size, "gateway-1").lines())


def test_double_wires_meet_single_ones() -> None:
    """Where a double wire meets a single one both are seen; where two styles share a cell it has the third."""
    canvas = Canvas(7, 3)
    canvas.wire([(0, 1), (6, 1)], "")
    canvas.wire([(3, 1), (3, 2)], "")
    canvas.wire([(0, 1), (4, 1)], "one", double="both")
    canvas.wire([(2, 1), (6, 1)], "two", double="both")
    assert canvas.lines()[1] == "═══╤═══"
    assert [cell.style for cell in canvas.rows()[1]] == ["one", "one", "both", "both", "both", "two", "two"]


def test_each_home_has_the_sign_of_its_head_end(settled: LabView) -> None:
    """.0 .16 .32 .40 are with gateway-1, .24 .48 with gateway-2, as the document has it; the head-ends count them."""
    heads = heads_of(settled.nodes)
    assert heads == {f"soho-{n}": (2,) if n in ("3", "6") else (1,) for n in ("vp", "2", "3", "4", "5", "6")}
    for size in SIZES:
        drawn = sheet(settled, size)
        assert f"{SIGNS[0]}4" in drawn and f"{SIGNS[1]}2" in drawn
        assert drawn.count(f"{SIGNS[0]} ga") == 4 and drawn.count(f"{SIGNS[1]} ga") == 2
        assert "EIGRP" in drawn
    assert legend(settled.nodes) == "═ tunnel  ■ gateway-1  □ gateway-2"


def test_cables_tell_which_tunnels_they_carry(settled: LabView, alone: LabView) -> None:
    """A home's line has its own head-end, what is shared both, and no tunnel runs through the cross-over cable."""
    through = carried(settled.nodes, settled.links)
    names = {frozenset((link.a, link.b)): link.name for link in settled.links}
    assert through[names[frozenset(("soho-vp", "dsl-1"))]] == (1,)
    assert through[names[frozenset(("soho-3", "dsl-3"))]] == (2,)
    assert through["uplink"] == (1, 2)
    assert through["stick-gw1"] == (1,) and through["stick-gw2"] == (2,)
    assert "x-over" not in through
    assert set(carried(alone.nodes, alone.links).values()) == {(2,)}


def test_signs_stay_when_a_head_end_goes(alone: LabView) -> None:
    """gateway-2 keeps its sign while gateway-1 is off; nobody is drawn as being with gateway-1."""
    drawn = sheet(alone, (82, 26))
    assert f"{SIGNS[1]}6" in drawn and SIGNS[0] not in drawn
    assert "HSRP Active" in drawn and "off" in drawn


def test_nothing_runs_into_another_text(settled: LabView, alone: LabView) -> None:
    """At every size each router's state stands whole beneath it, beside the next one's."""
    for seen in (settled, alone):
        for size in SIZES:
            rows = sheet(seen, size).split("\n")
            assert len(rows) <= size[1]
            (told,) = (row.split() for row in rows if f"{SIGNS[1]} ga" in row)
            homes = [node for node in seen.nodes if node.name.startswith("soho")]
            assert len(told) == 2 * len(homes)
            for node, sign, name in zip(homes, told[::2], told[1::2], strict=True):
                assert sign == SIGNS[int(node.peers[0][-1]) - 1]
                assert (name[:2], name[-2:]) == (node.peers[0][:2], node.peers[0][-2:])
            (heads,) = (row.split("║")[0].split() for row in rows if "Active" in row)
            assert [word for word in heads if word not in ("HSRP", "EIGRP")] in (
                ["Active", f"{SIGNS[0]}4", "Standby", f"{SIGNS[1]}2"],
                ["off", "Active", f"{SIGNS[1]}6"],
            )


def test_a_style_of_two_is_neutral() -> None:
    """What tunnels of several head-ends share is double without a colour of one."""
    nodes = [
        NodeView("a", "router", "", (10, 5), True, "up", "", ("c",), 1),
        NodeView("b", "router", "", (30, 5), True, "up", "", ("c",), 2),
        NodeView("c", "router", "", (20, 9), True, "up", "", ("a", "b")),
    ]
    assert heads_of(nodes) == {"c": (1, 2)}
    drawn = draw(nodes, [], [], (60, 12), "")
    assert any(cell.style == SHARED and cell.character in SIGNS for row in drawn.rows() for cell in row)
