"""Everything put together behind one facade, `Lab`.

`Lab` is loaded when it is asked for: reading a session file needs no network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from iossim.lab.lab import Lab as Lab


def __getattr__(name: str) -> Any:
    if name == "Lab":
        from iossim.lab.lab import Lab

        return Lab
    raise AttributeError(name)
