"""Where what is taught with lies: beside the package in the source tree, inside it in an installed one."""

from __future__ import annotations

from pathlib import Path

import iossim


def beside_package(name: str) -> Path:
    """The folder of that name."""
    package = Path(iossim.__file__).parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name
