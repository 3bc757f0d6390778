"""Fail-over: how long a conversation is interrupted when a head-end is reloaded, and of what that time is made.

A run starts from the settled lab, lets a random time pass, brings the home to the head-end in question, makes the call, and
reloads. `plan` is what is asked, `scene` who plays in it, `course` what is done and measured, `phases` what the records of a run
say about its outage, `distribution` what many runs have in common.

Spec: protocols reference 7.2 and 9. Left out: idle phones, faults other than a reload, calls of other homes.
"""

from __future__ import annotations

from iossim.lab.failover.course import CourseFailed, Run, measure
from iossim.lab.failover.distribution import Distribution
from iossim.lab.failover.masked import Masked
from iossim.lab.failover.phases import Phases
from iossim.lab.failover.plan import Plan, PlanError
from iossim.lab.failover.scene import Scene, survey

__all__ = [
    "CourseFailed",
    "Distribution",
    "Masked",
    "Phases",
    "Plan",
    "PlanError",
    "Run",
    "Scene",
    "measure",
    "survey",
]
