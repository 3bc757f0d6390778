"""Writing: the line that a pattern and its arguments make.

The reverse of reading, over the same parts. An option is written when some argument in it has a value that is not
filled in anyway; of alternatives the one is written that tells most of what is there.

Invariant: reading what was written gives the same arguments.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from iossim.cli.entry import Args, Command, ConfigLine, Entry
from iossim.cli.pattern import AnyOrder, Argument, Keyword, OneOf, Option, Part, Sequence, Several, inner, parse
from iossim.cli.spelling import Spelling
from iossim.cli.types import Show

_NOTHING: Mapping[str, Any] = {}
NARROW_SINCE = "15.1"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a release writes a configuration.

    `always` are the lines that it writes even at their default, `spellings` those of its global lines; `narrow`: what stands in a
    section stands one blank deeper, whatever its line says.
    """

    always: tuple[ConfigLine, ...] = ()
    spellings: tuple[Spelling, ...] = ()
    narrow: bool = False

    def spell(self, text: str) -> str:
        """A global line, or its pattern, in the words of the release."""
        for spelling in self.spellings:
            text = spelling.of(text)
        return text

    def patterns(self, pattern: str) -> tuple[str, ...]:
        """The ways to type a pattern: as it is declared, and as the release spells it."""
        return tuple(dict.fromkeys((pattern, self.spell(pattern))))


PLAIN = Manner()


def write(entry: Entry, args: Args, show: Show = str) -> str:
    """The line of an entry with these arguments, as IOS prints it; addresses are printed by `show`."""
    pattern, fill = (entry.pattern, _NOTHING) if isinstance(entry, Command) else _form(entry)
    words = _Writer(args, fill, show).sequence(parse(pattern))
    if words is None:
        raise ValueError(f"{entry.id} cannot be written with {dict(args)!r}")
    return " ".join(words)


def keywords(entry: ConfigLine) -> str:
    """The line up to its first argument: what `no` is printed before when there is no value."""
    words: list[str] = []
    for part in parse(entry.write_as or entry.pattern):
        if not isinstance(part, Keyword):
            break
        words.append(part.text)
    return " ".join(words)


def _form(entry: ConfigLine) -> tuple[str, Mapping[str, Any]]:
    return entry.write_as or entry.pattern, entry.fill


@dataclass(frozen=True, slots=True)
class _Writer:
    args: Args
    fill: Mapping[str, Any]
    show: Show

    def sequence(self, parts: Sequence) -> list[str] | None:
        """The words of the parts, None when an argument they need is missing."""
        words: list[str] = []
        for part in parts:
            more = self.part(part)
            if more is None:
                return None
            words += more
        return words

    def part(self, part: Part) -> list[str] | None:
        """The words of one part."""
        match part:
            case Keyword():
                return [part.text] if not part.mark or self.args.get(part.mark) == part.value else None
            case Argument():
                return self.argument(part)
            case Several():
                return [part.type.write(self.args[part.name], self.show)] if part.name in self.args else None
            case Option():
                return (self.sequence(part.body) or []) if self.told(part.body) else []
            case OneOf():
                return self.one(part)
            case AnyOrder():
                return [word for branch in part.branches if self.told(branch) for word in self.sequence(branch) or []]

    def argument(self, part: Argument) -> list[str] | None:
        """The word, or words, of a value."""
        if part.name not in self.args:
            return None
        value = self.args[part.name]
        return [part.type.write(one, self.show) for one in (value if part.many else (value,))]

    def one(self, part: OneOf) -> list[str] | None:
        """The words of the branch that tells most; the earlier one of equals."""
        best: list[str] | None = None
        most = -1
        for branch in part.branches:
            words, told = self.sequence(branch), self.told(branch)
            if words is not None and told > most:
                best, most = words, told
        return best

    def told(self, parts: Sequence) -> int:
        """How many of the arguments of these parts have a value worth writing."""
        count = 0
        for part in parts:
            match part:
                case Keyword():
                    if part.mark and self.args.get(part.mark) == part.value:
                        count += self.worth(part.mark)
                case Argument() | Several():
                    count += part.name in self.args and self.worth(part.name)
                case _:
                    count += sum(self.told(body) for body in inner(part))
        return count

    def worth(self, name: str) -> bool:
        """False for a value that is filled in when absent."""
        return name not in self.fill or self.fill[name] != self.args[name]
