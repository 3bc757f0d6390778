"""Many meters that are touched together, counted once for all of them.

A remembered result touches the same meters whenever it is used. So they are tied into a bundle, which is a meter itself: a use, and
a round that goes quiet or is woken, has to do with one meter instead of dozens, and each of the dozens adds what its
bundles have counted when it is read. A bundle that is untied leaves its counts with its meters.

What expires (`Idle`) is never tied, as its touches decide something, nor is a meter that wants to know when (`History`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from iossim.sim.meters import Feed, Meter, Touch

if TYPE_CHECKING:
    from iossim.sim.kernel import Kernel
    from iossim.sim.meters import Target

ENOUGH = 3
"""So many meters are worth a bundle."""

Shares = dict[Meter, Feed]


class Bundle(Meter):
    """Counts the uses of a remembered result for all meters that it touches; `shares` is what each of them gets of one."""

    __slots__ = ("shares",)

    def __init__(self, kernel: Kernel, shares: Shares) -> None:
        super().__init__(kernel, rated=any(meter.rated for meter in shares))
        self.shares = shares
        for meter, share in shares.items():
            meter.tie(self, share)

    def dissolve(self) -> None:
        """Leave what has been counted with the meters, and count no more."""
        for feeder in tuple(self._feeds):
            feeder.release()
        uses, last = self.counted()[0], self.latest()
        for meter, share in self.shares.items():
            meter.untie(self, share, uses, last)


def bundled(
    kernel: Kernel, touches: tuple[Touch, ...], known: Bundle | None
) -> tuple[tuple[Touch, ...], Bundle | None]:
    """The touches with the meters among them tied into one bundle, the `known` one if it is the same; None: not worth it.

    Touches that are put together from bundles are left as they are: they do not last.
    """
    shares: Shares = {}
    for target, octets, delay in touches:
        if type(target) is Bundle:
            return touches, None
        if type(target) is Meter:
            _add(shares, target, Feed(1, octets, delay))
    if len(shares) < ENOUGH:
        return touches, None
    bundle = known if known is not None and known.shares == shares else Bundle(kernel, shares)
    return (Touch(bundle, 0, 0), *(touch for touch in touches if type(touch.target) is not Meter)), bundle


def spread(touches: Iterable[tuple[Target, int, int]]) -> tuple[list[tuple[Target, int, int]], Shares]:
    """What expires in the order of touches, and what each meter gets in all: to compare what is bundled with what is not."""
    idles: list[tuple[Target, int, int]] = []
    shares: Shares = {}
    for target, octets, delay in touches:
        if isinstance(target, Bundle):
            for meter, share in target.shares.items():
                _add(shares, meter, Feed(share.packets, share.octets, share.delay + delay))
        elif isinstance(target, Meter):
            _add(shares, target, Feed(1, octets, delay))
        else:
            idles.append((target, octets, delay))
    return idles, shares


def reached(touches: Iterable[tuple[Target, int, int]], wanted: Target) -> int | None:
    """The delay with which a target is touched, by itself or in a bundle; None when it is not."""
    for target, _, delay in touches:
        if target is wanted:
            return delay
        if (
            isinstance(target, Bundle)
            and isinstance(wanted, Meter)
            and (share := target.shares.get(wanted)) is not None
        ):
            return delay + share.delay
    return None


def _add(shares: Shares, meter: Meter, more: Feed) -> None:
    share = shares.get(meter)
    if share is not None:
        more = Feed(share.packets + more.packets, share.octets + more.octets, max(share.delay, more.delay))
    shares[meter] = more
