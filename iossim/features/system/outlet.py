"""Messages that leave the box: to syslog servers (`logging ADDRESS`), and how many of them there may be (`logging rate-limit`).

A message as severe as `logging trap` says goes to each server in a datagram to UDP port 514, with a priority (RFC 3164, 4.1.1), a
number, and addresses as numbers. It is an ordinary packet: routes, filters and crypto maps apply, nobody acknowledges it.
Debug lines about IP packets do not go there, since each would be about the one before.

A limit counts the messages of a second; debug lines are counted with `all` only, those of a severity that `except` names, or a
worse one, never. Left out: the queue for servers that cannot be reached yet, messages about dropped ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.cli.entry import ConfigLine
from iossim.device.nvgen import Place
from iossim.features.system import config
from iossim.net.address import NUMBERS, UNSPECIFIED, Address
from iossim.net.packet import Packet, Protocol, Udp

if TYPE_CHECKING:
    from iossim.device.config import RunningConfig
    from iossim.device.router import Router
    from iossim.device.syslog import LogRecord
    from iossim.sim.facts import Table

PORT = 514
SECOND = 1_000_000
FACILITIES = ("kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "sys9", "sys10", "sys11", "sys12",
              "sys13", "sys14", "cron", *(f"local{number}" for number in range(8)))  # fmt: skip
ABOUT_PACKETS = "ip packet"

RATE_LIMIT = ConfigLine(
    "logging rate-limit [console] [all] <rate:1-10000> [except <except:log-level>]",
    help={
        "logging": "Modify message logging facilities",
        "rate-limit": "Set messages per second limit",
        "rate": "Messages per second",
        "all": "Rate limit all messages, including debug messages",
        "console": "Rate limit only console messages",
        "except": "Messages of this severity or higher",
    },
    rank=Place.LOGGING + 15,
    no_pattern="logging rate-limit",
)


class Outlet:
    """What one router lets out. The second that is being counted and its messages are facts, as is what was dropped."""

    def __init__(self, router: Router, counts: Table[str, tuple[int, int]]) -> None:
        self.router = router
        self.counts = counts

    @property
    def limited(self) -> int:
        """Messages that a limit has taken."""
        return (self.counts.peek("limited") or (0, 0))[1]

    def sent_to(self, host: Address) -> int:
        """Messages that have gone to a server."""
        return (self.counts.peek(str(host)) or (0, 0))[1]

    def lets(self, record: LogRecord, console: bool) -> bool:
        """Whether a message passes the limit, that of the console or the one for all."""
        args = self.router.config.args(RATE_LIMIT)
        if args is None or bool(args.get("console")) is not console:
            return True
        if record.debug and not args.get("all"):
            return True
        spared = args.get("except")
        if spared is not None and record.message.severity <= spared:
            return True
        now = self.router.kernel.now
        since, count = self.counts.peek("second") or (0, 0)
        if now - since >= SECOND or count == 0:
            since, count = now, 0
        if count >= args["rate"]:
            self.counts.set("limited", (0, self.limited + 1))
            return False
        self.counts.set("second", (since, count + 1))
        return True

    def send(self, record: LogRecord, flag: str) -> None:
        """Tell every server that is to know."""
        running = self.router.config
        hosts = running.derived(_hosts)
        if not hosts or flag == ABOUT_PACKETS or not running.on(config.LOGGING_ON):
            return
        if record.message.severity > running.value(config.TRAP, (), "level"):
            return
        for host in hosts:
            number = self.sent_to(host) + 1
            self.counts.set(str(host), (0, number))
            text = f"<{self._priority(record)}>{number}: {record.render(NUMBERS)}"
            datagram = Udp(PORT, PORT, text, len(text))
            self.router.send(Packet(self._source(), host, Protocol.UDP, datagram))

    def _priority(self, record: LogRecord) -> int:
        name = str(self.router.config.value(config.FACILITY, (), "name"))
        facility = FACILITIES.index(name) if name in FACILITIES else FACILITIES.index("local7")
        return facility * 8 + record.message.severity

    def _source(self) -> Address:
        port = self.router.config.value(config.LOG_SOURCE, (), "source")
        interface = self.router.interfaces.peek(port) if port else None
        return interface.address if interface is not None and interface.address is not None else UNSPECIFIED


def _hosts(running: RunningConfig) -> tuple[Address, ...]:
    """The servers."""
    return tuple(one.args["server"] for entry in config.LOG_HOSTS for one in running.all(entry))
