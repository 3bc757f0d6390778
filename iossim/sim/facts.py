"""Facts, and who has asked for them.

A `Table` is a dictionary whose readers are remembered per key, whether the key is present or absent: "no route of
that length", "no ARP answer", "no SA" are answers too, and an insertion wakes exactly those who missed it.
Longest-prefix invalidation needs nothing else.

Readers are the paths being computed and the ticks of rounds. Writing wakes readers and does nothing more: waking
never computes, a computation never writes, so nothing nests and the order of waking does not matter.

The one way to be wrong is a read behind a table's back. Whole-table reads cannot be remembered per key and are
refused to readers; `peek` is the unrecorded read for views and event handlers.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, KeysView, Sequence, ValuesView
from typing import TYPE_CHECKING, ClassVar, Final, Generic, Protocol, TypeVar, overload

from iossim.sim.part import Part

if TYPE_CHECKING:
    from iossim.sim.idle import Idle
    from iossim.sim.kernel import Kernel
    from iossim.sim.meters import Target, Touch
    from iossim.sim.trace import Record

K = TypeVar("K")
V = TypeVar("V")
D = TypeVar("D")
ABSENT: Final = object()


class Source(Protocol):
    """What can be read and will wake its readers: a table (by key) or a path (its key is None)."""

    def subscribe(self, key: object, reader: Reader) -> None:
        """Wake this reader from now on."""
        ...

    def unsubscribe(self, key: object, reader: Reader) -> None:
        """Wake it no longer."""
        ...


Reads = dict[tuple[Source, object], None]


class Reader(Part):
    """Someone who reads facts and wants to be woken when they change.

    `reading` is what is being asked for now. What it is subscribed to lasts, so it is kept small, as two columns.
    """

    __slots__ = ("_keys", "_sources", "reading")

    rehearsing: ClassVar[bool] = False

    def __init__(self, kernel: Kernel) -> None:
        super().__init__(kernel)
        self._sources: tuple[Source, ...] = ()
        self._keys: tuple[object, ...] = ()
        self.reading: Reads = {}

    @property
    def reads(self) -> Iterator[tuple[Source, object]]:
        """What it is subscribed to, in the order of asking."""
        return zip(self._sources, self._keys, strict=True)

    def wake(self) -> None:
        """Something we read has changed."""
        raise NotImplementedError

    def disturb(self, what: str) -> None:
        """The computation at work has done more than read facts."""
        raise NotImplementedError

    def feels(self, target: Target, octets: int, delay: int) -> bool:
        """The computation at work touches a meter or an idle; True keeps the touch from happening."""
        raise NotImplementedError

    def feels_all(self, touches: Sequence[Touch]) -> Sequence[Touch]:
        """The computation at work makes all of these touches: those that are to happen."""
        return [touch for touch in touches if not self.feels(*touch)]

    def asks(self, idle: Idle, over: bool) -> bool:
        """The computation at work asks an idle whose answer is `over`: what it is told."""
        raise NotImplementedError

    def settle_reads(self) -> None:
        """Move the subscriptions to what has been read since `reading` was emptied."""
        old, new = dict.fromkeys(self.reads), self.reading
        for read in old:
            if read not in new:
                source, key = read
                source.unsubscribe(key, self)
        for read in new:
            if read not in old:
                source, key = read
                source.subscribe(key, self)
        self._sources, self._keys = tuple([source for source, _ in new]), tuple([key for _, key in new])
        self.reading = {}


class Table(Part, Generic[K, V]):
    """A dictionary of facts. The name is for people."""

    __slots__ = ("_causes", "_data", "_watchers", "name")

    def __init__(self, kernel: Kernel, name: str) -> None:
        super().__init__(kernel)
        self.name = name
        self._data: dict[K, V] = {}
        self._watchers: dict[object, Reader | dict[Reader, None]] = {}  # most facts have one reader, who stands alone
        self._causes: dict[K, Record] = {}

    @overload
    def get(self, key: K) -> V | None: ...

    @overload
    def get(self, key: K, default: D) -> V | D: ...

    def get(self, key: K, default: D | None = None) -> V | D | None:
        """The fact, or the default; whoever is at work will be woken when it changes."""
        reader = self.kernel.reader
        if reader is not None:
            reader.reading[self, key] = None
        return self._data.get(key, default)

    def __contains__(self, key: K) -> bool:
        return self.get(key, ABSENT) is not ABSENT

    def set(self, key: K, value: V) -> None:
        """Make it a fact. An equal value is no change."""
        known = self._data.get(key, ABSENT)
        if known is value or (known is not ABSENT and known == value):
            return
        if (reader := self.kernel.reader) is not None:
            reader.disturb("writing a fact")
        self._data[key] = value
        self._changed(key)

    def delete(self, key: K) -> None:
        """Make it absent."""
        if key in self._data:
            if (reader := self.kernel.reader) is not None:
                reader.disturb("writing a fact")
            del self._data[key]
            self._changed(key)

    def clear(self) -> None:
        """Make everything absent."""
        for key in tuple(self._data):
            self.delete(key)

    def _changed(self, key: K) -> None:
        cause = self.kernel.cause
        if cause is not None:
            self._causes[key] = cause
        elif self._causes:
            self._causes.pop(key, None)
        watching = self._watchers.get(key)
        if watching is None:
            return
        if type(watching) is dict:
            for reader in watching:
                reader.wake()
        elif isinstance(watching, Reader):
            watching.wake()

    def cause(self, key: K) -> Record | None:
        """The record that was current when this key last changed or was deleted."""
        return self._causes.get(key)

    # Unrecorded reads

    def peek(self, key: K) -> V | None:
        """The fact without being remembered: for views and event handlers."""
        return self._data.get(key)

    def _whole(self) -> dict[K, V]:
        if self.kernel.reader is not None:
            raise RuntimeError(f"untracked read of the whole table {self.name}: ask by key, or keep the list as a fact")
        return self._data

    def items(self) -> ItemsView[K, V]:
        """All facts, in order of insertion; refused while a path or a round is at work."""
        return self._whole().items()

    def keys(self) -> KeysView[K]:
        """All keys; refused while a path or a round is at work."""
        return self._whole().keys()

    def values(self) -> ValuesView[V]:
        """All values; refused while a path or a round is at work."""
        return self._whole().values()

    def __len__(self) -> int:
        return len(self._whole())

    @property
    def vacant(self) -> bool:
        """True while there is no fact at all: for event handlers."""
        return not self._data

    def __bool__(self) -> bool:
        return True

    # Readers

    def subscribe(self, key: object, reader: Reader) -> None:
        """Wake this reader when the key changes."""
        watching = self._watchers.setdefault(key, reader)
        if type(watching) is dict:
            watching[reader] = None
        elif watching is not reader and isinstance(watching, Reader):
            self._watchers[key] = {watching: None, reader: None}

    def unsubscribe(self, key: object, reader: Reader) -> None:
        """Wake it no longer."""
        watching = self._watchers.get(key)
        if watching is reader:
            del self._watchers[key]
        elif type(watching) is dict:
            watching.pop(reader, None)
            if not watching:
                del self._watchers[key]
