"""The order of packet operations of IOS 12.2T, as one table.

    in:   input access list - input policy - decryption - input access list again - clear-text check - NAT outside to inside
    then: for this box? - TTL - policy routing - routing - NAT inside to outside
    out:  crypto classification - output access list - encryption, and a new routing decision for the outer header - output policy

A stage holds functions of the features that take part in it. A function gets the walker and the `Transit`, may change the
transit, and returns a `Drop` or None. The transit lives for one hop of one walk and is never kept.

Source: protocols reference 1.13 (both access lists before 12.3(8)T see the inner packet too).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any

from iossim.net.address import Address
from iossim.net.node import Drop, Seam
from iossim.net.packet import Packet
from iossim.sim.values import dataclass

if TYPE_CHECKING:
    from iossim.net.walk import Walker


class Stage(Enum):
    """Where a feature may take part."""

    INPUT_ACL = "input access list"
    INPUT_POLICY = "input policy"
    DECRYPT = "decryption"
    INPUT_ACL_AGAIN = "input access list on the decrypted packet"
    CLEAR_TEXT_CHECK = "clear-text check"
    NAT_IN = "NAT, outside to inside"
    POLICY_ROUTING = "policy routing"
    POLICY = "policy"
    NAT_OUT = "NAT, inside to outside"
    CLASSIFY = "crypto classification"
    OUTPUT_ACL = "output access list"
    ENCRYPT = "encryption"
    QUEUE = "output policy"


INPUT = (
    Stage.INPUT_ACL,
    Stage.INPUT_POLICY,
    Stage.DECRYPT,
    Stage.INPUT_ACL_AGAIN,
    Stage.CLEAR_TEXT_CHECK,
    Stage.NAT_IN,
)
ROUTED = (Stage.POLICY, Stage.NAT_OUT)
OUTPUT = (Stage.CLASSIFY, Stage.OUTPUT_ACL, Stage.ENCRYPT)
OWN = (Stage.NAT_OUT, Stage.CLASSIFY, Stage.ENCRYPT)
"""What a packet of the box itself passes: its output access lists do not see it."""


@dataclass(slots=True)
class Transit:
    """A packet on its way through one box.

    `in_port` is "" for a packet of the box itself. `decrypted` and `sa` are marks the crypto stages leave for each
    other; `rerouted` asks for a new routing decision, `translate_to` for address translation. `before` is what an inside host has
    sent, when its address has been translated: an error is about that. `arrived` is the number of frames in which it came, and
    their octets without the frames' own; `sought` the destination that was looked up first. `clear` is what is about to be
    encrypted, for an output policy that may look inside, `gives_way` whether it is of TCP. `policed` names the policy that has
    chosen the way in place of the routing table.
    """

    packet: Packet
    in_port: str
    out_port: str = ""
    next_hop: Address = Address(0)
    decrypted: bool = False
    rerouted: bool = False
    sa: object | None = None
    translate_to: Address | None = None
    before: Packet | None = None
    arrived: tuple[int, int] = (1, 0)
    sought: Address = Address(0)
    clear: Packet | None = None
    gives_way: bool = False
    policed: str = ""

    def fields(self) -> tuple[Any, ...]:
        """Its fields, for a key."""
        return (
            self.packet, self.in_port, self.out_port, self.next_hop, self.decrypted, self.rerouted, self.sa,
            self.translate_to, self.before, self.arrived, self.sought, self.clear,
            self.gives_way, self.policed,
        )  # fmt: skip

    def copy(self) -> Transit:
        """The same, to be changed."""
        return Transit(*self.fields())


StageFunction = Callable[["Walker", Transit], Drop | Seam | None]


class Pipeline:
    """The stages of one node, in the order of the table: a packet passes `input`, `policy`, `routed` or `own`, and `queue`."""

    def __init__(self) -> None:
        self._stages: dict[str, list[StageFunction]] = {}
        self.input: tuple[StageFunction, ...] = ()
        self.policy: tuple[StageFunction, ...] = ()
        self.routed: tuple[StageFunction, ...] = ()
        self.own: tuple[StageFunction, ...] = ()
        self.queue: tuple[StageFunction, ...] = ()

    def add(self, stage: Stage, function: StageFunction) -> None:
        """Let a function (a bound method) take part in a stage, after those that are there."""
        self._stages.setdefault(stage.name, []).append(function)
        self.input = self._functions(INPUT)
        self.policy = self._functions((Stage.POLICY_ROUTING,))
        self.routed = self._functions(ROUTED + OUTPUT)
        self.own = self._functions(OWN)
        self.queue = self._functions((Stage.QUEUE,))

    def at(self, stage: str) -> Sequence[StageFunction]:
        """What a packet passes at a stage."""
        return self._stages.get(stage, ())

    def behind(self, stage: str) -> tuple[StageFunction, ...]:
        """What a packet still passes behind a stage, in its part of the table."""
        part = next(part for part in (INPUT, ROUTED + OUTPUT) if Stage[stage] in part)
        return self._functions(part[part.index(Stage[stage]) + 1 :])

    def _functions(self, order: tuple[Stage, ...]) -> tuple[StageFunction, ...]:
        return tuple(function for stage in order for function in self._stages.get(stage.name, ()))


def run(functions: Sequence[StageFunction], walker: Walker, transit: Transit) -> Drop | Seam | None:
    """Take a transit through some stages; the first drop ends it, and a seam where the walker stops at one."""
    for function in functions:
        if (end := function(walker, transit)) is not None:
            return end
    return None
