"""Enrollment: a request for a certificate that is under way, asked again until the authority answers (draft-nourse-scep).

A request lives in RAM: a reload forgets it. What the authority grants is believed when it is signed by the authority that was
authenticated and is for the router's own key. The log messages are those of 12.2T.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iossim.device.actions import Action, Print, Remember, StartTimer, StopTimer
from iossim.features.crypto import messages
from iossim.features.crypto.pki.certificates import drop, keep, understood
from iossim.features.crypto.pki.transactions import Task
from iossim.net.scep import PROGRAM, Answer, Operation, Request, Status, Url
from iossim.net.x509.certificate import Malformed, fingerprint, read
from iossim.net.x509.name import Name
from iossim.sim.facts import Table

if TYPE_CHECKING:
    from iossim.features.crypto.engine import CryptoEngine

TASK = "enroll"
MINUTE = 60_000_000
A_MOMENT = 1_000_000
"""From the command to the request: the console shows its prompt first."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A request: who asks, its octets, and how often it has been sent."""

    subject: Name
    octets: bytes
    tries: int = 0

    @property
    def fingerprint(self) -> str:
        """As the console and `show crypto ca certificates` print it."""
        return fingerprint(self.octets)


class Enrollment:
    """The requests of a router, by trustpoint."""

    def __init__(self, engine: CryptoEngine) -> None:
        self.engine = engine
        self.pending: Table[str, Pending] = engine.table("enrollment")

    def request(self, trustpoint: str, subject: Name, octets: bytes) -> Iterator[Action]:
        """Begin; an earlier request for the trustpoint is forgotten."""
        self.pending.set(trustpoint, Pending(subject, octets))
        yield StartTimer((TASK, trustpoint), A_MOMENT)

    def forget(self, trustpoint: str) -> Iterator[Action]:
        """`no crypto ca enroll`, or the trustpoint is gone."""
        self.pending.delete(trustpoint)
        yield StopTimer((TASK, trustpoint))

    def due(self, name: str) -> Iterator[Action]:
        """It is time to ask, for the first time or again."""
        pending, trustpoint = self.pending.peek(name), self.engine.config.trustpoints.get(name)
        if pending is None or trustpoint is None:
            return
        if pending.tries == 0:
            yield Print(f"   Fingerprint:  {pending.fingerprint} ")
        elif pending.tries > trustpoint.retry_count:
            yield from self._failed(name)
            return
        self.pending.set(name, replace(pending, tries=pending.tries + 1))
        request = Request(Operation.ENROLL, f"{PROGRAM}?operation=PKIOperation", pending.octets)
        yield from self.engine.transactions.begin(Task(TASK, name), Url.parse(trustpoint.enrollment_url), request)

    def answered(self, task: Task, answer: Answer | None) -> Iterator[Action]:
        """The authority has granted or refused, wants time, or was not there."""
        name = task.trustpoint
        trustpoint = self.engine.config.trustpoints.get(name)
        if self.pending.peek(name) is None or trustpoint is None:
            return
        if answer is None or answer.status is Status.PENDING:
            yield StartTimer((TASK, name), trustpoint.retry_minutes * MINUTE)
        elif answer.status is Status.GRANTED and self._genuine(name, answer.body):
            self.pending.delete(name)
            yield from drop(self.engine, name, ca=False)
            yield from keep(self.engine, name, answer.body, ca=False)
            yield Remember("enrolled", f"has a certificate of {name}")
            yield messages.certificate_received()
        else:
            self.pending.delete(name)
            yield messages.certificate_rejected()

    def _failed(self, name: str) -> Iterator[Action]:
        self.pending.delete(name)
        yield messages.enrollment_failed()

    def _genuine(self, name: str, octets: bytes) -> bool:
        """True for a certificate of our authority for our key."""
        try:
            certificate = read(octets)
        except Malformed:
            return False
        stored = self.engine.config.trustpoints[name].certificates
        authorities = [understood(one.hex) for one in stored if one.ca]
        keys = self.engine.keys
        signed = any(certificate.signed_by(one) for one in authorities if one is not None)
        return signed and keys is not None and certificate.key == keys.rsa.public
