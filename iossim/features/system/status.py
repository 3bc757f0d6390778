"""What can be typed in EXEC to look at the state of the whole box: processor, memory, `show tech-support`, `more`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from statistics import mean
from typing import Any

from iossim.cli.drawing import Drawing, drawing
from iossim.cli.entry import Args, Command
from iossim.cli.errors import CliError, Refused
from iossim.cli.mode import EXEC, PRIVILEGED_LEVEL, USER_LEVEL
from iossim.device.context import Context
from iossim.device.ip_counters import Counters
from iossim.device.memory import blocks_of
from iossim.features.system import show_buffers, show_hardware, show_memory, show_processes
from iossim.features.system.engine import engine_of
from iossim.features.system.show_cpu_history import LEGEND, Picture, show_history
from iossim.features.system.show_processes import Windows, Work
from iossim.sim.clock import SECOND
from iossim.sim.history import HOUR, MINUTE, History

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
_SECRET = re.compile(r"((?:secret|password)(?: \d)?|isakmp key) \S+")


def _windows(history: History) -> Windows:
    seconds, minutes = history.recent(5)
    return Windows(mean(seconds[:5]) / SECOND, mean(seconds) / SECOND, mean(span.mean for span in minutes) / SECOND)


def _load(context: Context) -> show_processes.LoadView:
    work = context.router.workload
    total, interrupts, keys = (_windows(history) for history in (work.total, work.interrupts, work.keys))
    others = zip(total, interrupts, keys, strict=True)
    working = {
        show_processes.KEYS: Work(work.keys.count, work.keys.octets, keys),
        show_processes.INPUT: Work(
            work.total.count - work.interrupts.count - work.keys.count,
            work.total.octets - work.interrupts.octets - work.keys.octets,
            Windows(*(max(0.0, of_all - interrupt - key) for of_all, interrupt, key in others)),
        ),
    }
    return show_processes.LoadView(context.now - context.router.booted_at, total, interrupts, working)


def processes(context: Context, _: Args) -> Iterable[str]:
    """`show processes`."""
    return show_processes.show_processes(_load(context))


def cpu(context: Context, _: Args) -> Iterable[str]:
    """`show processes cpu`."""
    return show_processes.show_cpu(_load(context))


def cpu_sorted(context: Context, args: Args) -> Iterable[str]:
    """`show processes cpu sorted [WINDOW]`."""
    return show_processes.show_cpu(_load(context), args.get("by", "5sec"))


def cpu_history(context: Context, _: Args) -> Iterable[str]:
    """`show processes cpu history`: the seconds are means of five, as the load is measured."""
    total = context.router.workload.total
    seconds = total.seconds()
    fives = [_percent(mean(seconds[start : start + 5])) for start in range(0, len(seconds), 5) for _ in range(5)]
    pictures = [Picture(fives, [0] * len(fives), "CPU% per second (last 60 seconds)", 15)]
    for length, count, about, indent in (
        (MINUTE, 60, "minute (last 60 minutes)", 15),
        (HOUR, 72, "hour (last 72 hours)", 19),
    ):
        spans = total.spans(length, count)
        peaks, means = [_percent(span.peak) for span in spans], [_percent(span.mean) for span in spans]
        pictures.append(Picture(peaks, means, f"CPU% per {about}", indent, LEGEND))
    system = engine_of(context.router)
    when, zone = system.zone.local(system.clock.at(context.now))
    return show_history(context.router.hostname, when, zone, pictures, context.look.has("12.3"))


def _percent(spent: float) -> int:
    return round(100 * min(1.0, spent / SECOND))


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


def _hardware(context: Context) -> show_hardware.HardwareView:
    router = context.router
    return show_hardware.HardwareView(router.platform, router.number, context.now - router.booted_at)


def environment(context: Context, args: Args) -> Iterable[str]:
    """`show environment [all]`, where something is measured."""
    view = _hardware(context)
    if not view.platform.head_end:
        raise Refused("% This platform does not monitor its environment")
    return show_hardware.show_environment_all(view) if "all" in args else show_hardware.show_environment(view)


def diag(context: Context, _: Args) -> Iterable[str]:
    """`show diag`."""
    return show_hardware.show_diag(_hardware(context))


def crash_context(context: Context, _: Args) -> Iterable[str]:
    """`show context`."""
    return show_hardware.show_context(_hardware(context))


def tech_support(context: Context, _: Args) -> Iterable[str]:
    """`show tech-support`: displays one after the other, without passwords; all of them as of now."""
    grammar = context.line.grammar
    shown: list[tuple[str, Iterable[str]]] = []
    for text in TECH:
        try:
            match = grammar.match(EXEC, PRIVILEGED_LEVEL, text, context.line.vocabulary)
        except CliError:
            continue
        assert isinstance(match.entry, Command)
        lines = match.entry.run(context, match.args) or ()
        shown.append((text, lines if isinstance(lines, Drawing) else tuple(lines)))
    return drawing(_tech, tuple(shown))


def _tech(shown: Iterable[tuple[str, Iterable[str]]]) -> Iterator[str]:
    for text, lines in shown:
        yield from ("", f"------------------ {text} ------------------", "", "")
        yield from (_SECRET.sub(r"\1 <removed>", line) for line in lines)


def test(_: Context, __: Args) -> str:
    """`test ...`: the box is not taken apart."""
    return "% The test subsystem is not part of this image."


_SHOW = {
    "show": "Show running system information",
    "processes": "Active process statistics",
    "cpu": "Show CPU use per process",
    "sorted": "Show sorted output based on percentage of usage",
    "1min": "Sort based on 1 minute utilization",
    "5min": "Sort based on 5 minutes utilization",
    "5sec": "Sort based on 5 seconds utilization",
    "history": "Show CPU history in graph format",
    "memory": "Memory statistics",
    "processes memory": "Show memory use per process",
    "summary": "Summary of memory usage per alloc PC",
    "buffers": "Buffer pool statistics",
    "stacks": "Process stack utilization",
    "environment": "Environmental monitor statistics",
    "all": "All environmental monitor parameters",
    "diag": "Show diagnostic information for port adapters/modules",
    "context": "Show context information",
    "tech-support": "Show system information for Tech-Support",
}


def _command(pattern: str, run: Any, level: int = USER_LEVEL) -> Command:
    return Command(f"show {pattern}", run, _SHOW, level=level, filterable=True)


STATUS = (
    _command("processes", processes),
    _command("processes cpu", cpu),
    replace(_command("processes cpu sorted [<by:1min|5min|5sec>]", cpu_sorted), since="12.3"),
    _command("processes cpu history", cpu_history),
    _command("memory", memory_sums),
    _command("memory summary", memory_summary),
    _command("processes memory", memory_of_processes),
    _command("buffers", buffers),
    _command("stacks", stacks),
    _command("environment [all]", environment),
    _command("diag", diag),
    _command("context", crash_context),
    _command("tech-support", tech_support, PRIVILEGED_LEVEL),
    Command("test <what:line>", test, {"test": "Test subsystems, memory, and interfaces", "what": "What to test"}),
)
