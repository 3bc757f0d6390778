"""What can be typed in EXEC to look at the state of the whole box: processor, memory, `show tech-support`, `more`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from iossim.cli.entry import Args, Command
from iossim.cli.errors import CliError
from iossim.cli.mode import EXEC, PRIVILEGED_LEVEL, USER_LEVEL
from iossim.device.context import Context
from iossim.device.ip_counters import Counters
from iossim.device.memory import blocks_of
from iossim.features.system import show_buffers, show_memory, show_processes

TECH = (
    "show version",
    "show running-config",
    "show interfaces",
    "show access-lists",
    "show ip interface brief",
    "show ip protocols",
    "show ip route",
    "show ip eigrp neighbors",
    "show standby",
    "show crypto isakmp sa",
    "show crypto ipsec sa",
    "show crypto map",
    "show processes cpu",
    "show memory",
    "show logging",
)
"""What support wants to see, in order; what a box does not have is left out."""
_SECRET = re.compile(r"((?:secret|password) \d|isakmp key) \S+")


def cpu(context: Context, _: Args) -> Iterable[str]:
    """`show processes cpu`."""
    router = context.router
    every = [(router.meter(name, "in").count, router.meter(name, "in.fast").count) for name in router.interfaces.keys()]
    cached = sum(fast for _, fast in every)
    received = sum(count for count, _ in every)
    uptime = context.now - router.booted_at
    view = show_processes.LoadView(router.platform.head_end, cached, max(0, received - cached), uptime)
    return show_processes.show_cpu(view)


def _memory(context: Context) -> show_memory.MemoryView:
    router = context.router
    return show_memory.MemoryView(router.platform, tuple(blocks_of(router)), context.now - router.booted_at)


def memory_sums(context: Context, _: Args) -> Iterable[str]:
    """`show memory`."""
    return show_memory.show_memory(_memory(context))


def memory_summary(context: Context, _: Args) -> Iterable[str]:
    """`show memory summary`."""
    return show_memory.show_summary(_memory(context))


def memory_of_processes(context: Context, _: Args) -> Iterable[str]:
    """`show processes memory`."""
    return show_memory.show_processes(_memory(context))


def _buffers(context: Context) -> show_buffers.BufferView:
    router = context.router
    ports = tuple((port, router.meter(port, "in").count) for port, _ in router.platform.ports)
    return show_buffers.BufferView(Counters(router).by_pool(), ports, context.now - router.booted_at)


def buffers(context: Context, _: Args) -> Iterable[str]:
    """`show buffers`."""
    return show_buffers.show_buffers(_buffers(context))


def stacks(context: Context, _: Args) -> Iterable[str]:
    """`show stacks`."""
    return show_buffers.show_stacks(_buffers(context))


def tech_support(context: Context, _: Args) -> Iterator[str]:
    """`show tech-support`: displays one after the other, without passwords."""
    grammar = context.line.grammar
    for text in TECH:
        try:
            match = grammar.match(EXEC, PRIVILEGED_LEVEL, text, context.line.vocabulary)
        except CliError:
            continue
        assert isinstance(match.entry, Command)
        yield from ("", f"------------------ {text} ------------------", "", "")
        for line in match.entry.run(context, match.args) or ():
            yield _SECRET.sub(r"\1 <removed>", line)


_SHOW = {
    "show": "Show running system information",
    "processes": "Active process statistics",
    "cpu": "Show CPU use per process",
    "memory": "Memory statistics",
    "processes memory": "Show memory use per process",
    "summary": "Summary of memory usage per alloc PC",
    "buffers": "Buffer pool statistics",
    "stacks": "Process stack utilization",
    "tech-support": "Show system information for Tech-Support",
}


def _command(pattern: str, run: Any, level: int = USER_LEVEL) -> Command:
    return Command(f"show {pattern}", run, _SHOW, level=level, filterable=True)


STATUS = (
    _command("processes cpu", cpu),
    _command("memory", memory_sums),
    _command("memory summary", memory_summary),
    _command("processes memory", memory_of_processes),
    _command("buffers", buffers),
    _command("stacks", stacks),
    _command("tech-support", tech_support, PRIVILEGED_LEVEL),
)
