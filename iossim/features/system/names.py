"""Names of hosts: the box's own table, with the domains that complete a name.

A name is looked for as it is typed, then with each domain of the list; without a list with the one domain (`ip domain-list`,
`ip domain-name`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.features.system import config as lines

if TYPE_CHECKING:
    from iossim.device.config import RunningConfig
    from iossim.net.address import Address


def address_of(config: RunningConfig, name: str) -> Address | None:
    """The first address of a host in the table, by its name in any case; None without one."""
    table = {one.args["name"].lower(): one.args["addresses"][0] for one in config.all(lines.HOST)}
    spellings = (name, *(f"{name}.{domain}" for domain in domains(config)))
    return next((table[one.lower()] for one in spellings if one.lower() in table), None)


def domains(config: RunningConfig) -> tuple[str, ...]:
    """What completes a name, in the order in which it is tried."""
    several = tuple(str(one.args["name"]) for one in config.all(lines.DOMAIN_LIST))
    alone = config.value(lines.DOMAIN_NAME, (), "name")
    return several or (() if alone is None else (str(alone),))
