"""Faults by number, as an instructor gives them out: drawn from the catalogue of the lab, timed, repeated, mended.

fault 17                       whatever has that number; `fault 17 level hidden`: of those of one level
fault 17 for 40s               mended by itself
fault 17 for 5s every 60s times 3
mend 17                        the cause is taken away; what the network makes of that takes its own time
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from iossim.lab.session.action import Action
from iossim.lab.session.forms import Form
from iossim.lab.session.slots import Slot, number

WORDS = {"ticket": Slot(number("the number of a ticket")), "times": Slot(number("how many times", 1_000))}


@dataclass(frozen=True, slots=True)
class Break(Action):
    """Bring about the fault of a number."""

    form: ClassVar[Form] = Form(
        "fault <ticket:ticket> [level <level:plain|configured|hidden>] [for <lasting:duration>] "
        "[every <period:duration> times <times:times>]",
        WORDS,
    )
    ticket: int
    level: str | None = None
    lasting: int | None = None
    period: int | None = None
    times: int | None = None


@dataclass(frozen=True, slots=True)
class Mend(Action):
    """Mend the fault of a number; of one that comes again, what is still to come as well."""

    form: ClassVar[Form] = Form("mend <ticket:ticket>", WORDS)
    ticket: int


TICKETS: tuple[type[Action], ...] = (Break, Mend)
