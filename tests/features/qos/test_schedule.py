"""The arithmetic of a shaper: who goes first, who gets what, and who waits for whom. 182.4 kbit/s, a call of 108 in ESP."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iossim.features.qos.early import Early, Thresholds
from iossim.features.qos.policy import EVERYTHING, ClassMap, PolicyClass
from iossim.features.qos.schedule import Queue, Service, Shaper
from iossim.net.line import WINDOW, Uploads

RATE, CALL, LONG = 182_400, 108_000, 1510
MILLION = 1_000_000
LONGEST = LONG * 8 * MILLION // RATE
VOICE = ClassMap("voice", False, ())
FIRST = PolicyClass(VOICE, ("p", "voice"), priority=True, kbps=128, given=("kbps", 128))
GIVEN = PolicyClass(VOICE, ("p", "voice"), kbps=128, given=("kbps", 128))
PLAIN = PolicyClass(EVERYTHING, ("p", "class-default"))
FAIR = PolicyClass(EVERYTHING, ("p", "class-default"), fair=64)


def upload(rate: int, octets: int = LONG) -> Uploads:
    """One upload."""
    return Uploads().changed(rate, octets) if rate else Uploads()


def served(*queues: Queue, which: int = 0, precedence: int = 5) -> Service:
    """What a voice packet meets in one of the queues."""
    return Shaper(RATE, queues).serves(queues[which], 270, precedence << 5)


def test_nothing_waits_where_nothing_else_is() -> None:
    """A shaper that is never full does nothing."""
    assert served(Queue(FIRST, CALL, upload(0)), Queue(FAIR, 0, upload(0))) == Service()


def test_priority_waits_for_one_packet_at_most() -> None:
    """Half of a long packet as often as one is there: the upload gets 74.4 of 182.4 kbit/s."""
    service = served(Queue(FIRST, CALL, upload(0)), Queue(FAIR, 0, upload(300_000)))
    assert service.wait == pytest.approx(LONGEST * 0.408 / 2, rel=0.01)
    assert (service.most, service.loss) == (LONGEST, 0)


def test_shorter_packets_make_shorter_waits() -> None:
    """This is what a small maximum segment size is for."""
    long = served(Queue(FIRST, CALL, upload(0)), Queue(FAIR, 0, upload(300_000)))
    short = served(Queue(FIRST, CALL, upload(0)), Queue(FAIR, 0, upload(300_000, LONG // 2)))
    assert (short.wait, short.most) == pytest.approx((long.wait / 2, long.most / 2), rel=0.01)


def test_the_upload_gets_what_priority_leaves() -> None:
    """It gives way and loses nothing."""
    service = served(Queue(FIRST, CALL, upload(0)), Queue(FAIR, 0, upload(300_000)), which=1)
    assert (service.passes, service.loss) == ((RATE - CALL) * MILLION // 300_000, 0)


def test_more_than_priority_was_given_is_lost_while_the_shaper_is_full() -> None:
    """Two calls in a class for one."""
    full = served(Queue(FIRST, 2 * CALL, upload(0)), Queue(FAIR, 0, upload(300_000)))
    assert full.loss == pytest.approx(MILLION * (1 - 128 / 216), abs=1)


def test_a_priority_class_may_take_more_while_there_is_room() -> None:
    """The limit is one of a full shaper."""
    small = PolicyClass(VOICE, ("p", "voice"), priority=True, kbps=32, given=("kbps", 32))
    assert served(Queue(small, CALL, upload(0)), Queue(FAIR, 0, upload(8_000))).loss == 0


def test_in_one_queue_voice_waits_for_the_whole_window() -> None:
    """A shaper without classes moves the queue from the DSL box into the router, and nothing else."""
    service = served(Queue(PLAIN, CALL, upload(300_000)))
    assert service.wait == WINDOW * 8 * MILLION // (RATE - CALL)
    assert (service.mean, service.loss) == (0, 0)


def test_fair_queues_help_who_wants_little() -> None:
    """Better than one queue, worse than priority; precedence 5 counts six times."""
    one, fair = (served(Queue(wish, CALL, upload(300_000))) for wish in (PLAIN, FAIR))
    first = served(Queue(FIRST, CALL, upload(0)), Queue(FAIR, 0, upload(300_000)))
    assert first.wait < fair.wait < one.wait
    assert served(Queue(FAIR, CALL, upload(300_000)), precedence=0).loss > 0


def test_a_class_with_bandwidth_keeps_its_share() -> None:
    """It is not first, but what others want does not become its loss."""
    service = served(Queue(GIVEN, CALL, upload(0)), Queue(FAIR, 0, upload(300_000)))
    first = served(Queue(FIRST, CALL, upload(0)), Queue(FAIR, 0, upload(300_000)))
    assert service.loss == 0
    assert service.wait > first.wait


def test_shares_are_in_proportion_to_bandwidth() -> None:
    """30 and 10 kbit/s were given: of a shaper that both would fill, three quarters and a quarter."""
    three = PolicyClass(VOICE, ("p", "a"), kbps=30, given=("kbps", 30))
    one = PolicyClass(VOICE, ("p", "b"), kbps=10, given=("kbps", 10))
    gets = Shaper(
        RATE, (Queue(three, 0, upload(300_000)), Queue(one, 0, upload(300_000)), Queue(FAIR, 0, upload(0)))
    ).gets
    assert gets["p", "a"] == pytest.approx(3 * gets["p", "b"], abs=3)
    assert gets["p", "a"] + gets["p", "b"] == pytest.approx(RATE, abs=3)


def test_early_drops_make_the_queue_shorter_and_spare_what_is_marked() -> None:
    """An upload keeps the middle between its thresholds; voice of precedence 5 passes where that of 0 would be dropped."""
    plain = PolicyClass(EVERYTHING, ("p", "class-default"))
    early = replace(plain, early=Early(given=(("0", Thresholds(4, 8, 5)),)))
    late = served(Queue(plain, CALL // 2, upload(300_000)))
    marked = served(Queue(early, CALL // 2, upload(300_000)))
    assert marked.wait == pytest.approx(late.wait * 6 * LONG / WINDOW, rel=0.01)
    assert (late.loss, marked.loss) == (0, 0)
    assert served(Queue(early, CALL // 2, upload(300_000)), precedence=0).loss == MILLION // 10


def test_rows_of_early_drops() -> None:
    """A packet belongs to the row of its precedence, or of its code point; what has none is `default`."""
    assert [Early().row(tos) for tos in (0, 0xB8, 0xC0)] == ["0", "5", "6"]
    assert [Early(by_dscp=True).row(tos) for tos in (0, 0xB8, 0x0C)] == ["default", "ef", "default"]
    assert [Early().thresholds(row).least for row in Early().rows] == [20, 22, 24, 26, 28, 30, 32, 34, 36]
    assert Thresholds(4, 8, 5).loss(8) == MILLION
