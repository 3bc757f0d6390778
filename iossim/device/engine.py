"""What a feature does on one router: a sans-IO engine, and the card that declares the feature.

An engine is told things and answers with actions; the router performs them in order. It may read the router
(configuration, facts, the time); it changes the world through actions only, and itself through its own tables. Tables
are cleared when power goes; nothing else of an engine may hold state of the protocol.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from iossim.cli.entry import Command, ConfigLine
from iossim.device.actions import Action
from iossim.device.pipeline import Stage
from iossim.net.packet import Packet, Snap
from iossim.sim.facts import Table

if TYPE_CHECKING:
    from iossim.device.config import Change
    from iossim.device.router import Router
    from iossim.net.walk import Walker

Actions = Iterable[Action]


class Engine:
    """One feature on one router. Subclasses override what concerns them."""

    def __init__(self, router: Router) -> None:
        self.router = router
        self.tables: list[Table[Any, Any]] = []

    @property
    def attentive(self) -> bool:
        """Whether notices mean anything to it."""
        return type(self).notice is not Engine.notice

    def table(self, name: str) -> Table[Any, Any]:
        """A table of facts of this engine, cleared when power goes."""
        table: Table[Any, Any] = Table(self.router.kernel, f"{self.router.name}.{name}")
        self.tables.append(table)
        return table

    def start(self) -> Actions:
        """The box has booted and its configuration is in."""
        return ()

    def stop(self) -> None:
        """Power has gone. Tables and timers are cleared by the router; stop rounds here."""

    def configure(self, change: Change) -> Actions:
        """A statement of this feature was added, replaced or removed; the configuration has it already."""
        return ()

    def notice(self, notice: Any) -> Actions:
        """Another feature or the box tells something."""
        return ()

    def timer(self, name: Any) -> Actions:
        """A timer started by this engine has expired."""
        return ()

    def received(self, port: str, packet: Packet) -> Actions:
        """A packet for a protocol or port claimed by this feature has arrived by an interface."""
        return ()

    def absorb(self, walker: Walker, port: str, packet: Packet) -> bool:
        """Pure: True when hearing this packet would only feed timers; touch them on the walker."""
        return False

    def received_snap(self, port: str, message: Snap) -> Actions:
        """A message of a SNAP protocol claimed by this feature has arrived."""
        return ()

    def absorb_snap(self, walker: Walker, port: str, message: Snap) -> bool:
        """As `absorb`, for such a message."""
        return False


@dataclass(frozen=True, slots=True, eq=False)
class Feature:
    """The card of a feature.

    `protocols` are IP protocol numbers, `udp` port numbers whose packets come to `received`, `snap` protocol numbers behind a
    SNAP header whose messages come to `received_snap`. `stages` names methods of
    the engine that take part in the order of packet operations: {Stage.INPUT_ACL: "filter_input"}. `provides` names
    methods that other features may ask by kind, never by import: {"access-list": "matcher"} (`Router.provider`).
    """

    name: str
    engine: type[Engine] = Engine
    lines: tuple[ConfigLine, ...] = ()
    commands: tuple[Command, ...] = ()
    protocols: tuple[int, ...] = ()
    udp: tuple[int, ...] = ()
    snap: tuple[int, ...] = ()
    stages: Mapping[Stage, str] = field(default_factory=dict)
    provides: Mapping[str, str] = field(default_factory=dict)
