"""A memoised pure function of facts, and the consequences of using it for real.

A `Path` computes a `Result` from facts and writes nothing. What a real use would cause is data in the result: `gates`
are looked at on every send because their answer depends on time ("nothing heard for 10 s?"), `touches` feed meters
and idles, `acts` are executed as events. The path is computed again only when a fact it asked for has changed; a path
used while another is being computed is such a fact, so the change travels outwards. In an explicit kernel nothing is
remembered: every use computes, so that the comparison of the two modes also compares memory with truth.

A send is one instant: gates are asked first, about the time before this send; then its own touches are made, each
carrying the delay at which it arrives; then its acts are scheduled, changes first. What was decided at the instant of
sending holds: a fact that changes while the packet is under way does not call it back. A send with acts has changed
something, so a round that makes it is not quiet.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Generic, NamedTuple, TypeVar

from iossim.sim.bundle import Bundle, bundled, reached, spread
from iossim.sim.facts import Reader
from iossim.sim.kernel import CHANGE
from iossim.sim.meters import Target, Touch, happen
from iossim.sim.values import dataclass

if TYPE_CHECKING:
    from iossim.sim.idle import Idle
    from iossim.sim.kernel import Kernel

T = TypeVar("T")


class Act(NamedTuple):
    """A call that a real send makes happen after that delay."""

    delay: int
    fn: Callable[..., object]
    args: tuple[object, ...] = ()


Gate = tuple[Callable[..., object], tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Result(Generic[T]):
    """What a computation found, and what a real use of it would cause.

    `ordered`: somebody counts on the places of the touches, so they are not tied into a bundle.
    """

    value: T
    delay: int = 0
    touches: tuple[Touch, ...] = ()
    gates: tuple[Gate, ...] = ()
    acts: tuple[Act, ...] = ()
    ordered: bool = False

    def reaches(self, target: Target) -> int | None:
        """After how long a use touches a meter or an idle; None when it does not."""
        return reached(self.touches, target)

    def plain(self) -> tuple[object, ...]:
        """What it says, whether or not its meters are in a bundle: to compare."""
        return self.value, self.delay, spread(self.touches), self.gates, self.acts


def send_result(kernel: Kernel, result: Result[T]) -> Result[T]:
    """Let the consequences of a result happen, starting now."""
    for fn, args in result.gates:
        fn(*args)
    reader, touches = kernel.reader, result.touches
    happen(kernel, touches if reader is None else reader.feels_all(touches))
    for delay, fn, args in result.acts:
        kernel.at(kernel.now + delay, fn, *args, order=CHANGE)
    return result


class Path(Reader, Generic[T]):
    """A remembered `compute(*args)`, clean until a fact it asked for changes."""

    __slots__ = ("_bundle", "_computing", "_loose", "_result", "_users", "args", "compute")

    counts: ClassVar[int] = 1

    def __init__(self, kernel: Kernel, compute: Callable[..., Result[T]], *args: object) -> None:
        super().__init__(kernel)
        self.compute = compute
        self.args = args
        self._result: Result[T] | None = None
        self._bundle: Bundle | None = None
        self._loose = False  # its meters may yet be tied
        self._computing = False
        self._users: dict[Reader, None] = {}

    @property
    def dirty(self) -> bool:
        """True when the next use computes."""
        return self._result is None

    @property
    def used(self) -> bool:
        """True while a round or another path depends on it."""
        return bool(self._users)

    @property
    def remembered(self) -> Result[T] | None:
        """The result as it is remembered, None when the next use computes: for audits."""
        return self._result

    def use(self) -> Result[T]:
        """The result as the facts are now; whoever is at work depends on it.

        Its meters are tied into a bundle at the second use, for a round at once: most of what a single packet asks for
        is asked for once.
        """
        reader = self.kernel.reader
        if reader is not None:
            if reader.rehearsing:
                return self.compute(*self.args)
            reader.reading[self, None] = None
        result = self._result
        if result is None or self.kernel.explicit:
            result = self._computed()
            if reader is None or isinstance(reader, Path):
                return result
        return self._tied(result) if self._loose else result

    def send(self) -> Result[T]:
        """Use it for real."""
        return send_result(self.kernel, self.use())

    def forget(self) -> None:
        """Stop listening: nobody will use this path for a long time. The next use computes."""
        self._result = None
        self._keep(None)
        self.settle_reads()

    def _computed(self) -> Result[T]:
        if self._computing:
            raise RuntimeError(f"{self!r} depends on itself")
        kernel = self.kernel
        outer, kernel.reader = kernel.reader, self
        self._computing = True
        self.reading = {}
        kernel.walks += self.counts
        try:
            result = self.compute(*self.args)
        finally:
            kernel.reader = outer
            self._computing = False
        self.settle_reads()
        self._result = result
        self._loose = bool(result.touches) and not kernel.explicit
        return result

    def _tied(self, result: Result[T]) -> Result[T]:
        """The result with its meters in a bundle, if there are many; it is remembered so."""
        self._loose = False
        touches, bundle = result.touches, None
        if not result.ordered:
            touches, bundle = bundled(self.kernel, touches, self._bundle)
        self._keep(bundle)
        if bundle is not None:
            self._result = result = Result(result.value, result.delay, touches, result.gates, result.acts)
        return result

    def _keep(self, bundle: Bundle | None) -> None:
        if self._bundle is not None and self._bundle is not bundle:
            self._bundle.dissolve()
        self._bundle = bundle

    # As a reader

    def wake(self) -> None:
        """A fact has changed: compute at the next use, and let the users know now."""
        if self._result is not None:
            self._result = None
            for user in self._users:
                user.wake()

    def disturb(self, what: str) -> None:
        """A computation reads facts and does nothing else."""
        raise RuntimeError(f"{what} while {self!r} is being computed")

    def feels(self, target: Target, octets: int, delay: int) -> bool:
        """A computation puts its touches into its result."""
        raise RuntimeError(f"a touch while {self!r} is being computed")

    def asks(self, idle: Idle, over: bool) -> bool:
        """A computation puts its questions about time into gates."""
        raise RuntimeError(f"a question about time while {self!r} is being computed")

    # As a source

    def subscribe(self, key: object, reader: Reader) -> None:
        """Wake this user when the result is no longer valid."""
        self._users[reader] = None

    def unsubscribe(self, key: object, reader: Reader) -> None:
        """Wake it no longer."""
        self._users.pop(reader, None)

    def __repr__(self) -> str:
        return f"Path({getattr(self.compute, '__qualname__', self.compute)}, {', '.join(map(str, self.args))})"


class Shared(Path[T]):
    """A piece of several computations, no walk of its own; it is remembered as long as one of them needs it."""

    __slots__ = ("memo",)

    counts: ClassVar[int] = 0

    def __init__(self, memo: Memo[T], *args: object) -> None:
        super().__init__(memo.kernel, memo.compute, *args)
        self.memo = memo

    def unsubscribe(self, key: object, reader: Reader) -> None:
        """When nobody needs it, it goes."""
        super().unsubscribe(key, reader)
        if not self._users:
            self.memo.drop(self)


class Memo(Generic[T]):
    """A pure function of facts whose answers are shared by the paths that ask the same.

    Many walks cross the same LAN and look up the same route. What they share is computed once, and stands in each of them as
    one dependence instead of a dozen. Whoever is not a path takes an answer that is there, or gets it computed, and every fact it
    rests on as his own; but where there are `few` different questions, what events ask is remembered, too.
    """

    __slots__ = ("_shared", "compute", "few", "kernel")

    def __init__(self, kernel: Kernel, compute: Callable[..., Result[T]], few: bool = False) -> None:
        self.kernel = kernel
        self.compute = compute
        self.few = few
        self._shared: dict[tuple[object, ...], Shared[T]] = {}

    def of(self, *args: object) -> Result[T]:
        """The answer for these arguments, which are hashable."""
        kernel, shared = self.kernel, self._shared.get(args)
        if kernel.explicit:
            return self.compute(*args)
        if shared is None or shared._result is None:
            if not (self.few or isinstance(kernel.reader, Path)):
                return self.compute(*args)
            if shared is None:
                shared = self._shared[args] = Shared(self, *args)
        return shared.use()

    def drop(self, shared: Shared[T]) -> None:
        """Nobody needs this answer any more."""
        self._shared.pop(shared.args, None)
        shared.forget()
