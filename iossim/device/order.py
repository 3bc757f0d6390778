"""What a configuration line orders, whoever obeys it: the statements it sets or takes away, and where it leads.

It follows from the line alone, so it is worked out once for all boxes whose memory has the line (`cli.repeated`). Which box
obeys, and what its configuration says already, is `device.config`'s.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from iossim.cli.entry import Args, Body, ConfigLine
from iossim.cli.errors import Refused
from iossim.cli.grammar import Match
from iossim.cli.tree import Form
from iossim.device.body import body_of
from iossim.device.statement import SectionKey, Statement

if TYPE_CHECKING:
    from iossim.cli.mode import Mode
    from iossim.device.context import Context


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """A configuration line, understood to the end.

    `depth`       how many sections are around it: it stands in the innermost, wherever in them it is typed.
    `statements`  what it says, one or more; a toggle is on or off by the form of the line.
    `undoes`      the form of the line takes away those that are no toggles.
    `opener`      the one that opens a section, if any, and `leads` the mode of what is typed there.
    `body`        what the line still wants (a banner).
    `check`       who may refuse it.
    """

    match: Match
    depth: int
    statements: tuple[Statement, ...]
    undoes: bool
    opener: Statement | None
    leads: Mode | None
    body: Body | None
    check: Callable[[Any, Args], str | None] | None

    @classmethod
    def of(cls, match: Match) -> Order:
        """What a line orders; TypeError for a command."""
        entry, undoes = match.entry, match.form is not Form.PLAIN
        if not isinstance(entry, ConfigLine):
            raise TypeError(f"{entry.id} is no configuration line")
        opener = None if undoes or entry.enters is None else Statement(entry, match.args)
        return cls(
            match,
            depth_of(match.mode),
            tuple(map(_statement, match.lines)),
            undoes,
            opener if opener is not None and opener.opens else None,
            entry.mode_of(match.args),
            body_of(match),
            entry.check_no if undoes else entry.check,
        )

    def ask(self, context: Context, section: SectionKey) -> None:
        """Let the line's own check refuse it where it is typed; raises Refused with what IOS says against it."""
        refusal = None if self.check is None else self.check(context.within(section), self.match.args)
        if refusal is not None:
            raise Refused(refusal)

    def completed(self, args: Args) -> Order:
        """With the arguments that its body has given."""
        return Order.of(replace(self.match, args=args))


def _statement(line: Match) -> Statement:
    """What one line says."""
    entry = line.entry
    assert isinstance(entry, ConfigLine)
    if entry.toggle is None:
        return Statement(entry, line.args)
    on = entry.toggle if line.form is Form.DEFAULT else line.form is Form.PLAIN
    return Statement(entry, line.args, negated=not on)


def depth_of(mode: Mode) -> int:
    """How many sections are around what is typed in a mode."""
    depth = 0
    while mode.parent is not None and mode.parent.configures:
        depth, mode = depth + 1, mode.parent
    return depth


def home_of(mode: Mode, section: SectionKey) -> SectionKey:
    """Where a line of `mode` belongs when it is typed in `section`: there, or in a section around it (ios-cli 1.4)."""
    return section[: depth_of(mode)]
