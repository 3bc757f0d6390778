"""A demonstration opened: its script read, and played once where nobody sees it.

So every mistake in the file and every step that does not hold is known before a class is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from iossim.frontends.batch.run import prepared
from iossim.lab.errors import LabError
from iossim.lab.lab import Lab
from iossim.lab.score import play
from iossim.lab.session.span import too_long
from iossim.training.demonstrations import found

if TYPE_CHECKING:
    from iossim.lab.score import Score

STEM_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Script:
    """A lab at the beginning of a demonstration, and what is to happen in it."""

    title: str
    lab: Lab
    score: Score


class Unwanted(Exception):
    """Nobody waits for it any more."""


def opened(name: str, wanted: Callable[[], bool] = lambda: True) -> Script:
    """A demonstration by its id, or a session of one's own by its path; LabError with every mistake, Unwanted when given up."""
    demonstration = found(name)
    file = str(demonstration.file) if demonstration is not None else name
    lab, session, pastes = prepared(file, None)
    assert isinstance(lab, Lab)
    if long := tuple(too_long(session)):
        raise LabError(long)
    beginning = lab.copy()

    def going() -> None:
        if not wanted():
            raise Unwanted

    score = play(lab, session, pastes, watch=going)
    title = demonstration.title if demonstration is not None else Path(file).stem[:STEM_LENGTH]
    return Script(title, beginning, score)
