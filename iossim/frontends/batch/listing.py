"""`iossim commands`: what the IOS command line accepts, read off the grammar itself.

    iossim commands [--release R] [--json]
    iossim commands --profile P [--json]         P: a profile of the simulation, or a release form

Every declaration of a release is listed by mode, in the syntax of a command reference: values as `?` shows them, choices in
braces, what may be left out in brackets. A mark tells a command of privileged EXEC (`#`) and a line that is accepted without
effect (`-`). The text is Markdown, too: `docs/commands.md` is this text, which ends with what the second release form has
otherwise. `--profile` with the name of a profile prints its constants instead. Left out: hidden commands, and the `no` and
`default` forms, which every configuration line has.
"""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from iossim.cli.entry import Command, Entry
from iossim.cli.mode import EXEC, PRIVILEGED_LEVEL
from iossim.cli.pattern import AnyOrder, Argument, Keyword, OneOf, Option, Part, Sequence, Several, parse
from iossim.cli.release import Release
from iossim.cli.vocabulary import Words
from iossim.frontends.batch.paper import complain, say
from iossim.lab.parameters import UnknownProfile, as_data, as_text, profile
from iossim.lab.roster import standard

FINE, WRONG = 0, 2
RELEASE = "12.2(11)T"
LATER = "15.1M"
WIDTH = 118
GAP = 2
MANY = 12
"""More words than these to choose from are not all listed."""

TAKING_BACK = ("no", "undebug")
NO_DEVICE = Words()

LEGEND = """\
Listed by mode, as `?` shows values. `#` is for privileged EXEC, `-` is accepted without effect. Every configuration line
also has its `no` and `default` forms. What is not listed is refused, in the words of IOS."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line that can be typed."""

    mode: str
    syntax: str
    help: str
    level: int
    effect: bool
    since: str


def commands(args: Namespace) -> int:
    """The command."""
    form = _form(args.profile)
    if args.profile and form is None:
        return _constants(args)
    try:
        release = form or Release.parse(args.release)
    except ValueError:
        complain(f"iossim commands: --release: expected a release such as {RELEASE}, found {args.release!r}")
        return WRONG
    found = rows(release)
    if args.json:
        say(json.dumps({"release": str(release), "commands": [asdict(row) for row in found]}, indent=1))
    else:
        say(text(release, found))
    return FINE


def _form(name: str) -> Release | None:
    """The release that a profile's name is, None for the names of the simulation's profiles."""
    try:
        return Release.parse(name)
    except ValueError:
        return None


def _constants(args: Namespace) -> int:
    """The parameter table of a profile."""
    try:
        table = profile(args.profile)
    except UnknownProfile as error:
        complain(f"iossim commands: --profile: {error}")
        return WRONG
    say(json.dumps({"profile": args.profile, "parameters": as_data(table)}, indent=1) if args.json else as_text(table))
    return FINE


def rows(release: Release) -> tuple[Row, ...]:
    """What a router of that release accepts: modes as they are first declared, lines in the order of letters."""
    grammar = standard().grammar(release)
    entries = [entry for entry in grammar.entries() if not _hidden(entry)]
    modes = list(dict.fromkeys(entry.mode.name for entry in entries))
    found = dict.fromkeys(_row(entry, pattern) for entry in entries for pattern in grammar.patterns(entry.pattern))
    return tuple(sorted(found, key=lambda row: (modes.index(row.mode), row.syntax)))


def _hidden(entry: Entry) -> bool:
    return isinstance(entry, Command) and entry.hidden


def _row(entry: Entry, pattern: str) -> Row:
    parts = parse(pattern)
    level = entry.level if isinstance(entry, Command) else PRIVILEGED_LEVEL
    syntax = written(parts)
    return Row(entry.mode.name, syntax, _help(entry, parts), level, _effect(entry), entry.since)


def _effect(entry: Entry) -> bool:
    return isinstance(entry, Command) or entry.effect


def _help(entry: Entry, parts: Sequence) -> str:
    """What `?` says of the last word that must be typed; of a command that takes back, its first."""
    told, before = "", ""
    for part in parts:
        if before in TAKING_BACK:
            break
        if isinstance(part, Keyword):
            told = entry.help.get(f"{before} {part.text}") or entry.help.get(part.text) or part.help or told
            before = part.text
    return told


# -- the syntax ------------------------------------------------------------------------------------------------------


def written(parts: Iterable[Part]) -> str:
    """Parts as a command reference prints them."""
    return " ".join(map(_part, parts))


def _part(part: Part) -> str:
    match part:
        case Keyword():
            return part.text
        case Argument():
            return _value(part) + (" ..." if part.many else "")
        case Several():
            return written(part.body)
        case Option((OneOf(branches),)):
            return f"[{_choices(branches)}]"
        case Option():
            return f"[{written(part.body)}]"
        case OneOf():
            choices = _choices(part.branches)
            return f"{{{choices}}}" if " | " in choices else choices
        case AnyOrder():
            return f"({_choices(part.branches)}){'+' if part.needed else '*'}"


def _choices(branches: Iterable[Sequence]) -> str:
    """Branches once each; of a long row of words the ends."""
    texts = list(dict.fromkeys(map(written, _flat(branches))))
    words = [text for text in texts if " " not in text]
    if len(words) > MANY:
        texts = [words[0], "...", words[-1], *(text for text in texts if text not in words)]
    return " | ".join(texts)


def _flat(branches: Iterable[Sequence]) -> Iterator[Sequence]:
    """A branch that is nothing but a choice counts as its own branches."""
    for branch in branches:
        match branch:
            case (OneOf(inside),):
                yield from _flat(inside)
            case _:
                yield branch


def _value(part: Argument) -> str:
    """A value as `?` shows it; by its name where that depends on the router or is a sentence."""
    shown = [row[0] for row in part.type.rows(NO_DEVICE, "")]
    return shown[0] if len(shown) == 1 and " " not in shown[0] else part.name.rpartition(".")[2].upper()


# -- the text --------------------------------------------------------------------------------------------------------


def text(release: Release, found: Iterable[Row]) -> str:
    """The whole listing, as lines; that of the usual release ends with what the later form has otherwise."""
    lines = list(_lines(release, tuple(found)))
    return "\n".join([*lines, *_differences(release, Release.parse(LATER))] if str(release) == RELEASE else lines)


def _lines(release: Release, found: tuple[Row, ...]) -> Iterator[str]:
    yield f"# Commands of {release}"
    yield ""
    yield LEGEND
    yield from _modes(found)


def _differences(one: Release, other: Release) -> Iterator[str]:
    """What another release has besides, and what it lacks; a line that only takes more words there is not lacking."""
    rows_of = {release: {(row.mode, row.syntax): row for row in rows(release)} for release in (one, other)}
    more = [row for place, row in rows_of[other].items() if place not in rows_of[one]]
    less = [
        row
        for place, row in rows_of[one].items()
        if place not in rows_of[other] and not any(_extends(longer, row) for longer in more)
    ]
    for title, found in ((f"Only in {other}", more), (f"Not in {other}", less)):
        yield from ("", f"# {title}") if found else ()
        yield from _modes(tuple(found))


def _extends(longer: Row, row: Row) -> bool:
    return longer.mode == row.mode and longer.syntax.startswith(row.syntax)


def _modes(found: tuple[Row, ...]) -> Iterator[str]:
    for mode in dict.fromkeys(row.mode for row in found):
        here = [row for row in found if row.mode == mode]
        yield ""
        yield f"## {mode}"
        yield ""
        column = min(44, max(len(row.syntax) for row in here) + GAP)
        for row in here:
            yield from _entry(row, column)


def _entry(row: Row, column: int) -> Iterator[str]:
    """A line of the listing; the help stands below a syntax that is long."""
    sign = "-" if not row.effect else "#" if row.mode == EXEC.name and row.level == PRIVILEGED_LEVEL else " "
    if len(row.syntax) + GAP <= column:
        yield f"    {sign} {row.syntax:{column}}{row.help}".rstrip()
        return
    yield from _folded(f"    {sign} {row.syntax}")
    if row.help:
        yield f"      {'':{column}}{row.help}"


def _folded(line: str) -> Iterator[str]:
    """A long line in pieces, cut at blanks."""
    while len(line) > WIDTH:
        cut = line.rfind(" ", 12, WIDTH)
        yield line[:cut]
        line = f"          {line[cut + 1 :]}"
    yield line
