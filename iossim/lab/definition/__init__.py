"""Lab files: models of `lab.yaml`, and the loader that finds every mistake in one.

`load("headend")` gives a frozen `LabDefinition`; the builder makes a network of it. Nothing here runs anything.
"""

from __future__ import annotations

from iossim.lab.definition.loader import load, shipped
from iossim.lab.definition.model import End, LabDefinition, Link

__all__ = ["End", "LabDefinition", "Link", "load", "shipped"]
