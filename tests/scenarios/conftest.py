"""What all tests of this folder share."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def rare_collections() -> Iterator[None]:
    """Portraits are many small objects without cycles: look for cycles rarely while they are compared."""
    usual = gc.get_threshold()
    gc.set_threshold(200_000, 50, 1_000)
    yield
    gc.set_threshold(*usual)
