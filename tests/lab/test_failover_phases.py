"""What the records of a run say about its outage: told stories, and the phases they must come to."""

from __future__ import annotations

from dataclasses import astuple

from hypothesis import given
from hypothesis import strategies as st

from iossim.lab.failover.distribution import Distribution
from iossim.lab.failover.phases import Phases, Story, phases_of
from iossim.net.address import Address
from iossim.sim.trace import Record

SECOND = 1_000_000
A, B = "64.100.1.1", "64.100.1.2"
HOME = "soho"
PHONE = Address.parse("10.81.2.2")


class Told:
    """Records, told by seconds after the origin."""

    def __init__(self) -> None:
        self.records: list[Record] = []

    def at(self, seconds: float, device: str, kind: str, cause: int | None = None, **data: object) -> int:
        """One record; its number."""
        number = len(self.records)
        self.records.append(Record(number, round(seconds * SECOND), device, kind, "", data, cause))
        return number

    def failover(self, up: float = 23.0, route: float = 23.1) -> None:
        """The plain story: dead at 22, a packet asks at 22.01, SAs with gw2."""
        self.at(22, HOME, "peer-dead", peer=A)
        self.at(22.01, HOME, "sa-wanted", peer=B)
        self.at(up, HOME, "sa-up", peer=B)
        self.at(route, "gw2", "rri-added", prefix="10.81.2.0/29")

    def phases(self, end: float = 23.3) -> Phases:
        """What is made of them."""
        story = Story(self.records, HOME, PHONE, {A: "gw1", B: "gw2"}, 10 * SECOND, 0, round(end * SECOND))
        return phases_of(story)


def seconds(phases: Phases) -> list[float]:
    return [micros / SECOND for micros in astuple(phases)]


def test_plain() -> None:
    """Detection, trigger, negotiation, route, play-out, one after the other."""
    told = Told()
    told.failover()
    assert seconds(told.phases()) == [22, 0.01, 0.99, 0, 0, 0.1, 0.2]


def test_revocation_list() -> None:
    """What the head-end's fetch takes is not the negotiation's."""
    told = Told()
    told.at(22.5, "gw2", "crl-fetch")
    told.at(30.5, "gw2", "crl-ready")
    told.failover(up=31, route=31.1)
    assert seconds(told.phases(31.3)) == [22, 0.01, 0.99, 8, 0, 0.1, 0.2]


def test_a_fetch_begun_for_another_home() -> None:
    """Only the part of a fetch for which this home waits counts; a fetch of another head-end not at all."""
    told = Told()
    told.at(18, "gw2", "crl-fetch")
    told.at(22, "gw3", "crl-fetch")
    told.at(24.01, "gw2", "crl-ready")
    told.failover(up=24.5, route=24.6)
    assert seconds(told.phases(24.8)) == [22, 0.01, 0.49, 2, 0, 0.1, 0.2]


def test_a_lost_message() -> None:
    """A message that was lost costs one interval."""
    told = Told()
    told.at(32.01, HOME, "ike-repeated", peer=B)
    told.failover(up=33, route=33.1)
    assert seconds(told.phases(33.3)) == [22, 0.01, 0.99, 0, 10, 0.1, 0.2]


def test_a_repeated_message_that_had_arrived() -> None:
    """The head-end was still at work: the time is the negotiation's."""
    told = Told()
    number = told.at(32.01, HOME, "ike-repeated", peer=B)
    told.at(32.04, "gw2", "ike-duplicate", cause=number)
    told.failover(up=33, route=33.1)
    assert seconds(told.phases(33.3)) == [22, 0.01, 10.99, 0, 0, 0.1, 0.2]


def test_a_repeat_during_a_fetch() -> None:
    """Time that belongs to a fetch is not counted twice."""
    told = Told()
    told.at(22.5, "gw2", "crl-fetch")
    told.at(32.4, HOME, "ike-repeated", peer=B)
    told.at(34.5, "gw2", "crl-ready")
    told.failover(up=35, route=35.1)
    assert seconds(told.phases(35.3)) == [22, 0.01, 0.89, 12, 0.1, 0.1, 0.2]


def test_an_attempt_in_vain() -> None:
    """An attempt with a peer that does not answer is lost as a whole."""
    told = Told()
    told.at(20, HOME, "peer-dead", peer=A)
    told.at(20.01, HOME, "sa-wanted", peer=A)
    told.at(30.03, HOME, "sa-wanted", peer=B)
    told.at(32.03, HOME, "sa-up", peer=B)
    assert seconds(told.phases(32.2)) == [20, 0.01, 2, 0, 10.02, 0, 0.17]


def test_the_tunnel_stays() -> None:
    """Only the way back is lost, until another head-end is active."""
    told = Told()
    told.at(8.5, "gw2", "hsrp", state="Active")
    assert seconds(told.phases(8.7)) == [8.5, 0, 0, 0, 0, 0, 0.2]


def test_routes_of_others() -> None:
    """A route to another home says nothing about this one."""
    told = Told()
    told.at(23.02, "gw2", "rri-added", prefix="10.81.2.16/29")
    told.failover()
    assert told.phases().route_injection == SECOND // 10


@given(
    st.lists(
        st.tuples(
            st.integers(0, 60),
            st.sampled_from((HOME, "gw1", "gw2")),
            st.sampled_from(
                ("peer-dead", "sa-wanted", "sa-up", "crl-fetch", "crl-ready", "ike-repeated", "ike-duplicate", "hsrp")
            ),
            st.sampled_from((A, B)),
            st.integers(0, 20) | st.none(),
        ),
        max_size=20,
    ),
    st.integers(0, 60),
)
def test_sum(story: list[tuple[int, str, str, str, int | None]], end: int) -> None:
    """Whatever happened: no phase is negative, and they sum to the outage."""
    told = Told()
    for at, device, kind, peer, cause in sorted(story, key=lambda row: row[0]):
        told.at(at, device, kind, cause=cause, peer=peer, state="Active")
    phases = astuple(told.phases(end))
    assert sum(phases) == end * SECOND
    assert min(phases) >= 0


def test_distribution() -> None:
    """Five numbers of a list whose every number is known."""
    assert Distribution.of([3, 1, 2]) == Distribution(1, 2, 2.0, 3, 3)
    assert Distribution.of(list(range(1, 101))) == Distribution(1, 50.5, 50.5, 95, 100)
    assert Distribution.of([7]) == Distribution(7, 7, 7.0, 7, 7)
