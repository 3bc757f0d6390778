"""A display that is drawn as far as it is looked at: a function, and the frozen values that it draws.

What a command returns was true when Enter was pressed, and is printed a page at a time. A long display therefore returns a drawing
of a frozen view instead of its lines: nobody waits for rows that are never seen, and the view does not change meanwhile. Being
data, a drawing is copied and pickled with the rest of the lab, in the middle of a listing too; whoever goes on draws anew.

Invariant: `draw` is a function of a module, its arguments are frozen, and it always draws the same lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Drawing:
    """Lines, each time they are asked for."""

    draw: Callable[..., Iterable[str]]
    args: tuple[Any, ...]

    def __iter__(self) -> Iterator[str]:
        return iter(self.draw(*self.args))


def drawing(draw: Callable[..., Iterable[str]], *args: Any) -> Drawing:
    """What this function draws with these arguments."""
    return Drawing(draw, args)
