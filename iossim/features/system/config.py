"""The lines of the box itself: services, its name, logging, the clock, names of hosts, the calendar.

Accounts, lines and banners have rooms of their own. Lines with `effect=False` are kept and shown, and change nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from iossim.cli.entry import Args, ConfigLine
from iossim.device.nvgen import Place
from iossim.features.system import levels, zone

if TYPE_CHECKING:
    from iossim.device.context import Context

assert levels and zone  # they register types of arguments

RELEASE_LINE = "12.2"
LATER = "15.0"
DEFAULT_BUFFER = 4096
FACTORY_NAME = "Router"

_NAME = re.compile(r"[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?")


def check_hostname(_context: Context, args: Args) -> str | None:
    """Letters, digits and hyphens, at most 63."""
    name = args["name"]
    if _NAME.fullmatch(name) is None or len(name) > 63:
        return "% Hostname contains one or more illegal characters."
    return None


PROMPT = ConfigLine(
    "prompt <text:line>",
    help={"prompt": "Set system's prompt", "text": "This system's prompt"},
    rank=Place.HOSTNAME + 1,
)
VERSION = ConfigLine(
    "version <number:word>",
    help={"version": "Version of software", "number": "Version number"},
    default={"number": RELEASE_LINE},
    always=True,
    rank=Place.SERVICE,
    until=LATER,
)
VERSION_LATER = replace(VERSION, default={"number": "15.1"}, since=LATER, until="")
VERSIONS = (VERSION, VERSION_LATER)

_SERVICE = {
    "service": "Modify use of network based services",
    "timestamps": "Timestamp debug/log messages",
    "debug": "Timestamp debug messages",
    "log": "Timestamp log messages",
    "uptime": "Timestamp with system uptime",
    "datetime": "Timestamp with date and time",
    "msec": "Include milliseconds in timestamp",
    "localtime": "Use local time zone for timestamps",
    "show-timezone": "Add time zone information to timestamp",
    "password-encryption": "Encrypt system passwords",
    "pad": "Enable PAD commands",
    "sequence-numbers": "Stamp logger messages with a sequence number",
    "config": "TFTP load config files",
    "prompt": "Enable mode specific prompt",
    "prompt config": "Enable configuration prompt",
    "linenumber": "enable line number banner for each exec",
    "decimal-tty": "Interpret TTY line numbers in decimal",
    "compress-config": "Compress the nvram configuration file",
    "exec-wait": "Delay EXEC startup on noisy lines",
    "hide-telnet-addresses": "Hide destination addresses in telnet command",
}


def _service(pattern: str, rank: int, toggle: bool | None = None, always: bool = False) -> ConfigLine:
    return ConfigLine(f"service {pattern}", help=_SERVICE, toggle=toggle, always=always, rank=Place.SERVICE + rank)


_STAMP = "[{ uptime | datetime ( msec | localtime | show-timezone )* }]"
PAD = _service("pad", 10, toggle=True)
STAMP_DEBUG = _service(f"timestamps debug {_STAMP}", 13, always=True)
STAMP_LOG = _service(f"timestamps log {_STAMP}", 14, always=True)
ENCRYPTION = _service("password-encryption", 15, toggle=False, always=True)
STAMPS = {"debug": STAMP_DEBUG, "log": STAMP_LOG}

SEQUENCE = _service("sequence-numbers", 16, toggle=False)
FROM_NETWORK = _service("config", 9, toggle=False)
PROMPTS_CONFIG = _service("prompt config", 7, toggle=True)
DECIMAL_LINES = _service("decimal-tty", 3, toggle=True)
"""Numbers of lines in octal without: that is the same for the seven lines of these boxes."""
COMPRESSED = _service("compress-config", 2, toggle=False)
EXEC_WAIT = _service("exec-wait", 6, toggle=False)
LINE_NUMBERS = _service("linenumber", 4, toggle=False)
HIDE_ADDRESSES = _service("hide-telnet-addresses", 19, toggle=False)

HOSTNAME = ConfigLine(
    "hostname <name:word>",
    help={"hostname": "Set system's network name", "name": "This system's network name"},
    default={"name": FACTORY_NAME},
    always=True,
    rank=Place.HOSTNAME,
    check=check_hostname,
)
BOOT = ConfigLine(
    "boot system <where:line>",
    help={"boot": "Modify system boot parameters", "system": "System image file", "where": "Image file"},
    key=("where",),
    rank=Place.LOGGING + 1,
)
BOOT_START, BOOT_END = (
    ConfigLine(
        f"boot-{end}-marker",
        help={f"boot-{end}-marker": f"Marks the {end} of boot system commands"},
        toggle=True,
        always=True,
        rank=rank,
        bang=end == "end",
        effect=False,
        since="12.3",
    )
    for end, rank in (("start", Place.LOGGING), ("end", Place.LOGGING + 2))
)

_LOGGING = {
    "logging": "Modify message logging facilities",
    "buffered": "Set buffered logging parameters",
    "size": "Logging buffer size",
    "console": "Set console logging level",
    "monitor": "Set terminal line (monitor) logging level",
    "trap": "Set syslog server logging level",
    "facility": "Facility parameter for syslog messages",
    "on": "Enable logging to all supported destinations",
    "server": "IP address of the logging host",
    "host": "Set syslog server IP address and parameters",
    "source-interface": "Specify interface for source address in logging transactions",
}


def _logging(pattern: str, rank: int, **more: object) -> ConfigLine:
    return ConfigLine(f"logging {pattern}", help=_LOGGING, rank=rank, **more)  # type: ignore[arg-type]


BUFFERED = _logging(
    "buffered [<size:4096-2147483647>] [<level:log-level>]",
    Place.LOGGING + 10,
    fill={"size": DEFAULT_BUFFER, "level": levels.DEBUGGING},
    write_as="logging buffered <size:4096-2147483647> <level:log-level>",
)
LOGGING_ON = _logging("on", Place.LOGGING + 9, toggle=True)
CONSOLE_ON = _logging("console", Place.LOGGING + 11, toggle=True)
CONSOLE_LEVEL = _logging("console <level:log-level>", Place.LOGGING + 12, default={"level": levels.DEBUGGING})
MONITOR_ON = _logging("monitor", Place.LOGGING + 13, toggle=True)
MONITOR_LEVEL = _logging("monitor <level:log-level>", Place.LOGGING + 14, default={"level": levels.DEBUGGING})
TRAP = _logging("trap <level:log-level>", 488, default={"level": levels.INFORMATIONAL})
FACILITY = _logging("facility <name:word>", 489, default={"name": "local7"})
LOG_SOURCE = _logging("source-interface <source:interface>", 489)
LOG_HOST = _logging("<server:ip>", 490, key=("server",), until="12.2(15)T")
LOG_HOST_LATER = replace(
    LOG_HOST,
    pattern="logging [host] <server:ip>",
    fill={"host": False},
    no_pattern="logging [host] <server:ip>",
    write_as="logging <server:ip>",
    since="12.2(15)T",
    until="",
)
LOG_HOSTS = (LOG_HOST, LOG_HOST_LATER)

_CLOCK = {
    "date": "Configure absolute summer time",
    "year": "Year to start",
    "to_date": "Date to end",
    "to_year": "Year to end",
    "clock": "Configure time-of-day clock",
    "timezone": "Configure time zone",
    "zone": "name of time zone",
    "hours": "Hours offset from UTC",
    "minutes": "Minutes offset from UTC",
    "summer-time": "Configure summer (daylight savings) time",
    "summer-time zone": "name of time zone in summer",
    "recurring": "Configure recurring summer time",
    "week": "Week number to start",
    "first": "First week of the month",
    "last": "Last week of the month",
    "day": "Weekday to start",
    "month": "Month to start",
    "time": "Time to start (hh:mm)",
    "to_week": "Week number to end",
    "to_day": "Weekday to end",
    "to_month": "Month to end",
    "to_time": "Time to end (hh:mm)",
    "offset": "Offset to add in minutes",
}
TIMEZONE = ConfigLine(
    "clock timezone <zone:word> <hours:utc-hours> [<minutes:0-59>]",
    help=_CLOCK,
    fill={"minutes": 0},
    rank=Place.CLOCK,
    until=LATER,
)
TIMEZONE_LATER = replace(
    TIMEZONE, write_as="clock timezone <zone:word> <hours:utc-hours> <minutes:0-59>", since=LATER, until=""
)
SUMMER_TIME = ConfigLine(
    "clock summer-time <zone:word> {"
    " recurring [<week:1-4|first|last> <day:weekday> <month:month> <time:change>"
    " <to_week:1-4|first|last> <to_day:weekday> <to_month:month> <to_time:change> [<offset:1-1440>]]"
    " | date { <month:month> <date:1-31> | <date:1-31> <month:month> } <year:1993-2035> <time:change>"
    " { <to_month:month> <to_date:1-31> | <to_date:1-31> <to_month:month> } <to_year:1993-2035> <to_time:change>"
    " [<offset:1-1440>] }",
    help=_CLOCK,
    fill={"offset": 60},
    rank=Place.CLOCK + 1,
)
ZONES = (TIMEZONE, TIMEZONE_LATER, SUMMER_TIME)
AAA = ConfigLine(
    "aaa new-model",
    help={
        "aaa": "Authentication, Authorization and Accounting.",
        "new-model": "Enable NEW access control commands and functions.(Disables OLD commands.)",
    },
    toggle=False,
    always=True,
    shown=("12.3", ""),
    rank=Place.LOGGING + 15,
)

_IP = {
    "ip": "Global IP configuration subcommands",
    "domain-name": "Define the default domain name",
    "domain-list": "Domain name to complete unqualified host names.",
    "default-gateway": "Specify default gateway (if not routing IP)",
    "gateway": "IP address of default gateway",
    "domain": "IP DNS Resolver",
    "domain name": "Define the default domain name",
    "domain lookup": "Enable IP Domain Name System hostname translation",
    "domain-lookup": "Enable IP Domain Name System hostname translation",
    "name-server": "Specify address of name server to use",
    "host": "Add an entry to the ip hostname table",
    "host name": "Name of host",
    "name": "Default domain name",
    "server": "Domain server IP address (maximum of 6)",
    "more": "Domain server IP address (maximum of 6)",
    "addresses": "Host IP address (maximum of 8)",
    "bootp": "Config BOOTP services",
    "bootp server": "Enable BOOTP server",
    "source-route": "Process packets with source routing header options",
    "http": "HTTP server configuration",
    "secure-server": "Enable HTTP secure server",
    "forward-protocol": "Controls forwarding of physical and directed IP broadcasts",
    "nd": "Sun's Network Disk protocol",
}


def _ip(pattern: str, rank: int, **more: object) -> ConfigLine:
    return ConfigLine(f"ip {pattern}", help=_IP, rank=rank, **more)  # type: ignore[arg-type]


SOURCE_ROUTE = _ip("source-route", 90, toggle=True, always=True, shown=(LATER, ""), effect=False)
BOOTP = _ip("bootp server", Place.NAMES + 4, toggle=True, effect=False)
# In 12.2 the two words were taken apart; either spelling is read, and the older one printed.
_OF_LOOKUP, _OF_NAME = "{ domain-lookup | domain lookup }", "{ domain-name | domain name }"
DOMAIN_LOOKUP = _ip(_OF_LOOKUP, Place.NAMES, toggle=True, no_pattern=f"ip {_OF_LOOKUP}", write_as="ip domain-lookup")
DOMAIN_NAME = _ip(
    f"{_OF_NAME} <name:word>",
    Place.NAMES + 1,
    no_pattern=f"ip {_OF_NAME} [<name:word>]",
    write_as="ip domain-name <name:word>",
)
DOMAIN_LIST = _ip("domain-list <name:word>", Place.NAMES + 1, key=("name",))
DEFAULT_GATEWAY = _ip("default-gateway <gateway:ip>", 449)
HOST = _ip("host <name:word> <addresses:ip+>", Place.NAMES + 2, key=("name",))
NAME_SERVER = _ip(
    "name-server <server:ip> [<more:ip+>]",
    Place.NAMES + 3,
    key=("server",),
    no_pattern="ip name-server [<server:ip>]",
)
HTTPS = _ip("http secure-server", 471, toggle=False, always=True, effect=False, since="12.3")
FORWARD = _ip("forward-protocol nd", 451, toggle=True, always=True, effect=False, since="12.4")

SCHEDULER = ConfigLine(
    "scheduler allocate <interrupt:400-60000> <process:100-4000>",
    help={
        "scheduler": "Scheduler parameters",
        "allocate": "Guarantee CPU time for processes",
        "interrupt": "Microseconds handling network interrupts",
        "process": "Microseconds running processes",
    },
    rank=Place.NTP - 10,
    effect=False,
)
_AAA = {
    "aaa": "Authentication, Authorization and Accounting.",
    "authentication": "Authentication configurations parameters.",
    "authorization": "Authorization configurations parameters.",
    "accounting": "Accounting configurations parameters.",
    "session-id": "AAA Session ID",
    "tacacs-server": "Modify TACACS query parameters",
    "radius-server": "Modify RADIUS query parameters",
    "rest": "The rest of the line",
}
AAA_SERVERS = tuple(
    ConfigLine(f"{words} <rest:line>", help=_AAA, key=("rest",), rank=rank, effect=False)
    for words, rank in (
        ("aaa authentication", Place.CLOCK + 3),
        ("aaa authorization", Place.CLOCK + 4),
        ("aaa accounting", Place.CLOCK + 5),
        ("aaa session-id", Place.CLOCK + 6),
        ("tacacs-server", Place.BANNER + 1),
        ("radius-server", Place.BANNER + 2),
    )
)
SNMP = ConfigLine(
    "snmp-server <rest:line>",
    help={"snmp-server": "Modify SNMP parameters", "rest": "SNMP parameter"},
    no_pattern="snmp-server [<rest:line>]",
    key=("rest",),
    rank=Place.BANNER,
    effect=False,
)


def _printed(pattern: str, words: dict[str, str], rank: int, toggle: bool, since: str) -> ConfigLine:
    """A line that later releases print of features that this box does not have."""
    return ConfigLine(pattern, help=words, rank=rank, toggle=toggle, always=True, effect=False, since=since)


IPV6_CEF = _printed(
    "ipv6 cef", {"ipv6": "Global IPv6 configuration commands", "cef": "Cisco Express Forwarding"}, 107, False, LATER
)
MULTILINK = _printed(
    "multilink bundle-name authenticated",
    {
        "multilink": "PPP multilink global configuration",
        "bundle-name": "Select method for naming multilink bundles",
        "authenticated": "Use the peer's authenticated name",
    },
    108,
    True,
    "12.4",
)

LINES = (
    *VERSIONS, PAD, STAMP_DEBUG, STAMP_LOG, ENCRYPTION, SEQUENCE,
    FROM_NETWORK, HOSTNAME, PROMPT, BOOT, BUFFERED, LOGGING_ON, CONSOLE_ON, CONSOLE_LEVEL, MONITOR_ON,
    MONITOR_LEVEL, TRAP, FACILITY, LOG_SOURCE, *LOG_HOSTS, TIMEZONE, TIMEZONE_LATER, SUMMER_TIME, AAA, SOURCE_ROUTE, BOOTP,
    SCHEDULER, DOMAIN_LOOKUP, DOMAIN_NAME, DOMAIN_LIST, DEFAULT_GATEWAY, HOST, NAME_SERVER, HTTPS, FORWARD,
    SNMP, *AAA_SERVERS, PROMPTS_CONFIG, HIDE_ADDRESSES, DECIMAL_LINES, LINE_NUMBERS, COMPRESSED, EXEC_WAIT,
    IPV6_CEF, MULTILINK, BOOT_START, BOOT_END,
)  # fmt: skip
