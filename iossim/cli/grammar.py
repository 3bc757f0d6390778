"""The grammar of one device: which lines exist in which mode, and what a typed line means.

Built from declarations for one release; trees grow per mode and privilege level as lines are typed. A configuration
line that a submode does not know is tried in the modes above, up to global configuration (ios-cli 1.4); `?` and Tab
offer the mode's own words only. Every configuration line also has its `no` and `default` form, in the same tree.

Invariant: a grammar is code, shared by all devices of a release: it is no part of any state and refuses to be pickled.
Left out: aliases, comments and empty lines, which are the session's; `append`, `redirect` and `tee`, which need files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, NoReturn, TypeVar

from iossim.cli.entry import Args, ConfigLine, Entry
from iossim.cli.errors import CliError, Incomplete, Invalid, UnknownWord
from iossim.cli.forest import KIND, WANTED, Forest
from iossim.cli.help import UNRECOGNIZED, Help, ordered, rows_at, rows_for, words_at
from iossim.cli.lookup import Reached, Search
from iossim.cli.mode import EXEC, PRIVILEGED_LEVEL, Mode
from iossim.cli.pipes import Filter, Kind
from iossim.cli.privilege import Path
from iossim.cli.release import Release
from iossim.cli.repeated import Repeated
from iossim.cli.spelling import Spelling, Wording
from iossim.cli.tree import Form, Item, Node
from iossim.cli.types import Line
from iossim.cli.vocabulary import Vocabulary
from iossim.cli.writing import NARROW_SINCE, Manner

T = TypeVar("T")

NEGATIONS = ("no", "default")
DO = "do"
DO_SINCE = "12.2(8)T"
VOCABULARIES = 8  # whose lines are kept


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
    def lines(self) -> tuple[Match, ...]:
        """The line and those that go with it; one that says several at once is those."""
        return tuple(line for match in (self, *self.also) for line in match._parts()) if self.also else self._parts()

    def _parts(self) -> tuple[Match, ...]:
        parts = self.entry.parts if isinstance(self.entry, ConfigLine) else None
        if parts is None:
            return (self,)
        return tuple(replace(self, entry=entry, args=args) for entry, args in parts(self.args))

    @property
    def negated(self) -> bool:
        """True for `no ...`."""
        return self.form is Form.NO

    @property
    def defaulted(self) -> bool:
        """True for `default ...`."""
        return self.form is Form.DEFAULT


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
        self._repeated: list[Repeated[Any]] = []
        self._wordings = tuple(one for one in wordings if self.release.has(one.since))
        for entry in self._entries:
            self._modes.setdefault(entry.mode.name, entry.mode)
        self.manner = Manner(
            tuple(e for e in self._entries if isinstance(e, ConfigLine) and e.always and self.release.has(*e.shown)),
            tuple(one for one in spellings if self.release.has(one.since)),
            self.release.has(NARROW_SINCE),
        )
        self._forest = Forest(self._entries, self.release, self.manner)

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
        return self.manner.patterns(pattern)

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
        roots = self._forest.around(mode, level, vocabulary.privileges)
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
            if known.understand == understand and known.vocabulary == vocabulary:
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
        reached = Reached(self._forest.tree(mode, level, vocabulary.privileges), line, count)
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
        reached = Reached(self._forest.tree(mode, level, vocabulary.privileges), line, count)
        if reached.ambiguous:
            return None
        token = line.tokens[count]
        words = words_at(reached.nodes, token.text, vocabulary)
        exact = [word for word in words if word.lower() == token.text.lower()]
        if len(exact or words) != 1:
            return None
        (word,) = exact or words
        return text[: token.start] + (f"{word} " if words[word] else word[0].lower() + word[1:])

    def spelled(self, keyword: str, text: str) -> Path | None:
        """The keywords that a text abbreviates in the mode of that keyword, written out; None when it has others."""
        mode = next((mode for mode in self._modes.values() if mode.keyword == keyword), None)
        if mode is None:
            return None
        node, path = self._forest.usual(mode, PRIVILEGED_LEVEL), []
        for word in text.lower().split():
            following = [node.keywords[word]] if word in node.keywords else node.abbreviated(word)
            if len(following) != 1:
                return None
            node = following[0]
            path.append(node.text.lower())
        return tuple(path)


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
    pattern = args.pop(WANTED, None)
    wanted = None if pattern is None else Filter(Kind(args.pop(KIND)), pattern)
    if reading.compounds:
        inside: defaultdict[str, dict[str, Any]] = defaultdict(dict)
        for name in [name for name in args if "." in name]:
            lead, _, word = name.partition(".")
            inside[lead][word] = args.pop(name)
        for several in reading.compounds:
            if several.name in inside:
                args[several.name] = several.type.build(inside[several.name])
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
