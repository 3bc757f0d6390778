"""Manual bindings: a pool with `host` has one address, for one client (RFC 2131, 1: manual allocation).

The client is known by its hardware address: as `hardware-address` says it, or as `client-identifier` does, a kind and the
address (`0100.0750.0007.00`) or the text of an IOS client (`0063.6973.636f...`). Others are not given the address. What the pool
does not tell, the pool of the network around it does. Left out: BOOTP, `client-name`, origins in files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from iossim.device.config import RunningConfig, SectionKey
from iossim.device.dhcp import INFINITE, Pool
from iossim.features.dhcp.config import HARDWARE, HOST, IDENTITY, POOL, digits
from iossim.net.address import Mac, Prefix, classful_length, length_of
from iossim.net.dhcp import DhcpOptions

if TYPE_CHECKING:
    pass


def manual_of(config: RunningConfig, networks: tuple[Pool, ...]) -> Iterator[tuple[Pool, SectionKey]]:
    """The pools for one client, with the sections that say so; `networks` are the other pools."""
    for statement in config.all(POOL):
        section = statement.under(())
        host, mac = config.args(HOST, section), _client(config, section)
        if host is not None and mac is not None:
            address = host["address"]
            around = next((pool.prefix.length for pool in networks if address in pool.prefix), classful_length(address))
            length = length_of(host["mask"]) if host.get("mask") is not None else around
            prefix = Prefix.of(address, length)
            yield Pool(statement.args["name"], prefix, DhcpOptions(length), INFINITE, fixed=address, mac=mac), section


def completed(pool: Pool, told: DhcpOptions, networks: tuple[Pool, ...]) -> Pool:
    """A manual pool with what it tells itself, and with what it has from the network around it."""
    around = next((one.options for one in networks if pool.fixed in one.prefix), DhcpOptions())
    return replace(
        pool,
        options=DhcpOptions(
            pool.prefix.length,
            told.routers or around.routers,
            told.dns or around.dns,
            told.tftp or around.tftp,
            told.domain or around.domain,
            told.netbios or around.netbios,
        ),
    )


def _client(config: RunningConfig, section: SectionKey) -> Mac | None:
    """Whom a pool is for."""
    hardware, identity = config.args(HARDWARE, section), config.args(IDENTITY, section)
    if hardware is not None:
        return Mac(hardware["mac"])
    return None if identity is None else identified(identity["identity"])


def identified(identity: str) -> Mac | None:
    """The hardware address in a client identifier; None when there is none."""
    octets = digits(identity)
    if len(octets) == 14 and octets.startswith("01"):
        return Mac(int(octets[2:], 16))
    text = bytes.fromhex(octets).decode("latin-1")
    found = re.match(r"\0?cisco-([0-9a-f]{4})\.([0-9a-f]{4})\.([0-9a-f]{4})-", text)
    return None if found is None else Mac(int("".join(found.groups()), 16))
