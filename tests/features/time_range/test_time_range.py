"""Time-ranges: when they hold, when that changes, and that entries of access lists follow the clock of the box."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from iossim.device.nvgen import running_lines
from iossim.features.acl import FEATURE as ACL
from iossim.features.interfaces import FEATURE as INTERFACES
from iossim.features.static_routes import FEATURE as STATIC
from iossim.features.system import FEATURE as SYSTEM
from iossim.features.time_range import FEATURE as TIME_RANGE
from iossim.features.time_range.state import Period, Span, TimeRange
from iossim.net.address import Address
from iossim.net.packet import Packet, Protocol, Udp
from tests.features.network import MINUTE, Bench

HOUR = 60


def at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)


WORK = TimeRange("W", periods=(Period((0, 1, 2, 3, 4), 8 * HOUR, 18 * HOUR),))
NIGHT = TimeRange("N", periods=(Period((6,), 22 * HOUR, 6 * HOUR),))
WEEKEND = TimeRange("E", periods=(Period((4,), 22 * HOUR, 6 * HOUR + 30, 0),))
YEAR = TimeRange("Y", Span(at("2003-01-01 08:00:00"), at("2003-12-31 23:59:00")))
BOTH = TimeRange("B", YEAR.span, WORK.periods)


@pytest.mark.parametrize(("found", "when", "holds"), [  # 12 March 2003 is a Wednesday
    (WORK, "2003-03-12 07:59:59", False), (WORK, "2003-03-12 08:00:00", True), (WORK, "2003-03-12 18:00:59", True),
    (WORK, "2003-03-12 18:01:00", False), (WORK, "2003-03-15 12:00:00", False),
    (NIGHT, "2003-03-16 23:00:00", True), (NIGHT, "2003-03-17 06:00:30", True), (NIGHT, "2003-03-16 05:00:00", False),
    (WEEKEND, "2003-03-14 21:59:59", False), (WEEKEND, "2003-03-14 22:00:00", True), (WEEKEND, "2003-03-17 06:30:59", True),
    (WEEKEND, "2003-03-17 06:31:00", False), (WEEKEND, "2003-03-12 12:00:00", False),
    (YEAR, "2003-01-01 07:59:59", False), (YEAR, "2003-12-31 23:59:59", True), (YEAR, "2004-01-01 00:00:00", False),
    (BOTH, "2003-03-12 12:00:00", True), (BOTH, "2003-03-12 19:00:00", False), (BOTH, "2004-03-12 12:00:00", False),
    (TimeRange("0"), "2003-03-12 12:00:00", True),
])  # fmt: skip
def test_when_it_holds(found: TimeRange, when: str, holds: bool) -> None:
    """Spans and periods, with the minute that they end in, over midnight and over the end of the week."""
    assert found.holds(at(when)) is holds


@pytest.mark.parametrize("found", [WORK, NIGHT, WEEKEND, YEAR, BOTH])
def test_nothing_changes_before_it_may(found: TimeRange) -> None:
    """Within the time that is promised, a range stays as it is; and what is promised is not beyond its next change."""
    when, end = at("2003-01-01 00:00:00"), at("2003-02-01 00:00:00")
    while when < end:
        after = found.next_change(when)
        assert after is not None and after > timedelta()
        inside = [after * part / 7 for part in range(7)]
        assert {found.holds(when + step) for step in inside} == {found.holds(when)}
        when += min(after, timedelta(days=3))


LIST = """
interface FastEthernet0/0
 ip address 10.0.0.1 255.255.255.0
 ip access-group 101 in
access-list 101 deny udp any any time-range NOW
access-list 101 permit ip any any
time-range NOW
 periodic daily 0:10 to 0:14
 periodic daily 0:20 to 0:24
"""
OTHER = "interface FastEthernet0/0\n ip address 10.0.0.2 255.255.255.0\n"


def test_a_remembered_way_is_woken_by_the_clock() -> None:
    """A list that becomes another one by the time: who asked it asks again, and its counters go on."""
    bench = Bench(SYSTEM, INTERFACES, TIME_RANGE, ACL, STATIC, name="time-range")
    bench.router("a", LIST)
    bench.router("b", OTHER)
    bench.join("a:FastEthernet0/0", "b:FastEthernet0/0")
    bench.boot()
    router = bench.routers["a"]
    now = router.provider("local-time")(bench.kernel.now)
    minute = now.replace(hour=0, minute=9, second=0, microsecond=0)
    bench.type("a", f"clock set 00:09:00 {minute.day} {minute:%B} {minute.year}")
    way = bench.wire.path(
        bench.routers["b"],
        Packet(Address.parse("10.0.0.2"), Address.parse("10.0.0.1"), Protocol.UDP, Udp(1, 7, None, 20)),
    )
    way.send()
    bench.wait(MINUTE // 2)
    found = []
    for _ in range(8):
        found.append(way.send().value.delivered)
        bench.wait(2 * MINUTE)
    assert found == [True, False, False, True, True, True, False, False]
    assert "time-range NOW (inactive) (4 matches)" in bench.type("a", "show access-lists 101")
    bench.configure("a", "no time-range NOW")
    assert not way.use().value.delivered
    assert "time-range NOW" in "\n".join(running_lines(router.config))
