"""How a direction of a conversation looks: heard, silent, or heard again - which stands out for a moment, wherever it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iossim.lab.view import CallView, DirectionView

JUST = 15_000_000
"""So long a voice that has come back stands out."""


def direction_style(way: DirectionView, now: int) -> str:
    """The style of what is said of a direction."""
    if not way.audible:
        return "voice-silent"
    return "voice-returned" if way.gaps and now - way.since < JUST else "voice-audible"


def call_style(call: CallView, now: int) -> str:
    """The style of both phones of a conversation: silent as soon as one does not hear the other."""
    if not call.audible:
        return "voice-silent"
    looks = {direction_style(way, now) for way in call.directions}
    return "voice-returned" if "voice-returned" in looks else "voice-audible"
