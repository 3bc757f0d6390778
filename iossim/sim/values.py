"""Frozen dataclasses for what is made by the ten thousand: packets, results of walks, actions.

Those of the standard library write each field of a new value past a guard that forbids writing; that was an eighth of a quiet
day. Here the guard is the type checker's: it sees the standard decorator, `frozen` included, and reports whoever writes. At run
time such a class is a plain one that can be hashed. All other values are frozen the usual way.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls: type | None = None, /, *, frozen: bool = False, **options: Any) -> type | Callable[[type], type]:
        """As `dataclasses.dataclass`; `frozen` makes it hashable, and nothing stands guard."""

        def declare(cls: type) -> type:
            hashed = frozen and options.get("eq", True) and "__hash__" not in vars(cls)
            return dataclasses.dataclass(cls, unsafe_hash=hashed, **options)

        return declare if cls is None else declare(cls)
