"""What can be typed in EXEC about the box itself: displays. What changes something is in `operations`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from iossim.cli import escape
from iossim.cli.builtin import commands_of
from iossim.cli.entry import Args, Command
from iossim.cli.errors import Refused
from iossim.cli.mode import LINE, USER_LEVEL
from iossim.device.context import Context
from iossim.device.lines import Line
from iossim.features.system import config, line_config, show
from iossim.features.system.aliases import aliases_of
from iossim.features.system.debugging import debugging
from iossim.features.system.engine import engine_of
from iossim.features.system.images import image_of, saved_images
from iossim.features.system.lock import lock
from iossim.features.system.memory import show_running, show_startup
from iossim.features.system.modes import CHOICE, MODES
from iossim.features.system.operations import OPERATIONS, with_calendar
from iossim.features.system.reload import show_reload
from iossim.features.system.relogin import login
from iossim.features.system.show_version import VersionView, show_version
from iossim.features.system.status import STATUS


def version(context: Context, _: Args) -> Iterable[str]:
    """`show version`."""
    router, engine = context.router, engine_of(context.router)
    return show_version(
        VersionView(
            router.platform,
            router.look,
            router.hostname,
            router.number,
            context.now - router.booted_at,
            router.return_reason,
            engine.date(router.booted_at) if engine.clock.known else "",
            str(engine.register),
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

    hosts = [one.args["server"] for entry in config.LOG_HOSTS for one in running.all(entry)]
    return show.show_logging(
        show.LoggingView(
            running.on(config.LOGGING_ON),
            show.Destination(level(config.CONSOLE_ON, config.CONSOLE_LEVEL), counts["console"]),
            show.Destination(level(config.MONITOR_ON, config.MONITOR_LEVEL), counts["monitor"]),
            show.Destination(engine.buffer_level(), router.log.logged),
            show.Destination(int(running.value(config.TRAP, (), "level")), counts["all"]),
            [(context.ip(host), engine.outlet.sent_to(host)) for host in hosts],
            engine.outlet.limited,
            router.log.octets,
            [record.render(context.names) for record in router.log.records],
        ),
        context.look,
    )


def _lines(context: Context) -> Iterator[show.LineView]:
    engine, running = engine_of(context.router), context.router.config
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
            line.location or engine.location(line),
            line.uses,
            line_config.access_class(running, line.name, "in") or "-",
            line_config.access_class(running, line.name, "out") or "-",
            line_config.serial_of(running, line.name).rate,
        )


def users(context: Context, args: Args) -> Iterable[str]:
    """`show users [all]`."""
    return show.show_users(_lines(context), "all" in args)


def lines(context: Context, _: Args) -> Iterable[str]:
    """`show line`: all of them."""
    return show.show_line(_lines(context))


def one_line(context: Context, args: Args) -> Iterator[str]:
    """`show line N`, `show line vty N`, `show line vty N M`: each in full."""
    kind, first = args.get("kind", ""), args["number"]
    wanted = range(first, args.get("last", first) + 1)
    found = [
        line
        for name, line in context.router.lines.by_name.items()
        if (line.number in wanted if not kind else kind[:3] == name[:3] and int(name[4:]) in wanted)
    ]
    if not found:
        raise Refused("%% No such line")
    for line in found:
        yield from show.show_line(view for view in _lines(context) if view.number == line.number)
        yield from _settings(context, line)


def terminal(context: Context, _: Args) -> Iterable[str]:
    """`show terminal`."""
    return _settings(context, context.line)


def _settings(context: Context, line: Line) -> Iterable[str]:
    """The settings of a line."""
    display, running, engine = line.terminal, context.router.config, engine_of(context.router)
    preferred = line_config.setting(running, line.name, line_config.PREFERRED) or {}
    timeout = line_config.setting(running, line.name, line_config.SESSION_TIMEOUT) or {}
    return show.show_terminal(
        show.TerminalView(
            line.number,
            None if line.name.startswith("vty") else line_config.serial_of(running, line.name),
            engine.location(line),
            display.length,
            display.width,
            engine.exec_timeout(line) if line.times_out else 0,
            context.now - line.since if line.session.stage != "off" else None,
            display.editing,
            line.session.exec_history.size,
            escape.shown(display.escape),
            line.session.full_help,
            str(preferred["protocol"]),
            line_config.transports(running, line.name),
            int(timeout["minutes"]) * 60_000_000,
        )
    )


def calendar(context: Context, _: Args) -> Iterable[str]:
    """`show calendar`."""
    engine = with_calendar(context)
    return show.show_calendar(engine.calendar, engine.zone, context.now)


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


def redirects(context: Context, _: Args) -> Iterator[str]:
    """`show ip redirects`: a box that routes heeds none, and has a default gateway only by name."""
    gateway = context.router.config.value(config.DEFAULT_GATEWAY, (), "gateway")
    yield f"Default gateway is {'not set' if gateway is None else context.ip(gateway)}"
    yield from (
        "",
        "Host               Gateway           Last Use    Total Uses  Interface",
        "ICMP redirect cache is empty",
    )


def bootvar(context: Context, _: Args) -> Iterator[str]:
    """`show bootvar`: the images that are to be tried, in their order, as they were last saved."""
    wanted = [image_of(words) for words in saved_images(context.router.startup)]
    yield f"BOOT variable = {''.join(f'{name},1;' for name in wanted)}"
    yield from ("CONFIG_FILE variable = ", "BOOTLDR variable = ", str(engine_of(context.router).register))


def aliases(context: Context, args: Args) -> Iterator[str]:
    """`show aliases [MODE]`."""
    wanted = args.get("mode")
    for mode in (wanted,) if wanted else ("exec", *(name for name in MODES if name != "exec")):
        found = aliases_of(context.router.config, mode)
        if found:
            yield from show.show_aliases(MODES[mode], found)


_SHOW = {
    "show": "Show running system information",
    "aliases": "Display alias commands",
    **MODES,
    "bootvar": "Boot and related environment variable",
    "calendar": "Display the hardware calendar",
    "clock": "Display the system clock",
    "detail": "Display detailed information",
    "configuration": "Contents of Non-Volatile memory",
    "debugging": "State of each debugging option",
    "redirects": "IP redirects",
    "hosts": "IP domain-name, lookup style, nameservers, and host table",
    "line": "TTY line information",
    "number": "First Line number",
    "last": "Last Line number",
    "console": "Primary terminal line",
    "aux": "Auxiliary line",
    "vty": "Virtual terminal",
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
    _user("bootvar", bootvar),
    _user("clock [detail]", clock),
    _user("calendar", calendar),
    _user("ip redirects", redirects),
    _user("users [all]", users),
    Command("systat", users, {"systat": "Display information about terminal lines"}, level=USER_LEVEL),
    _user("line", lines),
    _user("line <number:0-6> [<last:0-6>]", one_line),
    _user("line <kind:aux|console|vty> <number:0-6> [<last:0-6>]", one_line),
    Command("lock", lock, {"lock": "Lock the terminal"}, level=USER_LEVEL),
    Command("login", login, {"login": "Log in as a particular user"}, level=USER_LEVEL),
    Command("who", users, {"who": "Display information about terminal lines"}, level=USER_LEVEL, hidden=True),
    _user("terminal", terminal),
    _user("hosts", hosts),
    _user(f"aliases [{CHOICE}]", aliases),
    _user("debugging", debugging),
    _privileged("logging", logging),
    _privileged("reload", show_reload),
    _privileged("running-config [interface <interface:interface>]", show_running),
    _privileged("startup-config", show_startup),
    _privileged("configuration", show_startup),
    *STATUS,
    *OPERATIONS,
)
