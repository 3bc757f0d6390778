"""What can be typed about HSRP in EXEC."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from iossim.cli.entry import Args, Command
from iossim.cli.grammar import Match
from iossim.cli.mode import INTERFACE
from iossim.cli.tree import Form
from iossim.device.debug_switch import debugs
from iossim.features.hsrp.config import DELAY, GROUP_LINES, section_of
from iossim.features.hsrp.debugs import KINDS, NAMES
from iossim.features.hsrp.engine import HsrpEngine
from iossim.features.hsrp.machine import NAME
from iossim.features.hsrp.show import GroupView, show_brief, show_group

_HELP = {
    "show": "Show running system information",
    "standby": "Hot standby protocol information",
    "group": "group number",
    "all": "Include groups in disabled state",
    "brief": "Brief output",
    "delay": "Group initialisation delay",
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
            yield from show_group(view, context.look, context.ip)
        return
    if views:
        yield from show_brief(views, context.look, context.ip)


def delays(context: Any, args: Args) -> Iterator[str]:
    """`show standby delay [INTERFACE]`: how long groups wait after their interface came up."""
    yield "Interface          Minimum Reload "
    for port in context.router.interfaces.keys():
        waits = context.router.config.args(DELAY, section_of(port))
        if waits is not None and args.get("interface") in (None, port):
            yield f"{port:18} {waits['minimum']:<7} {waits.get('reload', waits['minimum']):<7}"


def debug_on(context: Any, args: Args) -> str:
    """`debug standby [KIND]`: lines of this kind are printed from now on."""
    for flag in KINDS[_words(args)]:
        context.router.lines.flags.set(flag, True)
    return f"{_title(args)} debugging is on"


def debug_off(context: Any, args: Args) -> str:
    """`undebug standby [KIND]`: they are no longer."""
    kind = _words(args)
    for flag in KINDS[kind] if kind else NAMES:
        context.router.lines.flags.delete(flag)
    return f"{_title(args)} debugging is off"


def _words(args: Args) -> str:
    """The words after `debug standby`."""
    return f"packets {args['packet']}" if "packet" in args else str(args.get("kind", ""))


def _title(args: Args) -> str:
    if "packet" in args:
        return f"HSRP Packets ({args['packet'].capitalize()})"
    return f"HSRP {args['kind'].capitalize()}" if "kind" in args else "HSRP"


def remove_group(context: Any, args: Args) -> tuple[str, ...]:
    """`no standby N`: all lines of the group go."""
    printed: list[str] = []
    for section in context.session.sections:
        lines: list[Match] = []
        for statement in context.router.config.all_of(section):
            entry = statement.entry
            if entry in GROUP_LINES and statement.args["group"] == args["group"]:
                lines.append(Match(entry, statement.args, INTERFACE, Form.NO))
        if lines:
            match = replace(lines[0], also=tuple(lines[1:]))
            printed += context.router.configure(context, match, section).lines
    return tuple(printed)


_DEBUG = {
    **_HELP,
    "standby": "Hot standby protocol",
    "errors": "HSRP errors",
    "events": "HSRP events",
    "packets": "HSRP packets",
    "coup": "HSRP coup packets",
    "hello": "HSRP hello packets",
    "resign": "HSRP resign packets",
    "terse": "Display limited range of HSRP errors, events and packets",
}
_KIND = "[<kind:errors|events|packets|terse> | packets <packet:coup|hello|resign>]"

COMMANDS = (
    Command(
        "show standby [<interface:interface> [<group:0-255>]] [brief | all]",
        show_standby,
        _HELP,
        level=1,
        filterable=True,
    ),
    Command("show standby delay [<interface:interface>]", delays, _HELP, level=1, filterable=True),
    *debugs(f"standby {_KIND}", debug_on, debug_off, _DEBUG),
    Command(
        "no standby <group:0-255>",
        remove_group,
        {
            "no": "Negate a command or set its defaults",
            "standby": "HSRP interface configuration commands",
            "group": "group number",
        },
        INTERFACE,
    ),
)
