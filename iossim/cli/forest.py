"""The trees of a grammar: one per mode, and per privilege level where that matters, grown where somebody goes.

Every configuration line also has its `no` and `default` form, in the same tree. A box that has moved lines to other levels has
trees of its own; the last few of those are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iossim.cli.entry import Command, ConfigLine, Entry
from iossim.cli.mode import PRIVILEGED_LEVEL, Mode
from iossim.cli.negation import negated
from iossim.cli.pattern import Argument, Keyword, OneOf, Option, Part, Sequence, compounds, parse
from iossim.cli.pipes import Kind
from iossim.cli.privilege import Privileges
from iossim.cli.release import Release
from iossim.cli.tree import Form, Node, Reading, grown
from iossim.cli.types import named
from iossim.cli.writing import Manner

SECTION_SINCE = "12.3(2)T"
COUNT_SINCE = "12.4"
MOVED_TREES = 32  # trees kept of boxes that have moved lines to other levels
_FORM_HELP = {Form.NO: "Negate a command or set its defaults", Form.DEFAULT: "Set a command to its defaults"}


class Forest:
    """The trees of the lines of one release."""

    def __init__(self, entries: Iterable[Entry], release: Release, manner: Manner) -> None:
        self.manner = manner
        self._entries: dict[str, list[Entry]] = {}
        self._trees: dict[tuple[str, str, int], Node] = {}
        self._around: dict[tuple[str, str, str, int], list[tuple[Mode, Node]]] = {}
        self._moved: dict[tuple[str, str, int, Privileges], Node] = {}
        self._filters = _filters(release)
        for entry in entries:
            self._entries.setdefault(entry.mode.name, []).append(entry)

    def around(self, mode: Mode, level: int, moved: Privileges) -> list[tuple[Mode, Node]]:
        """The modes that a line is tried in, up to global configuration, each with its tree."""
        if moved.moved:
            return [(place, self.tree(place, level, moved)) for place in _outwards(mode)]
        # A range of interfaces has the lines of one, and a prompt of its own.
        key = mode.name, mode.prompt, mode.aspect, level
        around = self._around.get(key)
        if around is None:
            around = self._around[key] = [(place, self.usual(place, level)) for place in _outwards(mode)]
        return around

    def tree(self, mode: Mode, level: int, moved: Privileges) -> Node:
        """The tree of a mode, as a privilege level sees it; configuration modes have levels only where lines were moved."""
        return self._of_moved(mode, level, moved) if moved.moved else self.usual(mode, level)

    def usual(self, mode: Mode, level: int) -> Node:
        """The same for a box that has left lines where they were."""
        key = (mode.name, mode.aspect, PRIVILEGED_LEVEL if mode.configures else level)
        root = self._trees.get(key)
        if root is None:
            root = self._trees[key] = grown(self._readings(mode, level))
        return root

    def _of_moved(self, mode: Mode, level: int, moved: Privileges) -> Node:
        """The same for a box that has moved lines to other levels."""
        key = (mode.name, mode.aspect, level, moved)
        root = self._moved.pop(key, None)
        if root is None:
            root = grown(self._readings(mode, PRIVILEGED_LEVEL), moved.ladder(mode.keyword, level))
            if len(self._moved) == MOVED_TREES:
                del self._moved[next(iter(self._moved))]
        self._moved[key] = root
        return root

    def _readings(self, mode: Mode, level: int) -> list[Reading]:
        entries = self._entries.get(mode.name, ())
        if not mode.configures:
            commands = [entry for entry in entries if isinstance(entry, Command) and entry.level <= level]
            return [reading for command in commands for reading in self._plain(command)]
        entries = [entry for entry in entries if not isinstance(entry, ConfigLine) or mode.aspect not in entry.lacks]
        plain = [reading for entry in entries for reading in self._plain(entry)]
        lines = [entry for entry in entries if isinstance(entry, ConfigLine)]
        undone = [(entry, parts) for entry in lines for parts in self._undone(entry)]
        return plain + [_reversed(entry, form, parts) for form in (Form.NO, Form.DEFAULT) for entry, parts in undone]

    def _plain(self, entry: Entry) -> list[Reading]:
        return [self._read_as(entry, parse(pattern)) for pattern in self.manner.patterns(entry.pattern)]

    def _read_as(self, entry: Entry, parts: Sequence) -> Reading:
        inside = compounds(parts)
        if isinstance(entry, ConfigLine):
            return Reading(entry, parts, fill=entry.fill, compounds=inside)
        if entry.filterable:
            parts = (*parts, self._filters)
        return Reading(entry, parts, compounds=inside)

    def _undone(self, entry: ConfigLine) -> Iterator[Sequence]:
        """What stands behind `no` and `default` of a line, in its spellings."""
        yield negated(entry, str)
        if self.manner.spell(entry.pattern) != entry.pattern:
            yield negated(entry, self.manner.spell)


# Names that no pattern can give to an argument.
KIND = "| kind"
WANTED = "| pattern"
_PATTERN: Sequence = (Argument(WANTED, named("regexp"), help="Regular Expression"),)


def _kind(word: str, text: str) -> Keyword:
    return Keyword(word, KIND, word, text)


def _filters(release: Release) -> Part:
    """`| begin X` and its kin, as a part of a command's line."""
    kinds = [
        (_kind("begin", "Begin with the line that matches"), *_PATTERN),
        (_kind("exclude", "Exclude lines that match"), *_PATTERN),
        (_kind("include", "Include lines that match"), *_PATTERN),
    ]
    if release.has(SECTION_SINCE):
        inside = OneOf(
            (
                (Keyword("exclude", KIND, Kind.SECTION_EXCLUDE.value, "Exclude entire section(s) of output"),),
                (Keyword("include", KIND, Kind.SECTION.value, "Include entire section(s) of output"),),
            )
        )
        kinds.append((_kind("section", "Filter a section of output"), Option((inside,)), *_PATTERN))
    if release.has(COUNT_SINCE):
        kinds.append((_kind("count", "Count number of lines which match regexp"), *_PATTERN))
    return Option((Keyword("|", help="Output modifiers"), OneOf(tuple(kinds))))


def _reversed(entry: ConfigLine, form: Form, parts: Sequence) -> Reading:
    """The `no` or `default` form of a line."""
    fill = {} if entry.no_pattern else entry.fill
    words = (Keyword(form.value, help=_FORM_HELP[form]), *parts)
    return Reading(entry, words, form, fill, compounds(parts))


def _outwards(mode: Mode) -> list[Mode]:
    """The modes that a line is tried in, from the one it is typed in up to global configuration."""
    modes = [mode]
    while modes[-1].configures and modes[-1].parent is not None and modes[-1].parent.configures:
        modes.append(modes[-1].parent)
    return modes
