"""What can be typed about access lists in EXEC."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iossim.cli.entry import Args, Command
from iossim.device.context import Context
from iossim.device.filters import AccessList
from iossim.features.acl.engine import AclEngine
from iossim.features.acl.show import ListView, show_lists
from iossim.features.acl.state import lists_of

SEQUENCE_NUMBERS = "12.3(2)T"


def _engine(context: Context) -> AclEngine:
    engine = context.router.engine("acl")
    assert isinstance(engine, AclEngine)
    return engine


def _chosen(context: Context, args: Args) -> Iterator[AccessList]:
    wanted = args.get("list")
    for name, found in lists_of(context.router.config).items():
        if wanted is None or str(wanted) == name:
            yield found


def access_lists(context: Context, args: Args) -> Iterable[str]:
    """`show [ip] access-lists [NAME]`."""
    engine = _engine(context)
    views = [
        ListView(found, tuple(engine.meter(found.name, rule).count for rule in found.rules))
        for found in _chosen(context, args)
    ]
    return show_lists(views, context.ip, context.look.has(SEQUENCE_NUMBERS))


def clear_counters(context: Context, args: Args) -> None:
    """`clear access-list counters [NAME]`."""
    engine = _engine(context)
    for found in _chosen(context, args):
        for rule in found.rules:
            engine.meter(found.name, rule).clear()


_SHOW = {
    "show": "Show running system information",
    "access-lists": "List access lists",
    "ip": "IP information",
    "ip access-lists": "List IP access lists",
    "list": "ACL name",
}
_CLEAR = {
    "clear": "Reset functions",
    "access-list": "Clear access list statistical information",
    "counters": "Clear access list counters",
    "list": "Access list name",
}
_LIST = "[{ <list:1-2699> | <list:word> }]"

COMMANDS = (
    Command(f"show access-lists {_LIST}", access_lists, _SHOW, level=1, filterable=True),
    Command(f"show ip access-lists {_LIST}", access_lists, _SHOW, level=1, filterable=True),
    Command(f"clear access-list counters {_LIST}", clear_counters, _CLEAR),
)
