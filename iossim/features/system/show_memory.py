"""`show memory [summary]`, `show processes memory`: how much RAM there is and who holds it (12.2 forms).

What the image and the system take is a constant of the model; what is held for the state of protocols is counted (`device.memory`).
Nothing is ever fragmented, so the largest free block is all that is free, and the least that ever was free is what is free now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from iossim.device.memory import Block
from iossim.device.platform import Platform
from iossim.features.system.show_processes import PROCESSES

_SIZES = re.compile(r"(\d+)K/(\d+)K")
IMAGE = {True: 32_440_320, False: 24_117_248}
"""What the software itself takes of the processor's memory, on a head-end and on a small box."""
USED = {True: 15_424_976, False: 6_217_340}
"""What the system has taken of the rest."""
USED_BUFFERS = {True: 2_771_600, False: 2_304_512}
STACK = 6_808
"""What every process holds: its stack and its block."""
FIRST_PC = 0x6001_9F48
"""Where in the image memory is taken."""
HEADING = " PID TTY  Allocated      Freed    Holding    Getbufs    Retbufs Process"
SUMS = "                Head    Total(b)     Used(b)     Free(b)   Lowest(b)  Largest(b)"


@dataclass(frozen=True, slots=True)
class MemoryView:
    """A model, what its state holds, and how long it has run (microseconds)."""

    platform: Platform
    blocks: Sequence[Block]
    uptime: int

    @property
    def total(self) -> int:
        """The processor's memory that the image leaves."""
        return self._sizes()[0] - IMAGE[self.platform.head_end]

    @property
    def buffers(self) -> int:
        """The memory of packets."""
        return self._sizes()[1]

    @property
    def used(self) -> int:
        """What is taken of the processor's memory."""
        return USED[self.platform.head_end] + sum(block.octets for block in self.blocks)

    def _sizes(self) -> tuple[int, int]:
        found = _SIZES.search(self.platform.processor)
        assert found is not None
        processor, buffers = found.groups()
        return int(processor) * 1024, int(buffers) * 1024


def show_memory(view: MemoryView) -> Iterator[str]:
    """`show memory`: the sums."""
    yield SUMS
    yield _sums("Processor", 0x6200_0000, view.total, view.used)
    yield _sums("I/O", 0x2000_0000, view.buffers, USED_BUFFERS[view.platform.head_end])


def _sums(name: str, head: int, total: int, used: int) -> str:
    free = total - used
    return f"{name:>9}{head:>11X}{total:>12}{used:>12}{free:>12}{free:>12}{free:>12}"


def show_summary(view: MemoryView) -> Iterator[str]:
    """`show memory summary`: the sums, and the blocks by what they are."""
    yield from show_memory(view)
    yield from ("", "        Processor memory", "", "Alloc PC        Size     Blocks      Bytes    What", "")
    base = Block("*Init*", USED[view.platform.head_end], 1, "*Init*")
    for number, block in enumerate((base, *view.blocks)):
        place = FIRST_PC + 0x1A4C * number
        yield f"0x{place:08X}{block.size:>10}{block.number:>11}{block.octets:>11}    {block.what}"
    yield ""


def show_processes(view: MemoryView) -> Iterator[str]:
    """`show processes memory`: who holds it."""
    yield f"Total: {view.total}, Used: {view.used}, Free: {view.total - view.used}"
    yield HEADING
    held: dict[str, int] = {}
    for block in view.blocks:
        held[block.process] = held.get(block.process, 0) + block.octets
    others = [name for name in held if name not in {process for process, _, _ in PROCESSES}]
    names = [*(name for name, _, _ in PROCESSES), *others]
    stacks = STACK * len(names)
    yield _row(0, USED[view.platform.head_end] - stacks, 0, "*Init*")
    periods = {name: period for name, period, _ in PROCESSES}
    for number, name in enumerate(names, 1):
        period = periods.get(name, 0)
        runs = view.uptime // (period * 1_000) if period else 0
        yield _row(number, STACK + held.get(name, 0), 24 * (runs // 60), name)
    yield f"{'':>29}{view.used:>8} Total"


def _row(number: int, holding: int, freed: int, name: str) -> str:
    return f"{number:>4}{0:>4}{holding + freed:>11}{freed:>11}{holding:>11}{0:>11}{0:>11} {name}"
