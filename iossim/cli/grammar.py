"""The grammar of one device: which lines exist in which mode, and what a typed line means.

Built from declarations for one release; trees grow per mode and privilege level as lines are typed. A configuration
line that a submode does not know is tried in the modes above, up to global configuration (ios-cli 1.4); `?` and Tab
offer the mode's own words only. Every configuration line also has its `no` and `default` form, in the same tree.

Invariant: a grammar is code, shared by all devices of a release: it is no part of any state and refuses to be pickled.
Left out: aliases, comments and empty lines, which are the session's; `append`, `redirect` and `tee`, which need files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, NoReturn, TypeVar

from iossim.cli.entry import Args, Command, ConfigLine, Entry
from iossim.cli.errors import CliError, Incomplete, Invalid, UnknownWord
from iossim.cli.help import UNRECOGNIZED, Help, ordered, rows_at, rows_for, words_at
from iossim.cli.lookup import Reached, Search
from iossim.cli.mode import EXEC, PRIVILEGED_LEVEL, Mode
from iossim.cli.negation import negated
from iossim.cli.pattern import Argument, Keyword, OneOf, Option, Part, Sequence, compounds, parse
from iossim.cli.pipes import Filter, Kind
from iossim.cli.privilege import Path, Privileges
from iossim.cli.release import Release
from iossim.cli.repeated import Repeated
from iossim.cli.spelling import Spelling, Wording
from iossim.cli.tree import Form, Item, Node, Reading, grown
from iossim.cli.types import Line, named
from iossim.cli.vocabulary import Vocabulary
from iossim.cli.writing import NARROW_SINCE, Manner
from iossim.sim.values import dataclass

T = TypeVar("T")

DO = "do"
DO_SINCE = "12.2(8)T"
SECTION_SINCE = "12.3(2)T"
COUNT_SINCE = "12.4"
MOVED_TREES = 32  # trees kept of boxes that have moved lines to other levels
VOCABULARIES = 8  # whose lines are kept
_FORM_HELP = {Form.NO: "Negate a command or set its defaults", Form.DEFAULT: "Set a command to its defaults"}


@dataclass(frozen=True, slots=True)
class Match:
    """A line understood. `mode` is the one that knew it: the mode typed in, or one above (EXEC after `do`).

    `also` are further configuration lines that the same `no` removes.
    """

    entry: Entry
    args: Args
    mode: Mode
    form: Form = Form.PLAIN
    filter: Filter | None = None
    also: tuple[Match, ...] = ()

    @property
    def lines(self) -> Iterator[Match]:
        """The line and those that go with it; one that says several at once is those."""
        for match in (self, *self.also):
            parts = match.entry.parts if isinstance(match.entry, ConfigLine) else None
            if parts is None:
                yield match
            else:
                yield from (replace(match, entry=entry, args=args) for entry, args in parts(match.args))

    @property
    def negated(self) -> bool:
        """True for `no ...`."""
        return self.form is Form.NO

    @property
    def defaulted(self) -> bool:
        """True for `default ...`."""
        return self.form is Form.DEFAULT


NEGATIONS = ("no", "default")


class Grammar:
    """The lines of one release, in the order of their declarations."""

    def __init__(
        self,
        entries: Iterable[Entry],
        release: Release | str,
        spellings: Iterable[Spelling] = (),
        wordings: Iterable[Wording] = (),
    ) -> None:
        self.release = Release.parse(release) if isinstance(release, str) else release
        self._entries = tuple(entry for entry in entries if self.release.has(entry.since, entry.until))
        self._modes: dict[str, Mode] = {}
        self._by_mode: dict[str, list[Entry]] = {}
        self._trees: dict[tuple[str, str, int], Node] = {}
        self._around: dict[tuple[str, str, int], list[tuple[Mode, Node]]] = {}
        self._moved: dict[tuple[str, str, int, Privileges], Node] = {}
        self._repeated: list[Repeated[Any]] = []
        self._filters = self._filter_part()
        self._wordings = tuple(one for one in wordings if self.release.has(one.since))
        for entry in self._entries:
            self._modes.setdefault(entry.mode.name, entry.mode)
            self._by_mode.setdefault(entry.mode.name, []).append(entry)
        self.manner = Manner(
            tuple(e for e in self._entries if isinstance(e, ConfigLine) and e.always and self.release.has(*e.shown)),
            tuple(one for one in spellings if self.release.has(one.since)),
            self.release.has(NARROW_SINCE),
        )

    def __reduce__(self) -> NoReturn:
        raise TypeError("a grammar is code, not state: keep the name of what it was built from")

    def __deepcopy__(self, memo: object) -> Grammar:
        return self

    def entries(self) -> tuple[Entry, ...]:
        """All declarations of this release."""
        return self._entries

    def respelled(self, text: str) -> str:
        """A pattern or a line as this release spells it."""
        return self.manner.spell(text)

    def patterns(self, pattern: str) -> tuple[str, ...]:
        """The ways to type a pattern: as it is declared, and as this release spells it."""
        return tuple(dict.fromkeys((pattern, self.respelled(pattern))))

    # -- reading -------------------------------------------------------------------------------------------------

    def match(self, mode: Mode, level: int, text: str, vocabulary: Vocabulary) -> Match:
        """What a line means; raises `CliError`. Columns count from the start of `text`.

        A line belongs to the innermost mode that knows it; but a word that is spelled out in a mode around goes before an
        abbreviation: `key 2` is the next key of a chain, not the `key-string` of this one.
        """
        line = Line(text, vocabulary)
        if not line.tokens:
            raise Incomplete
        if line.tokens[0].word == DO and mode.configures and self.release.has(DO_SINCE):
            return self._done(line, level)
        roots = self._roots(mode, level, vocabulary)
        first: Match | None = None
        for place, root in roots:
            exact = _spelled_out(root, line)
            if first is not None and not exact:
                continue
            search = Search(line)
            found = search.find(root)
            if found is not None:
                match = _matched(found, search.values, place)
                if exact:
                    return match
                first = match
        if first is not None:
            return first
        raise _error(line, mode, [root for _, root in roots])

    def repeated(self, vocabulary: Vocabulary, understand: Callable[[Match], T]) -> Repeated[T]:
        """A reader of lines that other boxes with these words have, too; those of the last few vocabularies are kept."""
        for known in self._repeated:
            if known.understand is understand and known.vocabulary == vocabulary:
                return known
        fresh = Repeated(self, vocabulary, understand)
        self._repeated = [fresh, *self._repeated[: VOCABULARIES - 1]]
        return fresh

    def _done(self, line: Line, level: int) -> Match:
        """An EXEC command in configuration: the rest of the line, at its own columns."""
        if len(line.tokens) == 1:
            raise Incomplete
        end = line.tokens[0].end
        return self.match(EXEC, level, " " * end + line.text[end:], line.vocabulary)

    # -- help and completion -------------------------------------------------------------------------------------

    def help(self, mode: Mode, level: int, text: str, vocabulary: Vocabulary) -> Help:
        """What `?` shows after `text`: words when it is glued to one, else the choices that follow."""
        line, count, glued = _unfinished(text, vocabulary)
        reached = Reached(self._root(mode, level, vocabulary), line, count)
        if reached.ambiguous:
            return Help(message=f'% Ambiguous command:  "{text}"')
        if glued:
            words = words_at(reached.nodes, line.tokens[count].text, vocabulary)
            if words:
                return Help(words=tuple(words))
        rows = dict(rows_for(reached.nodes, line, count) if glued else rows_at(reached.nodes, vocabulary))
        rows.update(reached.rows)
        for word, told in rows.items() if self._wordings else ():
            rows[word] = self._worded(told)
        if not rows:
            return Help(message=UNRECOGNIZED)
        return Help(heading="" if line.tokens else mode.heading, rows=ordered(rows))

    def _worded(self, text: str) -> str:
        """An explanation in the words of this release."""
        found = next((one for one in self._wordings if one.old in text), None)
        return text if found is None else text.replace(found.old, found.new)

    def complete(self, mode: Mode, level: int, text: str, vocabulary: Vocabulary) -> str | None:
        """The text with its last word completed and a blank behind it; None when it is not unique, or no keyword.

        The kind of an interface completes with a small first letter and no blank, as its number follows.
        """
        line, count, glued = _unfinished(text, vocabulary)
        if not glued:
            return None
        reached = Reached(self._root(mode, level, vocabulary), line, count)
        if reached.ambiguous:
            return None
        token = line.tokens[count]
        words = words_at(reached.nodes, token.text, vocabulary)
        exact = [word for word in words if word.lower() == token.text.lower()]
        if len(exact or words) != 1:
            return None
        (word,) = exact or words
        return text[: token.start] + (f"{word} " if words[word] else word[0].lower() + word[1:])

    # -- building ------------------------------------------------------------------------------------------------

    def _roots(self, mode: Mode, level: int, vocabulary: Vocabulary) -> list[tuple[Mode, Node]]:
        """The modes that a line is tried in, innermost first, each with its tree."""
        if vocabulary.privileges.moved:
            return [(place, self._root(place, level, vocabulary)) for place in _around(mode)]
        key = (mode.name, mode.aspect, level)
        roots = self._around.get(key)
        if roots is None:
            roots = self._around[key] = [(place, self._usual_root(place, level)) for place in _around(mode)]
        return roots

    def _root(self, mode: Mode, level: int, vocabulary: Vocabulary) -> Node:
        """The tree of a mode, as a privilege level sees it; configuration modes have levels only where lines were moved."""
        moved = vocabulary.privileges
        return self._moved_root(mode, level, moved) if moved.moved else self._usual_root(mode, level)

    def _usual_root(self, mode: Mode, level: int) -> Node:
        """The same for a box that has left lines where they were."""
        key = (mode.name, mode.aspect, PRIVILEGED_LEVEL if mode.configures else level)
        root = self._trees.get(key)
        if root is None:
            root = self._trees[key] = grown(self._readings(mode, level))
        return root

    def _moved_root(self, mode: Mode, level: int, moved: Privileges) -> Node:
        """The same for a box that has moved lines to other levels; the last few are kept."""
        key = (mode.name, mode.aspect, level, moved)
        root = self._moved.pop(key, None)
        if root is None:
            root = grown(self._readings(mode, PRIVILEGED_LEVEL), moved.ladder(mode.keyword, level))
            if len(self._moved) == MOVED_TREES:
                del self._moved[next(iter(self._moved))]
        self._moved[key] = root
        return root

    def spelled(self, keyword: str, text: str) -> Path | None:
        """The keywords that a text abbreviates in the mode of that keyword, written out; None when it has others."""
        mode = next((mode for mode in self._modes.values() if mode.keyword == keyword), None)
        if mode is None:
            return None
        node, path = self._usual_root(mode, PRIVILEGED_LEVEL), []
        for word in text.lower().split():
            following = [node.keywords[word]] if word in node.keywords else node.abbreviated(word)
            if len(following) != 1:
                return None
            node = following[0]
            path.append(node.text.lower())
        return tuple(path)

    def _readings(self, mode: Mode, level: int) -> list[Reading]:
        entries = self._by_mode.get(mode.name, ())
        if not mode.configures:
            commands = [entry for entry in entries if isinstance(entry, Command) and entry.level <= level]
            return [reading for command in commands for reading in self._plain(command)]
        entries = [entry for entry in entries if not isinstance(entry, ConfigLine) or mode.aspect not in entry.lacks]
        plain = [reading for entry in entries for reading in self._plain(entry)]
        lines = [entry for entry in entries if isinstance(entry, ConfigLine)]
        return plain + [
            reading for form in (Form.NO, Form.DEFAULT) for entry in lines for reading in self._reversed(entry, form)
        ]

    def _plain(self, entry: Entry) -> list[Reading]:
        return [self._read_as(entry, parse(pattern)) for pattern in self.patterns(entry.pattern)]

    def _read_as(self, entry: Entry, parts: Sequence) -> Reading:
        inside = tuple(compounds(parts))
        if isinstance(entry, ConfigLine):
            return Reading(entry, parts, fill=entry.fill, compounds=inside)
        if entry.filterable:
            parts = (*parts, self._filters)
        return Reading(entry, parts, compounds=inside)

    def _reversed(self, entry: ConfigLine, form: Form) -> list[Reading]:
        """The `no` or `default` form of a line, in its spellings."""
        ways: list[Callable[[str], str]] = [str]
        if self.respelled(entry.pattern) != entry.pattern:
            ways.append(self.respelled)
        return [_reversed(entry, form, negated(entry, spell)) for spell in ways]

    def _filter_part(self) -> Part:
        """`| begin X` and its kin, as a part of a command's line."""
        kinds = [
            (_kind("begin", "Begin with the line that matches"), *_PATTERN),
            (_kind("exclude", "Exclude lines that match"), *_PATTERN),
            (_kind("include", "Include lines that match"), *_PATTERN),
        ]
        if self.release.has(SECTION_SINCE):
            inside = OneOf(
                (
                    (Keyword("exclude", _KIND, Kind.SECTION_EXCLUDE.value, "Exclude entire section(s) of output"),),
                    (Keyword("include", _KIND, Kind.SECTION.value, "Include entire section(s) of output"),),
                )
            )
            kinds.append((_kind("section", "Filter a section of output"), Option((inside,)), *_PATTERN))
        if self.release.has(COUNT_SINCE):
            kinds.append((_kind("count", "Count number of lines which match regexp"), *_PATTERN))
        return Option((Keyword("|", help="Output modifiers"), OneOf(tuple(kinds))))


# Names that no pattern can give to an argument.
_KIND = "| kind"
_WANTED = "| pattern"
_PATTERN: Sequence = (Argument(_WANTED, named("regexp"), help="Regular Expression"),)


def _kind(word: str, text: str) -> Keyword:
    return Keyword(word, _KIND, word, text)


def _reversed(entry: ConfigLine, form: Form, parts: Sequence) -> Reading:
    """The `no` or `default` form of a line."""
    fill = {} if entry.no_pattern else entry.fill
    words = (Keyword(form.value, help=_FORM_HELP[form]), *parts)
    return Reading(entry, words, form, fill, tuple(compounds(parts)))


def _around(mode: Mode) -> list[Mode]:
    """The modes that a line is tried in, from the one it is typed in up to global configuration."""
    modes = [mode]
    while modes[-1].configures and modes[-1].parent is not None and modes[-1].parent.configures:
        modes.append(modes[-1].parent)
    return modes


def _error(line: Line, mode: Mode, roots: list[Node]) -> CliError:
    """The mistake in a line that no tree knows: the one furthest on, of equals that of the inner mode."""
    searches = [Search(line, explaining=True) for _ in roots]
    for search, root in zip(searches, roots, strict=True):
        search.find(root)
    error = max(searches, key=_reach).error()
    if isinstance(error, Invalid) and not mode.configures and len(line.tokens) == 1:
        return UnknownWord(error.column, line.tokens[0].text)
    return error


def _reach(search: Search) -> int:
    return search.far


def _unfinished(text: str, vocabulary: Vocabulary) -> tuple[Line, int, bool]:
    """A text before the cursor: its line, how many tokens are finished, and whether one more is begun."""
    line = Line(text, vocabulary)
    glued = bool(line.tokens) and line.tokens[-1].end == len(text)
    return line, len(line.tokens) - glued, glued


def _spelled_out(root: Node, line: Line) -> bool:
    """True when the first word of a line, behind `no` or `default`, is one of a tree in full."""
    for token in line.tokens:
        node = root.keywords.get(token.word)
        if node is None or token.word not in NEGATIONS:
            return node is not None
        root = node
    return True


def _matched(found: list[Item], values: list[Any], mode: Mode) -> Match:
    first = _match(found[0], values, mode)
    if first.form is Form.PLAIN or len(found) == 1:
        return first
    seen = {first.entry: None}
    also: list[Match] = []
    for item in found[1:]:
        if item.reading.form is first.form and item.reading.entry not in seen:
            seen[item.reading.entry] = None
            also.append(_match(item, values, mode))
    return replace(first, also=tuple(also))


def _match(item: Item, values: list[Any], mode: Mode) -> Match:
    reading = item.reading
    args = _arguments(item, values)
    pattern = args.pop(_WANTED, None)
    wanted = None if pattern is None else Filter(Kind(args.pop(_KIND)), pattern)
    for several in reading.compounds:
        lead = f"{several.name}."
        inside = {name.removeprefix(lead): args.pop(name) for name in list(args) if name.startswith(lead)}
        if inside:
            args[several.name] = several.type.build(inside)
    for name, value in reading.fill.items():
        args.setdefault(name, value)
    return Match(reading.entry, args, mode, reading.form, wanted)


def _arguments(item: Item, values: list[Any]) -> dict[str, Any]:
    """The arguments a path gave, by the names its declaration has for them."""
    args: dict[str, Any] = {}
    for capture in item.captures:
        value = values[capture.step] if capture.value is None else capture.value
        args[capture.name] = (*args.get(capture.name, ()), value) if capture.many else value
    return args
