"""Weighted random early detection in the displays of policies: the thresholds as configured, and what each row has let through.

Forms of 12.2 and of 12.4(20)T and later.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iossim.cli.release import Forms
from iossim.features.qos.early import Early
from iossim.features.qos.policy import PolicyClass

if TYPE_CHECKING:
    from iossim.features.qos.view import ClassView

HIERARCHICAL = "12.4(20)T"
RULE = "-" * 58


def configured(one: PolicyClass) -> Iterator[str]:
    """`show policy-map`: thresholds that were not configured are dashes."""
    early = one.early
    if early is None:
        return
    yield f"            exponential weight {early.weight}"
    yield "            class    min-threshold    max-threshold    mark-probability"
    yield f"            {RULE}"
    yield ""
    yield from (f"            {line}" for line in _given(early))
    yield ""


def configured_later(one: PolicyClass) -> Iterator[str]:
    """The same."""
    early = one.early
    if early is None:
        return
    yield f"       packet-based wred, exponential weight {early.weight}"
    yield "      "
    yield "      class    min-threshold    max-threshold    mark-probablity"
    yield f"      {RULE}"
    yield from (f"      {line}" for line in _given(early))


def _given(early: Early) -> Iterator[str]:
    given = dict(early.given)
    for row in early.rows:
        one = given.get(row)
        least, most, mark = ("-", "-", 10) if one is None else (one.least, one.most, one.mark)
        yield f"{row:<8}{least:<17}{most:<17}1/{mark}"


def counted(one: ClassView) -> Iterator[str]:
    """`show policy-map interface`: what each row has let through and dropped."""
    early = one.wish.early
    if early is None:
        return
    yield f" exponential weight: {early.weight}"
    yield f" mean queue depth: {_mean(one, early)}"
    yield ""
    yield "class    Transmitted      Random drop      Tail drop     Minimum Maximum  Mark"
    yield "         pkts/bytes       pkts/bytes       pkts/bytes    thresh  thresh   prob"
    for row in early.rows:
        sent, random, tail, least, most, mark = _row(one, early, row)
        yield f"{row:<8}{sent:>12}{random:>17}{tail:>15}{least:>13}{most:>8}{mark:>6}"


def counted_later(one: ClassView) -> Iterator[str]:
    """The same."""
    early = one.wish.early
    if early is None:
        return
    yield f"Exp-weight-constant: {early.weight} (1/{2**early.weight})"
    yield f"Mean queue depth: {_mean(one, early)} packets"
    yield "class     Transmitted       Random drop      Tail drop          Minimum        Maximum     Mark"
    yield "          pkts/bytes     pkts/bytes       pkts/bytes          thresh         thresh     prob"
    yield ""
    for row in early.rows:
        sent, random, tail, least, most, mark = _row(one, early, row)
        yield f"{row:<8}{sent:>11}{random:>15}{tail:>17}{least:>15}{most:>15}{mark:>6}"


def _mean(one: ClassView, early: Early) -> int:
    return min(one.depth, early.stands)


def _row(one: ClassView, early: Early, row: str) -> tuple[str, str, str, int, int, str]:
    """What was sent, dropped at random and at the end, and the thresholds of a row."""
    seen, lost = one.count(f"row {row}"), one.count(f"drops {row}")
    limits = early.thresholds(row)
    sent = f"{seen.packets - lost.packets}/{seen.octets - lost.octets}"
    return sent, f"{lost.packets}/{lost.octets}", "0/0", limits.least, limits.most, f"1/{limits.mark}"


COUNTED = Forms(counted, (HIERARCHICAL, counted_later))
