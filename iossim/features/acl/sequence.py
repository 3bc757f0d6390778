"""Numbers of entries, since 12.3(2)T: 10, 20 and so on. Entries stand in their order and are taken out by them.

The running configuration does not print them, so after a reload a list is numbered anew. A numbered list is edited like a named
one: what is typed under `ip access-list extended 101` becomes a line `access-list 101 ...`. A remark takes no number; it
stays behind the entry it was typed after.
"""

from __future__ import annotations

from collections.abc import Iterator

from iossim.cli.entry import Args, ConfigLine
from iossim.device.actions import Amend
from iossim.device.config import Change, RunningConfig, SectionKey, Statement, key_of
from iossim.features.acl import config as lines
from iossim.features.acl.config import Placed, entries_of, named_sections

STEP = 10


def at_start(config: RunningConfig) -> Iterator[Amend]:
    """The numbers of a configuration that was read."""
    names = dict.fromkeys(str(one.args["number"]) for entry in lines.NUMBERED for one in config.all(entry))
    for section in named_sections(config):
        names[str(section[-1][1])] = None
    for name in names:
        found = entries_of(config, name)
        for opener in lines.OPENERS if name.isdigit() else ():
            section = Statement(opener, {"name": name}).under(())
            found += [((), _numbered(one, int(name))) for one in config.all_of(section)]
            yield Amend((), Statement(opener, {"name": name}), remove=True)
        yield from renumbered(found, STEP, STEP)


def renumbered(found: list[Placed], start: int, step: int) -> Iterator[Amend]:
    """The entries with numbers from `start` on."""
    number = start - step
    for section, one in found:
        number += 0 if _is_remark(one.entry) else step
        yield Amend(section, Statement(one.entry, {**one.args, lines.SEQUENCE: number}), counts=False)


def after(config: RunningConfig, change: Change) -> Iterator[Amend]:
    """What becomes of a line that was typed: it has a number, and stands in its list."""
    entry, args = change.entry, change.args
    if change.removed:
        return
    if entry in lines.OPENERS and args["name"].isdigit():
        yield Amend((), Statement(entry, args), remove=True)
    elif entry in lines.NUMBERED:
        yield Amend((), _with_number(config, str(args["number"]), Statement(entry, args), change.before))
    elif entry in lines.INSIDE:
        name = str(change.section[-1][1])
        typed = Statement(entry, args)
        if name.isdigit():
            yield Amend(change.section, typed, remove=True)
            yield Amend((), _with_number(config, name, _numbered(typed, int(name)), change.before))
        else:
            yield Amend(change.section, _with_number(config, name, typed, change.before))


def _with_number(config: RunningConfig, name: str, typed: Statement, before: Args | None) -> Statement:
    """The number that was typed, else the one it had, else the next one."""
    others = [one for _, one in entries_of(config, name)]
    known = next((one.args for one in others if one.key == typed.key), {})
    number = next((args[lines.SEQUENCE] for args in (typed.args, before or {}, known) if lines.SEQUENCE in args), None)
    if number is None:
        last = max((one.args.get(lines.SEQUENCE, 0) for one in others), default=0)
        number = last if _is_remark(typed.entry) else last + STEP
    return Statement(typed.entry, {**typed.args, lines.SEQUENCE: number})


def _numbered(typed: Statement, number: int) -> Statement:
    """The line of a numbered list that an entry of a section stands for."""
    if _is_remark(typed.entry):
        return Statement(lines.REMARK, {**typed.args, "number": number})
    entry = lines.STANDARD if typed.entry.mode == lines.STANDARD_MODE else lines.EXTENDED
    return Statement(entry, {**typed.args, "number": number})


def _is_remark(entry: ConfigLine) -> bool:
    return entry in lines.REMARKS


def meant(config: RunningConfig, section: SectionKey, args: Args) -> Iterator[Placed]:
    """The entry that `no` speaks of: by its number, or as it was typed."""
    name = str(section[-1][1])
    for where, one in entries_of(config, name):
        if "action" not in args and "text" not in args:
            if one.args.get(lines.SEQUENCE) == args[lines.SEQUENCE] and not _is_remark(one.entry):
                yield where, one
        elif ("text" in args) is _is_remark(one.entry) and key_of(
            one.entry, {**one.entry.fill, **args, **_number_of(one)}
        ) == one.key:
            yield where, one


def _number_of(one: Statement) -> Args:
    return {"number": one.args["number"]} if "number" in one.args else {}
