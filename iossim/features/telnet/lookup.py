"""From a word to a connection: an address, a name the router knows, or a search that nobody answers (ios-cli 2.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from iossim.cli.job import Become, Done, Effect, Interrupted, Job, JobEvent, Out, Started, Wake, Woken
from iossim.device.context import Context
from iossim.features.telnet.client import Telnet

UNKNOWN = "% Unknown command or computer name, or unable to find computer address"
BAD_NAME = "% Bad IP address or host name"
LOOKUP_TRIES = 3
LOOKUP_TIME = 3_000_000


def unknown_word(context: Context, word: str) -> Job | str | None:
    """A single word that is no command: perhaps a host."""
    return find(context, word, 23, UNKNOWN)


def find(context: Context, word: str, port: int, failure: str, source: str = "") -> Job:
    """A connection to a host that is known, or the search for it."""
    address = context.resolve(word)
    if address is not None:
        typed = _is_address(word, context)
        return Telnet(address, port, "" if typed else f"{word} ({context.ip(address)})", source)
    return Lookup(word, failure)


def _is_address(word: str, context: Context) -> bool:
    try:
        context.names.read(word)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Lookup:
    """The search for a name: nobody answers in this network unless a name server is reachable."""

    word: str
    failure: str
    tries: int = 0

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Answer one event."""
        looks_up = context.router.provider("domain-lookup")
        match event:
            case Started() if looks_up is not None and not looks_up():
                return (Out(f'Translating "{self.word}"\n{self.failure}\n'), Done())
            case Started():
                return (Out(f'Translating "{self.word}"...domain server (255.255.255.255)'), Wake(LOOKUP_TIME))
            case Woken() if self.tries + 1 < LOOKUP_TRIES:
                return (Become(Lookup(self.word, self.failure, self.tries + 1)), Wake(LOOKUP_TIME))
            case Woken() | Interrupted():
                return (Out(f"\n{self.failure}\n"), Done())
        return ()
