"""`show class-map`, `show policy-map` and `show policy-map interface`: pure functions of views.

Forms of 12.2 and of 12.4(20)T and later, whose queues are told class by class, without conversations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iossim.cli.release import Forms, Release
from iossim.device.codepoint import DSCP, PRECEDENCE
from iossim.features.qos.policy import DEFAULT_CLASS, FULL_QUEUE, ClassMap, Criterion, Policy, PolicyClass
from iossim.features.qos.show_early import COUNTED, configured, configured_later
from iossim.features.qos.view import ClassView, PolicyView

HIERARCHICAL = "12.4(20)T"
FLOW_LIMIT = 16
"""Packets of one flow at most."""
BUFFERS = 1000
"""Packets behind a shaper at most."""


def show_class_maps(maps: Iterable[tuple[int, ClassMap]]) -> Iterator[str]:
    """Each class with its number and what it matches."""
    for number, one in maps:
        yield f" Class Map {kind(one)} {one.name} (id {number})"
        for criterion in one.criteria:
            yield f"   Match {_criterion(criterion)} "
        if not one.criteria:
            yield "   Match none "
        yield ""


def kind(one: ClassMap) -> str:
    """Whether all criteria have to be met."""
    return "match-any" if one.any_of else "match-all"


def _criterion(one: Criterion) -> str:
    return f"{'not ' * one.negated}{one.text}"


# -- what was configured ---------------------------------------------------------------------------------------------


def show_policies(policies: Iterable[Policy], look: Release) -> Iterator[str]:
    """Each policy map with its classes."""
    for one in policies:
        yield f"  Policy Map {one.name}"
        for inner in one.classes:
            if inner.name != DEFAULT_CLASS or _says_something(inner):
                yield f"    Class {inner.name}"
                yield from CONFIGURED.on(look)(inner)
        yield ""


def _says_something(one: PolicyClass) -> bool:
    return bool(one.queues or one.shape or one.police or one.marks or one.child)


def _configured(one: PolicyClass) -> Iterator[str]:
    if one.queues:
        yield "      Weighted Fair Queueing"
        yield from (f"            {line}" for line in _bandwidth(one))
        yield from configured(one)
    if one.shape is not None:
        yield "      Traffic Shaping"
        yield f"         {'Peak' if one.shape.peak else 'Average'} Rate Traffic Shaping"
        yield f"                 CIR {one.shape.rate} (bps) Max. Buffers Limit {BUFFERS} (Packets)"
    if one.marks is not None:
        yield f"      set ip {_marks(one)}"
    if one.police is not None:
        police = one.police
        actions = f"conform-action {_action(police.conform)} exceed-action {_action(police.exceed)}"
        yield f"     police {police.rate} {police.burst} {police.excess} {actions} "
    if one.child is not None:
        yield f"      service-policy {one.child.name}"


def _configured_later(one: PolicyClass) -> Iterator[str]:
    unit, number = one.given
    shown = f"{number} ({'kbps' if unit == 'kbps' else '%'})"
    if one.priority:
        yield f"      priority {shown}"
    elif one.fair:
        yield "      fair-queue"
    elif one.given[0]:
        yield f"      bandwidth {'remaining ' * (unit == 'remaining')}{shown}"
    yield from configured_later(one)
    if one.shape is not None:
        yield f"      {'Peak' if one.shape.peak else 'Average'} Rate Traffic Shaping"
        yield f"      cir {one.shape.rate} (bps)"
    if one.marks is not None:
        yield f"      set ip {_marks(one)}"
    if one.police is not None:
        yield f"     police cir {one.police.rate} bc {one.police.burst}"
        yield f"       conform-action {_action(one.police.conform)} "
        yield f"       exceed-action {_action(one.police.exceed)} "
    if one.child is not None:
        yield f"      service-policy {one.child.name}"


CONFIGURED = Forms(_configured, (HIERARCHICAL, _configured_later))


def _bandwidth(one: PolicyClass) -> Iterator[str]:
    unit, number = one.given
    if one.priority:
        yield "Strict Priority"
        yield f"Bandwidth {number} (%)" if unit == "percent" else f"Bandwidth {number} (kbps) Burst {one.burst} (Bytes)"
    elif one.fair:
        yield f"Flow based Fair Queueing Max Threshold {one.limit} (packets)"
    elif one.given[0]:
        shown = {"kbps": f"Bandwidth {number} (kbps)", "percent": f"Bandwidth {number} (%)"}
        threshold = "" if one.early is not None else f" Max Threshold {one.limit} (packets)"
        yield shown.get(unit, f"Bandwidth remaining {number} (%)") + threshold


def _marks(one: PolicyClass) -> str:
    assert one.marks is not None
    kind_of, value = one.marks
    names = DSCP if kind_of == "dscp" else PRECEDENCE
    return f"{kind_of} {next((name for name, number in names.items() if number == value), value)}"


def _action(sends: bool) -> str:
    return "transmit" if sends else "drop"


# -- what it does ----------------------------------------------------------------------------------------------------


def show_applied(port: str, policies: Iterable[tuple[str, PolicyView]], look: Release) -> Iterator[str]:
    """An interface with its policies, `input` before `output`."""
    yield f" {port} "
    for direction, one in policies:
        yield ""
        yield f"  Service-policy {direction}: {one.name}"
        yield from _classes(one, 4, look)


def _classes(policy: PolicyView, margin: int, look: Release) -> Iterator[str]:
    yield from PRIORITY_QUEUE.on(look)(policy, margin)
    for one in policy.classes:
        yield ""
        yield f"{' ' * margin}Class-map: {one.wish.name} ({kind(one.wish.matching)})"
        for line in _class(one, policy.interval, look):
            yield f"{' ' * (margin + 2)}{line}".rstrip() if not line.strip() else f"{' ' * (margin + 2)}{line}"
        if one.inside is not None:
            yield ""
            yield f"{' ' * (margin + 2)}Service-policy : {one.inside.name}"
            yield from _classes(one.inside, margin + 4, look)


def _class(one: ClassView, interval: int, look: Release) -> Iterator[str]:
    matched = one.count("matched")
    yield f"{matched.packets} packets, {matched.octets} bytes"
    span = f"{interval // 60} minute" if interval % 60 == 0 else f"{interval} second"
    yield f"{span} offered rate {one.offered} bps, drop rate {one.dropped} bps"
    for criterion in one.wish.matching.criteria or (Criterion("none", (), "none"),):
        yield f"Match: {_criterion(criterion)} "
    if one.wish.queues:
        yield from QUEUE.on(look)(one)
        yield from COUNTED.on(look)(one)
    if one.wish.marks is not None:
        yield "QoS Set"
        yield f"  ip {_marks(one.wish)}"
        yield f"    Packets marked {one.count('marked').packets}"
    if one.wish.police is not None:
        yield from POLICE.on(look)(one)
    if one.wish.shape is not None:
        yield from SHAPER.on(look)(one)


def _nothing(policy: PolicyView, margin: int) -> Iterator[str]:
    return iter(())


def _priority_queue(policy: PolicyView, margin: int) -> Iterator[str]:
    """What goes before everything else, of all classes together."""
    urgent = [one for one in policy.classes if one.wish.priority]
    if urgent:
        yield from ("", f"{' ' * margin}queue stats for all priority classes:")
        yield from (f"{' ' * (margin + 2)}{line}" for line in _queued(urgent))


PRIORITY_QUEUE = Forms(_nothing, (HIERARCHICAL, _priority_queue))


def _queued(classes: Iterable[ClassView], flows: bool = False) -> Iterator[str]:
    """What waits, what was dropped, and what has left."""
    found = tuple(classes)
    drops = sum(one.count("drops").packets for one in found)
    packets = sum(one.count("matched").packets for one in found) - drops
    octets = sum(one.count("matched").octets - one.count("drops").octets for one in found)
    words, zeros = ("/flowdrops", "/0") if flows else ("", "")
    yield "Queueing"
    yield f"queue limit {max(one.wish.limit or FULL_QUEUE for one in found)} packets"
    yield f"(queue depth/total drops/no-buffer drops{words}) {sum(one.depth for one in found)}/{drops}/0{zeros}"
    yield f"(pkts output/bytes output) {packets}/{octets}"


def _queue_later(one: ClassView) -> Iterator[str]:
    wish, (unit, number) = one.wish, one.wish.given
    if wish.priority:
        drops = one.count("drops").packets
        yield f"Priority: {wish.kbps} kbps, burst bytes {wish.burst}, b/w exceed drops: {drops}"
        return
    yield from _queued((one,), flows=bool(wish.fair))
    if wish.fair:
        yield f"Fair-queue: per-flow queue limit {FLOW_LIMIT}"
    elif unit:
        share = "" if unit == "kbps" else f"{'remaining ' * (unit == 'remaining')}{number}% "
        yield f"bandwidth {share}({wish.kbps} kbps)" if share else f"bandwidth {wish.kbps} kbps"


def _queue_of_conversations(one: ClassView) -> Iterator[str]:
    yield "Queueing"
    yield from (f"  {line}" for line in _queue(one))


QUEUE = Forms(_queue_of_conversations, (HIERARCHICAL, _queue_later))


def _queue(one: ClassView) -> Iterator[str]:
    wish, drops, queued = one.wish, one.count("drops"), one.count("delayed")
    if wish.fair:
        yield "Flow Based Fair Queueing"
        yield f"Maximum Number of Hashed Queues {wish.fair} "
        yield f"(total queued/total drops/no-buffer drops) {one.depth}/{drops.packets}/0"
        return
    if wish.priority:
        yield "Strict Priority"
    yield f"Output Queue: Conversation {one.conversation} "
    unit, number = wish.given
    if unit != "kbps":
        yield f"Bandwidth {'remaining ' * (unit == 'remaining')}{number} (%)" + _threshold(one) * (not wish.priority)
    if wish.priority:
        yield f"Bandwidth {wish.kbps} (kbps) Burst {wish.burst} (Bytes)"
    elif unit == "kbps":
        yield f"Bandwidth {number} (kbps)" + _threshold(one)
    yield f"(pkts matched/bytes matched) {queued.packets}/{queued.octets}"
    if wish.priority:
        yield f"(total drops/bytes drops) {drops.packets}/{drops.octets}"
    else:
        yield f"(depth/total drops/no-buffer drops) {one.depth}/{drops.packets}/0"


def _threshold(one: ClassView) -> str:
    return " " if one.wish.early is not None else f" Max Threshold {one.wish.limit} (packets)"


def _police(one: ClassView) -> Iterator[str]:
    police = one.wish.police
    assert police is not None
    conformed, exceeded = one.count("conformed"), one.count("exceeded")
    yield "police:"
    yield f"  {police.rate} bps, {police.burst} limit, {police.excess} extended limit"
    yield f"  conformed {conformed.packets} packets, {conformed.octets} bytes; action: {_action(police.conform)}"
    yield f"  exceeded {exceeded.packets} packets, {exceeded.octets} bytes; action: {_action(police.exceed)}"


def _police_later(one: ClassView) -> Iterator[str]:
    police = one.wish.police
    assert police is not None
    yield "police:"
    yield f"    cir {police.rate} bps, bc {police.burst} bytes"
    for word, sends in (("conformed", police.conform), ("exceeded", police.exceed)):
        count = one.count(word)
        yield f"  {word} {count.packets} packets, {count.octets} bytes; actions:"
        yield f"    {_action(sends)} "


POLICE = Forms(_police, (HIERARCHICAL, _police_later))


def _shaper(one: ClassView) -> Iterator[str]:
    shape, matched, delayed = one.wish.shape, one.count("matched"), one.count("shaped")
    assert shape is not None
    yield "Traffic Shaping"
    yield "     Target/Average   Byte   Sustain   Excess    Interval  Increment"
    yield "       Rate           Limit  bits/int  bits/int  (ms)      (bytes)  "
    rates = f"{shape.target}/{shape.rate}"
    limit, increment = (shape.burst + shape.excess) // 8, shape.burst // 8
    yield f"     {rates:<17}{limit:<7}{shape.burst:<10}{shape.excess:<10}{shape.interval:<10}{increment:<9}"
    yield ""
    yield "  Adapt  Queue     Packets   Bytes     Packets   Bytes     Shaping"
    yield "  Active Depth                         Delayed   Delayed   Active"
    numbers = (one.depth, matched.packets, matched.octets, delayed.packets, delayed.octets)
    yield "  -      " + "".join(f"{number:<10}" for number in numbers) + ("yes" if one.active else "no")


def _shaper_later(one: ClassView) -> Iterator[str]:
    shape = one.wish.shape
    assert shape is not None
    if not one.wish.queues:
        yield from _queued((one,))
    yield f"shape ({'peak' if shape.peak else 'average'}) cir {shape.rate}, bc {shape.burst}, be {shape.excess}"
    yield f"target shape rate {shape.target}"


SHAPER = Forms(_shaper, (HIERARCHICAL, _shaper_later))
