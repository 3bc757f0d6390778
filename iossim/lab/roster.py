"""The features of a router, in order.

The order is that of notices and of pipeline functions within a stage. Adding a feature is one line here; deleting its line
and its folder leaves the rest working.
"""

from __future__ import annotations

import importlib

from iossim.cli.builtin import COMMANDS
from iossim.device.catalog import Catalog
from iossim.device.engine import Feature

STANDARD = "standard"

FEATURES = (
    "system",
    "ntp",
    "interfaces",
    "route_cache",
    "ip",
    "time_range",
    "acl",
    "prefix_list",
    "static_routes",
    "dhcp",
    "route_map",
    "nat",
    "hsrp",
    "eigrp",
    "crypto",
    "qos",
    "ping",
    "telnet",
    "cdp",
    "cef",
    "small_servers",
)


def _card(name: str) -> Feature:
    card = importlib.import_module(f"iossim.features.{name}").FEATURE
    assert isinstance(card, Feature)
    return card


def standard() -> Catalog:
    """The catalogue of the shipped routers, made on first use."""
    global _standard
    if _standard is None:
        _standard = Catalog(STANDARD, tuple(_card(name) for name in FEATURES), COMMANDS)
    return _standard


_standard: Catalog | None = None
