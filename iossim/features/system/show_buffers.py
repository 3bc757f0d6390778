"""`show buffers`, `show stacks` (12.2 forms): packets that the processor has handled, by the pool their size takes.

A packet that is switched fast stays in the buffers of its port. No pool ever runs out here, so none grows. Interrupts are those
of the network and of the clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from iossim.device.ip_counters import POOLS
from iossim.features.system.show_processes import PROCESSES

PERMANENT = {"Small": 50, "Middle": 25, "Big": 50, "VeryBig": 10, "Large": 0, "Huge": 0}
LIMITS = {
    "Small": (20, 150),
    "Middle": (10, 150),
    "Big": (5, 150),
    "VeryBig": (0, 100),
    "Large": (0, 10),
    "Huge": (0, 4),
}
RING = 192
STACK = 9_000
TICK = 4_000
"""Microseconds between two interrupts of the clock."""


@dataclass(frozen=True, slots=True)
class BufferView:
    """Packets by pool, and by port, since the boot; how long ago that was (microseconds)."""

    hits: dict[str, int]
    ports: tuple[tuple[str, int], ...]
    uptime: int


def show_buffers(view: BufferView) -> Iterator[str]:
    """`show buffers`."""
    yield "Buffer elements:"
    yield "     500 in free list (500 max allowed)"
    yield f"     {sum(view.hits.values())} hits, 0 misses, 0 created"
    yield from ("", "Public buffer pools:")
    for name, size in POOLS:
        permanent, (least, most) = PERMANENT[name], LIMITS[name]
        yield f"{name} buffers, {size} bytes (total {permanent}, permanent {permanent}):"
        yield f"     {permanent} in free list ({least} min, {most} max allowed)"
        yield f"     {view.hits.get(name, 0)} hits, 0 misses, 0 trims, 0 created"
        yield "     0 failures (0 no memory)"
    yield from ("", "Interface buffer pools:")
    for port, packets in view.ports:
        yield f"{port} buffers, 1536 bytes (total {RING}, permanent {RING}):"
        yield f"     64 in free list (0 min, {RING} max allowed)"
        yield f"     {packets + RING - 64} hits, 0 fallbacks"
        yield "     8 max cache size, 0 in cache"
    yield ""


def show_stacks(view: BufferView) -> Iterator[str]:
    """`show stacks`."""
    yield "Minimum process stacks:"
    yield " Free/Size   Name"
    for name, period, cost in PROCESSES:
        yield f" {6_000 - 8 * (len(name) + period % 97 + cost % 89):>4}/6000   {name}"
    yield from ("", "Interrupt level stacks:", "Level    Called Unused/Size  Name")
    called = sum(packets for _, packets in view.ports)
    for level, count, name in (
        (1, called, "Network Interrupt"),
        (2, view.uptime // TICK, "DMA/Timer Interrupt"),
        (3, 0, "PA Management Int Handler"),
        (5, 0, "External Interrupt"),
        (7, 0, "NMI Interrupt Handler"),
    ):
        unused = STACK - (464 if count else 0)
        yield f"{level:>3}{count:>12}{unused:>8}/{STACK}  {name}"
    yield ""
