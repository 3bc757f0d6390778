"""From statements to pools: what the lines of a DHCP server mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from iossim.cli.entry import Args
from iossim.device.config import RunningConfig, SectionKey
from iossim.device.dhcp import INFINITE, Pool
from iossim.features.dhcp import config as lines
from iossim.net.address import Address, Prefix, length_of
from iossim.net.dhcp import DhcpOptions

TFTP_SERVERS = 150
"""The option by which telephones of this vendor learn their TFTP servers."""


def pools_of(config: RunningConfig, day: int, conflicts: Iterable[Address] = ()) -> Iterator[Pool]:
    """The pools that have a network; `day` is the default lease in seconds; addresses in conflict are not given away."""
    excluded = tuple(_range(statement.args) for statement in config.all(lines.EXCLUDED))
    excluded += tuple((address, address) for address in conflicts)
    for statement in config.all(lines.POOL):
        section = statement.under(())
        network = config.args(lines.NETWORK, section)
        if network is not None:
            prefix = Prefix.of(network["number"], length_of(lines.mask_in(network)))
            options = options_of(config, section, prefix.length)
            lease = lease_of(config.args(lines.LEASE, section), day)
            yield Pool(statement.args["name"], prefix, options, lease, excluded)


def _range(args: Args) -> tuple[Address, Address]:
    return args["low"], args.get("high") or args["low"]


def options_of(config: RunningConfig, section: SectionKey, length: int) -> DhcpOptions:
    """What a pool tells its clients."""
    return DhcpOptions(
        length=length,
        routers=_addresses(config.value(lines.ROUTERS, section, "servers")),
        dns=_addresses(config.value(lines.DNS, section, "servers")),
        tftp=_addresses(config.value(lines.OPTION, section, "servers", code=TFTP_SERVERS)),
        domain=config.value(lines.DOMAIN, section, "domain") or "",
    )


def _addresses(value: Any) -> tuple[Address, ...]:
    return tuple(value or ())


def lease_of(args: Args | None, day: int) -> int:
    """The length of a lease in seconds."""
    if args is None:
        return day
    if args.get("infinite"):
        return INFINITE
    return int(args["days"]) * 86_400 + int(args.get("hours", 0)) * 3_600 + int(args.get("minutes", 0)) * 60
