"""What the configuration of an interface makes of it, addresses and signal apart.

A subinterface has what its port has, unless it is told otherwise: rate, delay, MTU, hardware address. It is up while its port is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iossim.device.interface import parent_of
from iossim.features.interfaces import config as lines
from iossim.features.interfaces import encapsulation
from iossim.features.interfaces.encapsulation import section_of

if TYPE_CHECKING:
    from iossim.device.interface import Interface
    from iossim.device.router import Router


def settings_of(router: Router, port: str, interface: Interface) -> dict[str, Any]:
    """The parts of an interface's state that follow from its lines."""
    config, section = router.config, section_of(port)
    kind = router.platform.port_type(port)
    assert kind is not None
    parent = router.interfaces.peek(parent_of(port))
    born = kind if parent is None else parent
    enabled = not config.on(lines.SHUTDOWN, section)
    settings: dict[str, Any] = {
        "enabled": enabled,
        "bandwidth": config.value(lines.BANDWIDTH, section, "kilobits") or born.bandwidth,
        "delay": config.value(lines.DELAY, section, "tens") or born.delay,
        "mtu": (config.args(lines.MTU, section) or {}).get("bytes") or born.mtu,
        "ip_limit": (config.args(lines.IP_MTU, section) or {}).get("bytes") or 0,
        "redirects": config.on(lines.REDIRECTS, section),
        "unreachables": config.on(lines.UNREACHABLES, section),
        "proxy_arp": config.on(lines.PROXY_ARP, section),
        "tcp_mss": config.value(lines.ADJUST_MSS, section, "octets") or 0,
        "arp_timeout": (config.args(lines.ARP_TIMEOUT, section) or {}).get("seconds"),
        "directed": config.on(lines.DIRECTED, section),
        "native": encapsulation.native_of(config, port),
    }
    if parent is not None:
        vlan = config.value(encapsulation.DOT1Q, section, "vlan") or 0
        settings |= {"line": enabled and parent.up, "mac": parent.mac, "vlan": vlan}
    elif not enabled and not interface.loopback:
        settings["line"] = False
    mac = config.value(lines.MAC_ADDRESS, section, "mac")
    return settings if mac is None else {**settings, "mac": mac}
