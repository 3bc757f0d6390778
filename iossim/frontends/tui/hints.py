"""What help says first: a few sentences on what is on the screen, one for each place the keys can be."""

from __future__ import annotations

from iossim.frontends.tui.keyboard import Keyboard

HERE = {
    "console": "The console of a router, as a cable to its console port would show it. Return wakes it; enable, then show "
    "commands. F2 .. F9 are the other routers; a star marks those that have printed something.",
    "map": "The network as it is. A cable that is dotted and crossed is down; a home carries the sign (■, □) "
    "of the head-end its tunnel goes to. A click on a router opens its console.",
    "voice": "Each direction of every conversation: heard or silent, since when and why; the last five minutes as a strip.",
    "timeline": "What has happened; seconds count from the last fault (●). ↑ and ↓ choose an event, Enter tells why it happened, G "
    "goes to its moment, F and / leave out what you do not want.",
    "packet": "The way of one packet, decided anew at every change. F chooses another packet, T turns it round, D compares with "
    "another moment, X lets go.",
    "why": "What is wrong now, and below it the causes of the line that is chosen, back to what was done. Enter goes to the moment "
    "of a cause.",
    "exercise": "The step you are at: what to do or to find out. A check that is met gets a tick by itself; {step} answers, "
    "asks for the verdict or goes on, whichever is due, {hint} gives a hint.",
    "past": "The session as a line of time. The cursor keys move, [ and ] go from mark to mark; Tab looks around at the console, "
    "Enter goes on from there in a new attempt, Esc is back to now.",
}
"""By the place (`Room.place`)."""


def here(place: str, keyboard: Keyboard) -> str:
    """What to say of a place; nothing for one that explains itself."""
    return keyboard.told(HERE.get(place, ""))
