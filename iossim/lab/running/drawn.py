"""Printed text as it looks: what a console leaves on paper after CR, LF, BS and BEL."""

from __future__ import annotations


def drawn(text: str) -> list[str]:
    """The lines of a text, blanks at their ends removed; empty lines at the end removed too."""
    lines = [_line(line).rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _line(text: str) -> str:
    if text.isprintable():
        return text
    cells: list[str] = []
    column = 0
    for character in text:
        if character == "\b":
            column = max(0, column - 1)
        elif character == "\r":
            column = 0
        elif character.isprintable() or character == "\t":
            cells[column : column + 1] = [character]
            column += 1
    return "".join(cells)
