"""What undoes an action of the session language, and which actions of a lab can be undone now.

A cut is undone by a restore, a block by an unblock, a call by hanging up, an outage by having the line back before its time.
A reload and a crash run their course: for these there is the past (`lab.past`). Routes and policy of a firewall come back as a
whole, as the lab file has them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.endpoints.dsl import LINE
from iossim.lab.journal import Done
from iossim.lab.session import actions as act
from iossim.lab.session import homes, lesson, read_action
from iossim.lab.session.authority import Expire, Reinstate, Renew, Revoke
from iossim.lab.session.policy import ForgetRoute, Permit, RestorePolicy, SetRoute, Withdraw
from iossim.lab.session.slots import Expected
from iossim.lab.session.tickets import Break, Mend

if TYPE_CHECKING:
    from iossim.lab.lab import Lab
    from iossim.lab.session import Action

FULL_MTU = 1500


def undoing(action: Action) -> Action | None:
    """The action that undoes another; None when there is none."""
    match action:
        case (
            act.Cut(link)
            | act.Silence(link)
            | act.Loss(link)
            | act.Delay(link)
            | act.Reorder(link)
            | act.Duplicate(link)
        ):
            return act.Restore(link)
        case act.Split(node):
            return act.Unite(node)
        case act.Block(service, node, direction):
            return act.Unblock(service, node, direction)
        case Permit(service, source, destination, node):
            return Withdraw(service, source, destination, node)
        case Withdraw(node=node):
            return RestorePolicy(node)
        case SetRoute(node=node) | ForgetRoute(node=node):
            return act.Reroute(node)
        case homes.Renumber(node, None):
            return homes.Renumber(node, "back")
        case homes.Readdress(node, None):
            return homes.Readdress(node, "back")
        case homes.Narrow(node, octets) if octets < FULL_MTU:
            return homes.Narrow(node, FULL_MTU)
        case homes.Load(node, share, direction) if share:
            return homes.Load(node, 0, direction)
        case homes.Upload(host, target, rate) if rate:
            return homes.Upload(host, target, 0)
        case Break(ticket):
            return Mend(ticket)
        case Revoke(device):
            return Reinstate(device)
        case Expire(device):
            return Renew(device)
        case act.Unplug(node):
            return act.Plug(node)
        case act.Plug(node):
            return act.Unplug(node)
        case act.PowerOff(node):
            return act.PowerOn(node)
        case act.Call(phone):
            return act.HangUp(phone)
    return None


def _line_back(lab: Lab, action: Action) -> Action | None:
    """What ends an outage that has not ended by itself."""
    if not isinstance(action, homes.Outage | homes.Retrain):
        return None
    link = lab.world.network.link_at((action.node, LINE))
    return act.Restore(link.name) if link is not None and link.name in lab.world.outages else None


def undoable(lab: Lab) -> tuple[tuple[Action, Action], ...]:
    """Actions still in force and what undoes each, the newest first.

    What prepared an exercise is not there to be undone, nor to be told: it may be the very thing that is looked for. Free play
    gives it back.
    """
    found: dict[str, tuple[Action, Action]] = {}
    prepared: dict[str, tuple[Action, Action]] = {}
    for entry in lab.journal.inputs:
        if not isinstance(entry, Done):
            continue
        try:
            action = read_action(entry.action)
        except Expected:  # pragma: no cover - a journal has actions only
            continue
        if isinstance(action, lesson.Exercise):
            prepared, found = found, {}
        elif isinstance(action, lesson.FreePlay):
            prepared, found = {}, prepared | found
        ended = found.pop(str(action), None) is not None
        undo = undoing(action) or _line_back(lab, action)
        if undo is not None and not ended:
            found.pop(str(undo), None)
            found[str(undo)] = (action, undo)
    return tuple(reversed(found.values()))
