"""RTP, one direction of a conversation: fifty packets a second, and whether somebody hears them.

A direction is audible while at least nine of the last ten packets due have arrived (protocols reference 7.2): the last ten
outcomes are a window of bits, so a change is seen at the very packet that makes it, and a window that stands still makes the
round quiet. What a bad line takes shows in the score by the line's share, a gap as a gap (`codec`).

Jitter comes from the wait for other traffic on slow lines (`net.line`): it is what the score knows of packets that are too late to
be played; whether a direction is audible does not follow from it.

Standard: RFC 3550. Left out: RTCP, silence suppression, play-out buffers that adapt.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iossim.device.parameters import Codec
from iossim.endpoints.codec import CODECS, late_share, opinion, rating
from iossim.net.address import Address
from iossim.net.obstacle import obstacle
from iossim.net.packet import Packet, Protocol, Udp
from iossim.sim.facts import Table
from iossim.sim.meters import Meter
from iossim.sim.rounds import Every

if TYPE_CHECKING:
    from iossim.device.parameters import Parameters
    from iossim.endpoints.phone import Phone
    from iossim.net.fate import Fate
    from iossim.net.line import Passage
    from iossim.sim.trace import Record

RTP_PORT = 16_384
SECOND = 1_000_000
TOS = 0xB8
"""EF, the marking of voice."""

MILLION = 1_000_000
KEPT_GAPS = 20


@dataclass(frozen=True, slots=True)
class Gap:
    """A silence: from when to when (None: still), and why, in the words of the hop that dropped the packets."""

    start: int
    end: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Turn:
    """When packets began to fare as they do now (`reason`: why they are lost, nothing while they come), and by what."""

    reason: str
    t: int
    cause: Record | None


@dataclass(frozen=True, slots=True)
class Hearing:
    """What one direction sounds like: audible or not, since when, and its last silences."""

    audible: bool = False
    since: int = 0
    reason: str = "not yet"
    gaps: tuple[Gap, ...] = ()


def packet_of(source: Address, target: Address, codec: Codec = Codec.G711) -> Packet:
    """The voice packet of a stream; sequence numbers and time stamps are not modelled."""
    data = Udp(RTP_PORT, RTP_PORT, "RTP", CODECS[codec].datagram)
    return Packet(source, target, Protocol.UDP, data, ttl=64, tos=TOS)


def is_voice(packet: Packet) -> bool:
    """True for RTP."""
    return isinstance(packet.payload, Udp) and packet.payload.data == "RTP"


class Stream:
    """One direction: from `sender` to `receiver`."""

    def __init__(self, sender: Phone, receiver: str, target: Address, parameters: Parameters) -> None:
        self.sender = sender
        self.receiver = receiver
        self.target = target
        self.parameters = parameters
        kernel = sender.kernel
        self.facts: Table[str, int] = Table(kernel, f"{sender.name}.rtp")
        self.lines: Table[str, tuple[Passage, ...]] = Table(kernel, f"{sender.name}.rtp.lines")
        self.heard = Meter(kernel)
        self.began = kernel.now
        self.hearing = Hearing(since=kernel.now)
        self.record: Record | None = None
        self.turn = Turn("", kernel.now, kernel.cause)
        phase = kernel.stream(f"{sender.name}.rtp").randrange(parameters.rtp_interval)
        self.round = Every(kernel, parameters.rtp_interval, phase, self.tick)
        self.facts.set("window", 0)
        self.round.start()

    def stop(self) -> None:
        """The call is over, or power has gone."""
        self.round.stop()
        self._want(())

    def _want(self, lines: tuple[Passage, ...]) -> None:
        """Say what the stream needs of the slow lines it crosses now, and remember how long it waits there."""
        known = self.lines.get("")
        if known == lines:
            return
        for sign, passages in ((-1, known or ()), (1, lines)):
            for one in passages:
                rate = one.octets * 8 * SECOND // self.parameters.rtp_interval * one.reaches // MILLION
                self.sender.wire.network.ask(one.queue, sign * rate)
        self.lines.set("", lines)

    def tick(self) -> None:
        """Send one packet, and see how the last ten fared."""
        fate = self._send()
        good = fate is not None and self._in_time(fate)
        reason = "" if good else _reason(fate)
        kernel = self.sender.kernel
        if reason != self.turn.reason:
            self.turn = Turn(reason, kernel.now, kernel.cause)
        mask = (1 << self.parameters.audible_window) - 1
        before = self.facts.get("window") or 0
        window = (before << 1 | good) & mask
        self._want(fate.lines if fate is not None else ())
        if fate is not None:
            self.facts.set("loss", self._share_lost(fate))
        if fate is not None and good:
            self.facts.set("delay", fate.delay)
        elif not window:
            self.facts.set("delay", 0)
        if window == before:
            return
        self.facts.set("window", window)
        audible = self._enough(window)
        if audible != self._enough(before):
            delay = fate.delay if fate is not None and good else 0
            kernel.after(delay, self.changed, audible, reason, cause=self.turn.cause)

    def _enough(self, window: int) -> bool:
        """True when so many of the last packets have come that one understands."""
        return window.bit_count() >= self.parameters.audible_needed

    def _in_time(self, fate: Fate) -> bool:
        """True when the receiver has the packet before it would be played."""
        return fate.delivered and fate.node == self.receiver and fate.late <= self.parameters.jitter_buffer

    def _share_lost(self, fate: Fate) -> int:
        """The share of packets that bad lines take, or hold back for longer than the receiver waits."""
        disorder = fate.stray.disorder if fate.stray is not None else None
        late = disorder.late if disorder is not None and disorder.by > self.parameters.jitter_buffer else 0
        return fate.lost + (MILLION - fate.lost) * late // MILLION

    def _send(self) -> Fate | None:
        source = self.sender.address
        if source is None:
            return None
        return self.sender.wire.again(
            self.sender.wire.path(self.sender, packet_of(source, self.target, self.parameters.codec))
        )

    def changed(self, audible: bool, reason: str) -> None:
        """The direction has become audible, or silent, unless it is not so any more: a word comes later than a loss is seen."""
        old, now = self.hearing, self.sender.kernel.now
        if audible is old.audible or audible is not self._enough(self.facts.peek("window") or 0):
            return
        gaps = old.gaps
        if audible and gaps and gaps[-1].end is None:
            gaps = (*gaps[:-1], replace(gaps[-1], end=now))
        elif not audible:
            gaps = (*gaps, Gap(now, None, reason))[-KEPT_GAPS:]
        self.hearing = Hearing(audible, now, reason, gaps)
        self._blame()
        self.record = self.sender.heard_changed(self)

    def _blame(self) -> None:
        """Of changes between two packets the first has woken the stream, whether or not it matters: ask the end of the way."""
        source = self.sender.address
        if self.hearing.audible or source is None:
            return
        since = self.turn.t - self.parameters.rtp_interval
        packet = packet_of(source, self.target, self.parameters.codec)
        found = obstacle(self.sender.wire, self.sender, packet, lambda record: record.t >= since)
        cause = self._disordered(packet) if found is None else found.cause
        if cause is not None:
            self.sender.kernel.cause = cause

    def _disordered(self, packet: Packet) -> Record | None:
        """What made a link on the way lose the order of packets: they arrive, some of them too late."""
        wire = self.sender.wire
        stray = wire.walk(self.sender, packet).value.stray
        link = None if stray is None else wire.network.link_at(stray.end)
        return None if link is None else wire.network.live.cause(link.name)

    @property
    def delay(self) -> int:
        """Microseconds from mouth to ear, without play-out buffer and coding; 0 while nothing arrives."""
        return self.facts.peek("delay") or 0

    @property
    def jitter(self) -> int:
        """Microseconds by which the delay goes up and down: what a packet waits behind others on slow lines, on the average."""
        return sum(passage.wait for passage in self.lines.peek("") or ())

    def score(self) -> float:
        """The mean opinion score while audible: 1 (bad) to 4.4."""
        if not self.hearing.audible:
            return 1.0
        codec = self.parameters.codec
        ear = self.delay + self.parameters.jitter_buffer + CODECS[codec].coding
        late = self._late()
        return opinion(rating(ear / 1000, self.loss + (1 - self.loss) * late, codec))

    def _late(self) -> float:
        """The share of packets that come too late to be played: for those that wait anywhere, and for bounded waits by each."""
        buffer = self.parameters.jitter_buffer
        passages = self.lines.peek("") or ()
        in_time = 1 - late_share(sum(one.wait for one in passages if not one.most), buffer)
        for one in passages:
            in_time *= 1 - late_share(one.wait, buffer, one.most) if one.most else 1
        return 1 - in_time

    @property
    def loss(self) -> float:
        """The share of packets that the lines on the way take, or bring too late."""
        return (self.facts.peek("loss") or 0) / MILLION


def _reason(fate: Fate | None) -> str:
    if fate is None:
        return "the phone has no address"
    if not fate.delivered:
        return f"{fate.node}: {fate.reason}"
    return "too late to be played" if fate.late else f"delivered to {fate.node}"
