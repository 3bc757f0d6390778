"""Copies to and from TFTP servers: the questions, and the requests that go out (RFC 1350; ios-cli 6.1).

Each try is a request that travels as any packet does, from `ip tftp source-interface`. No box of a lab is a server, so the
router gives up after the last one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iossim.cli.entry import ConfigLine
from iossim.cli.job import Answered, Ask, Become, Done, Effect, Interrupted, JobEvent, Out, Started, Wake, Woken
from iossim.device.nvgen import Place
from iossim.features.system import files
from iossim.features.system.file_dialogs import SOURCE_NAME, contents, not_found
from iossim.net.address import UNSPECIFIED, Address
from iossim.net.packet import Packet, Protocol, Udp

if TYPE_CHECKING:
    from iossim.device.context import Context
    from iossim.features.system.files import Path

SERVER, CLIENT = 69, 57_100
AROUND = 12
"""Octets of a request around the file's name: its code, its mode, and zeros."""
PATIENCE = 3_000_000
TRIES = 5
SOURCE = ConfigLine(
    "ip tftp source-interface <source:interface>",
    help={
        "ip": "Global IP configuration subcommands",
        "tftp": "tftp configuration commands",
        "source-interface": "Specify interface for source address in TFTP connections",
    },
    rank=Place.NAMES - 1,
)
REPLACED = "This command has been replaced by the command:\n         'copy {words}'\n"


@dataclass(frozen=True, slots=True)
class NetworkCopy:
    """One copy between the box and a server. `end` is the file at this end, empty where it is asked for.

    `url` is what was typed of the other end (`//HOST/FILE`), `old` the words that replace an older command.
    """

    reads: bool
    end: Path
    url: str = ""
    old: str = ""
    host: str = ""
    file: str = ""
    tries: int = 0

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Ask for host and files, try."""
        match event:
            case Started() if not self.reads and not self.end.name:
                return (Ask(SOURCE_NAME),)
            case Answered(text) if not self.reads and not self.end.name:
                return replace(self, end=replace(self.end, name=text.strip()))._begin(context)
            case Started():
                return self._begin(context)
            case Answered(text) if not self.host:
                return self._to(context, text.strip() or self._host)
            case Answered(text) if not self.file:
                return self._named(context, text.strip() or self._file(context))
            case Answered():
                return self._try(context, f"Accessing {self._location}...\n")
            case Woken() if self.tries < TRIES:
                return self._try(context, "" if self.reads else ".")
            case Woken():
                return (Out(f"{'' if self.reads else chr(10)}%Error opening {self._location} (Timed out)\n"), Done())
            case Interrupted():
                return (Out("\n" if self.tries else ""), Done())
        return (Done(),)

    def _begin(self, context: Context) -> Iterator[Effect]:
        if not self.reads and contents(context, self.end) is None:
            yield Out(f"{not_found(self.end)}\n" if self.end.name else "")
            yield Done()
            return
        yield Become(self)
        yield Out(REPLACED.format(words=self.old) if self.old else "")
        yield Ask(f"Address or name of remote host [{self._host}]? ")

    @property
    def _location(self) -> str:
        return f"tftp://{self.host}/{self.file}"

    @property
    def _host(self) -> str:
        return self.url.removeprefix("//").partition("/")[0] if self.url.startswith("//") else ""

    def _file(self, context: Context) -> str:
        """What is proposed for the name of the far file."""
        typed = self.url.removeprefix("//").partition("/")[2] if self.url.startswith("//") else self.url
        if typed or (self.reads and not self.old):
            return typed
        flash = not self.reads and self.end.device == files.device_of(context.router.platform)
        return self.end.name if flash else f"{context.router.hostname.lower()}-confg"

    def _to(self, context: Context, host: str) -> Iterator[Effect]:
        if context.resolve(host) is None:
            yield Out("?Invalid host address or name\n" if host else "")
            yield Done()
            return
        yield Become(replace(self, host=host))
        yield Ask(f"{'Source' if self.reads else 'Destination'} filename [{self._file(context)}]? ")

    def _named(self, context: Context, file: str) -> Iterable[Effect]:
        job = replace(self, file=file)
        if not file:
            return (Done(),)
        if not self.reads:
            return job._try(context, ".")
        if self.old:
            return job._try(context, f"Accessing {job._location}...\n")
        proposal = self.end.name or file.rpartition("/")[2]
        return (Become(job), Ask(f"Destination filename [{proposal}]? "))

    def _try(self, context: Context, said: str) -> Iterator[Effect]:
        """One more request."""
        host = context.resolve(self.host)
        if host is not None:
            request = Udp(CLIENT, SERVER, self.file, AROUND + len(self.file))
            context.router.send(Packet(_source(context), host, Protocol.UDP, request))
        yield Out(said)
        yield Become(replace(self, tries=self.tries + 1))
        yield Wake(PATIENCE)


def _source(context: Context) -> Address:
    port = context.router.config.value(SOURCE, (), "source")
    interface = context.router.interfaces.peek(port) if port else None
    return interface.address if interface is not None and interface.address is not None else UNSPECIFIED
