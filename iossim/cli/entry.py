"""Declarations: what can be typed, and how it is written back.

A `Command` does something at once; a `ConfigLine` states a wish that stays. Both are given by a pattern as the command
reference prints it, with a help text per word. One declaration parses, abbreviates, completes, explains under `?`,
negates and prints its line, so these cannot differ.

Pattern syntax (compiled by `cli.pattern`):

    word              a keyword, matched by any unique prefix, case-insensitive
    <name:type>       a typed argument; `<value:0-255>` a range, `<action:permit|deny>` a choice that is an argument
    [ ... ]           optional
    { a | b }         exactly one of
    ( a | b )*        any of these in any order, each at most once

Invariant: a declaration holds no state of any device. It is compared by identity and named by `id` in pickled state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, Self

from iossim.cli.mode import EXEC, GLOBAL, PRIVILEGED_LEVEL, Mode

Args = Mapping[str, Any]
"""The typed arguments of one line, by name; an absent optional argument is absent here, unless `fill` names it."""


class Declared:
    """What every declaration is: code with a name. State names it, copies share it.

    `id` is mode and pattern, and the releases that have it where they are bounded.
    """

    __slots__ = ("id",)

    id: str
    mode: Mode
    pattern: str
    since: str
    until: str

    def __post_init__(self) -> None:
        bounds = f" [{self.since}..{self.until}]" if self.since or self.until else ""
        object.__setattr__(self, "id", f"{self.mode.name}: {self.pattern}{bounds}")
        _DECLARED.setdefault(self.id, self)  # type: ignore[arg-type]

    def __reduce__(self) -> tuple[object, ...]:
        return declared, (self.id,)

    def __deepcopy__(self, memo: object) -> Self:
        return self


@dataclass(frozen=True, slots=True, eq=False)
class Command(Declared):
    """A line that acts when it is entered.

    `run(context, args)` returns None, a string, an iterable of lines or a `Drawing` to print, or a `Job`. `filterable` adds
    `| include` and the like. `since` names the first release that has it, `until` the first that no longer does, as
    text: `"12.2(8)T"`.
    """

    pattern: str
    run: Callable[[Any, Args], Any]
    help: Mapping[str, str] = field(default_factory=dict)
    mode: Mode = EXEC
    level: int = PRIVILEGED_LEVEL
    filterable: bool = False
    hidden: bool = False
    since: str = ""
    until: str = ""


class Body(Protocol):
    """A line that is not complete yet, as frozen data: it takes further lines, typed without a prompt."""

    @property
    def announcement(self) -> str:
        """What is printed before the first line; empty for nothing."""
        ...

    def take(self, line: str) -> Body | Args:
        """With one more line: still a body, or the arguments of the completed line."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class ConfigLine(Declared):
    """A line of the running configuration.

    `key`       arguments that identify the statement within its section; () = there is one.
    `fill`      values of optional arguments when absent; hidden again when written.
    `default`   a statement whose other arguments equal this is not stored.
    `toggle`    for a line without a stored value (`ip redirects`): None = not a toggle; else its state by default. The
                other state is what is stored and shown (`no ip redirects`).
    `always`    a toggle or default that is written even while at its default (`ip classless`); without either: `no` and
                the keywords are written while there is no value (`no ip address`).
    `shown`     for `always` lines: the first release that writes them so, and the first that no longer does.
    `within`    for `always` lines of a submode: predicate on the arguments of the section's own line.
    `enters`    the mode the line leads into; the statements typed there are its section.
    `shown_as`  for `enters` lines: the mode as it appears for these arguments, where its prompt is not always the same.
    `lacks`     the aspects of its mode that do not have the line (`duplex` of subinterfaces).
    `leads`     for `enters` lines that only sometimes open a section: predicate on the arguments.
    `rank`      place among the lines of its section, ascending; equal ranks keep the order `sort(args)`, else that of
                entry. Global lines have their ranks by `device.nvgen.Place`.
    `write_as`  another pattern to print with (`encr <value:..>` for `encryption`).
    `no_pattern` what may be typed after `no`, when the rule below does not fit; a key argument absent there means any.
    `trailing`  text after the line (IOS ends lists of names with a blank).
    `closing`   a line printed after the section that this line opens (`quit`).
    `check`     `check(context, args) -> str | None`: an IOS message that refuses the line, with the state in view.
    `check_no`  the same for the `no` and `default` forms, with the arguments that were typed.
    `asks_no`   `asks_no(context, args) -> str | None`: what is asked, in its last line, before the `no` form is obeyed.
    `parts`     `parts(args)`: the lines, each with its arguments, that this one says at once; they are kept and written in
                its place (`standby 1 priority 110 preempt`).
    `body`      `body(args) -> Body | None`: the line is completed by lines that follow it (`banner`, certificates).
    `indent`    blanks in front when the line stands in a section.
    `bang`      a `!` line follows this statement (with its section) in the running configuration.
    `effect`    False: accepted without effect, and listed as such.
    `secret`    never printed by generic listings.

    `no` (and `default`) takes the line cut after its last key argument when that one must be typed, else before the
    first argument that is no key; what follows the cut may be typed as well. `no` of several lines with the same cut
    removes all of them.

    A declaration is pickled by its `id` and copied as itself: state may hold it.
    """

    pattern: str
    mode: Mode = GLOBAL
    help: Mapping[str, str] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    fill: Mapping[str, Any] = field(default_factory=dict)
    default: Mapping[str, Any] = field(default_factory=dict)
    toggle: bool | None = None
    always: bool = False
    shown: tuple[str, str] = ("", "")
    within: Callable[[Args], bool] | None = None
    enters: Mode | None = None
    shown_as: Callable[[Args], Mode] | None = None
    lacks: tuple[str, ...] = ()
    leads: Callable[[Args], bool] | None = None
    rank: int = 500
    sort: Callable[[Args], Any] | None = None
    write_as: str = ""
    no_pattern: str = ""
    trailing: str = ""
    closing: str = ""
    check: Callable[[Any, Args], str | None] | None = None
    check_no: Callable[[Any, Args], str | None] | None = None
    asks_no: Callable[[Any, Args], str | None] | None = None
    parts: Callable[[Args], tuple[tuple[ConfigLine, Args], ...]] | None = None
    body: Callable[[Args], Body | None] | None = None
    indent: int = 1
    bang: bool = False
    effect: bool = True
    secret: bool = False
    since: str = ""
    until: str = ""

    def mode_of(self, args: Args) -> Mode | None:
        """The mode that the line leads to with these arguments."""
        return self.enters if self.shown_as is None else self.shown_as(args)


Entry = Command | ConfigLine
_DECLARED: dict[str, Entry] = {}


def declared(entry_id: str) -> Entry:
    """The declaration of that name: pickled state names declarations, and code holds them. KeyError when unknown."""
    return _DECLARED[entry_id]


def settle(entries: Iterable[Entry]) -> None:
    """From now on names mean these: the declarations of a catalogue come before others of the same name."""
    for entry in entries:
        _DECLARED[entry.id] = entry
