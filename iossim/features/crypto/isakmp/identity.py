"""How a router proves who it is in main mode: by its certificate, or by a hash that only the holder of a key can make.

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
        return Identity(reply, str(sa.peer.local), secret=secret, initial_contact=sa.initial_contact)
    own = engine.authority.own()
    if own is None:
        return None
    name = own.certificate.subject.host
    return Identity(reply, name, certificate=own.stored.hex, initial_contact=sa.initial_contact)


def shared_secret(engine: CryptoEngine, sa: IkeSa) -> str | None:
    """The hash of the pre-shared key for the peer; None when there is no key."""
    key = engine.config.key_for(sa.peer.remote)
    if key is None:
        return None
    return blake2b(f"{key.key} {sa.cookie}".encode(), digest_size=10).hexdigest()
