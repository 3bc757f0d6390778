"""How a router proves who it is in main mode: by its certificate, or by a hash that only the holder of a key can make.

A peer is known by its address when the key is looked for, so a key of a name needs `ip host` (RFC 2409, 5.4).
With certificates the identity is the name in the certificate, so a NAT in front of a remote does not matter.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from iossim.features.crypto.isakmp.packet import Identity
from iossim.features.crypto.isakmp.state import IkeSa

if TYPE_CHECKING:
    from iossim.features.crypto.engine import CryptoEngine


def own_identity(engine: CryptoEngine, sa: IkeSa) -> Identity | None:
    """How this router proves itself to the peer of an SA; None when it cannot."""
    assert sa.policy is not None
    reply = not sa.initiator
    if sa.policy.authentication == "pre-share":
        secret = shared_secret(engine, sa)
        if secret is None:
            return None
        return Identity(reply, _name(engine, sa), secret=secret, initial_contact=sa.initial_contact)
    own = engine.authority.own()
    if own is None:
        return None
    name = own.certificate.subject.host
    return Identity(reply, name, certificate=own.stored.hex, initial_contact=sa.initial_contact)


def _name(engine: CryptoEngine, sa: IkeSa) -> str:
    """What a router calls itself that has no certificate (`crypto isakmp identity`)."""
    if engine.config.identity != "hostname":
        return str(sa.peer.local)
    asked = engine.router.provider("domain-name")
    domain = asked() if asked is not None else ""
    return f"{engine.router.hostname}.{domain}" if domain else engine.router.hostname


def shared_secret(engine: CryptoEngine, sa: IkeSa) -> str | None:
    """The hash of the pre-shared key for the peer; None when there is no key."""
    key = engine.secret_for(sa.peer.remote)
    if key is None:
        return None
    return blake2b(f"{key} {sa.cookie}".encode(), digest_size=10).hexdigest()
