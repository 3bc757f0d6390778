"""The telnet client: a running command that carries keys out and text in (RFC 854; ios-cli 7.7). With a `user` it is SSH.

While a connection is in the foreground the line's terminal gives it every key, unseen; what comes back is printed as it
is. Ctrl-Shift-6, then x, leaves it suspended: its text then waits in the engine until it is resumed.

After a key that asks the far end for something (Return, Tab, `?`) the job keeps further keys for a moment, until the
answer has come and the line is quiet: so a script's next input meets the next prompt, as a person's does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iossim.cli.errors import Refused
from iossim.cli.job import (
    Answered,
    Ask,
    Become,
    Done,
    Effect,
    Heard,
    Interrupted,
    Job,
    JobEvent,
    Out,
    Started,
    Wake,
    Woken,
)
from iossim.cli.keys import INTERRUPT
from iossim.net.address import Address

if TYPE_CHECKING:
    from iossim.device.context import Context
    from iossim.features.telnet.engine import TelnetEngine

KEY = Ask("", confirm=True, echo=False)
ASKING = ("enter", "tab", "?")
NOT_PERMITTED = "% Connections to that host not permitted from this terminal"
NO_CONNECTIONS = "% No connections open"
PATIENCE = 2_000_000
QUIET = 100_000
IDLE = "idle"
"""How a connection ends into which nobody has typed for too long."""
FAILURES = {
    "refused": "% Connection refused by remote host",
    "reset": "% Connection reset by peer",
    "unreachable": "% Destination unreachable; gateway or host down",
    "timed out": "% Connection timed out; remote host not responding",
}


@dataclass(frozen=True, slots=True)
class Came:
    """What the engine tells the job: text, or that the connection is open or over (`state` is its word)."""

    connection: int
    text: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Telnet:
    """One connection in the foreground of a line. `number` is 0 before there is one, `host` the name that was typed."""

    target: Address
    port: int = 23
    host: str = ""
    source: str = ""
    user: str = ""
    number: int = 0
    open: bool = False
    escaped: bool = False
    expecting: bool = False

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Answer one event."""
        match event:
            case Started():
                return self._resume(context) if self.number else self._begin(context)
            case Answered(key):
                return self._key(context, key or "enter")
            case Heard(Came() as came) if came.connection == self.number:
                return self._came(context, came)
            case Interrupted():
                return self._interrupted(context)
            case Woken() if self.expecting:
                return (Become(replace(self, expecting=False)), KEY)
        return ()

    def called(self, context: Context) -> str:
        """What the connection is called: as its host was typed."""
        return self.host or context.ip(self.target)

    # -- beginning and ending ------------------------------------------------------------------------------------

    def _begin(self, context: Context) -> Iterable[Effect]:
        protocol, goes_out = "ssh" if self.user else "telnet", context.router.provider("goes-out")
        if goes_out is not None and not goes_out(context.line, protocol):
            yield Out(f"% {protocol} connections not permitted from this terminal\n")
            yield Done()
            return
        hides = context.router.provider("hides-addresses")
        address = "address #1" if hides is not None and hides() else context.ip(self.target)
        where = address if self.port == 23 else f"{address}, {self.port}"
        yield Out("" if self.user else f"Trying {f'{self.host} ({where})' if self.host else f'{where} '}... ")
        lets_out = context.router.provider("lets-out")
        if lets_out is not None and not lets_out(context.line, self.target):
            yield Out(f"\n{NOT_PERMITTED}\n")
            yield Done()
            return
        number = engine_of(context).open(context.line.name, self.target, self.port, self.source, self.user, self.host)
        if number is None:
            yield Out(f"\n{FAILURES['unreachable']}\n\n")
            yield Done()
        else:
            yield Become(replace(self, number=number))

    def _resume(self, context: Context) -> Iterable[Effect]:
        engine = engine_of(context)
        yield Out(f"[Resuming connection {engine.place(self.number)} to {self.called(context)} ... ]\n\n")
        waiting, state = engine.attach(self.number)
        yield Out(waiting)
        yield from self._over(context, state) if state else (Become(replace(self, escaped=False)), KEY)

    def _over(self, context: Context, reason: str) -> Iterable[Effect]:
        engine_of(context).forget(self.number)
        if reason == IDLE:
            yield Out(f"\n[Connection to {self.called(context)} idle too long; timed out]\n")
        elif self.open:
            yield Out(f"\n[Connection to {self.called(context)} closed by foreign host]\n")
        else:
            yield Out(f"\n{FAILURES.get(reason, FAILURES['timed out'])}\n\n")
        yield Done()

    # -- while it lasts ------------------------------------------------------------------------------------------

    def _came(self, context: Context, came: Came) -> Iterable[Effect]:
        if came.state == "open":
            yield Out("" if self.user else "Open\n")
            yield Become(replace(self, open=True, expecting=True))
            yield Wake(PATIENCE)
        elif came.state:
            yield from self._over(context, came.state)
        else:
            yield Out(came.text)
            yield Wake(QUIET) if self.expecting else KEY  # asked anew: the text is what the line now shows

    def _key(self, context: Context, key: str) -> Iterable[Effect]:
        if self.escaped:
            return self._escape(context, key)
        engine_of(context).send(self.number, key)
        if key in ASKING:
            return (Become(replace(self, expecting=True)), Wake(PATIENCE))
        return (KEY,)

    def _interrupted(self, context: Context) -> Iterable[Effect]:
        if self.escaped:  # twice: it is meant for the far end
            return self._escape(context, INTERRUPT)
        if not self.open:
            engine_of(context).drop(self.number)
            return (Out("\n"), Done())
        return (Become(replace(self, escaped=True, expecting=False)), KEY)

    def _escape(self, context: Context, key: str) -> Iterable[Effect]:
        """The key after Ctrl-Shift-6: x suspends, anything else goes to the far end."""
        if key.lower() == "x":
            engine_of(context).detach(self.number)
            context.session.suspended[self.number] = replace(self, escaped=False)
            return (Out("\n"), Done())
        engine_of(context).send(self.number, key)
        return (Become(replace(self, escaped=False)), KEY)


def chosen(context: Context, number: int | None) -> int:
    """The connection meant by a number of this line's list, or the last one; Refused when there is none."""
    suspended = context.session.suspended
    if not suspended:
        raise Refused(NO_CONNECTIONS)
    if number is None:
        return next(reversed(suspended))
    for outgoing in engine_of(context).of_line(context.line.name):
        if outgoing.place == number and outgoing.number in suspended:
            return outgoing.number
    raise Refused(f"% {number} is not an open connection")


def resumed(context: Context, number: int | None) -> Job:
    """The connection comes to the foreground again."""
    return context.session.suspended.pop(chosen(context, number))


def engine_of(context: Context) -> TelnetEngine:
    """The engine behind the command."""
    engine: TelnetEngine = context.router.engine("telnet")  # type: ignore[assignment]
    return engine
