"""From statements to pools: what the lines of a DHCP server mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from iossim.cli.entry import Args
from iossim.device.config import RunningConfig, SectionKey
from iossim.device.dhcp import INFINITE, Pool
from iossim.features.dhcp import config as lines
from iossim.features.dhcp.manual import completed, manual_of
from iossim.net.address import Address, Prefix, length_of
from iossim.net.dhcp import DhcpOptions

TFTP_SERVERS = 150
"""The option by which telephones of this vendor learn their TFTP servers."""

TFTP_NAME = 66
"""The name of a TFTP server (RFC 2132, 9.4)."""


def pools_of(config: RunningConfig, day: int, conflicts: tuple[Address, ...] = ()) -> tuple[Pool, ...]:
    """The pools for one client, then those that have a network.

    `day` is the default lease in seconds; addresses in conflict are not given away.
    """
    return tuple(_pools(config, day, conflicts))


def _pools(config: RunningConfig, day: int, conflicts: tuple[Address, ...]) -> Iterator[Pool]:
    excluded = tuple(_range(statement.args) for statement in config.all(lines.EXCLUDED))
    excluded += tuple((address, address) for address in conflicts)
    networks = tuple(_networks(config, day, excluded))
    manual = tuple(manual_of(config, networks))
    for pool, section in manual:
        yield completed(pool, options_of(config, section, pool.prefix.length), networks)
    reserved = tuple((pool.fixed, pool.fixed) for pool, _ in manual if pool.fixed is not None)
    for pool in networks:
        yield replace(pool, excluded=(*excluded, *reserved))


def _networks(config: RunningConfig, day: int, excluded: tuple[tuple[Address, Address], ...]) -> Iterator[Pool]:
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
        tftp=_addresses(config.value(lines.OPTION, section, "servers", code=TFTP_SERVERS)) or _named(config, section),
        domain=config.value(lines.DOMAIN, section, "domain") or "",
        netbios=_addresses(config.value(lines.NETBIOS, section, "servers")),
    )


def _named(config: RunningConfig, section: SectionKey) -> tuple[Address, ...]:
    """A TFTP server by its name, which telephones take when it is written as an address."""
    text = config.value(lines.OPTION, section, "text", code=TFTP_NAME) or ""
    try:
        return (Address.parse(text.strip('"')),)
    except ValueError:
        return ()


def _addresses(value: Any) -> tuple[Address, ...]:
    return tuple(value or ())


def lease_of(args: Args | None, day: int) -> int:
    """The length of a lease in seconds."""
    if args is None:
        return day
    if args.get("infinite"):
        return INFINITE
    return int(args["days"]) * 86_400 + int(args.get("hours", 0)) * 3_600 + int(args.get("minutes", 0)) * 60
