"""What a change of the configuration does to a router that runs.

Crypto maps are read for each new negotiation; SAs that exist live on, except those of an entry or an application that is removed.
The first application of a crypto map turns ISAKMP on, the last removal off.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

from iossim.device.actions import Action, Amend, Apart, Print
from iossim.device.config import Statement
from iossim.features.crypto import messages
from iossim.features.crypto.maps.config import DYNAMIC_LINES, MAP, STATIC_LINES
from iossim.features.crypto.maps.manual_config import MANUAL, MANUAL_LINES
from iossim.features.crypto.pki.config import CHAIN_OF, TRUST
from iossim.features.crypto.reading import read
from iossim.features.crypto.wanted import CryptoConfig
from iossim.sim.facts import Table

if TYPE_CHECKING:
    from iossim.device.config import Change
    from iossim.features.crypto.engine import CryptoEngine

V = TypeVar("V")
NOTE = (
    "% NOTE: This new crypto map will remain disabled until a peer",
    "\tand a valid access list have been configured.",
)


def running(config: CryptoConfig) -> bool:
    """True when the configuration turns ISAKMP on."""
    return config.enabled and any(name in config.maps for name in config.applied.values())


def started(engine: CryptoEngine) -> Iterator[Action]:
    """The configuration is in."""
    take(engine, read(engine.router.config))
    if engine.running:
        yield messages.isakmp_on_off(True)
    yield from engine.manual.settle()


def reread(engine: CryptoEngine) -> None:
    """The configuration was amended by this feature itself."""
    take(engine, read(engine.router.config))


def take(engine: CryptoEngine, config: CryptoConfig) -> None:
    """Make a configuration the fact that everything else reads."""
    engine.wanted.set("", config)
    engine.terms.set("isakmp", config.policies)
    engine.terms.set("ipsec", (config.transform_sets, config.dynamic_maps, config.maps))
    lookup = engine.maps.lookup
    applied = {port: config.maps[name] for port, name in config.applied.items() if name in config.maps}
    _replace(lookup.applied, applied)
    _replace(lookup.dynamic, dict(config.dynamic_maps))
    _replace(engine.stages.df_bits, dict(config.df_bits))


def _replace(table: Table[str, V], wanted: dict[str, V]) -> None:
    for name in tuple(table.keys()):
        if name not in wanted:
            table.delete(name)
    for name, value in wanted.items():
        table.set(name, value)


def configured(engine: CryptoEngine, change: Change) -> Iterator[Action]:
    """One line has changed."""
    yield from _named_peer(engine, change)
    old, new = engine.config, read(engine.router.config)
    take(engine, new)
    engine.maps.forget_peers()
    if _is_new_static(change):
        for line in NOTE:
            yield Print(line)
    if change.entry is TRUST and change.removed:
        yield from _distrusted(engine, change.args["name"])
    if old.keepalive != new.keepalive:
        yield from engine.keepalive.reconfigured()
    yield from _without_entry(engine, new)
    yield from engine.manual.settle()
    if running(old) != running(new):
        yield messages.isakmp_on_off(running(new))
        if not running(new):
            yield from _silenced(engine)


def _named_peer(engine: CryptoEngine, change: Change) -> Iterator[Action]:
    """A peer that was typed by its name is kept by its address."""
    lines = next(
        (one for one in (STATIC_LINES, DYNAMIC_LINES, MANUAL_LINES) if one["peer-name"].id == change.entry.id), None
    )
    lookup = engine.router.provider("host-address")
    address = lookup(change.args["host"]) if lines is not None and lookup is not None and not change.removed else None
    if lines is not None and address is not None:
        yield Amend(change.section, Statement(lines["peer-name"], change.args), remove=True)
        yield Amend(change.section, Statement(lines["peer"], {"address": address}))


def _distrusted(engine: CryptoEngine, trustpoint: str) -> Iterator[Action]:
    """A trustpoint is gone, and its certificates with it; SAs that were made with them live on."""
    chain = Statement(CHAIN_OF, {"name": trustpoint})
    engine.lists.held.delete(trustpoint)
    yield from engine.enrollment.forget(trustpoint)
    if engine.router.config.has(CHAIN_OF, name=trustpoint):
        yield Amend((), chain, remove=True)
        reread(engine)
        yield Print("% Be sure to ask the CA administrator to revoke your certificates.")
        yield Print("")


def _is_new_static(change: Change) -> bool:
    new = change.entry.id in (MAP.id, MANUAL.id) and not change.removed and change.before is None
    return new and "template" not in change.args


def _without_entry(engine: CryptoEngine, config: CryptoConfig) -> Iterator[Action]:
    """SAs under an entry that is gone, or under a map that is applied nowhere, are deleted."""
    in_use = tuple(config.applied.values())
    for pair in tuple(engine.sadb.pairs.values()):
        if pair.flow.map not in in_use or engine.maps.entry(pair.flow) is None:
            yield Apart(engine.sadb.delete(pair.id, "its crypto map is gone", tell=True))


def _silenced(engine: CryptoEngine) -> Iterator[Action]:
    """ISAKMP is off."""
    for sa in tuple(engine.main_mode.sas.values()):
        yield Apart(engine.main_mode.delete(sa.id, "ISAKMP is off", tell=True))


def readdressed(engine: CryptoEngine) -> Iterator[Action]:
    """An interface has other addresses: what was negotiated from one that is gone cannot be used."""
    router = engine.router
    for pair in tuple(engine.sadb.pairs.values()):
        if router.addresses.peek(pair.peer.local) is None:
            yield Apart(engine.sadb.delete(pair.id, "its own address is gone", tell=False))
    yield from engine.manual.settle()
    for sa in tuple(engine.main_mode.sas.values()):
        if router.addresses.peek(sa.peer.local) is None:
            yield Apart(engine.main_mode.delete(sa.id, "its own address is gone", tell=False))
