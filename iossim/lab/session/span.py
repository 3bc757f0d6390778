"""How long a session may last: the sum of its waits. Whoever plays a file of somebody else looks at it before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.lab.errors import Mistake
from iossim.lab.session.actions import ExpectLog, Wait, WaitUntil
from iossim.lab.session.steps import Act
from iossim.lab.spelling import write_duration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iossim.lab.session.steps import Session

LONGEST = 48 * 3_600_000_000
"""Two days: phones, leases, certificates and both lifetimes have come round."""


def too_long(session: Session) -> Iterator[Mistake]:
    """The step with which a session lasts longer than anybody can want."""
    total = 0
    for step in session.steps:
        if isinstance(step, Act):
            match step.action:
                case Wait(duration):
                    total += duration
                case WaitUntil(_, within) | ExpectLog(_, _, within):
                    total += within
        if total > LONGEST:
            yield Mistake(session.file, step.line, 1, "", f"lasts longer than {write_duration(LONGEST)} up to here")
            return
