"""A sheet of characters on which lines join: wires are drawn cell by cell, and where they meet the right corner appears.

A cell of a wire knows the directions in which it goes on; its character follows from them and from the wire's look. A
lit wire is heavy, a double one is double; each hides how lesser ones look that share its cells.
Text is written over wires and hides them. Left out: diagonals.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

NORTH, EAST, SOUTH, WEST = 1, 2, 4, 8
SOLID = " ╵╶└╷│┌├╴┘─┴┐┤┬┼"
LIT = " ╹╺┗╻┃┏┣╸┛━┻┓┫┳╋"
DOUBLE = " ║═╚║║╔╠═╝═╩╗╣╦╬"
MIXED = {
    (EAST | WEST, SOUTH): "╤", (EAST | WEST, NORTH): "╧", (EAST | WEST, NORTH | SOUTH): "╪",
    (NORTH | SOUTH, EAST): "╟", (NORTH | SOUTH, WEST): "╢", (NORTH | SOUTH, EAST | WEST): "╫",
    (SOUTH | EAST, WEST): "╦", (SOUTH | WEST, EAST): "╦", (NORTH | EAST, WEST): "╩", (NORTH | WEST, EAST): "╩",
}  # fmt: skip
"""Double arms, and single ones that meet them."""
BROKEN = {NORTH | SOUTH: "┊", EAST | WEST: "┈", NORTH: "┊", SOUTH: "┊", EAST: "┈", WEST: "┈"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A character and the name of its style."""

    character: str = " "
    style: str = ""


BLANK = Cell()


class Canvas:
    """A sheet of `width` by `height` cells; whatever lies outside is cut off."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._arms: dict[tuple[int, int], int] = {}
        self._looks: dict[tuple[int, int], tuple[str, bool]] = {}
        self._text: dict[tuple[int, int], Cell] = {}
        self._lit: dict[tuple[int, int], int] = {}
        self._double: dict[tuple[int, int], tuple[int, str]] = {}

    def wire(
        self, corners: list[tuple[int, int]], style: str, solid: bool = True, lit: bool = False, double: str = ""
    ) -> None:
        """A wire along these corners, each in the row or the column of the one before.

        `double` is the style of the cells that double wires of different styles share.
        """
        for (x1, y1), (x2, y2) in pairwise(corners):
            step = (_sign(x2 - x1), _sign(y2 - y1))
            x, y = x1, y1
            while (x, y) != (x2, y2):
                following = (x + step[0], y + step[1])
                for at, arm in (((x, y), _arm(step)), (following, _arm((-step[0], -step[1])))):
                    if double:
                        before, known = self._double.get(at, (0, style))
                        self._double[at] = (before | arm, style if known == style else double)
                        continue
                    self._join(at, arm, style, solid)
                    if lit:
                        self._lit[at] = self._lit.get(at, 0) | arm
                        self._looks[at] = (style, solid)
                x, y = following

    def write(self, x: int, y: int, text: str, style: str = "") -> None:
        """Text over whatever is there."""
        for offset, character in enumerate(text):
            self._text[x + offset, y] = Cell(character, style)

    def rows(self) -> list[list[Cell]]:
        """All cells, row by row."""
        return [[self._cell(x, y) for x in range(self.width)] for y in range(self.height)]

    def lines(self) -> list[str]:
        """The characters alone."""
        return ["".join(cell.character for cell in row).rstrip() for row in self.rows()]

    def _join(self, at: tuple[int, int], arm: int, style: str, solid: bool) -> None:
        self._arms[at] = self._arms.get(at, 0) | arm
        _, before = self._looks.get(at, ("", False))
        if solid or not before:
            self._looks[at] = (style, solid)

    def _cell(self, x: int, y: int) -> Cell:
        text = self._text.get((x, y))
        if text is not None:
            return text
        arms = self._arms.get((x, y), 0)
        style, solid = self._looks.get((x, y), ("", True))
        if (x, y) in self._lit:
            return Cell(LIT[self._lit[x, y]], style)
        if (x, y) in self._double:
            both, style = self._double[x, y]
            return Cell(MIXED.get((both, arms & ~both), DOUBLE[both]), style)
        if not arms:
            return BLANK
        return Cell(SOLID[arms] if solid else BROKEN.get(arms, SOLID[arms]), style)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _arm(step: tuple[int, int]) -> int:
    return {(0, -1): NORTH, (1, 0): EAST, (0, 1): SOUTH, (-1, 0): WEST}[step]
