"""`show class-map`, `show policy-map` and `show policy-map interface`: pure functions of views (12.2 form)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iossim.features.qos.codepoint import DSCP, PRECEDENCE
from iossim.features.qos.policy import DEFAULT_CLASS, ClassMap, Criterion, Policy, PolicyClass
from iossim.features.qos.view import ClassView, PolicyView

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


def show_policies(policies: Iterable[Policy]) -> Iterator[str]:
    """Each policy map with its classes."""
    for one in policies:
        yield f"  Policy Map {one.name}"
        for inner in one.classes:
            if inner.name != DEFAULT_CLASS or _says_something(inner):
                yield f"    Class {inner.name}"
                yield from _configured(inner)
        yield ""


def _says_something(one: PolicyClass) -> bool:
    return bool(one.queues or one.shape or one.police or one.marks or one.child)


def _configured(one: PolicyClass) -> Iterator[str]:
    if one.queues:
        yield "      Weighted Fair Queueing"
        yield from (f"            {line}" for line in _bandwidth(one))
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


def _bandwidth(one: PolicyClass) -> Iterator[str]:
    unit, number = one.given
    if one.priority:
        yield "Strict Priority"
        yield f"Bandwidth {number} (%)" if unit == "percent" else f"Bandwidth {number} (kbps) Burst {one.burst} (Bytes)"
    elif one.fair:
        yield f"Flow based Fair Queueing Max Threshold {one.limit} (packets)"
    else:
        shown = {"kbps": f"Bandwidth {number} (kbps)", "percent": f"Bandwidth {number} (%)"}
        yield f"{shown.get(unit, f'Bandwidth remaining {number} (%)')} Max Threshold {one.limit} (packets)"


def _marks(one: PolicyClass) -> str:
    assert one.marks is not None
    kind_of, value = one.marks
    names = DSCP if kind_of == "dscp" else PRECEDENCE
    return f"{kind_of} {next((name for name, number in names.items() if number == value), value)}"


def _action(sends: bool) -> str:
    return "transmit" if sends else "drop"


# -- what it does ----------------------------------------------------------------------------------------------------


def show_applied(port: str, policies: Iterable[tuple[str, PolicyView]]) -> Iterator[str]:
    """An interface with its policies, `input` before `output`."""
    yield f" {port} "
    for direction, one in policies:
        yield ""
        yield f"  Service-policy {direction}: {one.name}"
        yield from _classes(one, 4)


def _classes(policy: PolicyView, margin: int) -> Iterator[str]:
    for one in policy.classes:
        yield ""
        yield f"{' ' * margin}Class-map: {one.wish.name} ({kind(one.wish.matching)})"
        for line in _class(one, policy.interval):
            yield f"{' ' * (margin + 2)}{line}".rstrip() if not line.strip() else f"{' ' * (margin + 2)}{line}"
        if one.inside is not None:
            yield ""
            yield f"{' ' * (margin + 2)}Service-policy : {one.inside.name}"
            yield from _classes(one.inside, margin + 4)


def _class(one: ClassView, interval: int) -> Iterator[str]:
    matched = one.count("matched")
    yield f"{matched.packets} packets, {matched.octets} bytes"
    span = f"{interval // 60} minute" if interval % 60 == 0 else f"{interval} second"
    yield f"{span} offered rate {one.offered} bps, drop rate {one.dropped} bps"
    for criterion in one.wish.matching.criteria or (Criterion("none", (), "none"),):
        yield f"Match: {_criterion(criterion)} "
    if one.wish.queues:
        yield "Queueing"
        yield from (f"  {line}" for line in _queue(one))
    if one.wish.marks is not None:
        yield "QoS Set"
        yield f"  ip {_marks(one.wish)}"
        yield f"    Packets marked {one.count('marked').packets}"
    if one.wish.police is not None:
        yield from _police(one)
    if one.wish.shape is not None:
        yield from _shaper(one)


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
    return f" Max Threshold {one.wish.limit} (packets)"


def _police(one: ClassView) -> Iterator[str]:
    police = one.wish.police
    assert police is not None
    conformed, exceeded = one.count("conformed"), one.count("exceeded")
    yield "police:"
    yield f"  {police.rate} bps, {police.burst} limit, {police.excess} extended limit"
    yield f"  conformed {conformed.packets} packets, {conformed.octets} bytes; action: {_action(police.conform)}"
    yield f"  exceeded {exceeded.packets} packets, {exceeded.octets} bytes; action: {_action(police.exceed)}"


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
