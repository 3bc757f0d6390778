"""The lines of prefix lists. An entry that is typed without a number gets one, and prints with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.cli.entry import Args, ConfigLine
from iossim.cli.types import Single, register
from iossim.cli.vocabulary import Vocabulary
from iossim.device.config import RunningConfig, Statement
from iossim.features.prefix_list.state import Entry, PrefixList
from iossim.net.address import NUMBERS, Prefix

if TYPE_CHECKING:
    from iossim.device.context import Context

STEP = 5
RANK = 490
"""Behind named access lists, before numbered ones."""

WRONG_RANGE = "%Invalid prefix range for {}, make sure: len < ge-value <= le-value"
EXISTS = "%Insertion failed - prefix-list entry exists:\n      {}"
MISSING = "%Can't find specified prefix-list"


def _network(text: str, vocabulary: Vocabulary) -> Prefix:
    """A prefix; bits behind its length do not count."""
    address, slash, length = text.partition("/")
    if not slash or not (length.isascii() and length.isdigit()) or int(length) > 32:
        raise ValueError("not a prefix")
    return Prefix.of(vocabulary.address(address), int(length))


register("network", Single("A.B.C.D", _network, "0123456789./", breadth=2, written=lambda value, _show: str(value)))

HELP = {
    "ip": "Global IP configuration subcommands",
    "prefix-list": "Build a prefix list",
    "name": "Name of a prefix list",
    "seq": "sequence number of an entry",
    "sequence": "Sequence number",
    "permit": "Specify packets to forward",
    "deny": "Specify packets to reject",
    "prefix": "IP prefix <network>/<length>, e.g., 35.0.0.0/8",
    "ge": "Minimum prefix length to be matched",
    "least": "Minimum prefix length",
    "le": "Maximum prefix length to be matched",
    "most": "Maximum prefix length",
    "description": "Prefix-list specific description",
    "text": "Up to 80 characters describing this prefix-list",
}


def entry_of(args: Args) -> Entry:
    """What a line states."""
    return Entry(
        args.get("sequence") or 0, args["action"] == "permit", args["prefix"], args.get("least"), args.get("most")
    )


def list_of(config: RunningConfig, name: str) -> PrefixList | None:
    """A list as configured; None when there is none of that name."""
    entries = [entry_of(one.args) for one in config.all(ENTRY) if one.args["name"] == name]
    described = config.args(DESCRIPTION, name=name)
    if not entries and described is None:
        return None
    return PrefixList(name, tuple(sorted(entries, key=lambda one: one.sequence)), (described or {}).get("text", ""))


def names_of(config: RunningConfig) -> tuple[str, ...]:
    """The names of all lists, as they are printed."""
    return tuple(dict.fromkeys(one.args["name"] for one in (*config.all(DESCRIPTION), *config.all(ENTRY))))


def numbered(config: RunningConfig, typed: Statement) -> Statement:
    """The entry with a number: its own, else five more than the last one of its list."""
    if typed.args.get("sequence") is not None:
        return typed
    known = list_of(config, typed.args["name"])
    last = known.entries[-1].sequence if known is not None and known.entries else 0
    return Statement(typed.entry, {**typed.args, "sequence": last // STEP * STEP + STEP})


def check_entry(context: Context, args: Args) -> str | None:
    """Bounds are longer than the prefix and in order; a number, and a rule, belong to one entry."""
    entry = entry_of(args)
    low, high = entry.least, entry.most
    length = entry.prefix.length
    ordered = length < (low if low is not None else high or 33) and (low is None or high is None or low <= high)
    if entry.ranges and not ordered:
        return WRONG_RANGE.format(entry.prefix)
    known = list_of(context.router.config, args["name"])
    for other in known.entries if known is not None else ():
        same = (other.permit, other.prefix, other.least, other.most) == (entry.permit, entry.prefix, low, high)
        if same and entry.sequence in (0, other.sequence):
            return None if entry.sequence else EXISTS.format(other.write(NUMBERS.show))
        if same or other.sequence == entry.sequence != 0:
            return EXISTS.format(other.write(NUMBERS.show))
    return None


def check_gone(context: Context, args: Args) -> str | None:
    """`no` is about what is there."""
    return None if list_of(context.router.config, args["name"]) is not None else MISSING


def by_name(args: Args) -> tuple[str, int]:
    """Lists by name, entries by number behind the description."""
    return args["name"], args.get("sequence") or 0


_RULE = "<action:permit|deny> <prefix:network> [ge <least:0-32>] [le <most:0-32>]"
DESCRIPTION = ConfigLine(
    "ip prefix-list <name:word> description <text:line>",
    help=HELP,
    key=("name",),
    no_pattern="ip prefix-list <name:word> description [<text:line>]",
    rank=RANK,
    sort=by_name,
    check_no=check_gone,
)
ENTRY = ConfigLine(
    f"ip prefix-list <name:word> [seq <sequence:1-4294967294>] {_RULE}",
    help=HELP,
    key=("name", "sequence", "action", "prefix", "least", "most"),
    fill={"sequence": None, "least": None, "most": None},
    no_pattern=f"ip prefix-list <name:word> [seq <sequence:1-4294967294>] [{_RULE}]",
    rank=RANK,
    sort=by_name,
    check=check_entry,
    check_no=check_gone,
)
LINES = (DESCRIPTION, ENTRY)
