"""`show crypto engine configuration`, `connections dropped-packet`: the processor and its errors (12.2(11)T)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from iossim.features.crypto.ipsec.show import show_engines
from iossim.features.crypto.view import CryptoView

Ip = Callable[[int], str]
RING = 500
"""Places of the ring in which work for the processor waits."""


@dataclass(frozen=True, slots=True)
class EngineView:
    """The engine of a box: its number, what it is made of, what it has been given to do and how much of that is left."""

    serial: int
    modules: tuple[str, ...]
    given: int
    waiting: int


def show_configuration(view: EngineView) -> Iterator[str]:
    """What the engine is, and its ring."""
    *known, _ = show_engines(view.serial, view.modules)
    yield from known
    hardware = any("VPN" in line for line in view.modules)
    yield f"                  platform:  {'VPN hardware accelerator' if hardware else 'predator crypto_engine'}"
    yield ""
    yield "   Encryption Process Info:"
    yield f"           input queue top:  {view.given % RING}"
    yield f"           input queue bot:  {(view.given - view.waiting) % RING}"
    yield f"         input queue count:  {view.waiting}"
    yield f"          input queue size:  {RING}"
    yield ""


def show_dropped(view: CryptoView, ip: Ip) -> Iterator[str]:
    """Packets that found no SA, or failed, by interface."""
    yield f"{'Interface':<20} {'IP-Address':<21} Drop Count"
    yield ""
    for interface in view.config.applied:
        flows = [flow for flow in view.flows if flow.interface == interface]
        dropped = sum(flow.send_errors + flow.receive_errors for flow in flows)
        if dropped:
            local = next(flow.local for flow in flows)
            yield f"{interface:<20} {ip(local or 0):<21} {dropped}"
    yield ""
