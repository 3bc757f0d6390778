"""Uploads on a slow line: whole packets at any time, which give way when there is no more room."""

from __future__ import annotations

from iossim.net.line import NONE, WINDOW, Line, Slow, Uploads, met
from iossim.net.topology import Network
from iossim.sim.kernel import Kernel

END = ("home", "line")
UP = 192_000
MILLION = 1_000_000


def meets(*uploads: tuple[int, int], talk: int = 0, load: int = 0) -> Slow:
    """The line with uploads of so many bits a second in packets of so many octets, and a conversation."""
    network = Network(Kernel(1))
    network.ask(END, talk)
    for rate, octets in uploads:
        network.ask(END, rate, octets)
    return met(network, Line((UP, UP), (load, 0)), END, True)


def test_an_upload_makes_others_wait_as_other_traffic_does() -> None:
    """48 kbit/s in full packets are a quarter of the line, as a load of 25 % is."""
    assert meets((48_000, 1500)) == meets(load=250_000)


def test_small_packets_are_sooner_over() -> None:
    """A third of the octets, a third of the wait."""
    assert meets((48_000, 1500)).wait // 3 == meets((48_000, 500)).wait


def test_an_upload_gets_what_a_conversation_leaves() -> None:
    """Of 300 kbit/s the 90 remain; its window stands in the queue, and nothing is lost."""
    slow = meets((300_000, 1496), talk=102_000)
    assert (slow.passes, slow.loss, slow.wait) == (90_000 * MILLION // 300_000, 0, 0)
    assert slow.queue == WINDOW * 8 * MILLION // 90_000


def test_two_windows_take_twice_as_long_until_the_queue_is_full() -> None:
    """The output queue of the box before the line holds forty full packets."""
    assert meets((300_000, 1500), (300_000, 1500)).queue == 2 * meets((300_000, 1500)).queue
    assert meets(*[(300_000, 1500)] * 9).queue == 40 * 62_500


def test_what_ends_leaves_nothing() -> None:
    """An upload takes back what it has asked for."""
    assert Uploads().changed(48_000, 1500).changed(-48_000, 1500) == NONE
