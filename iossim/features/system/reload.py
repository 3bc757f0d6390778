"""`reload`: at once, later, or not after all (ios-cli 6.2).

A reload asks whether to save when there is something to save, then for confirmation. One that is planned is a fact of the
box with a timer; all lines are warned an hour, half an hour, five minutes and a minute before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from iossim.cli.entry import Args
from iossim.cli.errors import Refused
from iossim.cli.job import Answered, Ask, Become, Done, Effect, Interrupted, JobEvent, Out, Started
from iossim.cli.types import Bad, Line, Outcome, Single, register
from iossim.cli.values import RestOfLine
from iossim.cli.vocabulary import Vocabulary
from iossim.device.actions import StartTimer
from iossim.features.system.engine import engine_of
from iossim.features.system.memory import saved
from iossim.features.system.messages import reloading
from iossim.features.system.plan import Plan, spelled

if TYPE_CHECKING:
    from iossim.device.context import Context

MINUTE = 60_000_000
LONGEST = 24 * 24 * 60
SAVE = "System configuration has been modified. Save? [yes/no]: "
PROCEED = "Proceed with reload? [confirm]"
INSIST = "% Please answer 'yes' or 'no'.\n"


def _delay(text: str, _vocabulary: Vocabulary) -> int:
    """`mmm` or `hhh:mm`, in minutes."""
    hours, colon, minutes = text.rpartition(":")
    parts = (hours, minutes) if colon else (minutes,)
    if not all(part.isascii() and part.isdigit() and len(part) <= 5 for part in parts):
        raise ValueError("not a delay")
    total = int(hours or 0) * 60 + int(minutes)
    if not 0 < total <= LONGEST or (colon and int(minutes) > 59):
        raise ValueError("not a delay")
    return total


@dataclass(frozen=True)
class Reason(RestOfLine):
    """Free text, unless it begins with a word that means something else here."""

    def read(self, line: Line, at: int) -> Outcome:
        """The rest of the line; `in 0` is a wrong delay, not a reason."""
        token = line.tokens[at]
        return Bad(token.end) if token.text.lower() in ("in", "at", "cancel") else RestOfLine.read(self, line, at)


register("reason", Reason())
register("delay", Single("Delay before reload (mmm or hhh:mm)", _delay, "0123456789:", breadth=2))


def reload(_context: Context, args: Args) -> Reload:
    """`reload [REASON]`."""
    return Reload(reason=args.get("reason", ""))


def reload_in(context: Context, args: Args) -> Reload:
    """`reload in DELAY [REASON]`."""
    return Reload(context.now + args["delay"] * MINUTE, args.get("reason", ""))


def reload_at(context: Context, args: Args) -> Reload:
    """`reload at HH:MM [MONTH DAY] [REASON]`: the next such time."""
    engine = engine_of(context.router)
    if not engine.clock.known:
        raise Refused("The date and time must be set first.")
    here, _ = engine.zone.local(engine.clock.at(context.now))
    wanted = here.replace(hour=args["time"] // 60 % 24, minute=args["time"] % 60, second=0, microsecond=0)
    if "month" in args:
        try:
            wanted = wanted.replace(month=args["month"], day=args["day"])
        except ValueError:
            raise Refused("Invalid date") from None
        if wanted <= here:
            wanted = wanted.replace(year=wanted.year + 1)
    elif wanted <= here:
        wanted += timedelta(days=1)
    due = engine.clock.when(engine.zone.utc(wanted))
    if due - context.now > LONGEST * MINUTE:
        raise Refused("The reload must be within 24 days.")
    return Reload(due, args.get("reason", ""))


@dataclass(frozen=True, slots=True)
class Reload:
    """The dialog. `due` is None for now; `going` when everything is confirmed and the end is near."""

    due: int | None = None
    reason: str = ""
    saving: bool = False
    going: bool = False

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Answer one event."""
        match event:
            case _ if self.going:
                return ()
            case Started() if context.router.unsaved:
                return (Become(replace(self, saving=True)), Out("\n"), Ask(SAVE))
            case Started():
                return self._confirm(context)
            case Answered(text) if self.saving:
                return self._saved(context, text.strip().lower())
            case Answered(key) if key in ("", "y", "Y"):
                return self._go(context)
            case Interrupted():
                return (Done(),)
        return (Done(),)

    def _saved(self, context: Context, answer: str) -> Iterator[Effect]:
        if not answer or not ("yes".startswith(answer) or "no".startswith(answer)):
            yield Out(INSIST)
            yield Ask(SAVE)
            return
        if answer[0] == "y":
            yield Out(saved(context))
        yield from self._confirm(context)

    def _confirm(self, context: Context) -> Iterator[Effect]:
        yield Become(replace(self, saving=False))
        if self.due is not None:
            yield Out(f"Reload scheduled {spelled(engine_of(context.router), self.due)}\n")
            if self.reason:
                yield Out(f"Reload reason: {self.reason}\n")
        yield Ask(PROCEED, confirm=True)

    def _go(self, context: Context) -> Iterator[Effect]:
        router = context.router
        if self.due is not None:
            plan = Plan(self.due, context.line.origin, self.reason)
            router.perform("system", engine_of(router).plan_reload(plan))
            yield Done()
            return
        yield Become(replace(self, going=True))
        stop = router.parameters.stop_delay.draw(router.kernel.stream(f"{router.name}.stop"))
        router.perform("system", (reloading(context.look, context.line.origin), StartTimer("reload", stop)))


def cancel(context: Context, _: Args) -> str | None:
    """`reload cancel`."""
    engine = engine_of(context.router)
    if engine.plan is None:
        return "%No reload is scheduled."
    context.router.perform("system", engine.cancel_reload())
    return None


def show_reload(context: Context, _: Args) -> Iterator[str]:
    """`show reload`."""
    engine = engine_of(context.router)
    plan = engine.plan
    if plan is None:
        yield "No reload is scheduled."
        return
    yield f"Reload scheduled {spelled(engine, plan.due)} by {plan.by}"
    if plan.reason:
        yield f"Reload reason: {plan.reason}"
