"""TCP in segments: both ends agree on their size, routers between may lower it, and a message comes whole or not at all."""

from __future__ import annotations

import pytest

from iossim.device.tcp import TRIES, Arrived, Connection, Handler, TcpEvent
from iossim.features.interfaces import FEATURE as INTERFACES
from iossim.features.ip import FEATURE as IP
from iossim.features.static_routes import FEATURE as STATIC_ROUTES
from iossim.features.system import FEATURE as SYSTEM
from iossim.net.address import Address
from iossim.net.packet import Tcp
from tests.features.network import SECOND, Bench

PORT = 9
LONG = "long", 4_000


class Ends:
    """A connection from r1 across r2 to r3, and what r3 has heard."""

    def __init__(self, target: str, *middle: str) -> None:
        self.bench = bench = Bench(SYSTEM, INTERFACES, IP, STATIC_ROUTES, name="tcp")
        bench.router("r1", _config("r1", "10.0.1.1", route="ip route 0.0.0.0 0.0.0.0 10.0.1.2"))
        bench.router("r2", _config("r2", "10.0.1.2", "10.0.3.2", *middle))
        bench.router("r3", _config("r3", "10.0.3.3", route="ip route 0.0.0.0 0.0.0.0 10.0.3.2"))
        bench.join("r1:FastEthernet0/0", "r2:FastEthernet0/0")
        bench.join("r2:FastEthernet0/1", "r3:FastEthernet0/0")
        bench.boot()
        self.heard: list[object] = []
        self.accepted: list[Connection] = []
        for name in ("r2", "r3"):
            bench.routers[name].tcp.listen(PORT, self.accept)
        self.connection = bench.routers["r1"].tcp.connect(
            Address.parse("10.0.1.1"), Address.parse(target), PORT, self.hears
        )
        bench.wait(20 * SECOND)

    def accept(self, connection: Connection) -> Handler:
        """r3 takes every connection."""
        self.accepted.append(connection)
        return self.hears

    def hears(self, connection: Connection, event: TcpEvent) -> None:
        """Data at either end."""
        if isinstance(event, Arrived):
            self.heard.append(event.data)

    def segments(self) -> int:
        """How many r1 sends for a long message; what comes back are acknowledgements."""
        meter = self.bench.routers["r1"].meter("FastEthernet0/0", "out")
        before = meter.count
        self.connection.send(*LONG)
        self.bench.wait(SECOND // 2)
        assert self.heard == [LONG[0]]
        return meter.count - before


def _config(name: str, first: str, second: str = "", *middle: str, route: str = "") -> str:
    lines = [f"hostname {name}", "interface FastEthernet0/0", f" ip address {first} 255.255.255.0", *middle]
    if second:
        lines += ["interface FastEthernet0/1", f" ip address {second} 255.255.255.0"]
    return "\n".join([*lines, route, ""])


@pytest.mark.parametrize(
    ("target", "middle", "expected"),
    [
        ("10.0.1.2", (), 3),
        ("10.0.3.3", (), 8),
        ("10.0.3.3", (" ip tcp adjust-mss 500",), 8),
        ("10.0.3.3", (" ip tcp adjust-mss 1400",), 8),
    ],
    ids=["neighbour", "remote", "lowered", "not lowered"],
)
def test_a_long_message_goes_in_segments(target: str, middle: tuple[str, ...], expected: int) -> None:
    """1460 octets to a neighbour, 536 to others."""
    ends = Ends(target, *middle)
    assert ends.segments() == expected
    assert (
        ends.accepted[-1].mss
        == ends.connection.mss
        == {"10.0.1.2": 1460}.get(target, 500 if "500" in "".join(middle) else 536)
    )


def test_without_a_piece_nothing_is_there() -> None:
    """What comes behind a gap is not taken; when all of it has come again it is heard once."""
    ends = Ends("10.0.3.3")
    receiver = ends.accepted[-1]
    pieces = [Tcp(1, PORT, "A", 1, 1, None, 536), Tcp(1, PORT, "PA", 537, 1, "whole", 100)]
    receiver.receive(pieces[1])
    assert ends.heard == []
    for piece in (*pieces, *pieces):
        receiver.receive(piece)
    assert ends.heard == ["whole"]


def test_a_message_is_sent_again_in_all_its_segments() -> None:
    """The cable loses them once."""
    ends = Ends("10.0.3.3")
    link = next(name for name in ends.bench.network.links if "r3" in name)
    ends.bench.network.change_link(link, silent=(ends.bench.network.links[link].a,))
    ends.connection.send(*LONG)
    ends.bench.wait(SECOND // 2)
    assert ends.heard == []
    ends.bench.network.restore(link)
    ends.bench.wait(2 * SECOND)
    assert ends.heard == [LONG[0]]


def test_a_node_counts_over_all_its_connections() -> None:
    """Both ends agree on what was said and how it ended; a port that nobody offers, and a peer that has gone, count apart."""
    ends = Ends("10.0.3.3")
    ends.connection.send(*LONG)
    ends.bench.wait(SECOND)
    ends.connection.close()
    ends.bench.wait(SECOND)
    client, server = (ends.bench.routers[name].tcp for name in ("r1", "r3"))
    mine, theirs = client.totals, server.totals
    assert (mine.initiated, mine.established, mine.closed, mine.dropped) == (1, 1, 1, 0)
    assert (theirs.accepted, theirs.established, theirs.closed, theirs.dropped) == (1, 1, 1, 0)
    assert mine.data_octets == theirs.fresh_octets == mine.acknowledged_octets == LONG[1]
    again = mine.control_again  # as often as an ARP answer was waited for
    assert (mine.sent - again, mine.control - again) == (theirs.received, 2)
    client.connect(Address.parse("10.0.1.1"), Address.parse("10.0.3.3"), PORT + 1, ends.hears)
    ends.bench.wait(SECOND)
    assert (theirs.no_port, mine.embryonic, mine.closed) == (1, 1, 2)
    lost = client.connect(Address.parse("10.0.1.1"), Address.parse("10.0.3.3"), PORT, ends.hears)
    ends.bench.wait(SECOND)
    ends.bench.configure("r2", "interface FastEthernet0/1", "shutdown")
    lost.send(*LONG)
    ends.bench.wait(100 * SECOND)
    assert (mine.given_up, mine.dropped, mine.established) == (1, 1, 2)
    assert (mine.data_again_octets, mine.expired) == (TRIES * LONG[1], again + TRIES + 1)
