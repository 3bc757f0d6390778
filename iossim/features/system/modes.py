"""The words by which `alias` and `privilege` name modes (`Mode.keyword`), with their help.

Left out: the modes that no feature here has.
"""

from __future__ import annotations

MODES = {
    "configure": "Global configuration mode",
    "crypto-map": "Crypto map config mode",
    "crypto-transform": "Crypto transform config mode",
    "dhcp": "DHCP pool configuration mode",
    "exec": "Exec mode",
    "interface": "Interface configuration mode",
    "ipenacl": "IP named extended access-list configuration mode",
    "ipsnacl": "IP named simple access-list configuration mode",
    "line": "Line configuration mode",
    "route-map": "Route map config mode",
    "router": "Router configuration mode",
}
CHOICE = f"<mode:{'|'.join(MODES)}>"
