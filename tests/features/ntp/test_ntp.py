"""NTP by packets: a clock is set after five answers, marked when servers are gone, and costs nothing while all is well."""

from __future__ import annotations

from datetime import UTC, datetime

from iossim.endpoints.host import Host
from iossim.endpoints.repeater import Switch
from iossim.features.interfaces import FEATURE as INTERFACES
from iossim.features.ntp import FEATURE as NTP
from iossim.features.static_routes import FEATURE as STATIC_ROUTES
from iossim.features.system import FEATURE as SYSTEM
from iossim.net.address import Address
from iossim.net.topology import Network
from iossim.net.wire import Wire
from iossim.sim.clock import WallClock
from iossim.sim.kernel import Kernel
from tests.features.network import MINUTE, SECOND, Bench

CONFIG = ["hostname r1", "interface FastEthernet0/0", " ip address 192.0.2.1 255.255.255.0", " no shutdown"]
RIGHT = datetime(2003, 3, 12, tzinfo=UTC)


class Clocks(Bench):
    """A router without a calendar, and two servers; the second is wrong by an hour."""

    def __init__(self, *lines: str, explicit: bool = False) -> None:
        super().__init__(SYSTEM, NTP, INTERFACES, STATIC_ROUTES, name="ntp")
        self.kernel = Kernel(1, explicit=explicit)
        self.network = Network(self.kernel)
        self.wire = Wire(self.network)
        self.router("r1", "\n".join([*CONFIG, *lines])).keeps_time = False
        lan = Switch("lan", self.wire, ("r1", "s1", "s2"))
        self.join("r1:FastEthernet0/0", "lan:r1")
        self.servers = {}
        for number, error in ((1, 0), (2, 3600 * SECOND)):
            wall = WallClock(WallClock.of(RIGHT).origin + error)
            self.servers[f"s{number}"] = Host(
                f"s{number}", self.wire, number=90 + number, arp_timeout=14_400 * SECOND,
                address=(Address.parse(f"192.0.2.1{number}"), 24), gateway=None, clock=wall,
            )  # fmt: skip
            self.join(f"s{number}:eth0", f"lan:s{number}")
            self.servers[f"s{number}"].power_on()
        lan.power_on()
        self.boot()

    def clock(self) -> str:
        """`show clock`."""
        return self.type("r1", "show clock")

    def rows(self) -> list[str]:
        """The rows of `show ntp associations`."""
        return self.type("r1", "show ntp associations").splitlines()[1:-1]


def test_a_router_without_calendar_knows_the_time_after_five_answers() -> None:
    """1993 and a star before, a minute or two too few; the right time and no mark after four intervals and some."""
    bench = Clocks("ntp server 192.0.2.11")
    assert bench.clock().startswith("*") and bench.clock().endswith("1993")
    assert "Clock is unsynchronized, stratum 16, no reference clock" in bench.type("r1", "show ntp status")
    bench.wait(5 * MINUTE)
    assert bench.clock().endswith("UTC Wed Mar 12 2003") and bench.clock()[0].isdigit()
    status = bench.type("r1", "show ntp status").splitlines()
    assert status[0] == "Clock is synchronized, stratum 2, reference is 192.0.2.11"
    assert status[2].startswith("reference time is C218") and status[2].endswith("UTC Wed Mar 12 2003)")


def test_columns() -> None:
    """Reach fills from the right, dispersion halves; the one that is followed has a star, another good one a plus."""
    bench = Clocks("ntp server 192.0.2.11", "ntp server 192.0.2.99")
    bench.wait(20 * MINUTE)
    first, absent = bench.rows()
    assert first[:38] == "*~192.0.2.11       .GPS.             1"
    assert first.split()[4:6] == ["64", "377"] and first.endswith("    0.00     0.1")
    assert absent == " ~192.0.2.99       0.0.0.0          16     -    64    0     0.0    0.00  16000."


def test_the_preferred_server_is_followed_even_if_it_is_wrong() -> None:
    """A server is believed; nobody else is asked whether it is right."""
    bench = Clocks("ntp server 192.0.2.11", "ntp server 192.0.2.12 prefer")
    bench.wait(6 * MINUTE)
    assert [row[0] for row in bench.rows()] == ["*", "+"] and "192.0.2.12" in bench.rows()[0]
    assert bench.clock().startswith("01:0")
    bench.configure("r1", "no ntp server 192.0.2.12")
    assert bench.clock().startswith("00:0")


def test_a_clock_whose_server_is_gone_runs_on_with_a_point() -> None:
    """After eight polls without an answer; when the server is back it takes five answers again."""
    bench = Clocks("ntp server 192.0.2.11")
    bench.wait(6 * MINUTE)
    bench.servers["s1"].power_off()
    bench.wait(5 * MINUTE)
    assert bench.clock()[0].isdigit()
    bench.wait(5 * MINUTE)
    assert bench.clock().startswith(".") and bench.clock().endswith("2003")
    bench.servers["s1"].power_on()
    bench.wait(3 * MINUTE)
    assert bench.clock().startswith(".")
    bench.wait(4 * MINUTE)
    assert bench.clock()[0].isdigit()


def test_a_clock_set_by_hand_is_set_right_again() -> None:
    """NTP measures anew, and wins."""
    bench = Clocks("ntp server 192.0.2.11")
    bench.wait(6 * MINUTE)
    bench.type("r1", "clock set 10:00:00 1 may 2004")
    assert bench.clock().endswith("May 1 2004")
    bench.wait(6 * MINUTE)
    assert bench.clock().endswith("Mar 12 2003")


def test_without_a_server_at_that_address_there_is_no_time() -> None:
    """A host that is no server says that nobody listens: no answer."""
    bench = Clocks("ntp server 192.0.2.12")
    bench.servers["s2"].clock = None
    bench.wait(10 * MINUTE)
    assert bench.clock().startswith("*") and bench.rows()[0].split()[5] == "0"


def test_polls_of_a_quiet_network_cost_nothing() -> None:
    """Days of polls are arithmetic, and the counters know of them."""
    bench = Clocks("ntp server 192.0.2.11")
    bench.wait(60 * MINUTE)
    events, sent = bench.kernel.events, bench.routers["r1"].meter("FastEthernet0/0", "out").count
    bench.wait(2 * 24 * 60 * MINUTE)
    assert bench.kernel.events - events < 100  # ARP, every four hours
    assert bench.routers["r1"].meter("FastEthernet0/0", "out").count - sent >= 2 * 24 * 60 * 60 // 64


def test_quiet_and_explicit_agree() -> None:
    """The clock is taken at the same poll when every packet is an event, and displays are the same."""
    seen = []
    for explicit in (False, True):
        bench = Clocks("ntp server 192.0.2.11", explicit=explicit)
        bench.wait(20 * MINUTE)
        taken = [(record.t, record.text) for record in bench.kernel.trace.records() if record.kind == "clock"]
        seen.append((taken, bench.rows(), bench.type("r1", "show ntp status"), bench.clock()))
    assert seen[0] == seen[1] and len(seen[0][0]) == 1


def test_a_server_that_is_named_again_is_heard_again() -> None:
    """`no ntp server` and the line once more: five answers later the clock follows it, as the first time."""
    bench = Clocks("ntp server 192.0.2.11")
    bench.wait(6 * MINUTE)
    bench.configure("r1", "no ntp server 192.0.2.11")
    bench.type("r1", "clock set 12:00:00 12 March 2005")
    bench.wait(MINUTE)
    assert bench.clock().endswith("2005")
    bench.configure("r1", "ntp server 192.0.2.11")
    bench.wait(6 * MINUTE)
    assert bench.clock().endswith("UTC Wed Mar 12 2003")
