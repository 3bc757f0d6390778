"""`crypto ca authenticate`: get an authority's certificate, and ask whether its fingerprint is the right one (ios-cli 7.2).

Only a person can say so: the certificate comes in clear from whoever answers at the enrollment URL.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iossim.cli.entry import Args
from iossim.cli.errors import Refused
from iossim.cli.job import Answered, Ask, Become, Done, Effect, Heard, Interrupted, Job, JobEvent, Out, Started
from iossim.device.actions import Action, Remember, Tell
from iossim.features.crypto.pki.certificates import keep
from iossim.features.crypto.pki.keys import INSIST, answered, engine_of
from iossim.features.crypto.pki.transactions import Task
from iossim.net.scep import PROGRAM, Answer, Operation, Request, Status, Url
from iossim.net.x509.certificate import Malformed, fingerprint, read

if TYPE_CHECKING:
    from iossim.device.context import Context
    from iossim.features.crypto.engine import CryptoEngine
    from iossim.features.crypto.wanted import Trustpoint

TASK = "authenticate"
ACCEPT = Ask("% Do you accept this certificate? [yes/no]: ")
FAILED = "% Error in receiving Certificate Authority certificate: status = FAIL, cert length = 0\n\n"
PRESENT = (
    "% Please delete your existing CA certificate first.\n"
    "% You must use 'no crypto ca trustpoint <trustpoint-name>' to delete the CA certificate."
)


@dataclass(frozen=True, slots=True)
class Received:
    """What the job is told: the authority's certificate, empty when none came."""

    octets: bytes


def known_trustpoint(context: Context, name: str) -> Trustpoint:
    """The trustpoint of that name, with a place to ask; Refused without."""
    trustpoint = engine_of(context).config.trustpoints.get(name)
    if trustpoint is None:
        raise Refused(f"% CA trustpoint for '{name}' is not known.")
    if Url.parse(trustpoint.enrollment_url) is None:
        raise Refused(f"% No enrollment URL is configured for trustpoint '{name}'.")
    return trustpoint


def authenticate(context: Context, args: Args) -> Job:
    """`crypto ca authenticate NAME`."""
    trustpoint = known_trustpoint(context, args["name"])
    if any(stored.ca for stored in trustpoint.certificates):
        raise Refused(PRESENT)
    return Authenticate(trustpoint.name)


@dataclass(frozen=True, slots=True)
class Authenticate:
    """The dialog. `octets` is what came and is not accepted yet."""

    trustpoint: str
    octets: bytes = b""

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Answer one event."""
        match event:
            case Started():
                context.router.perform("crypto", self._asked(engine_of(context), context.line.name))
            case Heard(Received(octets)):
                return self._came(octets)
            case Answered(text):
                return self._decided(context, answered(text))
            case Interrupted():
                return (Done(),)
        return ()

    def _asked(self, engine: CryptoEngine, line: str) -> Iterator[Action]:
        request = Request(Operation.CA_CERTIFICATE, f"{PROGRAM}?operation=GetCACert&message={self.trustpoint}")
        url = Url.parse(engine.config.trustpoints[self.trustpoint].enrollment_url)
        yield from engine.transactions.begin(Task(TASK, self.trustpoint, line), url, request)

    def _came(self, octets: bytes) -> Iterator[Effect]:
        if not octets:
            yield from (Out(FAILED), Done())
            return
        yield Out(f"Certificate has the following attributes:\nFingerprint: {fingerprint(octets)} \n\n")
        yield Become(replace(self, octets=octets))
        yield ACCEPT

    def _decided(self, context: Context, yes: bool | None) -> Iterator[Effect]:
        if yes is None:
            yield from (Out(INSIST), ACCEPT)
            return
        if yes:
            engine = engine_of(context)
            context.router.perform("crypto", keep(engine, self.trustpoint, self.octets, ca=True))
            told = Remember("authenticated", f"trusts the authority of {self.trustpoint}")
            context.router.perform("crypto", (told,))
        yield Out("Trustpoint CA certificate accepted.\n\n" if yes else "% Trustpoint CA certificate not accepted.\n\n")
        yield Done()


def came(task: Task, answer: Answer | None) -> Iterator[Action]:
    """The conversation is over: wake the console that waits. What is no certificate counts as nothing."""
    octets = answer.body if answer is not None and answer.status is Status.GRANTED else b""
    try:
        read(octets)
    except Malformed:
        octets = b""
    yield Tell(task.line, Received(octets))
