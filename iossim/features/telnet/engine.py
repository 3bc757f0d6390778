"""Telnet on one router: virtual terminals for those who come, connections for those who go (TCP port 23).

What travels are keys one way and printed text the other. A virtual terminal's output is sent when the instant that
printed it is over, so a screenful is one segment.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from iossim.cli.release import Forms, Release
from iossim.device.actions import Action, Log, StartTimer
from iossim.device.engine import Engine
from iossim.device.notices import KeysChanged
from iossim.device.tcp import Arrived, Closed, Connection, Handler, Opened, TcpEvent
from iossim.features.telnet.client import IDLE, Came, Telnet, resumed
from iossim.features.telnet.config import KEEPALIVES_IN, KEEPALIVES_OUT, NAGLE, SOURCE
from iossim.features.telnet.lookup import unknown_word
from iossim.features.telnet.ssh_config import limits
from iossim.net.address import Address
from iossim.sim.timers import Timer

if TYPE_CHECKING:
    from iossim.cli.job import Job
    from iossim.device.config import Change
    from iossim.device.context import Context
    from iossim.device.lines import Line
    from iossim.device.router import Router

PORT = 23
SSH_PORT = 22
TOS = 0xC0
ANNOUNCE = "ssh enabled"
VERSION = Forms("1.5", ("12.3(4)T", "1.99"))
"""What a router says it speaks; later releases also the second version of the protocol."""


def announced(look: Release, on: bool) -> Log:
    """SSH has begun, or ended."""
    mnemonic, word = ("ENABLED", "enabled") if on else ("DISABLED", "disabled")
    return Log("SSH", 5, mnemonic, (f"SSH {VERSION.on(look)} has been {word}",))


ANNOUNCED_AFTER = 250_000


class Outgoing:
    """A connection from one of our lines, in whose list it keeps its `place`. `waiting` is text that nobody has seen yet."""

    def __init__(self, number: int, line: str, engine: TelnetEngine, user: str = "", host: str = "") -> None:
        self.number = number
        self.user = user
        self.host = host
        self.place = 1
        self.line = line
        self.used = engine.router.kernel.now
        self.engine = engine
        self.attached = True
        self.waiting = ""
        self.ended = ""
        self.connection: Connection | None = None
        self.idle = Timer(engine.router.kernel, self._too_long)

    def event(self, connection: Connection, event: TcpEvent) -> None:
        """Something has happened to the connection."""
        match event:
            case Opened():
                connection.keep_alive(self.engine.router.config.on(KEEPALIVES_OUT))
                connection.nagle = self.engine.router.config.on(NAGLE)
                if self.user:
                    connection.send((self.user,), len(self.user))
                self.typed()
                self._tell(Came(self.number, state="open"))
            case Arrived(text):
                self._tell(Came(self.number, text.replace("\r\n", "\n")))
            case Closed(reason):
                self.idle.stop()
                self.ended = reason
                self._tell(Came(self.number, state=reason))

    def typed(self) -> None:
        """Somebody types into it: from now on it may be idle for as long as its line says (`session-timeout`)."""
        asked, lines = self.engine.router.provider("session-timeout"), self.engine.router.lines.by_name
        self.used = self.engine.router.kernel.now
        patience = asked(lines[self.line]) if asked is not None and self.line in lines else 0
        if patience:
            self.idle.start(patience)
        else:
            self.idle.stop()

    def _too_long(self) -> None:
        if self.connection is not None and not self.ended:
            self.connection.abort()
            self.ended = IDLE
            self._tell(Came(self.number, state=IDLE))

    def _tell(self, came: Came) -> None:
        if self.attached:
            self.engine.router.tell(self.line, came)
        else:
            self.waiting += came.text


class Incoming:
    """A virtual terminal in use. By SSH the first that comes is the name of a user; the line waits for it."""

    def __init__(self, line: Line, engine: TelnetEngine, protocol: str = "telnet") -> None:
        self.line = line
        self.engine = engine
        self.named = protocol == "telnet"
        self.user = ""
        self.connection: Connection | None = None
        self.pending = False

    def event(self, connection: Connection, event: TcpEvent) -> None:
        """Something has happened to the connection."""
        match event:
            case Opened():
                self.connection = connection
                connection.keep_alive(self.engine.router.config.on(KEEPALIVES_IN))
                connection.nagle = self.engine.router.config.on(NAGLE)
                self.line.terminal.screen.listener = self.printed
                if self.named:
                    self.line.terminal.connect()
            case Arrived(keys) if not self.named:  # it may overtake the last of the opening
                self.named = True
                self.user = self.line.claimed = str(keys[0])
                if self.connection is not None:
                    self.line.terminal.connect()
            case Arrived(keys):
                for key in keys:
                    self.line.terminal.key(key)
            case Closed():
                self._release()
                if self.line.session.stage != "off":
                    self.line.session.hang_up()

    def printed(self) -> None:
        """The terminal has printed something: send it when this instant is over."""
        if not self.pending:
            self.pending = True
            self.engine.router.kernel.after(0, self.flush)

    def flush(self) -> None:
        """Send what was printed; a terminal that has closed ends the connection."""
        self.pending = False
        text = "".join(chunk.text for chunk in self.line.terminal.take())
        if self.connection is None:
            return
        if text:
            self.connection.send(text, len(text))
        if self.line.session.stage == "off":
            connection = self.connection
            self._release()
            connection.close()

    def _release(self) -> None:
        self.connection = None
        self.line.terminal.screen.listener = None
        self.line.location = self.line.claimed = ""
        self.engine.incoming.pop(self.line.name, None)


class TelnetEngine(Engine):
    """Both roles."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.outgoing: dict[int, Outgoing] = {}
        self.incoming: dict[str, Incoming] = {}
        self._numbers = 0

    def start(self) -> tuple[Action, ...]:
        """Listen."""
        self.router.tcp.listen(PORT, self.accept)
        self.router.tcp.listen(SSH_PORT, self.accept_ssh)
        return (announced(self.router.look, on=True),) if self.has_keys else ()

    @property
    def has_keys(self) -> bool:
        """Without RSA keys there is no SSH."""
        asked = self.router.provider("rsa-keys")
        return asked is not None and bool(asked())

    def configure(self, change: Change) -> tuple[Action, ...]:
        """Connections there are follow the keepalives' lines."""
        coming = [one.connection for one in self.incoming.values()]
        going = [one.connection for one in self.outgoing.values()]
        for line, connections in ((KEEPALIVES_IN, coming), (KEEPALIVES_OUT, going)):
            for connection in connections:
                if connection is not None and connection.open:
                    connection.keep_alive(self.router.config.on(line))
        return ()

    def notice(self, notice: Any) -> tuple[Action, ...]:
        """Keys come, and SSH a moment later; they go, and SSH with them."""
        match notice:
            case KeysChanged(True):
                return (StartTimer(ANNOUNCE, ANNOUNCED_AFTER),)
            case KeysChanged(False):
                return (announced(self.router.look, on=False),)
        return ()

    def timer(self, name: Any) -> tuple[Action, ...]:
        """Keys have been made a moment ago."""
        return (announced(self.router.look, on=True),) if name == ANNOUNCE and self.has_keys else ()

    def stop(self) -> None:
        """Everything is gone with the power; the other ends find out by themselves."""
        for outgoing in self.outgoing.values():
            outgoing.idle.stop()
        self.outgoing.clear()
        for incoming in tuple(self.incoming.values()):
            incoming._release()

    # -- those who come ------------------------------------------------------------------------------------------

    def accept(self, connection: Connection) -> Handler | None:
        """By telnet."""
        return self._accept(connection, "telnet")

    def accept_ssh(self, connection: Connection) -> Handler | None:
        """By SSH, if there are keys."""
        return self._accept(connection, "ssh") if self.has_keys else None

    def _accept(self, connection: Connection, protocol: str) -> Handler | None:
        """The first free virtual terminal, or none: then the connection is refused."""
        accepts = self.router.provider("accepts-telnet")
        for name, line in self.router.lines.by_name.items():
            free = name not in self.incoming and line.session.stage == "off"
            if name.startswith("vty") and free and (accepts is None or accepts(line, protocol, connection.peer)):
                line.location = str(connection.peer)
                incoming = self.incoming[name] = Incoming(line, self, protocol)
                return incoming.event
        return None

    def ssh_limits(self) -> tuple[int, int]:
        """Seconds and retries of a login by SSH."""
        return limits(self.router.config)

    def unknown_word(self, context: Context, word: str) -> Job | str | None:
        """A single word that is no command: the number of a connection, or a host to connect to, perhaps."""
        if word.isdigit() and context.session.suspended and len(word) < 3:
            return resumed(context, int(word))
        return unknown_word(context, word)

    # -- those who go --------------------------------------------------------------------------------------------

    def open(
        self, line: str, target: Address, port: int, interface: str = "", user: str = "", host: str = ""
    ) -> int | None:
        """Begin a connection for a line, perhaps from an interface, as a user; its number, or None without a way."""
        source = self.router.tcp.source_for(target)
        if not interface and not user:
            interface = self.router.config.value(SOURCE, (), "source") or ""
        if interface and source is not None:
            chosen = self.router.interfaces.peek(interface)
            source = chosen.address if chosen is not None and chosen.up else None
        if source is None:
            return None
        self._numbers += 1
        taken = {one.place for one in self.of_line(line)}
        outgoing = self.outgoing[self._numbers] = Outgoing(self._numbers, line, self, user, host)
        outgoing.place = next(place for place in count(1) if place not in taken)
        outgoing.connection = self.router.tcp.connect(source, target, port, outgoing.event, TOS)
        return self._numbers

    def send(self, number: int, key: str) -> None:
        """Send a key."""
        outgoing = self.outgoing.get(number)
        if outgoing is not None and outgoing.connection is not None:
            outgoing.typed()
            outgoing.connection.send((key,), 1)

    def attach(self, number: int) -> tuple[str, str]:
        """Bring a connection to the foreground: the text that waited, and how it ended, if it did."""
        outgoing = self.outgoing.get(number)
        if outgoing is None:
            return "", "closed"
        outgoing.attached = True
        text, outgoing.waiting = outgoing.waiting, ""
        return text, outgoing.ended

    def detach(self, number: int) -> None:
        """Leave a connection in the background."""
        if number in self.outgoing:
            self.outgoing[number].attached = False

    def forget(self, number: int) -> None:
        """A connection is over."""
        outgoing = self.outgoing.pop(number, None)
        if outgoing is not None:
            outgoing.idle.stop()

    def drop(self, number: int) -> None:
        """End a connection from this side."""
        outgoing = self.outgoing.pop(number, None)
        if outgoing is not None:
            outgoing.idle.stop()
        if outgoing is not None and outgoing.connection is not None:
            outgoing.connection.abort()

    def line_closed(self, line: Line) -> None:
        """Whoever held these connections has gone."""
        for outgoing in self.of_line(line.name):
            job = line.session.suspended.get(outgoing.number)
            if isinstance(job, Telnet):
                line.terminal.write(f"Closing: {job.host or line.names.show(job.target)} !\n")
            self.drop(outgoing.number)

    def of_line(self, line: str) -> tuple[Outgoing, ...]:
        """The connections of a line, in the order of its list."""
        return tuple(sorted((o for o in self.outgoing.values() if o.line == line), key=lambda one: one.place))

    def connections_of(self, line: str) -> tuple[Connection, ...]:
        """The TCP connections of a line: the one by which somebody has come, then those that go from there."""
        incoming = self.incoming.get(line)
        found = (incoming.connection if incoming is not None else None, *(o.connection for o in self.of_line(line)))
        return tuple(one for one in found if one is not None)

    def place(self, number: int) -> int:
        """The number that the line's own list gives a connection, from 1."""
        outgoing = self.outgoing.get(number)
        return outgoing.place if outgoing is not None else 1
