"""The box itself: its name, clock and log, its lines and who may use them, its configuration memory, its reloads.

Left out: AAA beyond local users, the ROM monitor.
"""

from iossim.device.engine import Feature
from iossim.features.system import (
    accounts,
    aliases,
    banner,
    config,
    file_commands,
    line_config,
    network_copy,
    outlet,
    privileges,
    register,
)
from iossim.features.system.commands import COMMANDS
from iossim.features.system.engine import SystemEngine

FEATURE = Feature(
    "system",
    SystemEngine,
    lines=(
        *config.LINES,
        outlet.RATE_LIMIT,
        network_copy.SOURCE,
        *accounts.LINES,
        banner.BANNER,
        aliases.ALIAS,
        privileges.PRIVILEGE,
        *line_config.LINES,
    ),
    commands=(*COMMANDS, *file_commands.COMMANDS, *privileges.COMMANDS, register.COMMAND),
    provides={
        "hostname": "hostname",
        "software": "software",
        "prompt": "prompt",
        "timestamp": "timestamp",
        "wants-log": "wants_log",
        "left-configuration": "left_configuration",
        "greeting": "greeting",
        "host-address": "host_address",
        "domain-name": "domain_name",
        "date-of": "date",
        "domain-lookup": "domain_lookup",
        "name-servers": "name_servers",
        "images-missed": "images_missed",
        "keeps-log": "keeps_log",
        "lets-log": "lets_log",
        "sends-log": "sends_log",
        "exec-timeout": "exec_timeout",
        "session-timeout": "session_timeout",
        "aliases": "aliases",
        "tries-hosts": "tries_hosts",
        "accepts-telnet": "accepts_telnet",
        "lets-out": "lets_out",
        "goes-out": "goes_out",
        "hides-addresses": "hides_addresses",
        "prompts-configuring": "prompts_configuring",
        "first-dialog": "first_dialog",
        "startup-read": "startup",
        "clock": "utc_micros",
        "clock-cause": "clock_cause",
        "local-time": "local_time",
    },
)
