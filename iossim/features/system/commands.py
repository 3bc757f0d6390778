"""What can be typed in EXEC about the box itself."""

from __future__ import annotations

from collections.abc import Iterable

from iossim.cli.builtin import commands_of
from iossim.cli.entry import Args, Command
from iossim.cli.mode import LINE, USER_LEVEL
from iossim.device.context import Context
from iossim.features.system.clock import Source
from iossim.features.system.engine import engine_of
from iossim.features.system.show_version import VersionView, show_version

SHOW = "Show running system information"


def version(context: Context, _: Args) -> Iterable[str]:
    """`show version`."""
    router, engine = context.router, engine_of(context.router)
    known = engine.clock.source is not Source.NONE
    return show_version(
        VersionView(
            router.platform,
            str(router.look),
            router.hostname,
            router.number,
            context.now - router.booted_at,
            router.return_reason,
            engine.date(router.booted_at) if known else "",
        )
    )


COMMANDS = (
    *commands_of(LINE),
    Command(
        "show version",
        version,
        {"show": SHOW, "version": "System hardware and software status"},
        level=USER_LEVEL,
        filterable=True,
    ),
)
