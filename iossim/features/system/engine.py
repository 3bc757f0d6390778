"""The box itself on one router: clock and time stamps, who gets which message, logins, reloads that were asked for.

What survives the power: the date of the last save, the files in flash memory, and a calendar. All else is in tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from iossim.cli.escape import key_of
from iossim.device import actions as do
from iossim.device.ages import age
from iossim.device.engine import Actions, Engine
from iossim.device.notices import ClockAdrift, ClockDisciplined, ClockSet, ConfigurationChanged
from iossim.device.software import software
from iossim.features.system import config, line_config, names, network_config, normal, privileges
from iossim.features.system.aliases import aliases_of
from iossim.features.system.clock import FACTORY, Clock, Source, Zone, stamped, written
from iossim.features.system.files import File, factory
from iossim.features.system.images import missed, saved_images
from iossim.features.system.login import Greeting
from iossim.features.system.messages import configured, reloading, restarted
from iossim.features.system.outlet import Outlet
from iossim.features.system.plan import ABORTED, Plan, warning
from iossim.features.system.register import Register
from iossim.features.system.setup import Setup
from iossim.net.address import Address

if TYPE_CHECKING:
    from iossim.cli.job import Job
    from iossim.device.config import Change, SectionKey
    from iossim.device.filters import AccessList
    from iossim.device.lines import Line
    from iossim.device.router import Router
    from iossim.device.syslog import LogRecord
    from iossim.sim.facts import Table
    from iossim.sim.trace import Record

RESTART_MESSAGE = 2_000_000
"""After so long the boot reports itself in the log."""


class SystemEngine(Engine):
    """See the module."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.clock_table: Table[str, Clock] = self.table("clock")
        self.changed: Table[str, str] = self.table("configuration-changed")
        self.plans: Table[str, Plan] = self.table("reload")
        self.outlet = Outlet(router, self.table("logging"))
        self.saved_at = ""
        self.register = Register()
        self.calendar = router.wall.origin
        self.files: tuple[File, ...] = factory(router.platform)

    # -- life ----------------------------------------------------------------------------------------------------

    def start(self) -> Iterator[do.Action]:
        """Set the clock, complete the configuration, set up the lines."""
        router = self.router
        yield from normal.at_boot(router.config, not self.startup().strip(), self._stream())
        self.clock_table.set("", self._first_clock())
        self._apply_buffer()
        for line in router.lines.by_name:
            self._apply_line(line)
        privileges.moved(router)
        yield do.StartTimer("restarted", RESTART_MESSAGE)
        if router.config.on(config.FROM_NETWORK):
            yield network_config.begun()

    def _first_clock(self) -> Clock:
        router = self.router
        if router.keeps_time:
            return Clock(self.calendar, Source.CALENDAR)
        return Clock(FACTORY - router.booted_at, Source.NONE)

    def _stream(self) -> Any:
        return self.router.kernel.stream(f"{self.router.name}.secrets")

    def timer(self, name: Any) -> Iterator[do.Action]:
        """The box reports itself; a planned reload comes nearer."""
        if name == "restarted":
            yield configured("memory", "console")
            yield restarted(self.software())
        elif name == "warning":
            yield from self._warn()
        elif name == "planned" and self.plan is not None:
            yield reloading(self.router.look, self.plan.by)
            yield do.Restart("reload")
        elif name == "reload":
            yield do.Restart("reload")
        elif name[0] == network_config.TIMER and self.router.config.on(config.FROM_NETWORK):
            yield from network_config.asked(self.router, name[1])

    def stop(self) -> None:
        """The register holds from the next boot on."""
        self.register = self.register.booted()

    def configure(self, change: Change) -> Iterator[do.Action]:
        """A line of the box was typed."""
        yield from normal.after(self.router.config, change, self._stream())
        if change.entry is config.BUFFERED:
            self._apply_buffer()
        elif change.entry is privileges.PRIVILEGE:
            if not change.removed:
                yield from privileges.kept(self.router, change.args)
            privileges.moved(self.router)
        elif change.entry in (config.HOSTNAME, config.DOMAIN_NAME):
            yield do.Notify(ConfigurationChanged("hostname", self.hostname()))
        elif change.entry in config.ZONES:
            yield do.Notify(ConfigurationChanged("zone", ""))
        elif change.section:
            for line in self.router.lines.by_name:
                self._apply_line(line)
            if change.entry is line_config.LOGIN and not change.removed and not change.args.get("local"):
                yield from self._disabled(change.section)

    # -- a planned reload ----------------------------------------------------------------------------------------

    @property
    def plan(self) -> Plan | None:
        """The reload that is planned."""
        return self.plans.peek("")

    def plan_reload(self, plan: Plan) -> Iterator[do.Action]:
        """Reload then; a plan replaces an earlier one."""
        self.plans.set("", plan)
        yield do.StartTimer("planned", plan.due - self.router.kernel.now)
        yield from self._next_warning(plan)

    def cancel_reload(self) -> Iterator[do.Action]:
        """No reload after all."""
        self.plans.delete("")
        yield do.StopTimer("planned")
        yield do.StopTimer("warning")
        self.router.lines.broadcast(ABORTED)

    def _next_warning(self, plan: Plan) -> Iterator[do.Action]:
        warning = plan.warning_after(self.router.kernel.now)
        if warning is not None:
            yield do.StartTimer("warning", warning[0])

    def _warn(self) -> Iterator[do.Action]:
        plan = self.plan
        if plan is not None:
            self.router.lines.broadcast(warning(plan.due - self.router.kernel.now))
            yield from self._next_warning(plan)

    # -- the clock -----------------------------------------------------------------------------------------------

    @property
    def clock(self) -> Clock:
        """What the box believes the time to be."""
        clock = self.clock_table.peek("")
        return clock if clock is not None else Clock(FACTORY, Source.NONE)

    @property
    def zone(self) -> Zone:
        """The time zone."""
        return self.router.config.derived(Zone.of)

    def date(self, when: int | None = None) -> str:
        """A moment of virtual time as messages write it; now, if none is given."""
        return written(self.clock, self.zone, self.router.kernel.now if when is None else when)

    def day(self) -> str:
        """Now, as directories write it; empty while the clock is not set."""
        return f"{self.local_time(self.router.kernel.now):%b %d %Y %H:%M:%S}" if self.clock.known else ""

    def utc_micros(self) -> int:
        """The box's time in microseconds since 1970 UTC, for those who check dates."""
        return self.clock.origin + self.router.kernel.now

    def clock_cause(self) -> Record | None:
        """Provided to others: what made the clock as it is."""
        return self.clock_table.cause("")

    def local_time(self, when: int) -> datetime:
        """A moment of virtual time as this box's clock on the wall shows it."""
        return self.zone.local(self.clock.at(when))[0]

    def set_clock(self, origin: int) -> Actions:
        """`clock set`; a box that has an NTP server takes its time again after some polls."""
        self.clock_table.set("", Clock(origin, Source.USER))
        return (do.Notify(ClockSet()),)

    def read_calendar(self) -> Actions:
        """`clock read-calendar`: the clock is what the calendar says."""
        self.clock_table.set("", Clock(self.calendar, Source.CALENDAR))
        return (do.Notify(ClockSet()),)

    def update_calendar(self) -> None:
        """`clock update-calendar`: the calendar is what the clock says, and still is so after the power has gone."""
        self.calendar = self.clock.origin

    def notice(self, notice: Any) -> Actions:
        """NTP sets the clock, or can do so no longer."""
        match notice:
            case ClockDisciplined(origin):
                self.clock_table.set("", Clock(origin, Source.NTP))
                updates = self.router.provider("updates-calendar")
                if updates is not None and updates():
                    self.update_calendar()
            case ClockAdrift() if self.clock.source is Source.NTP:
                self.clock_table.set("", replace(self.clock, adrift=True))
        return ()

    def timestamp(self, kind: str) -> str:
        """What stands before a message of a kind, by `service timestamps`."""
        form = self.router.config.args(config.STAMPS[kind])
        number = self._sequence_number()
        if form is None:
            return number
        now = self.router.kernel.now
        if not form.get("datetime"):
            return f"{number}{age(now - self.router.booted_at)}: "
        return number + stamped(self.clock, self.zone, now, form)

    def _sequence_number(self) -> str:
        """How many messages there have been since the boot, where they are numbered (`service sequence-numbers`)."""
        return f"{self.router.lines.counts['all'] + 1:06}: " if self.router.config.on(config.SEQUENCE) else ""

    # -- names ---------------------------------------------------------------------------------------------------

    def hostname(self) -> str:
        """The configured name."""
        return str(self.router.config.value(config.HOSTNAME, (), "name"))

    def software(self) -> tuple[str, ...]:
        """The lines by which the software names itself."""
        return software(self.router.platform, self.router.look)

    def prompt(self) -> str:
        """What stands in front of a line in EXEC, if it is not the usual."""
        return str(self.router.config.value(config.PROMPT, (), "text") or "")

    def prompts_configuring(self) -> bool:
        """Whether configuration has a prompt (`service prompt config`)."""
        return self.router.config.on(config.PROMPTS_CONFIG)

    def hides_addresses(self) -> bool:
        """Whether a connection does not tell where it goes (`service hide-telnet-addresses`)."""
        return self.router.config.on(config.HIDE_ADDRESSES)

    def host_address(self, name: str) -> Address | None:
        """The address of a host in the table, by its name in any case, with or without the domain."""
        return names.address_of(self.router.config, name)

    def domain_name(self) -> str:
        """The domain of the box, if it has one."""
        return str(self.router.config.value(config.DOMAIN_NAME, (), "name") or "")

    def domain_lookup(self) -> bool:
        """Whether names are searched for on the network."""
        return self.router.config.on(config.DOMAIN_LOOKUP)

    def images_missed(self) -> tuple[str, ...]:
        """What the ROM monitor says of `boot system` lines of the start-up configuration."""
        return tuple(missed(self.router.platform, saved_images(self.router.startup)))

    def name_servers(self) -> tuple[Address, ...]:
        """Who is asked for names; nobody in particular without a line."""
        return tuple(line.args["server"] for line in self.router.config.all(config.NAME_SERVER))

    def aliases(self, mode: str) -> dict[str, str]:
        """What first words in a mode stand for."""
        return aliases_of(self.router.config, mode)

    # -- logging -------------------------------------------------------------------------------------------------

    def wants_log(self, line: Line, record: LogRecord) -> bool:
        """Whether a message is printed on a line."""
        running = self.router.config
        if not running.on(config.LOGGING_ON) and line is not self.router.lines.console:
            return False
        if line is self.router.lines.console:
            on, level = config.CONSOLE_ON, config.CONSOLE_LEVEL
        elif line.session.monitor:
            on, level = config.MONITOR_ON, config.MONITOR_LEVEL
        else:
            return False
        if not running.on(on) or record.message.severity > running.value(level, (), "level"):
            return False
        return line is not self.router.lines.console or self.outlet.lets(record, console=True)

    def lets_log(self, record: LogRecord) -> bool:
        """Whether a message is told at all."""
        return self.outlet.lets(record, console=False)

    def sends_log(self, record: LogRecord, flag: str) -> None:
        """Tell the servers."""
        self.outlet.send(record, flag)

    def keeps_log(self, record: LogRecord) -> bool:
        """Whether a message goes to the buffer."""
        level = self.buffer_level()
        return self.router.config.on(config.LOGGING_ON) and level is not None and record.message.severity <= level

    def _apply_buffer(self) -> None:
        args = self.router.config.args(config.BUFFERED)
        self.router.log.resize(args["size"] if args is not None else config.DEFAULT_BUFFER)

    def buffer_level(self) -> int | None:
        """The least severe level that goes to the buffer; None without one."""
        args = self.router.config.args(config.BUFFERED)
        return None if args is None else int(args["level"])

    # -- lines ---------------------------------------------------------------------------------------------------

    def _apply_line(self, name: str) -> None:
        """Give a line the screen it is configured for; what changes holds at once for whoever is there."""
        terminal = self.router.lines.by_name[name].terminal
        screen = line_config.screen_of(self.router.config, name)
        wanted = {
            "length": screen.length,
            "width": screen.width,
            "editing": screen.editing,
            "escape": key_of(screen.escape),
        }
        for attribute, value in wanted.items():
            if getattr(terminal, f"line_{attribute}") != value:
                setattr(terminal, f"line_{attribute}", value)
                setattr(terminal, attribute, value)
        terminal.synchronous = screen.synchronous

    def _disabled(self, section: SectionKey) -> Iterator[do.Action]:
        """Lines that nobody can log in to."""
        for name in line_config.without_password(self.router.config, section):
            number = self.router.lines.by_name[name].number
            yield do.Print(f"% Login disabled on line {number}, until 'password' is set")

    def left_configuration(self, line: Line) -> Actions:
        """Somebody has left configuration mode."""
        if self.clock.known:
            self.changed.set("", self.date() + (f" by {line.session.user}" if line.session.user else ""))
        return (configured("console", line.origin),)

    def greeting(self, line: Line) -> Job:
        """Banners and login."""
        return Greeting(line.name)

    def first_dialog(self) -> Job | None:
        """What a box without start-up configuration asks."""
        return None if self.startup().strip() else Setup()

    def startup(self) -> str:
        """The start-up configuration as far as the box looks at it."""
        return "" if self.register.ignores_startup else self.router.startup

    def accepts_telnet(self, line: Line, protocol: str = "telnet", peer: Address | None = None) -> bool:
        """Whether a line lets a protocol in (`transport input`), and an address (`access-class`)."""
        return line_config.admits(self.router.config, line.name, protocol) and self._passes(line, "in", peer)

    def lets_out(self, line: Line, target: Address) -> bool:
        """Whether a line may connect to an address (`access-class`)."""
        return self._passes(line, "out", target)

    def goes_out(self, line: Line, protocol: str) -> bool:
        """Whether a line may open connections of a protocol (`transport output`)."""
        return line_config.goes_out(self.router.config, line.name, protocol)

    def _passes(self, line: Line, direction: str, address: Address | None) -> bool:
        name = line_config.access_class(self.router.config, line.name, direction)
        find = self.router.provider("access-list")
        access_list: AccessList | None = find(name) if name and find is not None else None
        return access_list is None or (address is not None and access_list.permits_address(address))

    def location(self, line: Line) -> str:
        """Where a line stands (`location`)."""
        return str((line_config.setting(self.router.config, line.name, line_config.LOCATION) or {}).get("text", ""))

    def tries_hosts(self, line: Line) -> bool:
        """Whether a word that is no command is taken for a host."""
        args = line_config.setting(self.router.config, line.name, line_config.PREFERRED) or {}
        return args.get("protocol") != "none"

    def session_timeout(self, line: Line) -> int:
        """Microseconds after which a connection from a line is ended into which nobody types; 0 = never."""
        args = line_config.setting(self.router.config, line.name, line_config.SESSION_TIMEOUT) or {}
        return int(args.get("minutes", 0)) * 60_000_000

    def exec_timeout(self, line: Line) -> int:
        """Microseconds after which an idle EXEC is ended; 0 = never."""
        args = line_config.setting(self.router.config, line.name, line_config.EXEC_TIMEOUT) or {}
        return int(args.get("minutes", 0) * 60 + args.get("seconds", 0)) * 1_000_000


def engine_of(router: Router) -> SystemEngine:
    """The box's own engine."""
    engine = router.engine("system")
    assert isinstance(engine, SystemEngine)
    return engine
