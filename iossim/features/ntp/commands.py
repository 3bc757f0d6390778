"""What can be typed in EXEC about NTP."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from iossim.cli.entry import Args, Command
from iossim.cli.mode import USER_LEVEL
from iossim.features.ntp import config as lines
from iossim.features.ntp import show
from iossim.features.ntp.engine import NtpEngine
from iossim.features.ntp.show import NtpView, ServerView

if TYPE_CHECKING:
    from iossim.device.context import Context

_SHOW = {
    "show": "Show running system information",
    "ntp": "Network time protocol",
    "associations": "NTP associations",
    "status": "NTP status",
    "detail": "Show detail",
}


def _view(context: Context) -> NtpView:
    engine = context.router.engine("ntp")
    assert isinstance(engine, NtpEngine)
    followed = engine.followed
    servers = [
        ServerView(
            context.ip(server),
            engine.known(server),
            meter.last if (meter := engine.answers.peek(server)) is not None else None,
            followed is not None and followed.server == server,
            engine.is_peer(server),
        )
        for server in engine.sources()
    ]
    tick = context.router.config.value(lines.CLOCK_PERIOD, (), "period") or show.TICK
    if followed is None:
        return NtpView(servers, context.now, tick=tick)
    meter = engine.answers.peek(followed.server)
    heard = (meter.last if meter is not None else None) or context.now
    written = context.router.provider("date-of")
    date = written(heard) if written is not None else ""
    return NtpView(servers, context.now, followed.told.origin + heard, date, tick)


def status(context: Context, _: Args) -> Iterable[str]:
    """`show ntp status`."""
    return show.show_status(_view(context), context.look)


def associations(context: Context, _: Args) -> Iterable[str]:
    """`show ntp associations`."""
    return show.show_associations(_view(context), context.look)


def detail(context: Context, _: Args) -> Iterable[str]:
    """`show ntp associations detail`."""
    written = context.router.provider("date-of")
    return show.show_detail(_view(context), written if written is not None else str)


COMMANDS = (
    Command("show ntp associations detail", detail, _SHOW, level=USER_LEVEL, filterable=True),
    Command("show ntp status", status, _SHOW, level=USER_LEVEL, filterable=True),
    Command("show ntp associations", associations, _SHOW, level=USER_LEVEL, filterable=True),
)
