"""What is logged about DHCP."""

from __future__ import annotations

from iossim.device.actions import Log
from iossim.device.dhcp import Lease
from iossim.net.address import Address, mask_of


def conflict(address: Address) -> Log:
    """Somebody answers at an address that was about to be offered."""
    return Log("DHCPD", 4, "PING_CONFLICT", ("DHCP address conflict:  server pinged ", address, "."))


def assigned(port: str, lease: Lease, hostname: str) -> Log:
    """An interface has got an address."""
    mask = Address(mask_of(lease.options.length))
    text = (f"Interface {port} assigned DHCP address ", lease.address, f", mask {mask}, hostname {hostname}")
    return Log("DHCP", 6, "ADDRESS_ASSIGN", text)
