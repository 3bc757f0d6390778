"""Is a certificate good? The checks of a peer's certificate, and the revocation list they need.

A certificate is good when an authority that is trusted has signed it, the router's clock lies within its validity period, and the
authority's revocation list, fetched not too long ago, does not name it. The list lives in RAM: a head-end that has just booted
fetches it before it accepts its first peer, and again when it has run out. `crl optional` spares the list. The fetch is an HTTP
conversation with the authority; here it takes a time from the parameter table and succeeds when a segment would get there.

Standard: RFC 2459, 6. Left out: revoked certificates (the lab's list is empty), LDAP, chains.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from iossim.device.actions import Action, Remember, Send, StartTimer
from iossim.features.crypto import messages
from iossim.features.crypto.pki.certificate import Certificate, read
from iossim.features.crypto.pki.der import MalformedDer
from iossim.features.crypto.wanted import StoredCertificate, Trustpoint
from iossim.net.address import UNSPECIFIED, Address
from iossim.net.packet import Packet, Protocol, Tcp
from iossim.sim.clock import UNIX_EPOCH
from iossim.sim.facts import Table

if TYPE_CHECKING:
    from iossim.features.crypto.engine import CryptoEngine

HTTP = 80
SOURCE_PORT = 11_499


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a check: good when both are empty; `trustpoint_to_ask` names whose list is missing."""

    reason: str = ""
    trustpoint_to_ask: str = ""


@dataclass(frozen=True, slots=True)
class Own:
    """A certificate of this router."""

    stored: StoredCertificate
    certificate: Certificate


@lru_cache(maxsize=4096)
def understood(octets: str) -> Certificate | None:
    """A certificate from NVRAM or from the wire, None when it is none."""
    try:
        return read(octets)
    except MalformedDer:
        return None


class Authority:
    """The trustpoints of a router, and the revocation lists it holds: until when each is valid."""

    def __init__(self, engine: CryptoEngine) -> None:
        self.engine = engine
        self.lists: Table[str, int] = engine.table("crl")
        self.fetching: Table[str, tuple[int, ...]] = engine.table("crl.fetching")

    @property
    def date(self) -> datetime:
        """The router's clock."""
        router = self.engine.router
        clock = router.provider("clock")
        return router.wall.at(router.kernel.now) if clock is None else UNIX_EPOCH + timedelta(microseconds=clock())

    def own(self) -> Own | None:
        """The first certificate of this router itself that is valid by its clock."""
        for trustpoint in self.engine.config.trustpoints.values():
            for stored in trustpoint.certificates:
                certificate = None if stored.ca else understood(stored.hex)
                if certificate is not None and certificate.valid_at(self.date):
                    return Own(stored, certificate)
        return None

    def verify(self, octets: str) -> Verdict:
        """Judge a peer's certificate by what is known now."""
        certificate = understood(octets)
        if certificate is None:
            return Verdict("it cannot be read")
        trustpoint = self._signer(certificate)
        if trustpoint is None:
            return Verdict("its authority is not trusted")
        if not certificate.valid_at(self.date):
            return Verdict("it is not valid at this time")
        if not trustpoint.crl_optional and self.lists.peek(trustpoint.name) is None:
            return Verdict(trustpoint_to_ask=trustpoint.name)
        return Verdict()

    def _signer(self, certificate: Certificate) -> Trustpoint | None:
        for trustpoint in self.engine.config.trustpoints.values():
            for stored in trustpoint.certificates:
                authority = understood(stored.hex) if stored.ca else None
                if authority is not None and certificate.signed_by(authority):
                    return trustpoint
        return None

    # -- the revocation list -------------------------------------------------------------------------------------

    def fetch(self, name: str, waiting: int) -> Iterator[Action]:
        """Get a list; the ISAKMP SA that waits for it is told when it has come. One fetch at a time."""
        others = self.fetching.peek(name)
        self.fetching.set(name, (*(others or ()), waiting))
        if others is None:
            router = self.engine.router
            took = router.parameters.crl_fetch.draw(router.kernel.stream(f"{router.name}.crypto.crl"))
            yield Remember("crl-fetch", f"fetches the revocation list of {name} before it accepts a certificate")
            segment = self._segment(name)
            if segment is not None:
                yield Send(segment)  # for real: next hops are asked for on the way
            yield StartTimer(("crl", name), took)

    def fetched(self, name: str) -> Iterator[Action]:
        """The time of a fetch is over."""
        waiting = self.fetching.peek(name) or ()
        self.fetching.delete(name)
        if self._reachable(name):
            lifetime = self.engine.router.parameters.crl_lifetime
            self.lists.set(name, self.engine.now + lifetime)
            yield StartTimer(("crl old", name), lifetime)
            yield Remember("crl-ready", f"has the revocation list of {name}")
        else:
            yield messages.crl_unreachable(name)
        for number in waiting:
            yield from self.engine.main_mode.recheck(number)

    def outdated(self, name: str) -> None:
        """A list has run out."""
        self.lists.delete(name)

    def _reachable(self, name: str) -> bool:
        """Would a segment reach the authority?"""
        segment, router = self._segment(name), self.engine.router
        return segment is not None and router.wire.walk(router, segment).value.delivered

    def _segment(self, name: str) -> Packet | None:
        """The first segment to the authority; None when its address is not known."""
        trustpoint = self.engine.config.trustpoints.get(name)
        address = host_of(trustpoint.enrollment_url) if trustpoint is not None else None
        return None if address is None else Packet(UNSPECIFIED, address, Protocol.TCP, Tcp(SOURCE_PORT, HTTP, "S"))


def host_of(url: str) -> Address | None:
    """The address in `http://10.80.1.20:80`."""
    host = url.partition("://")[2].partition("/")[0].partition(":")[0]
    try:
        return Address.parse(host)
    except ValueError:
        return None
