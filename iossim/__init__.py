"""iossim: Cisco IOS command lines on every router of a simulated network.

    import iossim
    lab = iossim.Lab.open("headend")

`Lab` is loaded when it is asked for, by name: the package itself stands below everything that is in it.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name == "Lab":
        return import_module("iossim.lab.lab").Lab
    raise AttributeError(name)
