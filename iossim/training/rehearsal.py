"""What `{live}` stands for in an answer of a session that belongs to an exercise: the right answer in that very lab, now.

A time that chance decides is no number that could stand beside a variation, and an answer that is right at the beginning may
be wrong ten minutes later, when a learner asks to be shown. So a solution may say `[answer test.to {live}]`; the lab gives the
number, for a prediction in a branch in which the event happens. The journal has what came of it. Whether a person can find it
is what the alternative shows: it answers in figures. A learner who types `{live}` has typed nothing that is an answer.

The answers of one prediction are asked for one after the other, and nothing happens in between: they are read in one branch, the
one in which they are marked then (`Attempt.foresee`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.training.attempt import answer_of_item
from iossim.training.definition.answers import WordsAnswer
from iossim.training.definition.steps import Predict
from iossim.training.evidence import Absent
from iossim.training.marking import right_of, write

if TYPE_CHECKING:
    from iossim.training.attempt import Attempt

LIVE = "{live}"


class Rehearsal:
    """What an attempt would come to."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt

    def right_text(self, what: str) -> str:
        """The right answer to a step, or to an item of one (`flip.to`), as it would be typed; `LIVE` when there is none."""
        step, item, wrong = self.attempt.place(what)
        if step is None or wrong:
            return LIVE
        lab, since = self.attempt.lab, self.attempt.event
        if isinstance(step, Predict) and item in step.asks:
            lab, since = self.attempt.foresee(step)
        answer = answer_of_item(step, item)
        try:
            right = right_of(lab, answer, since)
        except Absent:
            return LIVE
        return answer.any[0] if isinstance(answer, WordsAnswer) else write(lab, right)
