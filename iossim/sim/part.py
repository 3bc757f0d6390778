"""What belongs to a kernel: tables, paths, rounds, meters, idles, timers.

Parts refer to each other in long chains (a table knows its readers, a reader its tables), so pickling or copying them
by recursion would end at the interpreter's limit. Therefore a part is written as an empty shell that names its
kernel, and the kernel writes the contents of all living parts side by side (`Kernel.__getstate__`). The depth no
longer depends on the size of the network, as long as whoever is copied leads to the kernel - and every part does.

Invariant: a part is compared and hashed by identity. Subclasses name their attributes in `__slots__`; all of them are carried over.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, ClassVar, TypeVar

if TYPE_CHECKING:
    from iossim.sim.kernel import Kernel

P = TypeVar("P", bound="Part")


class Absent(Enum):
    """Stands for an attribute that is not set; the same object in every process."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


def shell(kind: type[P]) -> P:
    """A part without contents: its kernel brings them."""
    return kind.__new__(kind)


class Part:
    """A piece of one kernel's state."""

    __slots__ = ("__weakref__", "kernel")

    attributes: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        slots = cls.__dict__.get("__slots__")
        if slots is None:
            raise TypeError(f"{cls.__name__} is a part and has no __slots__")
        cls.attributes += (slots,) if isinstance(slots, str) else tuple(slots)

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        kernel.adopt(self)

    def __reduce__(self) -> tuple[object, ...]:
        return shell, (type(self),), self.kernel

    def __setstate__(self, kernel: Kernel) -> None:
        self.kernel = kernel

    def contents(self) -> tuple[object, ...]:
        """The values of every attribute but the kernel, in the order of `attributes`; ABSENT for one that is not set."""
        return tuple([getattr(self, name, ABSENT) for name in self.attributes])

    def fill(self, contents: tuple[object, ...]) -> None:
        """Take over what `contents` returned in another process or for another copy."""
        for name, value in zip(self.attributes, contents, strict=True):
            if value is not ABSENT:
                setattr(self, name, value)
