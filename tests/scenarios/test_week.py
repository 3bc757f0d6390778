"""A week: a home with a telephone can be reached at any hour of it, one without anybody cannot."""

from __future__ import annotations

from random import Random

from iossim.lab.invariants import broken
from iossim.sim.clock import DAY, HOUR

from .story import opened


def test_the_phone_keeps_the_tunnel_for_a_week() -> None:
    """The administrator's telnet to the home router's LAN address: with the phone's keepalives always, without a phone for an hour.

    The pair is renewed each hour, the ISAKMP SA each day; what is found at random moments of each day is found at all of them.
    """
    lab = opened("headend")
    lab.do("unplug phone-4")
    random = Random("a week")
    moments = sorted(day * DAY + random.randrange(2 * HOUR, DAY) for day in range(7) for _ in range(6))
    reached, gone = [], []
    for moment in moments:
        lab.run_to(moment)
        reached.append(str(lab.do("path admin 10.81.2.1 tcp 23").data["result"]))  # type: ignore[index]
        gone.append(str(lab.do("path admin 10.81.2.33 tcp 23").data["result"]))  # type: ignore[index]
    assert set(reached) == {"delivered"}
    assert set(gone) == {"dropped at firewall: does not send back out of the interface it came in by"}
    assert broken(lab.world) == ()
    ups = [r for r in lab.records() if r.t > 0 and r.kind == "ike-up" and r.device == "soho-vp"]
    assert len(ups) >= 6, "the ISAKMP SA is made anew each day"
    lab.do("plug phone-4")
    lab.advance(60_000_000)
    assert lab.do("path admin 10.81.2.33 tcp 23").data["result"] == "delivered"  # type: ignore[index]
