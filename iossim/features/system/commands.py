"""What can be typed in EXEC about the box itself: displays. What changes something is in `operations`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from iossim.cli.builtin import commands_of
from iossim.cli.entry import Args, Command
from iossim.cli.errors import Refused
from iossim.cli.mode import LINE, USER_LEVEL
from iossim.device.context import Context
from iossim.device.lines import Line
from iossim.features.system import config, show
from iossim.features.system.aliases import aliases_of
from iossim.features.system.debugging import debugging
from iossim.features.system.engine import engine_of
from iossim.features.system.memory import show_running, show_startup, size_of
from iossim.features.system.operations import OPERATIONS
from iossim.features.system.reload import show_reload
from iossim.features.system.show_version import VersionView, show_version
from iossim.features.system.status import STATUS

IMAGE_SIZES = {"7206VXR": 16_863_968, "1710": 9_845_296}
FLASH_SIZES = {"7206VXR": 20_578_304, "1710": 16_777_216}


def version(context: Context, _: Args) -> Iterable[str]:
    """`show version`."""
    router, engine = context.router, engine_of(context.router)
    return show_version(
        VersionView(
            router.platform,
            str(router.look),
            router.hostname,
            router.number,
            context.now - router.booted_at,
            router.return_reason,
            engine.date(router.booted_at) if engine.clock.known else "",
        )
    )


def clock(context: Context, args: Args) -> Iterable[str]:
    """`show clock [detail]`."""
    engine = engine_of(context.router)
    return show.show_clock(engine.clock, engine.zone, context.now, "detail" in args)


def logging(context: Context, _: Args) -> Iterable[str]:
    """`show logging`."""
    router, engine = context.router, engine_of(context.router)
    running, counts = router.config, router.lines.counts

    def level(toggle: Any, line: Any) -> int | None:
        return int(running.value(line, (), "level")) if running.on(toggle) else None

    return show.show_logging(
        show.LoggingView(
            running.on(config.LOGGING_ON),
            show.Destination(level(config.CONSOLE_ON, config.CONSOLE_LEVEL), counts["console"]),
            show.Destination(level(config.MONITOR_ON, config.MONITOR_LEVEL), counts["monitor"]),
            show.Destination(engine.buffer_level(), router.log.logged),
            show.Destination(int(running.value(config.TRAP, (), "level")), counts["all"]),
            [context.ip(statement.args["host"]) for statement in running.all(config.LOG_HOST)],
            router.log.octets,
            [record.render(context.names) for record in router.log.records],
        )
    )


def _lines(context: Context) -> Iterator[show.LineView]:
    for line in context.router.lines.by_name.values():
        used = line.session.stage != "off"
        connections = len(line.session.suspended)
        yield show.LineView(
            line.number,
            line.name,
            line is context.line,
            used,
            line.session.user,
            ("idle" if not connections else f"{connections} open") if used else "",
            context.now - line.last_input,
            line.location,
            line.uses,
        )


def users(context: Context, args: Args) -> Iterable[str]:
    """`show users [all]`."""
    return show.show_users(_lines(context), "all" in args)


def lines(context: Context, args: Args) -> Iterator[str]:
    """`show line`, all of them or one in full."""
    wanted = args.get("number")
    if wanted is None:
        yield from show.show_line(_lines(context))
        return
    yield from show.show_line(view for view in _lines(context) if view.number == wanted)
    line = next(line for line in context.router.lines.by_name.values() if line.number == wanted)
    yield from _settings(context, line)


def terminal(context: Context, _: Args) -> Iterable[str]:
    """`show terminal`."""
    return _settings(context, context.line)


def _settings(context: Context, line: Line) -> Iterable[str]:
    """The settings of a line."""
    display = line.terminal
    return show.show_terminal(
        show.TerminalView(
            line.number,
            line.session.console,
            line.location,
            display.length,
            display.width,
            engine_of(context.router).exec_timeout(line) if line.times_out else 0,
            context.now - line.since if line.session.stage != "off" else None,
            display.editing,
            line.session.exec_history.size,
        )
    )


def hosts(context: Context, _: Args) -> Iterable[str]:
    """`show hosts`."""
    running = context.router.config
    table = [statement.args for statement in running.all(config.HOST)]
    return show.show_hosts(
        show.HostsView(
            running.value(config.DOMAIN_NAME, (), "name") or "",
            running.on(config.DOMAIN_LOOKUP),
            [context.ip(statement.args["server"]) for statement in running.all(config.NAME_SERVER)],
            [(args["name"], [context.ip(address) for address in args["addresses"]]) for args in table],
        )
    )


def aliases(context: Context, _: Args) -> Iterable[str]:
    """`show aliases`."""
    return show.show_aliases(aliases_of(context.router.config))


def _flash(context: Context) -> show.FlashView:
    platform = context.router.platform
    device, _, file = platform.image_file.partition(":")
    return show.FlashView(device, file, IMAGE_SIZES[platform.name], FLASH_SIZES[platform.name])


def flash(context: Context, _: Args) -> Iterable[str]:
    """`show flash:`."""
    return show.show_flash(_flash(context))


def directory(context: Context, args: Args) -> Iterable[str]:
    """`dir [FILESYSTEM]`: the flash memory, or the start-up configuration."""
    view, startup = _flash(context), context.router.startup
    where = str(args.get("where", view.device)).lower().rstrip("/").rstrip(":")
    if where == "nvram":
        return show.dir_nvram(size_of(startup.splitlines()), context.router.platform.nvram_bytes)
    if where not in (view.device, "flash"):
        raise Refused(f"%Error opening {args['where']} (No such device)")
    return show.dir_flash(view)


_SHOW = {
    "show": "Show running system information",
    "aliases": "Display alias commands",
    "clock": "Display the system clock",
    "detail": "Display detailed information",
    "configuration": "Contents of Non-Volatile memory",
    "debugging": "State of each debugging option",
    "flash:": "display information about flash: file system",
    "hosts": "IP domain-name, lookup style, nameservers, and host table",
    "line": "TTY line information",
    "number": "First Line number",
    "logging": "Show the contents of logging buffers",
    "reload": "Scheduled reload information",
    "running-config": "Current operating configuration",
    "running-config interface": "Show interface configuration",
    "startup-config": "Contents of startup configuration",
    "terminal": "Display terminal configuration parameters",
    "users": "Display information about terminal lines",
    "all": "Include information about inactive ports",
    "version": "System hardware and software status",
}


def _user(pattern: str, run: Any) -> Command:
    return Command(f"show {pattern}", run, _SHOW, level=USER_LEVEL, filterable=True)


def _privileged(pattern: str, run: Any) -> Command:
    return Command(f"show {pattern}", run, _SHOW, filterable=True)


COMMANDS = (
    *commands_of(LINE),
    _user("version", version),
    _user("clock [detail]", clock),
    _user("users [all]", users),
    Command("systat", users, {"systat": "Display information about terminal lines"}, level=USER_LEVEL),
    _user("line [<number:0-6>]", lines),
    _user("terminal", terminal),
    _user("hosts", hosts),
    _user("aliases", aliases),
    _user("debugging", debugging),
    _user("flash:", flash),
    _privileged("logging", logging),
    _privileged("reload", show_reload),
    _privileged("running-config [interface <interface:interface>]", show_running),
    _privileged("startup-config", show_startup),
    _privileged("configuration", show_startup),
    Command("dir [<where:word>]", directory, {"dir": "List files on a filesystem", "where": "Directory or file name"}),
    *STATUS,
    *OPERATIONS,
)
