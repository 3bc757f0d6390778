"""What belongs to a kernel: tables, paths, rounds, meters, idles, timers.

Parts refer to each other in long chains (a table knows its readers, a reader its tables), so pickling or copying them
by recursion would end at the interpreter's limit. Therefore a part is written as an empty shell that names its
kernel, and the kernel writes the contents of all living parts side by side (`Kernel.__getstate__`). The depth no
longer depends on the size of the network, as long as whoever is copied leads to the kernel - and every part does.

Invariant: a part is compared and hashed by identity. Subclasses may add attributes; all of them are carried over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from iossim.sim.kernel import Kernel

P = TypeVar("P", bound="Part")


def shell(kind: type[P]) -> P:
    """A part without contents: its kernel brings them."""
    return kind.__new__(kind)


class Part:
    """A piece of one kernel's state."""

    __slots__ = ("__weakref__", "kernel")

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        kernel.adopt(self)

    def __reduce__(self) -> tuple[object, ...]:
        return shell, (type(self),), self.kernel

    def __setstate__(self, kernel: Kernel) -> None:
        self.kernel = kernel

    def contents(self) -> dict[str, object]:
        """Every attribute but the kernel, by name."""
        found: dict[str, object] = dict(getattr(self, "__dict__", {}))
        for kind in type(self).__mro__:
            slots = kind.__dict__.get("__slots__", ())
            for name in (slots,) if isinstance(slots, str) else slots:
                if name not in ("kernel", "__weakref__", "__dict__") and hasattr(self, name):
                    found[name] = getattr(self, name)
        return found

    def fill(self, contents: dict[str, object]) -> None:
        """Take over what `contents` returned in another process or for another copy."""
        for name, value in contents.items():
            setattr(self, name, value)
