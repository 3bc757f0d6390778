"""The small servers on one router: ports are listened to while a line of the configuration wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from iossim.cli.entry import Command
from iossim.cli.mode import EXEC, PRIVILEGED_LEVEL
from iossim.device.engine import Actions, Engine
from iossim.device.tcp import Arrived, Connection, Handler, Opened, TcpEvent
from iossim.features.small_servers import config
from iossim.net.address import Address
from iossim.net.packet import Packet, Protocol, Udp

if TYPE_CHECKING:
    from iossim.device.config import Change

NAME = "small_servers"
ECHO, DISCARD, DAYTIME, FINGER, WEB = 7, 9, 13, 79, 80
UDP_PORTS = (ECHO, DISCARD)
SWITCHES = {
    ECHO: (config.TCP,),
    DISCARD: (config.TCP,),
    DAYTIME: (config.TCP,),
    FINGER: (config.FINGER, config.IP_FINGER),
    WEB: (config.HTTP,),
}
"""The ports of TCP, and which lines open them."""
NOT_UNDERSTOOD = "HTTP/1.0 400 Bad Request\nServer: cisco-IOS\nAccept-Ranges: none\n\n400 Bad Request\n"


class SmallServersEngine(Engine):
    """See the package."""

    def start(self) -> Actions:
        """Listen to what the configuration opens."""
        self._listen()
        return ()

    def configure(self, change: Change) -> Actions:
        """A server is switched on or off; who is connected stays so."""
        self._listen()
        return ()

    def stop(self) -> None:
        """Nobody listens without power."""
        for port in SWITCHES:
            self.router.tcp.listeners.pop(port, None)
        for port in UDP_PORTS:
            self.router.listeners.pop((Protocol.UDP, port), None)

    def sockets(self) -> list[tuple[int, Address, int]]:
        """Provided to others: the open ports of UDP."""
        wanted = UDP_PORTS if self.router.config.on(config.UDP) else ()
        return [(Protocol.UDP, Address(0), port) for port in wanted]

    def _listen(self) -> None:
        router = self.router
        for port, lines in SWITCHES.items():
            if any(router.config.on(line) for line in lines):
                router.tcp.listen(port, self._accept)
            else:
                router.tcp.listeners.pop(port, None)
        for port in UDP_PORTS:
            if router.config.on(config.UDP):
                router.listeners[Protocol.UDP, port] = self.datagram
            else:
                router.listeners.pop((Protocol.UDP, port), None)

    # -- datagrams -----------------------------------------------------------------------------------------------

    def datagram(self, _port: str, packet: Packet) -> None:
        """Echo sends back what came; discard does nothing."""
        datagram = packet.payload
        if isinstance(datagram, Udp) and datagram.dport == ECHO and self.router.addresses.peek(packet.dst) is not None:
            back = Udp(ECHO, datagram.sport, datagram.data, datagram.length)
            self.router.send(Packet(packet.dst, packet.src, Protocol.UDP, back))

    # -- connections ---------------------------------------------------------------------------------------------

    def _accept(self, connection: Connection) -> Handler | None:
        return self.event

    def event(self, connection: Connection, event: TcpEvent) -> None:
        """Somebody has come, or has said something."""
        port = connection.key[1]
        match event:
            case Opened() if port in TELLING:
                self._tell(connection, TELLING[port](self))
            case Arrived(data) if port == ECHO:
                text = said(data)
                connection.send(text, len(text))
            case Arrived(data) if port == WEB and "\n" in said(data):
                self._tell(connection, NOT_UNDERSTOOD)

    def _tell(self, connection: Connection, text: str) -> None:
        connection.send(text, len(text))
        connection.close()

    def time(self) -> str:
        """`Wednesday, March 12, 2003 19:38:00-UTC`."""
        clock = self.router.provider("clock")
        when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=clock() if clock is not None else 0)
        return f"\n{DAYS[when.weekday()]}, {MONTHS[when.month - 1]} {when.day}, {when.year} {when:%H:%M:%S}-UTC\n"

    def lines(self) -> str:
        """What `show users` shows, to somebody who is on no line."""
        line = self.router.lines.console
        match = line.grammar.match(EXEC, PRIVILEGED_LEVEL, "show users", line.vocabulary)
        assert isinstance(match.entry, Command)
        shown: Iterable[str] = match.entry.run(line.context(line.session), match.args)
        return "\n" + "".join(f"{row}\n" for row in shown).replace("*", " ")


TELLING: dict[int, Callable[[SmallServersEngine], str]] = {
    DAYTIME: SmallServersEngine.time,
    FINGER: SmallServersEngine.lines,
}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
KEYS = {"enter": "\n", "space": " ", "tab": "\t"}


def said(data: Any) -> str:
    """The text of keys that came, or of a text."""
    if isinstance(data, str):
        return data
    return "".join(KEYS.get(key, key if len(key) == 1 else "") for key in data)
