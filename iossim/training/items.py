"""The items of a step: what each is worth, and what each finds in a lab.

A step is marked item by item. Checks are looked at again whenever a verdict is asked for; answers are marked when they are given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from iossim.lab.session import actions as act
from iossim.training.checks import examine
from iossim.training.checks.commands import seen
from iossim.training.checks.faults import carry_out
from iossim.training.definition.checks import Holds
from iossim.training.definition.references import check_names, item_names, part_names
from iossim.training.definition.steps import Do, Predict, Question, Request, Show, Ticket
from iossim.training.results import WHOLE, Finding
from iossim.training.scene import Scene

if TYPE_CHECKING:
    from iossim.lab.session import Action
    from iossim.training.definition.checks import Check
    from iossim.training.definition.steps import Command, Reloaded, Step

SUPERFLUOUS_COSTS = WHOLE // 2


def weights(step: Step) -> Mapping[str, int]:
    """The weight of every item of a step, in order."""
    match step:
        case Do():
            given = [check.weight for check in step.checks]
        case Show() | Question():
            given = [1]
        case Predict():
            given = [ask.weight for ask in step.asks.values()]
            given += [step.reason.weight] if step.reason is not None else []
        case Ticket():
            # Weights of parts are shared by their checks, so they are counted in sixtieths of one.
            given = [
                step.cause.weight * 60,
                step.evidence.weight * 60,
                *_shared(step.cure.weight, len(step.cure.checks)),
            ]
            given += _shared(step.traps.weight, len(step.traps.checks)) if step.traps is not None else []
            given += _shared(step.reload.weight, len(step.later)) if step.reload is not None else []
        case Request():
            given = [*(check.weight for check in step.wanted), 1, 1]
    return dict(zip(item_names(step), given, strict=True))


def _shared(weight: int, count: int) -> list[int]:
    return [weight * 60 // count] * count


def examined(step: Step, scene: Scene) -> dict[str, Finding]:
    """What the items of a step that are no answers find now."""
    match step:
        case Do():
            return _checked(check_names(step.checks), step.checks, scene)
        case Show():
            return {"seen": _seen(step.see, scene, every=True)}
        case Ticket():
            found = {"evidence": _seen(step.evidence.see, scene, every=False)}
            found |= _checked(part_names(step.cure.checks, "cure"), step.cure.checks, scene)
            if step.traps is not None:
                found |= _checked(part_names(step.traps.checks, "trap"), step.traps.checks, scene)
            if step.reload is not None:
                later = reloaded(scene, step.reload)
                found |= _checked(part_names(step.later, "reload"), step.later, later)
            return found
    return {}


def lacking(step: Step, scene: Scene) -> bool:
    """Whether anything lacks to a step that is done by doing; the first thing decides, what has to be tried comes last."""
    match step:
        case Show():
            return _seen(step.see, scene, every=True).share < WHOLE
        case Do():
            cheap_first = sorted(step.checks, key=lambda check: check.kind == "fault")
            return any(examine(check, scene).share < WHOLE for check in cheap_first)
    return True  # the others wait for an answer, whatever holds


def glanced(step: Step, scene: Scene) -> dict[str, Finding] | None:
    """The same where it costs next to nothing and is all there is to it; None where something has to be tried."""
    if isinstance(step, Show):
        return examined(step, scene)
    if isinstance(step, Do) and not any(check.kind == "fault" or getattr(check, "within", 0) for check in step.checks):
        return examined(step, scene)
    return None


def examined_cheaply(step: Step, scene: Scene) -> dict[str, Finding]:
    """What has to be brought about by doing, as it is at this moment: nothing is waited for, nothing tried."""
    match step:
        case Do():
            return _at_once(check_names(step.checks), step.checks, scene)
        case Show():
            return examined(step, scene)
        case Ticket():
            found = {"evidence": _seen(step.evidence.see, scene, every=False)}
            return found | _at_once(part_names(step.cure.checks, "cure"), step.cure.checks, scene)
    return {}


def _at_once(names: Sequence[str], checks: Sequence[Check], scene: Scene) -> dict[str, Finding]:
    return {
        name: examine(check.model_copy(update={"within": 0}) if isinstance(check, Holds) else check, scene)
        for name, check in zip(names, checks, strict=True)
        if check.kind != "fault"
    }


def _checked(names: Sequence[str], checks: Sequence[Check], scene: Scene) -> dict[str, Finding]:
    return {name: examine(check, scene) for name, check in zip(names, checks, strict=True)}


def _seen(see: Sequence[Command], scene: Scene, every: bool) -> Finding:
    """Which of some commands have been used: all of them, or any."""
    missing = [one for one in see if not seen(scene, one.device, one.command)]
    expected = (" and " if every else " or ").join(f"{one.command} on {one.device}" for one in see)
    if not missing or (not every and len(missing) < len(see)):
        return Finding(WHOLE, expected, "seen")
    share = (len(see) - len(missing)) * WHOLE // len(see) if every else 0
    return Finding(share, expected, "not yet: " + ", ".join(f"{one.command} on {one.device}" for one in missing))


def reloaded(scene: Scene, after: Reloaded) -> Scene:
    """The scene after a reload of some devices and a while, in a branch. Nothing is saved that was not."""
    branch = scene.branch()
    for device in after.devices:
        carry_out(branch.lab, [act.Reload(device)])
    branch.lab.advance(after.wait)
    carry_out(branch.lab, after.then)
    return branch


# -- change requests -------------------------------------------------------------------------------------------------


def requested(step: Request, lines: Sequence[Action], scene: Scene) -> dict[str, Finding]:
    """What a change request would lead to."""
    after = _after(step, lines, scene)
    found = _checked(check_names(step.wanted), step.wanted, after)
    passing = [packet for packet in step.unwanted if (after.lab.do(packet).data or {}).get("result") == "delivered"]
    share = (len(step.unwanted) - len(passing)) * WHOLE // max(1, len(step.unwanted)) if passing else WHOLE
    shown = ", ".join(str(packet).removeprefix("path ") for packet in passing)
    found["unwanted"] = Finding(share, "what nobody asked for stays out", f"passes: {shown}" if passing else "it does")
    found["superfluous"] = _superfluous(step, lines, scene, found)
    return found


def _superfluous(step: Request, lines: Sequence[Action], scene: Scene, found: Mapping[str, Finding]) -> Finding:
    """Every line that could be left out costs; there is nothing to leave out of what does not work."""
    expected = "no line that could be left out"
    if any(found[name].share < WHOLE for name in check_names(step.wanted)):
        return Finding(0, expected, "what is wanted does not work yet")
    idle = []
    for at, line in enumerate(lines):
        fewer = _after(step, [*lines[:at], *lines[at + 1 :]], scene)
        if all(examine(check, fewer).share == WHOLE for check in step.wanted):
            idle.append(str(line).removesuffix(f" at {step.node}"))
    return Finding(
        max(0, WHOLE - SUPERFLUOUS_COSTS * len(idle)), expected, "superfluous: " + "; ".join(idle) if idle else "none"
    )


def _after(step: Request, lines: Sequence[Action], scene: Scene) -> Scene:
    branch = scene.branch()
    for line in lines:
        branch.lab.do(line)
    branch.lab.advance(step.settle)
    return branch
