"""How tables with little room write the names of interfaces."""

from __future__ import annotations

SHORT = {"FastEthernet": "Fa", "GigabitEthernet": "Gi", "Ethernet": "Et", "Loopback": "Lo", "Serial": "Se"}


def short(interface: str) -> str:
    """`FastEthernet0/1` -> `Fa0/1`."""
    for name, abbreviation in SHORT.items():
        if interface.startswith(name) and interface[len(name) :][:1].isdigit():
            return abbreviation + interface[len(name) :]
    return interface
