"""iossim: Cisco IOS command lines on every router of a simulated network.

    import iossim
    lab = iossim.Lab.open("headend")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from iossim.lab.lab import Lab as Lab

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name == "Lab":
        from iossim.lab.lab import Lab

        return Lab
    raise AttributeError(name)
