"""What can be typed about prefix lists in EXEC."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iossim.cli.entry import Args, Command
from iossim.cli.mode import USER_LEVEL
from iossim.device.context import Context
from iossim.features.prefix_list.config import HELP, MISSING, names_of
from iossim.features.prefix_list.engine import PrefixListEngine
from iossim.features.prefix_list.show import ListView, hit, show_detail, show_lists
from iossim.features.prefix_list.state import Entry, PrefixList


def _engine(context: Context) -> PrefixListEngine:
    engine = context.router.engine("prefix_list")
    assert isinstance(engine, PrefixListEngine)
    return engine


def _view(context: Context, found: PrefixList) -> ListView:
    engine = _engine(context)
    hits = tuple(engine.hits(found.name, entry).count for entry in found.entries)
    return ListView(found, hits, engine.uses(found.name))


def _chosen(context: Context, args: Args) -> list[PrefixList]:
    lists = _engine(context).lists
    names = (args["name"],) if "name" in args else names_of(context.router.config)
    return [found for name in names if (found := lists.peek(name)) is not None]


def prefix_lists(context: Context, args: Args) -> Iterable[str] | str:
    """`show ip prefix-list [detail | summary] [NAME]`."""
    views = [_view(context, found) for found in _chosen(context, args)]
    if "name" in args and not views:
        return MISSING
    if not (args.get("detail") or args.get("summary")):
        return show_lists(views, context.ip)
    changed = "" if "name" in args else _engine(context).changed.peek("") or ""
    return show_detail(views, changed, context.ip, bool(args.get("detail")))


def entries(context: Context, args: Args) -> Iterable[str] | str:
    """`show ip prefix-list NAME {seq NUMBER | PREFIX [longer | first-match]}`."""
    lists = _chosen(context, args)
    if not lists:
        return MISSING
    engine, (found,) = _engine(context), lists
    return [hit(entry, engine.hits(found.name, entry).count, context.ip) for entry in _meant(found, args)]


def _meant(found: PrefixList, args: Args) -> Iterator[Entry]:
    if "sequence" in args:
        yield from (entry for entry in found.entries if entry.sequence == args["sequence"])
    elif args.get("first-match"):
        first = found.find(args["prefix"])
        yield from () if first is None else (first,)
    elif args.get("longer"):
        yield from (entry for entry in found.entries if args["prefix"].covers(entry.prefix))
    else:
        yield from (entry for entry in found.entries if args["prefix"] == entry.prefix)


def clear(context: Context, args: Args) -> None:
    """`clear ip prefix-list [NAME [PREFIX]]`."""
    for found in _chosen(context, args):
        for entry in found.entries:
            if "prefix" not in args or entry.prefix == args["prefix"]:
                _engine(context).hits(found.name, entry).clear()


_SHOW = {
    **HELP,
    "show": "Show running system information",
    "ip": "IP information",
    "prefix-list": "List IP prefix lists",
    "detail": "Detail of prefix lists",
    "summary": "Summary of prefix lists",
    "longer": "Lookup longer prefix",
    "first-match": "First matched prefix",
}
_CLEAR = {**HELP, "clear": "Reset functions", "ip": "IP", "prefix-list": "Clear prefix-list"}

COMMANDS = (
    Command(
        "show ip prefix-list [{ detail | summary }] [<name:word>]",
        prefix_lists,
        _SHOW,
        level=USER_LEVEL,
        filterable=True,
    ),
    Command(
        "show ip prefix-list <name:word> { seq <sequence:1-4294967294> | <prefix:network> [{ longer | first-match }] }",
        entries,
        _SHOW,
        level=USER_LEVEL,
        filterable=True,
    ),
    Command("clear ip prefix-list [<name:word> [<prefix:network>]]", clear, _CLEAR),
)
