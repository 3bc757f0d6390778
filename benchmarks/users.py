"""Programs as their users start them: with their modules compiled, whatever this shell says about that."""

from __future__ import annotations

import os

NO_CACHE = "PYTHONDONTWRITEBYTECODE"


def environment() -> dict[str, str]:
    """What such a process finds in its environment. The first start compiles: do not measure it."""
    return {name: value for name, value in os.environ.items() if name != NO_CACHE}
