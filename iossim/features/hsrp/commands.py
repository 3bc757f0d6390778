"""What can be typed about HSRP in EXEC."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from iossim.cli.entry import Args, Command
from iossim.features.hsrp.engine import HsrpEngine
from iossim.features.hsrp.machine import FLAG, NAME
from iossim.features.hsrp.show import BRIEF_HEADING, GroupView, show_brief, show_group

_HELP = {
    "show": "Show running system information",
    "standby": "Hot standby protocol information",
    "group": "group number",
    "all": "Include groups in disabled state",
    "brief": "Brief output",
    "debug": "Debugging functions (see also 'undebug')",
    "undebug": "Disable debugging functions (see also 'debug')",
    "no": "Disable debugging functions",
    "debug standby": "Hot standby protocol",
}


def _engine(context: Any) -> HsrpEngine:
    engine = context.router.engine(NAME)
    assert isinstance(engine, HsrpEngine)
    return engine


def _chosen(context: Any, args: Args) -> tuple[GroupView, ...]:
    interface, number = args.get("interface"), args.get("group")
    return tuple(
        view
        for view in _engine(context).views()
        if interface in (None, view.group.interface) and number in (None, view.group.number)
    )


def show_standby(context: Any, args: Args) -> Iterator[str]:
    """`show standby`: a block per group, or a row when `brief`."""
    views = _chosen(context, args)
    if not args.get("brief"):
        for view in views:
            yield from show_group(view, context.ip)
        return
    if views:
        yield from BRIEF_HEADING
        for view in views:
            yield show_brief(view, context.ip)


def debug_on(context: Any, args: Args) -> str:
    """Messages and events of every group are printed from now on."""
    context.router.lines.flags.set(FLAG, True)
    return "HSRP debugging is on"


def debug_off(context: Any, args: Args) -> str:
    """They are no longer."""
    context.router.lines.flags.delete(FLAG)
    return "HSRP debugging is off"


COMMANDS = (
    Command(
        "show standby [<interface:interface> [<group:0-255>]] [brief | all]",
        show_standby,
        _HELP,
        level=1,
        filterable=True,
    ),
    Command("debug standby", debug_on, {**_HELP, "standby": "Hot standby protocol"}),
    Command("undebug standby", debug_off, {**_HELP, "standby": "Hot standby protocol"}),
    Command("no debug standby", debug_off, {**_HELP, "standby": "Hot standby protocol"}),
)
