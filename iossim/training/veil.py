"""What is hidden in a blind exercise: pictures and events show nothing that a router, an ear or an eye would not tell.

Links that lose frames look whole, and a silence has no reason. What happened before the learner came is not told in any
exercise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from iossim.lab.view import LinkLook

if TYPE_CHECKING:
    from iossim.lab.view import CallView, DirectionView, EventView, LabView, LinkView
    from iossim.training.evidence import Mark

HIDDEN = (LinkLook.SILENT, LinkLook.LOSSY)


def veiled(view: LabView) -> LabView:
    """The picture without what nobody could see."""
    return replace(view, links=tuple(map(_link, view.links)), calls=tuple(map(_call, view.calls)))


def _link(link: LinkView) -> LinkView:
    return replace(link, look=LinkLook.UP, note="") if link.look in HIDDEN else link


def _call(call: CallView) -> CallView:
    return replace(call, directions=tuple(map(_way, call.directions)))


def _way(way: DirectionView) -> DirectionView:
    return replace(way, reason="", gaps=tuple(replace(gap, reason="") for gap in way.gaps))


def told(events: Iterable[EventView], since: Mark, blind: bool) -> tuple[EventView, ...]:
    """The events since the learner came, without reasons where they are hidden."""
    seen = (event for event in events if event.number >= since.record)
    return tuple(replace(event, text=_plain(event.text)) if blind else event for event in seen)


def _plain(text: str) -> str:
    """A change of a conversation without its reason."""
    head, separator, _ = text.partition(": ")
    return head if separator and "hears" in head else text
