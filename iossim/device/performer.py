"""Who carries out what engines ask for: one row per kind of action, and the timers of all engines of a router."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from iossim.device import actions as do
from iossim.device.actions import Action
from iossim.device.ports import create_interface, remove_interface

if TYPE_CHECKING:
    from iossim.device.router import Router
    from iossim.sim.kernel import Event

LOGICAL = 0xFF
"""The port number that stands in the MAC of interfaces without hardware."""


class Performer:
    """Performs actions on one router, in order."""

    def __init__(self, router: Router) -> None:
        self.router = router
        self._timers: dict[tuple[str, Any], Event] = {}

    def perform(self, engine: str, actions: Iterable[Action]) -> None:
        """Do what an engine asks for."""
        for action in actions:
            _DONE[type(action)](self, engine, action)

    # -- timers --------------------------------------------------------------------------------------------------

    def _start_timer(self, engine: str, action: do.StartTimer) -> None:
        key = engine, action.name
        running = self._timers.get(key)
        if running is not None:
            self.router.kernel.cancel(running)
        self._timers[key] = self.router.kernel.after(action.after, self._expired, engine, action.name)

    def _stop_timer(self, engine: str, action: do.StopTimer) -> None:
        running = self._timers.pop((engine, action.name), None)
        if running is not None:
            self.router.kernel.cancel(running)

    def _expired(self, engine: str, name: Any) -> None:
        del self._timers[engine, name]
        self.perform(engine, self.router.engines[engine].timer(name))

    def remaining(self, engine: str, name: Any) -> int | None:
        """Microseconds until an engine's timer expires; None when it does not run."""
        running = self._timers.get((engine, name))
        return None if running is None else running.when - self.router.kernel.now

    def stop(self) -> None:
        """Power has gone: no timer runs on."""
        for running in self._timers.values():
            self.router.kernel.cancel(running)
        self._timers.clear()

    # -- what takes more than a call -----------------------------------------------------------------------------

    def _remember(self, engine: str, action: do.Remember) -> None:
        kernel = self.router.kernel
        kernel.cause = action.cause or kernel.cause
        kernel.trace.note(self.router.name, action.kind, action.text, **dict(action.data))

    def _apart(self, engine: str, action: do.Apart) -> None:
        cause = self.router.kernel.cause
        self.perform(engine, action.actions)
        self.router.kernel.cause = cause

    def _send_on(self, engine: str, action: do.SendOn) -> None:
        self.router.wire.send_on(self.router, action.interface, action.packet, action.mac, action.source)

    def _amend(self, engine: str, action: do.Amend) -> None:
        router = self.router
        amended = router.config.without if action.remove else router.config.with_statement
        router.config = amended(action.section, action.statement)
        router.unsaved = router.unsaved or action.counts


_DONE: Mapping[type[Action], Callable[[Performer, str, Any], object]] = {
    do.StartTimer: Performer._start_timer,
    do.StopTimer: Performer._stop_timer,
    do.Remember: Performer._remember,
    do.Apart: Performer._apart,
    do.Amend: Performer._amend,
    do.Debug: lambda p, _, a: p.router.debug(a.flag, a.text),
    do.Send: lambda p, _, a: p.router.send(a.packet),
    do.SendOn: Performer._send_on,
    do.JoinGroup: lambda p, _, a: p.router.groups.set((a.interface, a.group), True),
    do.LeaveGroup: lambda p, _, a: p.router.groups.delete((a.interface, a.group)),
    do.Log: lambda p, _, a: p.router.syslog(a),
    do.Notify: lambda p, _, a: p.router.notify(a.notice),
    do.InstallRoute: lambda p, _, a: p.router.routes_changed(p.router.rib.add(a.route)),
    do.WithdrawRoute: lambda p, _, a: p.router.routes_changed(p.router.rib.remove(a.route)),
    do.ClaimAddress: lambda p, _, a: p.router.claim(a.interface, a.address, a.mac),
    do.ReleaseAddress: lambda p, _, a: p.router.disclaim(a.interface, a.address),
    do.ChangeInterface: lambda p, _, a: p.router.change_interface(a.interface, **dict(a.changes)),
    do.CreateInterface: lambda p, _, a: create_interface(p.router, a.interface, LOGICAL),
    do.RemoveInterface: lambda p, _, a: remove_interface(p.router, a.interface),
    do.Announce: lambda p, _, a: p.router.arp.announce(a.interface, a.address, a.mac),
    do.Print: lambda p, _, a: p.router.print(a.text),
    do.Tell: lambda p, _, a: p.router.tell(a.line, a.what),
    do.Restart: lambda p, _, a: p.router.restart(a.reason),
}
