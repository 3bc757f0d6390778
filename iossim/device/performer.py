"""Who carries out what engines ask for: one row per kind of action, and the timers of all engines of a router."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from iossim.device import actions as do
from iossim.device.actions import Action
from iossim.device.ports import create_interface, remove_interface
from iossim.sim.timers import Timer

if TYPE_CHECKING:
    from iossim.device.router import Router

LOGICAL = 0xFF
"""The port number that stands in the MAC of interfaces without hardware."""


class Performer:
    """Performs actions on one router, in order."""

    def __init__(self, router: Router) -> None:
        self.router = router
        self._timers: dict[tuple[str, Any], Timer] = {}

    def perform(self, engine: str, actions: Iterable[Action]) -> None:
        """Do what an engine asks for."""
        for action in actions:
            self._do(engine, action)

    def _do(self, engine: str, action: Action) -> None:
        router = self.router
        match action:
            case do.Send(packet):
                router.send(packet)
            case do.SendOn(interface, packet, mac, source):
                router.wire.send_on(router, interface, packet, mac, source)
            case do.JoinGroup(interface, group):
                router.groups.set((interface, group), True)
            case do.LeaveGroup(interface, group):
                router.groups.delete((interface, group))
            case do.StartTimer(name, after):
                self._timer(engine, name).start(after)
            case do.StopTimer(name):
                self._stop_timer(engine, name)
            case do.Log():
                router.syslog(action)
            case do.Debug(flag, text):
                router.debug(flag, text)
            case do.Notify(notice):
                router.notify(notice)
            case do.Remember(kind, text, data):
                router.kernel.trace.note(router.name, kind, text, **dict(data))
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
            case do.Amend(section, statement, remove):
                amended = router.config.without if remove else router.config.with_statement
                router.config = amended(section, statement)
            case do.Restart(reason):
                router.restart(reason)

    # -- timers --------------------------------------------------------------------------------------------------

    def _timer(self, engine: str, name: Any) -> Timer:
        key = engine, name
        timer = self._timers.get(key)
        if timer is None:
            timer = self._timers[key] = Timer(self.router.kernel, self._expired, engine, name)
        return timer

    def _stop_timer(self, engine: str, name: Any) -> None:
        timer = self._timers.pop((engine, name), None)
        if timer is not None:
            timer.stop()

    def _expired(self, engine: str, name: Any) -> None:
        self.perform(engine, self.router.engines[engine].timer(name))

    def remaining(self, engine: str, name: Any) -> int | None:
        """Microseconds until an engine's timer expires; None when it does not run."""
        timer = self._timers.get((engine, name))
        return timer.remaining if timer is not None and timer.running else None

    def stop(self) -> None:
        """Power has gone: no timer runs on."""
        for timer in self._timers.values():
            timer.stop()
        self._timers.clear()
