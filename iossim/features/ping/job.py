"""The running commands `ping` and `traceroute`: one probe after another, each answered or given up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from iossim.cli.job import Become, Done, Effect, Heard, Interrupted, JobEvent, Out, Started, Wake
from iossim.device.context import Context
from iossim.device.icmp import IcmpHeard
from iossim.features.ping.probe import (
    SECOND,
    TRACE_PORT,
    echo,
    milliseconds,
    ping_mark,
    statistics,
    trace_mark,
    trace_probe,
)
from iossim.net.address import Address
from iossim.net.packet import Icmp, IcmpType

MARKS_A_LINE = 70
IDENTS = 0x10000


def ident_of(context: Context) -> int:
    """A fresh echo identifier or source port for this router."""
    stream = context.router.kernel.stream(f"{context.router.name}.ident")
    return stream.randrange(0x8000, IDENTS)


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes of a sweep; without one, minimum and maximum are equal."""

    first: int = 100
    last: int = 100
    step: int = 1

    def nth(self, index: int) -> int:
        """The size of the probe with this index."""
        count = (self.last - self.first) // self.step + 1
        return self.first + index % count * self.step


@dataclass(frozen=True, slots=True)
class Ping:
    """`ping`: what was asked for, and how far it has come (times in microseconds)."""

    target: Address
    count: int = 5
    sizes: Sizes = Sizes()
    timeout: int = 2 * SECOND
    source: Address = Address(0)
    tos: int = 0
    df: bool = False
    one_line: bool = True
    ident: int = 0
    sent: int = 0
    sent_at: int = 0
    times: tuple[int, ...] = ()

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Answer one event."""
        match event:
            case Started():
                return self._begin(context)
            case Heard(IcmpHeard() as heard):
                return self._answered(context, heard)
            case Interrupted():
                return self._end(context)
            case _:
                return self._mark(context, ".")

    def _begin(self, context: Context) -> Iterable[Effect]:
        job = replace(self, ident=ident_of(context))
        first, last = self.sizes.first, self.sizes.last
        size = f"{first}-byte" if first == last else f"[{first}..{last}]-byte"
        yield Out(
            ("\n" if self.one_line else "")
            + "Type escape sequence to abort.\n"
            + f"Sending {self.count}, {size} ICMP Echos to {context.ip(self.target)}, "
            + f"timeout is {self.timeout // SECOND} seconds:\n"
        )
        if self.source:
            yield Out(f"Packet sent with a source address of {context.ip(self.source)} \n")
        if self.df:
            yield Out("Packet sent with the DF bit set\n")
        yield from job._send(context)

    def _send(self, context: Context) -> Iterable[Effect]:
        router = context.router
        job = replace(self, sent=self.sent + 1, sent_at=context.now)
        yield Become(job)
        router.icmp.wait(self.ident, context.line.name)
        size = self.sizes.nth(self.sent)
        router.send(echo(self.source, self.target, self.ident, self.sent, size, self.tos, self.df))
        yield Wake(self.timeout)

    def _answered(self, context: Context, heard: IcmpHeard) -> Iterable[Effect]:
        message = heard.message
        if self._sequence(message) != self.sent - 1:
            return ()
        job = self
        if message.kind is IcmpType.ECHO_REPLY:
            job = replace(job, times=(*self.times, context.now - self.sent_at))
        return job._mark(context, ping_mark(message))

    def _mark(self, context: Context, mark: str) -> Iterable[Effect]:
        yield Out(mark + ("\n" if self.sent % MARKS_A_LINE == 0 and self.sent < self.count else ""))
        yield from self._end(context) if self.sent >= self.count else self._send(context)

    def _end(self, context: Context) -> Iterable[Effect]:
        context.router.icmp.done(self.ident)
        good = len(self.times)
        rate = good * 100 // self.sent
        line = f"\nSuccess rate is {rate} percent ({good}/{self.sent})"
        if self.times:
            line += f", round-trip min/avg/max = {statistics(self.times)}"
        yield Out(line + "\n")
        yield Done()

    @staticmethod
    def _sequence(message: Icmp) -> int:
        quoted = message.quoted
        if quoted is not None and isinstance(quoted.payload, Icmp):
            return quoted.payload.sequence
        return message.sequence


@dataclass(frozen=True, slots=True)
class Traceroute:
    """`traceroute`: three probes a hop, the hop's address printed once."""

    target: Address
    source: Address = Address(0)
    probes: int = 3
    timeout: int = 3 * SECOND
    hops: int = 30
    port: int = TRACE_PORT
    one_line: bool = True
    ident: int = 0
    hop: int = 1
    probe: int = 0
    sent_at: int = 0
    shown: Address = Address(0)
    reached: bool = False

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Answer one event."""
        match event:
            case Started():
                return self._begin(context)
            case Heard(IcmpHeard() as heard):
                return self._answered(context, heard)
            case Interrupted():
                return self._end(context)
            case _:
                return self._next(context, " * ")

    def _begin(self, context: Context) -> Iterable[Effect]:
        job = replace(self, ident=ident_of(context))
        yield Out(
            ("\n" if self.one_line else "")
            + f"Type escape sequence to abort.\nTracing the route to {context.ip(self.target)}\n\n{self.hop:3}"
        )
        yield from job._send(context)

    def _send(self, context: Context) -> Iterable[Effect]:
        yield Become(replace(self, sent_at=context.now))
        router = context.router
        router.icmp.wait(self.ident, context.line.name)
        router.send(trace_probe(self.source, self.target, self.ident, self._port_now, self.hop))
        yield Wake(self.timeout)

    @property
    def _port_now(self) -> int:
        return self.port + (self.hop - 1) * self.probes + self.probe

    def _answered(self, context: Context, heard: IcmpHeard) -> Iterable[Effect]:
        quoted = heard.message.quoted
        if quoted is None or quoted.ports[1] != self._port_now:
            return ()
        name = "" if heard.source == self.shown else f" {context.ip(heard.source)}"
        mark = trace_mark(heard.message)
        time = f" {mark} " if mark else f" {milliseconds(context.now - self.sent_at)} msec"
        job = replace(
            self,
            shown=heard.source,
            reached=self.reached or heard.message.kind is IcmpType.UNREACHABLE,
        )
        return job._next(context, name + time)

    def _next(self, context: Context, text: str) -> Iterable[Effect]:
        yield Out(text)
        if self.probe + 1 < self.probes:
            yield from replace(self, probe=self.probe + 1)._send(context)
        elif self.reached or self.hop >= self.hops:
            yield from self._end(context)
        else:
            job = replace(self, hop=self.hop + 1, probe=0, shown=Address(0))
            yield Out(f"\n{job.hop:3}")
            yield from job._send(context)

    def _end(self, context: Context) -> Iterable[Effect]:
        context.router.icmp.done(self.ident)
        yield Out("\n")
        yield Done()
