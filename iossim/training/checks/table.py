"""The register of checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from iossim.training.checks.commands import commands
from iossim.training.checks.conditions import holds, value
from iossim.training.checks.configuration import acl, config, saved, unchanged
from iossim.training.checks.displays import shows
from iossim.training.checks.events import events
from iossim.training.checks.faults import fault
from iossim.training.checks.intact import intact
from iossim.training.checks.paths import path
from iossim.training.results import Finding

if TYPE_CHECKING:
    from iossim.training.definition.checks import Check, Shows
    from iossim.training.scene import Scene

TABLE: Mapping[str, Callable[[Any, Scene], Finding]] = {
    "holds": holds,
    "value": value,
    "config": config,
    "acl": acl,
    "path": path,
    "events": events,
    "commands": commands,
    "saved": saved,
    "unchanged": unchanged,
    "intact": intact,
    "shows": shows,
}


def examine(check: Check | Shows, scene: Scene) -> Finding:
    """What a check finds; in its own words, if it has some."""
    found = fault(check, scene, examine) if check.kind == "fault" else TABLE[check.kind](check, scene)
    return replace(found, expected=check.says) if check.says else found
