"""A certification authority: a host that issues certificates and revocation lists, asked by HTTP and SCEP on TCP port 80.

Whoever asks gets the authority's own certificate, the list as of now, and a certificate for any well-formed request: granting is
automatic. What it has issued is on its disk and survives the power. A certificate is revoked from a date of the authority's own
clock on, which is always right; it is revoked by the lab's author (`revoked` in the lab file) or by an action (`[revoke NODE]`).

Standard: draft-nourse-scep. Left out: passwords are taken and kept, not asked back; manual granting.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from iossim.device.tcp import Arrived, Connection, Handler, TcpEvent
from iossim.endpoints.host import Host
from iossim.net.scep import PORT, PROGRAM, Answer, Operation, Request, Status
from iossim.net.x509.certificate import Malformed, issue, read
from iossim.net.x509.name import Name
from iossim.net.x509.request import CertificateRequest, read_request
from iossim.net.x509.revocation import issue_list
from iossim.net.x509.rsa import RsaKey

if TYPE_CHECKING:
    from iossim.net.address import Address
    from iossim.net.wire import Wire
    from iossim.sim.clock import WallClock
    from iossim.sim.trace import Record

OWN_SERIAL = 1
SERVICE = 1_000
"""Microseconds from a request to its answer."""


@dataclass(frozen=True, slots=True)
class Charter:
    """What an authority is: its name and key, where its list is published, and from when to when it certifies."""

    name: Name
    key: RsaKey
    list_url: str
    list_lifetime: timedelta
    not_before: datetime
    not_after: datetime

    def certify(
        self, serial: int, subject: Name, key: bytes, since: datetime | None = None, until: datetime | None = None
    ) -> bytes:
        """A certificate under this charter, valid from its beginning to its end, or from a later or to an earlier moment."""
        start = self.not_before if since is None else since
        end = self.not_after if until is None else until
        return issue(serial, subject, key, self.name, self.key, start, end, self.list_url)

    @property
    def own(self) -> bytes:
        """Its own certificate."""
        return issue(OWN_SERIAL, self.name, self.key.public, self.name, self.key, self.not_before, self.not_after)


@dataclass(frozen=True, slots=True)
class Issued:
    """What an authority remembers of a certificate."""

    subject: Name
    octets: bytes
    password: str = ""


class CertificateServer(Host):
    """The authority of a lab."""

    def __init__(
        self,
        name: str,
        wire: Wire,
        *,
        number: int,
        arp_timeout: int,
        address: tuple[Address, int],
        gateway: Address | None,
        charter: Charter,
        wall: WallClock,
        revoked: dict[int, datetime],
        clock: WallClock | None = None,
    ) -> None:
        super().__init__(
            name, wire, number=number, arp_timeout=arp_timeout, address=address, gateway=gateway, clock=clock
        )
        self.charter = charter
        self.wall = wall
        self.revoked = revoked
        self.next_serial = OWN_SERIAL + 1
        self.issued: dict[int, Issued] = {}
        self.installed: dict[int, str] = {}
        self.revoker: Record | None = None

    def addressed(self) -> None:
        """Begin to serve."""
        self.tcp.listen(PORT, self._accept)

    def _accept(self, connection: Connection) -> Handler:
        return self._heard

    def _heard(self, connection: Connection, event: TcpEvent) -> None:
        if isinstance(event, Arrived) and isinstance(event.data, Request):
            self.kernel.after(SERVICE, self._serve, connection, event.data)

    def _serve(self, connection: Connection, request: Request) -> None:
        """Obey one request, and hang up; whoever has gone meanwhile gets nothing."""
        if not self.powered or self.tcp.connections.get(connection.key) is not connection:
            return
        answer = self.answer(request)
        if request.operation is Operation.CRL:
            self._say_why()
        connection.send(answer, answer.length)
        connection.close()

    # -- what is asked -------------------------------------------------------------------------------------------

    def answer(self, request: Request) -> Answer:
        """Obey one request."""
        match request.operation:
            case Operation.CA_CERTIFICATE if request.path.startswith(PROGRAM):
                return Answer(Status.GRANTED, self.charter.own)
            case Operation.CRL if request.path in (PROGRAM, self._list_path):
                return Answer(Status.GRANTED, self.current_list())
            case Operation.ENROLL if request.path.startswith(PROGRAM):
                return self._enroll(request)
        return Answer(Status.REJECTED)

    @property
    def _list_path(self) -> str:
        return "/" + self.charter.list_url.partition("://")[2].partition("/")[2]

    @property
    def date(self) -> datetime:
        """The authority's clock, in whole seconds."""
        return self.wall.at(self.kernel.now).replace(microsecond=0)

    def current_list(self) -> bytes:
        """The revocation list, made now."""
        now, charter = self.date, self.charter
        revoked = {serial: when for serial, when in sorted(self.revoked.items()) if when <= now}
        return issue_list(charter.name, charter.key, now, now + charter.list_lifetime, revoked)

    # -- who is trusted ------------------------------------------------------------------------------------------

    def serials_of(self, host: str) -> tuple[int, ...]:
        """The certificates of a host, by serial number."""
        installed = [serial for serial, name in self.installed.items() if name == host]
        return (*installed, *(serial for serial, one in self.issued.items() if one.subject.host == host))

    def revoke(self, serials: tuple[int, ...]) -> None:
        """The list names these from now on."""
        self.revoker = self.kernel.cause
        self.revoked = {**dict.fromkeys(serials, self.date), **self.revoked}

    def reinstate(self, serials: tuple[int, ...]) -> None:
        """The list names them no longer."""
        self.revoked = {serial: when for serial, when in self.revoked.items() if serial not in serials}

    def _say_why(self) -> None:
        """A list that names somebody is as it is because of that: the revocation is the cause of what follows."""
        named = [serial for serial, when in sorted(self.revoked.items()) if when <= self.date]
        if named:
            self.kernel.cause = self.revoker
            told = f"has revoked {', '.join(f'{serial:04X}' for serial in named)}"
            self.kernel.trace.note(self.name, "revoked", told)

    def _enroll(self, request: Request) -> Answer:
        """A certificate for whoever asks; the same one for the same request."""
        try:
            wanted = read_request(request.body)
        except Malformed:
            return Answer(Status.REJECTED)
        known = next((one for one in self.issued.values() if self._answers(one, wanted)), None)
        if known is None:
            serial = self.next_serial
            self.next_serial += 1
            octets = self.charter.certify(serial, wanted.subject, wanted.key, self.date)
            known = self.issued[serial] = Issued(wanted.subject, octets, wanted.password)
            told = f"certifies {wanted.subject.host} with serial number {serial:04X}"
            self.kernel.trace.note(self.name, "certificate", told)
        return Answer(Status.GRANTED, known.octets)

    @staticmethod
    def _answers(one: Issued, wanted: CertificateRequest) -> bool:
        return one.subject == wanted.subject and read(one.octets).key == wanted.key
