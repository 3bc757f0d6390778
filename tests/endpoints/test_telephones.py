"""Telephones: registration, keepalives, calls, and what each direction sounds like."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent / "net"))
from small_networks import at, ip, new_wire, switch

from iossim.device.parameters import Codec, Parameters
from iossim.endpoints.call_manager import CallManager
from iossim.endpoints.codec import opinion, rating
from iossim.endpoints.phone import Phone, PhoneState
from iossim.endpoints.voice import packet_of

SECOND = 1_000_000
PARAMETERS = Parameters()


def office(phones: int = 2, explicit: bool = False):
    """A CallManager and some phones on one switch, registered."""
    wire = new_wire(explicit)
    lan = switch(wire, "sw", *(str(n) for n in range(phones + 1)))
    manager = CallManager(
        "cm", wire, number=99, parameters=PARAMETERS, address=at("10.0.0.1/24"), gateway=ip("10.0.0.254")
    )
    wire.network.join("l0", ("cm", "eth0"), (lan.name, "0"), 50)
    manager.power_on()
    made = [
        Phone(
            f"p{n}",
            wire,
            node_number=n,
            number=f"{1000 + n}",
            parameters=PARAMETERS,
            address=at(f"10.0.0.{10 + n}/24"),
            gateway=ip("10.0.0.254"),
            dhcp=False,
            call_manager=ip("10.0.0.1"),
        )
        for n in range(1, phones + 1)
    ]
    for n, phone in enumerate(made, 1):
        wire.network.join(f"l{n}", (phone.name, "eth0"), (lan.name, str(n)), 50)
        phone.power_on()
    for node in (manager, *made):
        node.carrier_changed("eth0")
    run(wire, 10)
    return wire, manager, made


def run(wire, seconds: float) -> None:
    wire.network.kernel.run_until(wire.network.kernel.now + int(seconds * SECOND))


def test_a_phone_registers_and_stays_registered() -> None:
    """A quiet day: no event but those of ARP, and the registration is alive at its end."""
    wire, manager, phones = office()
    assert [phone.state for phone in phones] == [PhoneState.REGISTERED] * 2
    run(wire, 60)
    events = wire.network.kernel.events
    run(wire, 86_400)
    assert wire.network.kernel.events - events < 200
    assert set(manager.phones.keys()) == {"p1", "p2"}
    assert phones[0].meter("eth0", "out").count > 2800


def test_a_lost_manager_is_noticed_by_the_next_keepalive_and_tcp() -> None:
    """Within 30 s plus 63 s of retransmissions; then the phone tries again until the manager is back."""
    wire, _, phones = office()
    wire.network.change_link("l0", connected=False)
    run(wire, 31)
    assert phones[0].state is PhoneState.PROBING
    run(wire, 65)
    assert phones[0].state is PhoneState.REGISTERING
    wire.network.change_link("l0", connected=True)
    run(wire, 125)
    assert phones[0].state is PhoneState.REGISTERED


def test_a_short_interruption_is_healed_by_tcp() -> None:
    """The registration survives: the keepalive is sent again."""
    wire, manager, phones = office()
    wire.network.change_link("l0", connected=False)
    run(wire, 31)
    wire.network.change_link("l0", connected=True)
    run(wire, 25)
    assert phones[0].state is PhoneState.REGISTERED
    assert "p1" in manager.phones.keys()


def test_the_manager_forgets_a_phone_after_three_keepalives() -> None:
    """90 s after the last one; a restarted manager knows nobody and says so."""
    wire, manager, phones = office()
    run(wire, 40)
    last = manager.phones.peek("p1").idle.last
    phones[0].power_off()
    wire.network.kernel.run_until(last + 90 * SECOND - 1)
    assert "p1" in manager.phones.keys()
    run(wire, 1)
    assert "p1" not in manager.phones.keys()
    manager.power_off()
    manager.power_on()
    manager.carrier_changed("eth0")
    run(wire, 61)
    assert phones[1].state is PhoneState.REGISTERED
    assert set(manager.phones.keys()) == {"p2"}


def call(wire, phones):
    phones[0].dial(phones[1].extension)
    run(wire, 2)


def test_a_call_is_heard_in_both_directions_after_nine_packets() -> None:
    """Audible: nine of the last ten packets due have arrived, so 160 ms after the first one."""
    wire, _, phones = office()
    start = wire.network.kernel.now
    call(wire, phones)
    for phone in phones:
        assert phone.stream.hearing.audible
        assert 160_000 <= phone.stream.hearing.since - start <= 185_000


@pytest.mark.parametrize("explicit", [False, True])
def test_a_gap_begins_at_the_second_lost_packet_and_ends_at_the_ninth_good_one(explicit: bool) -> None:
    """One direction is silenced for exactly three seconds; the other one hears on."""
    wire, _, phones = office(explicit=explicit)
    call(wire, phones)
    network, kernel = wire.network, wire.network.kernel
    cut = kernel.now
    network.change_link("l1", silent=(("p1", "eth0"),))
    run(wire, 3)
    network.change_link("l1", silent=())
    run(wire, 2)
    (gap,) = phones[0].stream.hearing.gaps
    assert 20_000 <= gap.start - cut <= 40_000
    assert 3_160_000 <= gap.end - cut <= 3_181_000
    assert phones[1].stream.hearing.gaps == ()
    assert "link l1 loses the frame" in gap.reason


def test_a_call_in_progress_costs_nothing() -> None:
    """An hour of voice both ways: 360,000 packets in the counters, and no event for any of them."""
    wire, _, phones = office()
    call(wire, phones)
    before, events = phones[1].meter("eth0", "in").count, wire.network.kernel.events
    run(wire, 3600)
    assert phones[1].meter("eth0", "in").count - before == 180_000 + 120
    assert wire.network.kernel.events - events < 20


def test_media_goes_on_when_the_manager_is_gone_and_no_new_call_can_be_made() -> None:
    """Call preservation; and `dial` needs the manager."""
    wire, _, phones = office(3)
    call(wire, phones)
    wire.network.change_link("l0", connected=False)
    run(wire, 300)
    assert phones[0].stream.hearing.audible
    phones[2].dial("1001")
    run(wire, 5)
    assert phones[2].stream is None


def test_hanging_up_ends_both_ends() -> None:
    """By way of the manager; then both are free again."""
    wire, manager, phones = office()
    call(wire, phones)
    phones[1].hang_up()
    run(wire, 1)
    assert phones[0].stream is None
    assert phones[1].stream is None
    assert list(manager.calls.keys()) == []
    call(wire, phones)
    assert phones[0].stream is not None


def test_a_busy_phone_is_not_called() -> None:
    """And the caller stays idle."""
    wire, _, phones = office(3)
    call(wire, phones)
    phones[2].dial("1001")
    run(wire, 1)
    assert phones[2].stream is None


@pytest.mark.parametrize(
    ("codec", "delay", "loss", "score"),
    [
        (Codec.G711, 80, 0, 4.39), (Codec.G711, 80, 0.01, 4.29), (Codec.G711, 80, 0.05, 3.84),
        (Codec.G711, 150, 0.02, 4.12), (Codec.G711, 250, 0, 4.03), (Codec.G711, 250, 0.1, 2.72),
        (Codec.G729, 80, 0, 4.07), (Codec.G729, 80, 0.02, 3.78), (Codec.G729, 150, 0.05, 3.27),
        (Codec.G729, 150, 0.1, 2.67),
    ],
)  # fmt: skip
def test_scores_are_those_of_the_table(codec: Codec, delay: float, loss: float, score: float) -> None:
    """E-model for G.711 and G.729, protocols reference 7.3."""
    assert opinion(rating(delay, loss, codec)) == pytest.approx(score, abs=0.006)


@given(st.floats(0, 2000), st.floats(0, 1))
def test_a_score_is_always_on_the_scale(delay: float, loss: float) -> None:
    """1 to 4.5, whatever the network does."""
    assert 1.0 <= opinion(rating(delay, loss)) <= 4.5


def test_a_message_that_is_lost_is_sent_again_in_order() -> None:
    """SCCP goes by TCP: what is dialled while the line is silent is put through a second later, and hung up after it."""
    wire, manager, (one, two) = office()
    wire.network.change_link("l0", silent=(("cm", "eth0"), ("sw", "0")))
    one.dial("1002")
    run(wire, 0.5)
    wire.network.change_link("l0", silent=())
    assert one.stream is None
    run(wire, 0.6)
    assert one.stream is not None and two.stream is not None
    wire.network.change_link("l2", silent=(("p2", "eth0"), ("sw", "2")))
    one.hang_up()
    run(wire, 0.5)
    assert two.stream is not None
    wire.network.change_link("l2", silent=())
    run(wire, 0.6)
    assert two.stream is None and len(manager.calls) == 0


def test_a_lossy_line_costs_by_its_share() -> None:
    """Five packets of a hundred: the score is that of the share, whatever the last ten packets were."""
    wire, _, phones = office()
    call(wire, phones)
    assert phones[0].stream.score() == pytest.approx(4.39, abs=0.01)
    wire.network.change_link("l1", loss=50_000)
    run(wire, 1)
    assert phones[0].stream.loss == pytest.approx(0.05, abs=0.001)
    assert phones[0].stream.score() == pytest.approx(3.84, abs=0.01)


def test_another_codec_sends_less_and_sounds_worse() -> None:
    """G.729: sixty octets a packet instead of two hundred, and a lower score at its best."""
    with_g729 = replace(PARAMETERS, codec=Codec.G729)
    size = {codec: packet_of(ip("10.0.0.1"), ip("10.0.0.2"), codec).size for codec in Codec}
    assert size == {Codec.G711: 200, Codec.G729: 60}
    assert with_g729.codec is Codec.G729
    assert opinion(rating(90, 0, Codec.G729)) < opinion(rating(90, 0, Codec.G711))


def test_a_phone_that_comes_back_without_its_call_has_ended_it() -> None:
    """Both ends of a call lose power: registered again they are free, and what one of them loses the other hears of."""
    wire, manager, phones = office()
    call(wire, phones)
    for phone in phones:
        phone.power_off()
    for phone in phones:
        phone.power_on()
    run(wire, 90)
    assert len(manager.calls) == 0
    call(wire, phones)
    assert all(phone.stream is not None for phone in phones)
    phones[0].power_off()
    run(wire, 1)
    phones[0].power_on()
    run(wire, 90)
    assert phones[1].stream is None
