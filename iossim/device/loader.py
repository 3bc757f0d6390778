"""Reading a configuration from memory: the same grammar as at the keyboard, without a keyboard.

Used at boot for NVRAM. A line that does not parse is reported with its caret as the console of a real box shows it, and the
rest goes on. Placement comes from the grammar alone: indentation means nothing, a line that the submode does not know is
tried globally (ios-cli 1.4, 2.7). Certificate bodies and banners are read by the lines that open them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.cli.entry import ConfigLine
from iossim.cli.errors import Ambiguous, CliError, Invalid, Refused
from iossim.cli.mode import GLOBAL, PRIVILEGED_LEVEL, Mode
from iossim.device.config import RunningConfig, Statement, StatementKey, key_of, stored
from iossim.device.order import Order

if TYPE_CHECKING:
    from iossim.cli.entry import Body
    from iossim.cli.grammar import Match
    from iossim.device.config import SectionKey
    from iossim.device.context import Context
    from iossim.device.router import Router


def load_startup(router: Router, text: str) -> list[str]:
    """Read a configuration into a router that has none; returns what the console prints about its mistakes.

    Engines are not told line by line: they start when everything is in.
    """
    reader = _Reader(router)
    for line in text.splitlines():
        reader.read(line)
    return reader.errors


def merge(context: Context, text: str) -> list[str]:
    """Read a configuration into a running router, line by line; returns what is printed about it."""
    reader = _Merger(context)
    for line in text.splitlines():
        reader.read(line)
    return reader.errors


def on_paper(router: Router, text: str) -> tuple[list[Said], list[str]]:
    """What each line of a text would say on a router, which is left alone; and the complaints about the others."""
    reader = _OnPaper(router)
    for line in text.splitlines():
        reader.read(line)
    return reader.said, reader.errors


@dataclass(frozen=True, slots=True)
class Said:
    """A line and what holds by it: the statement of that key in that section, or None where it takes one away."""

    line: str
    section: SectionKey
    key: StatementKey
    statement: Statement | None


class _Reader:
    """Where the reading stands: mode, section, and complaints so far."""

    def __init__(self, router: Router) -> None:
        self.router = router
        self.mode: Mode = GLOBAL
        self.section: SectionKey = ()
        self.errors: list[str] = []
        self.lines = router.catalog.grammar(router.release).repeated(router.lines.vocabulary, _ordered)
        self.body: Body | None = None
        self.pending: Order | None = None

    def read(self, line: str) -> None:
        """One line."""
        if self.body is not None:
            self._continue(line)
            return
        text = line.strip()
        if not text or text[0] == "!" or text in ("end", "exit", "quit"):
            return
        try:
            order = self.lines.read(self.mode, PRIVILEGED_LEVEL, text)
            body = self.body = order.body
            entered = self.apply(order) if body is None else None
        except Refused as refusal:
            self.errors += [line, *refusal.message.splitlines()]
        except Invalid as error:
            self.errors += [text, " " * error.column + "^", "% Invalid input detected at '^' marker.", ""]
        except Ambiguous:
            self.errors += [text, f'% Ambiguous command:  "{text}"']
        except CliError:
            self.errors += [text, "% Incomplete command.", ""]
        else:
            self.pending = order
            self._go(order, entered)

    def apply(self, order: Order) -> SectionKey | None:
        """Take a complete line; the section it opened, if any."""
        return self.router.load(order, self.section)

    def _continue(self, line: str) -> None:
        """One more line of a body."""
        assert self.body is not None and self.pending is not None
        taken = self.body.take(line)
        if isinstance(taken, Mapping):
            self.body = None
            self.apply(self.pending.completed(taken))
        else:
            self.body = taken

    def _go(self, order: Order, entered: SectionKey | None) -> None:
        """To the section a line opened, or the one it belongs to."""
        if entered is not None and order.leads is not None:
            self.mode, self.section = order.leads, entered
        else:
            self.mode, self.section = order.match.mode, self.section[: order.depth]


def _ordered(match: Match) -> Order:
    """A line of memory; no command is one."""
    if not isinstance(match.entry, ConfigLine):
        raise Invalid(0)
    return Order.of(match)


class _Merger(_Reader):
    """Reading into a router whose engines run."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.router)
        self.context = context

    def apply(self, order: Order) -> SectionKey | None:
        """As if it had been typed."""
        configured = self.router.configure(self.context, order.match, self.section)
        self.errors += configured.lines
        return configured.section if configured.mode is not None else None


class _OnPaper(_Reader):
    """Reading into a configuration that nobody has."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.config = RunningConfig()
        self.said: list[Said] = []
        self.line = ""

    def read(self, line: str) -> None:
        """One line."""
        self.line = line.strip()
        super().read(line)

    def apply(self, order: Order) -> SectionKey | None:
        """Note what the line says."""
        applied = self.config.obey(order, self.section)
        self.config = applied.config
        home, match = self.section[: order.depth], order.match
        assert isinstance(match.entry, ConfigLine)
        key = key_of(match.entry, match.args)
        self.said.append(Said(self.line, home, key, stored(self.config, home, key)))
        return applied.entered
