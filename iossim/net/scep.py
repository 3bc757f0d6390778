"""The enrolment protocol of routers, as it travels: HTTP requests for certificates and revocation lists, and their answers (SCEP).

A request is one segment, an answer is one segment. The PKCS #7 envelopes that real ones have around them are left out: what is
inside travels as it is, and nothing in the simulation listens on the way. Certificates, requests and lists are DER octets.

Standard: draft-nourse-scep, HTTP/1.0. Left out: GetCert, certificates of registration authorities, LDAP.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from iossim.net.address import Address

PORT = 80
PROGRAM = "/cgi-bin/pkiclient.exe"
HEADER = 160
"""Octets of an HTTP header and of the envelope around a message, about."""


@dataclass(frozen=True, slots=True)
class Url:
    """`http://10.80.1.20:80/ca.crl`: the host as typed, the port, the path."""

    host: str
    port: int = PORT
    path: str = ""

    @staticmethod
    def parse(text: str) -> Url | None:
        """None for what is no HTTP address."""
        scheme, found, rest = text.partition("://")
        if scheme.lower() != "http" or not found:
            return None
        place, slash, path = rest.partition("/")
        host, colon, port = place.partition(":")
        if not host or (colon and not (port.isdigit() and 0 < int(port) < 65_536)):
            return None
        return Url(host, int(port) if colon else PORT, slash + path)

    @property
    def address(self) -> Address | None:
        """The host, if it is an address."""
        try:
            return Address.parse(self.host)
        except ValueError:
            return None


class Operation(Enum):
    """What is asked for."""

    CA_CERTIFICATE = "GetCACert"
    ENROLL = "PKCSReq"
    POLL = "GetCertInitial"
    CRL = "GetCRL"


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `path` is where it goes; `body` the certificate request, `transaction` what later polls name."""

    operation: Operation
    path: str
    body: bytes = b""
    transaction: str = ""

    @property
    def length(self) -> int:
        """Octets."""
        return HEADER + len(self.path) + len(self.body)


class Status(Enum):
    """How an authority answers, with the number that debugs print."""

    GRANTED = 100
    REJECTED = 101
    PENDING = 102


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: the octets that were asked for, if they were granted."""

    status: Status
    body: bytes = b""

    @property
    def length(self) -> int:
        """Octets."""
        return HEADER + len(self.body)
