"""What a router is told to do with classes of packets: class maps and policies as frozen values, without a word of their syntax.

A policy on an interface is resolved: percentages are kilobits of what is above (the interface, or the shaper of the class around),
every policy ends with the default class, and each class knows its `path`, the names of policies and classes down to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from iossim.features.qos.early import Early

DEFAULT_CLASS = "class-default"
FULL_QUEUE = 64
"""Packets that wait in a class at most."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One `match`: what is looked at, the values of which one must fit, how the line reads; `inner` is another class."""

    kind: str
    values: tuple[int | str, ...]
    text: str
    negated: bool = False
    inner: ClassMap | None = None


@dataclass(frozen=True, slots=True)
class ClassMap:
    """A class: packets that meet all criteria, or (`any_of`) one of them."""

    name: str
    any_of: bool
    criteria: tuple[Criterion, ...]


EVERYTHING = ClassMap(DEFAULT_CLASS, True, (Criterion("any", (), "any"),))


@dataclass(frozen=True, slots=True)
class Shape:
    """`shape average CIR Bc Be`, in bits."""

    rate: int
    burst: int
    excess: int
    peak: bool = False

    @property
    def interval(self) -> int:
        """Milliseconds in which a burst is earned."""
        return self.burst * 1000 // self.rate

    @property
    def target(self) -> int:
        """Bits a second that are sent at most."""
        return self.rate * (self.burst + self.excess) // self.burst if self.peak else self.rate


@dataclass(frozen=True, slots=True)
class Police:
    """`police BPS BURST MAX`: octets of bursts, and whether packets within and beyond are sent."""

    rate: int
    burst: int
    excess: int
    conform: bool
    exceed: bool


@dataclass(frozen=True, slots=True)
class PolicyClass:
    """What is done with a class. `kbps` is what `priority` or `bandwidth` gives it; 0: nothing. `given` is how that was written."""

    matching: ClassMap
    path: tuple[str, ...]
    priority: bool = False
    kbps: int = 0
    given: tuple[str, int] = ("", 0)
    burst: int = 0
    fair: int = 0
    limit: int = FULL_QUEUE
    early: Early | None = None
    marks: tuple[str, int] | None = None
    shape: Shape | None = None
    police: Police | None = None
    child: Policy | None = None

    @property
    def name(self) -> str:
        """The class."""
        return self.matching.name

    @property
    def stands(self) -> int:
        """How many packets uploads keep in its queue."""
        return self.limit if self.early is None else self.early.stands

    @property
    def queues(self) -> bool:
        """True when it has a queue of its own beside that of the interface."""
        return self.priority or bool(self.kbps) or bool(self.fair) or self.given[0] != "" or self.early is not None


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy map where it is applied; the default class stands last."""

    name: str
    classes: tuple[PolicyClass, ...]

    @property
    def queues(self) -> bool:
        """True when it schedules by itself."""
        return any(one.queues for one in self.classes)

    def leaves(self) -> Iterator[PolicyClass]:
        """The classes that packets end in, in order."""
        for one in self.classes:
            if one.child is not None:
                yield from one.child.leaves()
            else:
                yield one

    def all(self) -> Iterator[PolicyClass]:
        """Every class at any depth, the outer ones first."""
        for one in self.classes:
            yield one
            if one.child is not None:
                yield from one.child.all()
