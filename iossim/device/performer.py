"""Who carries out what engines ask for: one row per kind of action, and the timers of all engines of a router."""

from __future__ import annotations

from collections.abc import Iterable
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
            self._do(engine, action)

    def _do(self, engine: str, action: Action) -> None:
        router = self.router
        match action:
            case do.StartTimer(name, after):
                self._start_timer(engine, name, after)
            case do.StopTimer(name):
                self._stop_timer(engine, name)
            case do.Debug(flag, text):
                router.debug(flag, text)
            case do.Send(packet):
                router.send(packet)
            case do.SendOn(interface, packet, mac, source):
                router.wire.send_on(router, interface, packet, mac, source)
            case do.JoinGroup(interface, group):
                router.groups.set((interface, group), True)
            case do.LeaveGroup(interface, group):
                router.groups.delete((interface, group))
            case do.Log():
                router.syslog(action)
            case do.Notify(notice):
                router.notify(notice)
            case do.Remember(kind, text, data, cause):
                router.kernel.cause = cause or router.kernel.cause
                router.kernel.trace.note(router.name, kind, text, **dict(data))
            case do.Apart(apart):
                cause = router.kernel.cause
                self.perform(engine, apart)
                router.kernel.cause = cause
            case do.InstallRoute(route):
                router.routes_changed(router.rib.add(route))
            case do.WithdrawRoute(route):
                router.routes_changed(router.rib.remove(route))
            case do.ClaimAddress(interface, address, mac):
                router.claim(interface, address, mac)
            case do.ReleaseAddress(interface, address):
                router.disclaim(interface, address)
            case do.ChangeInterface(interface, changes):
                router.change_interface(interface, **dict(changes))
            case do.CreateInterface(interface):
                create_interface(router, interface, LOGICAL)
            case do.RemoveInterface(interface):
                remove_interface(router, interface)
            case do.Announce(interface, address, mac):
                router.arp.announce(interface, address, mac)
            case do.Print(text):
                router.print(text)
            case do.Tell(line, what):
                router.tell(line, what)
            case do.Amend(section, statement, remove, counts):
                amended = router.config.without if remove else router.config.with_statement
                router.config = amended(section, statement)
                router.unsaved = router.unsaved or counts
            case do.Restart(reason):
                router.restart(reason)

    # -- timers --------------------------------------------------------------------------------------------------

    def _start_timer(self, engine: str, name: Any, after: int) -> None:
        key = engine, name
        running = self._timers.get(key)
        if running is not None:
            self.router.kernel.cancel(running)
        self._timers[key] = self.router.kernel.after(after, self._expired, engine, name)

    def _stop_timer(self, engine: str, name: Any) -> None:
        running = self._timers.pop((engine, name), None)
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
