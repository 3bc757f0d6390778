"""Conversations with an authority: one HTTP request over a TCP connection, one answer, or none in time.

What an answer means is for those who asked, the tasks (`Task`); they are told in any case, with None when nothing came.
Connections are RAM. Reachability, policy and routes decide as for any other packet of the router.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.device.actions import Action, StartTimer, StopTimer
from iossim.device.tcp import Arrived, Closed, Connection, Opened, TcpEvent
from iossim.features.crypto.pki import debugs
from iossim.net.scep import Answer, Request, Url

if TYPE_CHECKING:
    from iossim.features.crypto.engine import CryptoEngine
    from iossim.net.address import Address


@dataclass(frozen=True, slots=True)
class Task:
    """Why something is asked, and for which trustpoint; `line` is the console that waits."""

    kind: str
    trustpoint: str
    line: str = ""


class Conversation:
    """One of them. `number` names it in timers."""

    def __init__(self, transactions: Transactions, number: int, task: Task, request: Request) -> None:
        self.transactions = transactions
        self.number = number
        self.task = task
        self.request = request
        self.connection: Connection | None = None

    def event(self, connection: Connection, event: TcpEvent) -> None:
        """Something has happened to the connection."""
        transactions = self.transactions
        if self.number not in transactions.open:
            return
        router = transactions.engine.router
        match event:
            case Opened():
                router.perform("crypto", debugs.opened(self.request))
                connection.send(self.request, self.request.length)
            case Arrived(Answer() as answer):
                router.perform("crypto", transactions.over(self, answer))
            case Arrived() | Closed():
                router.perform("crypto", transactions.over(self, None))


class Transactions:
    """The conversations of one router."""

    def __init__(self, engine: CryptoEngine) -> None:
        self.engine = engine
        self.open: dict[int, Conversation] = {}
        self.number = 0

    def begin(self, task: Task, url: Url | None, request: Request) -> Iterator[Action]:
        """Ask; whoever has this task is told what came of it."""
        tcp = self.engine.router.tcp
        target = self.address_of(url)
        source = tcp.source_for(target) if target is not None else None
        if url is None or target is None or source is None:
            yield from self.engine.answered(task, None)
            return
        self.number += 1
        conversation = self.open[self.number] = Conversation(self, self.number, task, request)
        yield from debugs.sending(request, url)
        yield StartTimer(("http", self.number), self.engine.router.parameters.scep_patience)
        conversation.connection = tcp.connect(source, target, url.port, conversation.event)

    def over(self, conversation: Conversation, answer: Answer | None) -> Iterator[Action]:
        """An answer has come, or none will."""
        del self.open[conversation.number]
        yield StopTimer(("http", conversation.number))
        yield from debugs.answered(conversation.request, answer)
        yield from self.engine.answered(conversation.task, answer)

    def expired(self, number: int) -> Iterator[Action]:
        """It has taken too long."""
        conversation = self.open.get(number)
        if conversation is not None:
            if conversation.connection is not None:
                conversation.connection.abort()
            yield from self.over(conversation, None)

    def address_of(self, url: Url | None) -> Address | None:
        """Where a URL leads: an address, or a host in the router's table."""
        if url is None or url.address is not None:
            return url.address if url is not None else None
        lookup = self.engine.router.provider("host-address")
        found: Address | None = lookup(url.host) if lookup is not None else None
        return found

    def stop(self) -> None:
        """Power has gone."""
        self.open.clear()
