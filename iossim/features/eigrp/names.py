"""What EIGRP is called, and how tables with little room write the names of interfaces."""

from __future__ import annotations

from iossim.cli.release import Forms

RENAMED = "15.0"
"""The release since which EIGRP for IPv4 is told from that for IPv6, and displays speak of an AS."""
PROTOCOL = Forms("IP-EIGRP", (RENAMED, "EIGRP-IPv4"))

SHORT = {"FastEthernet": "Fa", "GigabitEthernet": "Gi", "Ethernet": "Et", "Loopback": "Lo", "Serial": "Se"}


def short(interface: str) -> str:
    """`FastEthernet0/1` -> `Fa0/1`."""
    for name, abbreviation in SHORT.items():
        if interface.startswith(name) and interface[len(name) :][:1].isdigit():
            return abbreviation + interface[len(name) :]
    return interface
