"""How a step of an attempt stands: what was found, answered, told and shown.

An answer that has been told to be wrong has been tried: taking it back does not make it untold, so `wrong` is what goes along
when an attempt goes back to an earlier moment (`Attempt.keep`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from iossim.training.results import WHOLE, Finding

TRIES = (WHOLE, WHOLE // 2, 0)
"""What an answer is worth, in thousandths, when it is the first, the second, a later one."""
REQUEST = "request"
"""What is answered in a step that asks another department: its items are what comes of it."""


@dataclass
class Standing:
    """How a step stands: findings by item, answers, hints taken, whether it is behind the learner, and was shown to him."""

    findings: dict[str, Finding] = field(default_factory=dict)
    tries: dict[str, int] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    hints: int = 0
    done: bool = False
    shown: bool = False
    locked: bool = False
    """Whether a prediction can no longer be changed."""

    def wrong(self) -> dict[str, int]:
        """How many answers to each question have been told to be wrong. A prediction that is not locked has been told nothing."""
        found = {}
        for item, count in self.tries.items():
            told = (
                list(self.findings.values()) if item == REQUEST else [self.findings.get(item, Finding(WHOLE, "", ""))]
            )
            right = item in self.answers and all(one.share == WHOLE for one in told)  # or nothing has been told yet
            found[item] = count - right
        return found
