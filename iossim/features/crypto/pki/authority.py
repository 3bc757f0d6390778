"""Is a certificate good? The checks of a peer's certificate, and the choice of one's own.

A certificate is good when an authority that is trusted has signed it, the router's clock lies within its validity period and that
of the authority's, and the authority's revocation list, which must be current, does not name it. A list that is missing is
asked for; `crl optional` does without, but heeds one that is there.

Standard: RFC 2459, 6. Left out: chains of several authorities, LDAP.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from iossim.features.crypto.pki.certificates import understood
from iossim.features.crypto.wanted import StoredCertificate, Trustpoint
from iossim.net.x509.certificate import Certificate
from iossim.sim.clock import UNIX_EPOCH

if TYPE_CHECKING:
    from iossim.features.crypto.engine import CryptoEngine
    from iossim.sim.trace import Record

NOT_NOW = "it is not valid at this time"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a check: good when both are empty; `trustpoint_to_ask` names whose list is missing.

    `cause` is the record of the fact that decided, if there is one: the clock that was set, the list that came.
    """

    reason: str = ""
    trustpoint_to_ask: str = ""
    cause: Record | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """A certificate of this router."""

    stored: StoredCertificate
    certificate: Certificate


class Authority:
    """The trustpoints of a router, as those who check certificates see them."""

    def __init__(self, engine: CryptoEngine) -> None:
        self.engine = engine
        self.exchanged: Record | None = None
        """What has put another certificate in the place of the router's own."""

    @property
    def date(self) -> datetime:
        """The router's clock."""
        router = self.engine.router
        clock = router.provider("clock")
        return router.wall.at(router.kernel.now) if clock is None else UNIX_EPOCH + timedelta(microseconds=clock())

    def own(self) -> Own | None:
        """The first certificate for the key of this router that is valid by its clock."""
        keys = self.engine.keys
        for trustpoint in self.engine.config.trustpoints.values():
            for stored in trustpoint.certificates:
                certificate = None if stored.ca or keys is None else understood(stored.hex)
                if certificate is None or keys is None or certificate.key != keys.rsa.public:
                    continue
                if certificate.valid_at(self.date):
                    return Own(stored, certificate)
        return None

    def cause(self) -> Record | None:
        """What has made the router's own certificates worthless, as far as that is known: another one, or the clock."""
        told = self.engine.router.provider("clock-cause")
        return self.exchanged or (told() if told is not None else None)

    def verify(self, digits: str) -> Verdict:
        """Judge a peer's certificate by what is known now."""
        certificate = understood(digits)
        if certificate is None:
            return Verdict("it cannot be read")
        found = self._signer(certificate)
        if found is None:
            return Verdict("its authority is not trusted")
        trustpoint, authority = found
        if not certificate.valid_at(self.date) or not authority.valid_at(self.date):
            told = self.engine.router.provider("clock-cause")
            return Verdict(NOT_NOW, cause=told() if told is not None else None)
        lists = self.engine.lists
        known = lists.current(trustpoint.name)
        if known is not None and certificate.serial in known.revoked:
            return Verdict("it has been revoked", cause=lists.cause(trustpoint.name))
        if known is not None:
            return Verdict()
        return Verdict() if trustpoint.crl_optional else Verdict(trustpoint_to_ask=trustpoint.name)

    def _signer(self, certificate: Certificate) -> tuple[Trustpoint, Certificate] | None:
        for trustpoint in self.engine.config.trustpoints.values():
            for stored in trustpoint.certificates:
                authority = understood(stored.hex) if stored.ca else None
                if authority is not None and certificate.signed_by(authority):
                    return trustpoint, authority
        return None
