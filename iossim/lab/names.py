"""The names a session may use: what the lab has.

A lab gives its names before a session is read against them; without names a session is read for its form alone. An
empty kind is not checked, so that a lab may leave out what it does not know.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Names:
    """Ids by kind. `devices` have a console; `nodes` is everything that has a place, devices and phones included."""

    devices: tuple[str, ...]
    nodes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()

    def of(self, kind: str) -> tuple[str, ...]:
        """The known names of a kind; empty when the kind is not checked."""
        known = {"device": self.devices, "node": self.nodes, "link": self.links, "phone": self.phones}
        return known[kind]
