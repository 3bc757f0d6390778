"""From a word to a connection: an address, a name the router knows, or a search that nobody answers (ios-cli 2.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from iossim.cli.job import Become, Done, Effect, Interrupted, Job, JobEvent, Out, Started, Wake, Woken
from iossim.device.context import Context
from iossim.features.telnet.client import Telnet
from iossim.net.address import UNSPECIFIED, Address
from iossim.net.packet import Packet, Protocol, Udp

UNKNOWN = "% Unknown command or computer name, or unable to find computer address"
BAD_NAME = "% Bad IP address or host name"
LOOKUP_TRIES = 3
LOOKUP_TIME = 3_000_000
DNS, CLIENT_PORT, QUESTION = 53, 51_053, 18
"""Ports, and the octets of a question besides the name (RFC 1035, 4)."""
EVERYBODY = Address(0xFFFFFFFF)
"""Whom a box asks that knows no server; nobody answers, so nothing is sent."""


def unknown_word(context: Context, word: str) -> Job | str | None:
    """A single word that is no command: perhaps a host."""
    return find(context, word, 23, UNKNOWN)


def find(context: Context, word: str, port: int, failure: str, source: str = "") -> Job:
    """A connection to a host that is known, or the search for it."""
    address = context.resolve(word)
    if address is not None:
        return Telnet(address, port, "" if _is_address(word, context) else word, source)
    return Lookup(word, failure)


def _is_address(word: str, context: Context) -> bool:
    try:
        context.names.read(word)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Lookup:
    """The search for a name: each name server is asked three times; none of this network knows names."""

    word: str
    failure: str
    servers: tuple[Address, ...] = ()
    tries: int = 0

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Answer one event."""
        looks_up, known = context.router.provider("domain-lookup"), context.router.provider("name-servers")
        match event:
            case Started() if looks_up is not None and not looks_up():
                return (Out(f'Translating "{self.word}"\n{self.failure}\n'), Done())
            case Started():
                servers = tuple(known()) if known is not None else ()
                job = replace(self, servers=servers or (EVERYBODY,))
                return (Out(f'Translating "{self.word}"...domain server'), *job._ask(context))
            case Woken() if self.tries < LOOKUP_TRIES * len(self.servers):
                return self._ask(context)
            case Woken() | Interrupted():
                return (Out(f"\n{self.failure}\n"), Done())
        return ()

    def _ask(self, context: Context) -> tuple[Effect, ...]:
        server = self.servers[self.tries // LOOKUP_TRIES]
        said = () if self.tries % LOOKUP_TRIES else (Out(f" ({context.ip(server)})"),)
        if server != EVERYBODY:
            length = QUESTION + len(self.word)
            context.router.send(Packet(UNSPECIFIED, server, Protocol.UDP, Udp(CLIENT_PORT, DNS, self.word, length)))
        return (*said, Become(replace(self, tries=self.tries + 1)), Wake(LOOKUP_TIME))
