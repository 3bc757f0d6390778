"""Conditions and facts: what the network is in."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from iossim.lab.chains import spelled
from iossim.lab.session import conditions as cond
from iossim.lab.view import clock
from iossim.training.evidence import Absent, answer_of
from iossim.training.marking import same, write
from iossim.training.results import Finding, no, verdict_of

if TYPE_CHECKING:
    from iossim.lab.lab import Lab
    from iossim.lab.session import Condition
    from iossim.training.definition.checks import Holds, Value
    from iossim.training.scene import Scene

LONGEST_CHAIN = 6
MNEMONIC = re.compile(r"^%[A-Z0-9_]+-\d-[A-Z0-9_]+: ")


def holds(check: Holds, scene: Scene) -> Finding:
    """A condition, now or within a time."""
    lab = scene.lab
    held = lab.holds(check.that)
    if not held and check.within:
        lab = scene.copy()
        held = lab.step_until(lambda: lab.holds(check.that), check.within)
    found = str(check.that) if held else lab.found(check.that) or "it is not so"
    return verdict_of(held, str(check.that), found, () if held else why(lab, check.that))


def value(check: Value, scene: Scene) -> Finding:
    """A fact and its value."""
    lab = scene.lab
    wanted = _wanted(check)
    try:
        found = answer_of(lab, check.fact, scene.since)
    except Absent as absent:
        return no(f"{check.fact}: {wanted}", str(absent))
    right = _fits(lab, check, found)
    return verdict_of(right, f"{check.fact}: {wanted}", write(lab, found))


def _wanted(check: Value) -> str:
    match check.given:
        case tuple() as several:
            return ", ".join(several)
        case float() as number:
            return f"{number:g}"
        case str() as text:
            return text
    low = f"at least {check.least:g}" if check.least is not None else ""
    high = f"at most {check.most:g}" if check.most is not None else ""
    return " and ".join(part for part in (low, high) if part)


def _fits(lab: Lab, check: Value, found: object) -> bool:
    given = check.given
    if isinstance(given, tuple):
        parts = tuple(found) if isinstance(found, frozenset | tuple) else (found,)
        return len(parts) == len(given) and all(any(same(lab, one, part) for one in given) for part in parts)
    if given is not None:
        return found == given if isinstance(given, float) else same(lab, given, found)
    if not isinstance(found, int | float):
        return False
    return (check.least is None or found >= check.least) and (check.most is None or found <= check.most)


def why(lab: Lab, condition: Condition) -> tuple[str, ...]:
    """What led to the contrary of a condition, the fact first."""
    match condition:
        case cond.Voice(phone):
            question = f"why voice {phone}"
        case cond.Route(device, prefix) | cond.NoRoute(device, prefix):
            question = f"why route {device} {prefix}"
        case cond.Sa(a, b):
            question = f"why sa {a} {b}"
        case _:
            return ()
    report = lab.do(question)
    if not report.ok:
        return ()
    told = cast("dict[str, list[dict[str, object]]]", report.data or {})
    links = told.get(condition.way, told["chain"]) if isinstance(condition, cond.Voice) else told["chain"]
    return tuple(_told(lab, link) for link in links[:LONGEST_CHAIN]) or report.lines


def _told(lab: Lab, link: dict[str, object]) -> str:
    """A link of a chain as the timeline tells it: the lab's time of day, with the date when it was another day; who; what."""
    now = clock(lab)
    when = lab.world.definition.clock + timedelta(seconds=cast("float", link["t"]))
    day = "" if when.date() == now.date() else f"{when:%b} {when.day} "
    device, text = str(link["device"]), spelled(lab.world.names, str(link["text"]))
    said = MNEMONIC.sub("", text).removeprefix(device).strip()
    return f"{day}{when:%H:%M:%S} {f'{device} {said}'.strip()}"
