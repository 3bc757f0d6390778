"""What a conversation sounds like, each direction by itself, and why.

A silent direction has up to two stories: what it fell silent of, and what stands in its way now, when that is another thing. Two
silent directions may have one story between them, which is told once; else both are told, each under its direction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from iossim.endpoints.phone import Phone
from iossim.lab import hindrance
from iossim.lab.chains import NO_SA, SECOND, ancestry, chain, headed, refusal
from iossim.lab.department import refused
from iossim.lab.session.report import Report

if TYPE_CHECKING:
    from iossim.lab.world import World
    from iossim.net.obstacle import Obstacle
    from iossim.sim.trace import Record


def _call_of(world: World, name: str) -> tuple[Phone, Phone] | None:
    """The caller and the called of a phone's conversation."""
    phone = world.nodes.get(name)
    if not isinstance(phone, Phone) or phone.stream is None:
        return None
    peer = world.nodes.get(phone.peer)
    if not isinstance(peer, Phone):
        return None
    return (phone, peer) if phone.caller else (peer, phone)


def voice(world: World, name: str) -> Report:
    """What a conversation sounds like, each direction by itself."""
    call = _call_of(world, name)
    if call is None:
        return refused(f"{name} is not in a call")
    lines, data = [], {}
    for way, sender, receiver in (("to", *call), ("from", call[1], call[0])):
        found = _direction(world.kernel.now, sender, receiver)
        lines += found
        data[way] = found[0]
    return Report(tuple(lines), {"call": f"{call[0].name} {call[1].name}", **data})


def _direction(now: int, sender: Phone, receiver: Phone) -> list[str]:
    stream = sender.stream
    if stream is None:
        return [f"{sender.name} -> {receiver.name}: sends nothing"]
    hearing = stream.hearing
    since = (now - hearing.since) / SECOND
    if hearing.audible:
        jitter = f", jitter {stream.jitter / 1000:.1f} ms" if stream.jitter else ""
        state = f"audible for {since:.1f} s, {stream.delay / 1000:.1f} ms{jitter}, MOS {stream.score():.2f}"
    else:
        state = f"silent for {since:.1f} s ({hearing.reason})"
    gaps = [
        f"    gap {gap.start / SECOND:.2f} to {gap.end / SECOND:.2f}: {(gap.end - gap.start) / SECOND:.2f} s, {gap.reason}"
        for gap in hearing.gaps
        if gap.end is not None
    ]
    return [f"{sender.name} -> {receiver.name}: {state}", *gaps]


@dataclass(frozen=True, slots=True)
class Silence:
    """A direction that is silent: since which record (None: since the call began), what is in its way now, and what has kept
    the router where it ends without SAs."""

    way: str
    sender: Phone
    receiver: Phone
    fell: Record | None
    now: Obstacle | None
    vain: Record | None

    def __str__(self) -> str:
        return f"{self.sender.name} -> {self.receiver.name}"

    @property
    def weight(self) -> tuple[bool, int]:
        """Whose story says more: a head-end without SAs has them when a home asks, what keeps the home from it is the reason."""
        return self.vain is not None, -1 if self.fell is None else self.fell.number


def why_voice(world: World, name: str) -> Report:
    """Why a conversation sounds as it does: what led to the silence of each direction, else to the newest change of either."""
    call = _call_of(world, name)
    if call is None:
        return refused(f"{name} is not in a call")
    ways = (("from", *call[::-1]), ("to", *call))
    found = (_silence(world, *way) for way in ways)
    silent = sorted((silence for silence in found if silence is not None), key=lambda silence: silence.weight)
    if not silent:
        records = [
            phone.stream.record for phone in call if phone.stream is not None and phone.stream.record is not None
        ]
        return chain(world, max(records, key=lambda record: record.number, default=None))
    stories = [(silence, _story(world, silence)) for silence in silent]
    last = stories[-1][1]
    if all(link in _links(last) for _, story in stories for link in _links(story)[-1:]):
        return last
    lines = [line for silence, story in stories for line in (f"{silence}:", *story.lines)]
    each = {silence.way: _links(story) for silence, story in stories}
    return Report(tuple(lines), {"chain": [link for _, story in stories for link in _links(story)], **each})


def _links(story: Report) -> list[object]:
    return cast("list[object]", (story.data or {})["chain"])


def _silence(world: World, way: str, sender: Phone, receiver: Phone) -> Silence | None:
    stream = sender.stream
    if stream is None or stream.hearing.audible:
        return None
    fell, now = stream.record, hindrance.of_voice(world, sender)
    vain = refusal(world, now.node, fell.number) if fell is not None and now is not None and _waits(now) else None
    return Silence(way, sender, receiver, fell, now, vain)


def _story(world: World, silence: Silence) -> Report:
    """What led to a silence, and to its going on."""
    now, fell = silence.now, silence.fell
    if fell is None:
        why = "" if now is None else f": {now.text}"
        fact = f"{silence.receiver.name} has not heard {silence.sender.name} since the call began{why}"
        began = silence.sender.stream.hearing.since if silence.sender.stream is not None else world.kernel.now
        return headed(world, began, silence.sender.name, fact, chain(world, None if now is None else now.cause))
    story = chain(world, fell, silence.vain)
    if now is None or _waits(now) or now.text.endswith(f" {fell.data['reason']}"):
        return story
    links = ancestry(world, now.cause)
    if not links or links[-1] in ancestry(world, fell):
        return story
    return _joined(story, headed(world, world.kernel.now, fell.device, f"now {now.text}", chain(world, now.cause)))


def _joined(one: Report, other: Report) -> Report:
    """One story after another."""
    return Report((*one.lines, *other.lines), {"chain": [*_links(one), *_links(other)]})


def _waits(now: Obstacle) -> bool:
    """True when a packet ends for want of SAs: that is a story of its own."""
    return now.text.partition(": ")[2].startswith(NO_SA)
