"""Behaviour under a fault that the check injects, in a branch: what would happen, without happening to the learner.

A branch goes on exactly as the lab would, so what it shows is what the learner would see.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from iossim.lab.session.actions import Reload, Wait, WaitUntil
from iossim.lab.spelling import write_duration
from iossim.training.checks.conditions import why
from iossim.training.definition.checks import Typing
from iossim.training.evidence import SECOND, Absent, gaps
from iossim.training.results import WHOLE, Finding, no, yes
from iossim.training.scene import Scene

if TYPE_CHECKING:
    from iossim.lab.lab import Lab
    from iossim.lab.session import Action
    from iossim.training.definition.checks import Check, Fault

STOPS_WITHIN = 10 * SECOND
PATIENCE = 600 * SECOND


def fault(check: Fault, scene: Scene, examine: Callable[[Check, Scene], Finding]) -> Finding:
    """The worst of so many runs, each with chances of its own; the first that fails outright decides."""
    found = [_run(check, scene, examine, 0)]
    while found[-1].share and len(found) < check.runs:
        found.append(_run(check, scene, examine, len(found)))
    worst = min(found, key=lambda one: one.share)
    count = f" (run {found.index(worst) + 1} of {check.runs})" if check.runs > 1 and worst.share < WHOLE else ""
    return replace(worst, found=worst.found + count)


def _run(check: Fault, scene: Scene, examine: Callable[[Check, Scene], Finding], number: int) -> Finding:
    """Inject, wait, keep calm, look, all in a branch."""
    lab = scene.copy()
    if number:
        lab.world.kernel.streams.reseed(lab.journal.header.seed * 1_000 + number)
    expected = _told(check)
    trouble = carry_out(lab, check.do)
    if trouble:
        return no(expected, trouble)
    if check.until is not None:
        lab.advance(check.within)
        if not lab.holds(check.until):
            return no(
                expected, f"after {write_duration(check.within)}: {lab.found(check.until)}", why(lab, check.until)
            )
    calm_from = lab.now
    if check.calm:
        lab.advance(check.calm)
    silent = _silences(lab, check, calm_from)
    if silent:
        return no(expected, "; ".join(silent), _why_silent(lab, check.phones))
    findings = [examine(inner, Scene(lab, scene.since, scene.baseline)) for inner in check.checks]
    failed = [one for one in findings if one.share < WHOLE]
    if failed:
        share = (len(findings) - len(failed)) * WHOLE // (len(findings) + 1)
        return Finding(share, expected, "; ".join(f"{one.expected}: {one.found}" for one in failed), failed[0].cause)
    return yes(expected, "so it is")


def carry_out(lab: Lab, actions: Sequence[Action | Typing]) -> str:
    """Do some actions in a lab; what went wrong, or nothing. A reloaded router has stopped when this returns."""
    for action in actions:
        match action:
            case Typing(at=device, lines=lines):
                _type(lab, device, lines)
            case Wait(duration):
                lab.advance(duration)
            case WaitUntil(condition, within):
                if not lab.step_until(lambda condition=condition: lab.holds(condition), within):  # type: ignore[misc]
                    return f"{condition} does not come true within {write_duration(within)}: {lab.found(condition)}"
            case _:
                done = lab.do(action)
                if not done.ok:
                    return f"[{action}] {'; '.join(done.lines)}"
                if isinstance(action, Reload):
                    router = lab.router(action.device)
                    lab.step_until(lambda router=router: not router.up, STOPS_WITHIN)  # type: ignore[misc]
    return ""


def _type(lab: Lab, device: str, lines: str) -> None:
    """Type lines as an operator would: each when the one before has come to its end."""
    lab.ready(device)
    for line in lines.splitlines():
        lab.type(device, [*line, "enter"])
        lab.step_until(lambda: lab.terminal(device).waiting, PATIENCE)


def _told(check: Fault) -> str:
    done = (f"a change on {one.at}" if isinstance(one, Typing) else str(one) for one in check.do)
    text = "after " + ", ".join(done)
    text += f": {check.until} within {write_duration(check.within)}" if check.until is not None else ""
    if check.calm and check.phones:
        text += f", then no silence longer than {write_duration(check.gap)} for {write_duration(check.calm)}"
    text += f", in each of {check.runs} runs" if check.runs > 1 else ""
    return text + "".join(f"; {inner.says or inner.kind}" for inner in check.checks)


def _silences(lab: Lab, check: Fault, since: int) -> list[str]:
    found = []
    for phone in check.phones:
        for way in ("to", "from"):
            try:
                long = [
                    gap
                    for gap in gaps(lab, phone, way, since)
                    if (gap.end or lab.now) - max(gap.start, since) > check.gap
                ]
            except Absent as absent:
                found.append(str(absent))
                break
            for gap in long[-1:]:
                lasted = ((gap.end or lab.now) - max(gap.start, since)) / SECOND
                found.append(f"{phone} {way}: silent for {lasted:.1f} s ({gap.reason})")
    return found


def _why_silent(lab: Lab, phones: Sequence[str]) -> tuple[str, ...]:
    for phone in phones:
        report = lab.do(f"why voice {phone}")
        if report.ok:
            return tuple(" ".join(line.split()) for line in report.lines[:6])
    return ()
