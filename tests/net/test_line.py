"""A slow line: the time of a packet by its octets, the wait behind others, and what does not fit."""

from __future__ import annotations

import pytest

from iossim.net.line import FULL, QUEUE, Line, met
from iossim.net.topology import Network
from iossim.sim.kernel import Kernel

END, FAR = ("home", "line"), ("provider", "line")
UP, DOWN = 192_000, 1_536_000
PERCENT = 10_000


def meets(octets: int, load: int = 0, talk: int = 0, first: bool = True) -> tuple[int, int, int]:
    """Wait, delay in all, and loss of a packet on a line with other traffic and conversations."""
    network = Network(Kernel(1))
    network.ask(END if first else FAR, talk)
    slow = met(network, Line((UP, DOWN), (load, load)), END if first else FAR, first)
    return slow.wait, slow.queue + slow.takes(octets), slow.loss


def test_a_packet_takes_its_octets_over_the_rate() -> None:
    """1500 octets at 192 kbit/s are 62.5 ms, at 1536 kbit/s an eighth of it; an idle line makes nobody wait."""
    assert meets(1500) == (0, 62_500, 0)
    assert meets(1500, first=False) == (0, 7_812, 0)
    assert meets(256) == (0, 10_666, 0)


@pytest.mark.parametrize(("load", "wait"), [(10, 3_472), (50, 31_250), (80, 125_000), (90, 281_250)])
def test_the_wait_grows_with_the_load(load: int, wait: int) -> None:
    """Half a full packet for every one that is in the way, and the more the less is left (M/D/1)."""
    assert meets(256, load * PERCENT) == (wait, wait + 10_666, 0)


def test_conversations_leave_less() -> None:
    """A call of 102.4 kbit/s takes more than half of the uplink; beside it 40 % are nearly all."""
    assert meets(256, 40 * PERCENT, 102_400)[0] > 4 * meets(256, 40 * PERCENT)[0]


def test_what_does_not_fit_is_lost_behind_a_full_queue() -> None:
    """Of 150 % a third is lost, and the rest waits for forty full packets; that delay does not go up and down."""
    assert meets(256, 100 * PERCENT, UP // 2) == (0, QUEUE * FULL * 8 * 1_000_000 // UP + 10_666, 333_334)
