"""The soak of this folder runs when it is asked for: `pytest -m soak tests/sim`."""

from __future__ import annotations

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
