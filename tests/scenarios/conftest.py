"""The soak of this folder runs when it is asked for: `pytest -m soak tests/scenarios`."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip this folder's soak unless the marker expression names it."""
    if "soak" in config.option.markexpr:
        return
    for item in items:
        if HERE in item.path.parents and item.get_closest_marker("soak"):
            item.add_marker(pytest.mark.skip(reason="a soak: pytest -m soak"))


@pytest.fixture(scope="session", autouse=True)
def rare_collections() -> Iterator[None]:
    """Portraits are many small objects without cycles: look for cycles rarely while they are compared."""
    usual = gc.get_threshold()
    gc.set_threshold(200_000, 50, 1_000)
    yield
    gc.set_threshold(*usual)
