"""The people of the certification authority at work: they revoke and reinstate, and they let certificates run out or renew them.

A router is known by the host name in its certificates. Revoking is an entry in the authority's books, which reaches routers by
the revocation lists that they fetch. A certificate that runs out is the same one with an earlier end, brought to the router by
hand: it replaces the octets in its running configuration and in its NVRAM, and is no unsaved change.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from iossim.device.router import Router
from iossim.endpoints.certificate_server import CertificateServer
from iossim.features.crypto.engine import CryptoEngine
from iossim.features.crypto.pki.certificates import exchange, understood
from iossim.lab.certificates import own_in, with_body
from iossim.lab.session.authority import Expire, Reinstate, Renew, Revoke
from iossim.lab.session.report import Report

if TYPE_CHECKING:
    from iossim.lab.session.action import Action
    from iossim.lab.world import World

MOMENT = timedelta(seconds=1)


def carry_out(world: World, action: Action) -> Report:
    """Do what is asked for, if the lab has an authority that has certified the router."""
    assert isinstance(action, Revoke | Reinstate | Expire | Renew)
    authority = next((node for node in world.nodes.values() if isinstance(node, CertificateServer)), None)
    if authority is None:
        return _refused("the lab has no authority")
    router = world.router(action.device)
    host = _host(router)
    serials = authority.serials_of(host) if host else ()
    if not serials:
        return _refused(f"{authority.name} has certified no {action.device}")
    match action:
        case Revoke():
            authority.revoke(serials)
        case Reinstate():
            authority.reinstate(serials)
        case _:
            return _replace(authority, router, ends_now=isinstance(action, Expire))
    return Report()


def _refused(reason: str) -> Report:
    return Report((reason,), ok=False)


def _host(router: Router) -> str:
    """The name that stands in its certificates."""
    engine = router.engine("crypto")
    assert isinstance(engine, CryptoEngine)
    return engine.keys.name if engine.keys is not None else ""


def _replace(authority: CertificateServer, router: Router, ends_now: bool) -> Report:
    engine = router.engine("crypto")
    assert isinstance(engine, CryptoEngine) and engine.keys is not None
    replaced = False
    for digits in own_in(router.startup):
        old = understood(digits)
        if old is None or old.key != engine.keys.rsa.public:
            continue
        end = authority.date - MOMENT if ends_now else None
        octets = authority.charter.certify(old.serial, old.subject, old.key, old.not_before, end)
        router.startup = with_body(router.startup, old.serial, octets)
        if router.up:
            router.perform("crypto", exchange(engine, old.serial, octets))
        replaced = True
    return Report() if replaced else _refused(f"{router.name} has no certificate in its NVRAM")
