"""What can be typed about access lists in EXEC."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iossim.cli.entry import Args, Command
from iossim.cli.mode import GLOBAL
from iossim.device.actions import Amend
from iossim.device.context import Context
from iossim.device.filters import AccessList
from iossim.features.acl.config import (
    EXTENDED_MODE,
    EXTENDED_NUMBERS,
    EXTENDED_RULE,
    NUMBERS_SINCE,
    RULE_HELP,
    SEQUENCE,
    STANDARD_MODE,
    STANDARD_NUMBERS,
    STANDARD_RULE,
    entries_of,
)
from iossim.features.acl.engine import AclEngine
from iossim.features.acl.sequence import meant, renumbered
from iossim.features.acl.show import ListView, show_lists
from iossim.features.acl.state import lists_of


def _engine(context: Context) -> AclEngine:
    engine = context.router.engine("acl")
    assert isinstance(engine, AclEngine)
    return engine


def _chosen(context: Context, args: Args) -> Iterator[AccessList]:
    wanted = args.get("list")
    for name, found in lists_of(context.router.config).items():
        if wanted is None or str(wanted) == name:
            yield _engine(context).as_of_now(found)


def access_lists(context: Context, args: Args) -> Iterable[str]:
    """`show [ip] access-lists [NAME]`."""
    engine = _engine(context)
    views = [
        ListView(found, tuple(engine.meter(found.name, rule).count for rule in found.rules))
        for found in _chosen(context, args)
    ]
    return show_lists(views, context.look, context.ip)


def clear_counters(context: Context, args: Args) -> None:
    """`clear access-list counters [NAME]`."""
    engine = _engine(context)
    for found in _chosen(context, args):
        for rule in found.rules:
            engine.meter(found.name, rule).clear()


def remove_entry(context: Context, args: Args) -> None:
    """`no 20`, `no permit ip any any` in a list."""
    found = [
        Amend(where, one, remove=True, counts=True)
        for where, one in meant(context.router.config, context.session.section, args)
    ]
    context.router.perform("acl", _engine(context).edited(found))


def remove_list(context: Context, args: Args) -> None:
    """`no ip access-list extended 101`: the lines of a numbered list."""
    found = entries_of(context.router.config, str(args["number"]))
    context.router.perform("acl", _engine(context).edited(Amend(where, one, True, True) for where, one in found))


def resequence(context: Context, args: Args) -> str | None:
    """`ip access-list resequence NAME START STEP`."""
    found = entries_of(context.router.config, str(args["list"]))
    if not found:
        return "% Specified ACL does not exist"
    context.router.perform("acl", _engine(context).edited(renumbered(found, args["start"], args["step"])))
    return None


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
_NO = {
    **RULE_HELP,
    "no": "Negate a command or set its defaults",
    "ip": "Any Internet Protocol",
    "no ip": "Global IP configuration subcommands",
    "access-list": "Named access-list",
    "standard": "Standard Access List",
    "extended": "Extended Access List",
    "number": "Access-list number",
}
_RESEQUENCE = {
    "ip": "Global IP configuration subcommands",
    "access-list": "Named access-list",
    "resequence": "Resequence Access List",
    "list": "Access-list name",
    "start": "Starting Sequence Number",
    "step": "Step to increment the sequence number",
}
_NUMBERS = "1-2147483647"
_LIST = "[{ <list:1-2699> | <list:word> }]"

COMMANDS = (
    Command(f"show access-lists {_LIST}", access_lists, _SHOW, level=1, filterable=True),
    Command(f"show ip access-lists {_LIST}", access_lists, _SHOW, level=1, filterable=True),
    Command(f"clear access-list counters {_LIST}", clear_counters, _CLEAR),
    *(
        Command(
            f"no {{ <{SEQUENCE}:{_NUMBERS}> [{rule}] | {rule} | remark <text:line> }}",
            remove_entry,
            _NO,
            mode,
            since=NUMBERS_SINCE,
        )
        for mode, rule in ((STANDARD_MODE, STANDARD_RULE), (EXTENDED_MODE, EXTENDED_RULE))
    ),
    *(
        Command(f"no ip access-list {kind} <number:{numbers}>", remove_list, _NO, GLOBAL, since=NUMBERS_SINCE)
        for kind, numbers in (("standard", STANDARD_NUMBERS), ("extended", EXTENDED_NUMBERS))
    ),
    Command(
        f"ip access-list resequence {{ <list:1-199|1300-2699> | <list:word> }} <start:{_NUMBERS}> <step:{_NUMBERS}>",
        resequence,
        _RESEQUENCE,
        GLOBAL,
        since=NUMBERS_SINCE,
    ),
)
