"""`show queue`, `show queueing`: what stands before a port. Without a policy of classes that is one queue (12.2 form)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from iossim.cli.entry import Args, Command
from iossim.features.interfaces.show import input_queue, output_queue
from iossim.features.interfaces.view import PortView, view_of, views_of

if TYPE_CHECKING:
    from iossim.device.context import Context

THRESHOLD, FLOWS, RESERVED, LINKS = 64, 256, 64, 8
"""Packets of a flow, and the queues that fair queueing makes at the rate of an Ethernet."""
OTHERS = ("DLCI priority queue", "priority queue", "custom queue", "random-detect")


def show_queue(view: PortView) -> Iterator[str]:
    """The queues of one interface."""
    if view.unreserved is None:
        yield "'Show queue' not supported with FIFO queueing."
        return
    yield input_queue(view)
    yield from output_queue(view)


def show_queueing(views: Iterable[PortView]) -> Iterator[str]:
    """The interfaces with each kind of queueing."""
    yield "Current fair queue configuration:"
    fair = [view for view in views if view.unreserved is not None]
    if fair:
        yield ""
        yield f"  {'Interface':<20}{'Discard':<11}{'Dynamic':<9}{'Reserved':<10}{'Link':<8}Priority"
        yield f"  {'':<20}{'threshold':<11}{'queues':<9}{'queues':<10}{'queues':<8}queues"
    for view in fair:
        yield f"  {view.interface.name:<20}{THRESHOLD:<11}{FLOWS:<9}{RESERVED:<10}{LINKS:<8}1"
    yield ""
    yield from (f"Current {kind} configuration:" for kind in OTHERS)


def queue(context: Context, args: Args) -> Iterable[str]:
    """`show queue NAME`."""
    name = args["interface"]
    return show_queue(view_of(context.router, name)) if context.router.interfaces.peek(name) is not None else ()


def queueing(context: Context, args: Args) -> Iterable[str]:
    """`show queueing`."""
    return show_queueing(views_of(context.router))


_SHOW = {
    "show": "Show running system information",
    "queue": "Show queue contents",
    "queueing": "Show queueing configuration",
}

COMMANDS = (
    Command("show queue <interface:interface>", queue, _SHOW, level=1, filterable=True),
    Command("show queueing", queueing, _SHOW, level=1, filterable=True),
)
