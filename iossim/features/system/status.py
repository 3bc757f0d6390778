"""What can be typed in EXEC to look at the state of the whole box: NTP, processor, memory, `show tech-support`, `more`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from iossim.cli.entry import Args, Command
from iossim.cli.errors import CliError
from iossim.cli.mode import EXEC, PRIVILEGED_LEVEL, USER_LEVEL
from iossim.device.context import Context
from iossim.features.system import config, show_ntp, show_processes
from iossim.features.system.clock import Source
from iossim.features.system.engine import engine_of

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


def _ntp(context: Context) -> show_ntp.NtpView:
    engine = engine_of(context.router)
    lines = [statement.args for statement in context.router.config.all(config.NTP_SERVER)]
    lines.sort(key=_preference)
    return show_ntp.NtpView(
        [context.ip(args["address"]) for args in lines],
        bool(lines) and engine.clock.source is Source.NTP,
        engine.clock,
        engine.zone,
        context.router.booted_at,
        context.now,
    )


def _preference(args: Args) -> bool:
    return not args.get("prefer")


def ntp_status(context: Context, _: Args) -> Iterable[str]:
    """`show ntp status`."""
    return show_ntp.show_status(_ntp(context))


def ntp_associations(context: Context, _: Args) -> Iterable[str]:
    """`show ntp associations`."""
    return show_ntp.show_associations(_ntp(context))


def cpu(context: Context, _: Args) -> Iterable[str]:
    """`show processes cpu`."""
    router = context.router
    every = [(router.meter(name, "in").count, router.meter(name, "in.fast").count) for name in router.interfaces.keys()]
    cached = sum(fast for _, fast in every)
    received = sum(count for count, _ in every)
    uptime = context.now - router.booted_at
    view = show_processes.LoadView(router.platform.head_end, cached, max(0, received - cached), uptime)
    return show_processes.show_cpu(view)


def memory_sums(context: Context, _: Args) -> Iterable[str]:
    """`show memory`."""
    return show_processes.show_memory(context.router.platform)


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
    "ntp": "Network time protocol",
    "associations": "NTP associations",
    "status": "NTP status",
    "processes": "Active process statistics",
    "cpu": "Show CPU use per process",
    "memory": "Memory statistics",
    "tech-support": "Show system information for Tech-Support",
}


def _command(pattern: str, run: Any, level: int = USER_LEVEL) -> Command:
    return Command(f"show {pattern}", run, _SHOW, level=level, filterable=True)


STATUS = (
    _command("ntp status", ntp_status),
    _command("ntp associations", ntp_associations),
    _command("processes cpu", cpu),
    _command("memory", memory_sums),
    _command("tech-support", tech_support, PRIVILEGED_LEVEL),
)
