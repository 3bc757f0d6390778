"""Faults to find: what can go wrong in a lab, how it is brought about, and how it is undone.

A fault is data: sentences of the session language and lines typed at consoles, those that break and those that mend. The
`catalogue` of a lab is every fault it can have, in a fixed order; `draw` picks one by seed, so a ticket is named by its
number. `Occurrence`s time and repeat what is done; everything passes the lab's one door and stands in its journal.
"""

from iossim.lab.faults.catalogue import catalogue, draw
from iossim.lab.faults.fault import Fault, Level, inject, undo
from iossim.lab.faults.schedule import Occurrence, played, times

__all__ = ["Fault", "Level", "Occurrence", "catalogue", "draw", "inject", "played", "times", "undo"]
