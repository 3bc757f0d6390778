"""What all models of a lab file share: frozen, no unknown keys, a place on the drawing.

Invariant: a model is data only; it is compared by value, copied and pickled with the lab.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, PlainValidator

WIDTH, HEIGHT = 100, 30
"""The grid of the topology drawing, in character cells."""


class Model(BaseModel):
    """The base of every part of a lab file."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


class Position(NamedTuple):
    """A place on the drawing: column and row, from the upper left."""

    x: int
    y: int


def read_position(value: object) -> Position | None:
    """`[x, y]` inside the grid; `-` in place of a number: not drawn."""
    if value is None or isinstance(value, Position):
        return value
    if isinstance(value, list) and "-" in value:
        return None
    numbers = value if isinstance(value, list) and len(value) == 2 else [None]
    inside = all(_inside(item, limit) for item, limit in zip(numbers, (WIDTH, HEIGHT), strict=False))
    if not inside:
        raise ValueError(f"expected [x, y] with x below {WIDTH} and y below {HEIGHT}, found {value!r}")
    return Position(int(str(numbers[0])), int(str(numbers[1])))


def _inside(item: object, limit: int) -> bool:
    return str(item).isdigit() and int(str(item)) < limit


Place = Annotated[Position | None, PlainValidator(read_position)]
# An identifier that a person types: at prompts of the session language, in actions, on the command line.
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
Port = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9/.-]{0,40}$")]
Text = Annotated[str, Field(max_length=2_000)]
