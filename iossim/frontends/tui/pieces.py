"""Styled text before it is drawn: a line is a list of pieces, a piece a text and the name of its style."""

from __future__ import annotations

from collections.abc import Sequence

Piece = tuple[str, str]
Line = list[Piece]


def merged(pieces: Sequence[Piece]) -> Line:
    """Neighbours of one style joined."""
    joined: Line = []
    for text, style in pieces:
        if joined and joined[-1][1] == style:
            joined[-1] = (joined[-1][0] + text, style)
        else:
            joined.append((text, style))
    return joined
