"""`crypto ca enroll`: the dialog that makes a request for a certificate (ios-cli 7.3).

A challenge password, the subject name, whether the serial number and an address are part of it, and whether to ask at all. What
lines of the trustpoint say is not asked. What follows is `enrollment`'s; the certificate comes later, with a log message.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from iossim.cli.entry import Args, ConfigLine
from iossim.cli.errors import Refused
from iossim.cli.job import Answered, Ask, Become, Done, Effect, Interrupted, Job, JobEvent, Out, Started
from iossim.features.crypto.pki import config
from iossim.features.crypto.pki.authentication import known_trustpoint
from iossim.features.crypto.pki.keys import INSIST, answered, engine_of, own_name
from iossim.net.x509.name import Name
from iossim.net.x509.request import make_request
from iossim.net.x509.rsa import SHORTEST_TO_SIGN

if TYPE_CHECKING:
    from iossim.device.context import Context

UNAUTHENTICATED = "% You must authenticate the Certificate Authority before\n  you can enroll with it."
NO_KEYS = "% You must generate RSA keys before you can enroll."
SHORT_KEYS = f"% The RSA keys are too short: a request needs {SHORTEST_TO_SIGN} bits."
START = """%
% Start certificate enrollment .. \n"""
PASSWORD = """% Create a challenge password. You will need to verbally provide this
   password to the CA Administrator in order to revoke your certificate.
   For security reasons your password will not be saved in the configuration.
   Please make a note of it.

"""
SENT = """% Certificate request sent to Certificate Authority
% The certificate request fingerprint will be displayed.
% The 'show crypto ca certificate' command will also show the fingerprint.

"""


class Step(Enum):
    """What was asked last."""

    AGAIN = Ask("% Do you want to continue with re-enrollment? [yes/no]: ")
    PASSWORD = Ask("Password: ", echo=False)
    REPEATED = Ask("Re-enter password: ", echo=False)
    SERIAL = Ask("% Include the router serial number in the subject name? [yes/no]: ")
    ADDRESS = Ask("% Include an IP address in the subject name? [no]: ")
    WHICH = Ask("Enter Interface name or IP Address[]: ")
    SURE = Ask("Request certificate from CA? [yes/no]: ")


def enroll(context: Context, args: Args) -> Job:
    """`crypto ca enroll NAME`."""
    trustpoint, keys = known_trustpoint(context, args["name"]), engine_of(context).keys
    if not any(stored.ca for stored in trustpoint.certificates):
        raise Refused(UNAUTHENTICATED)
    if keys is None:
        raise Refused(NO_KEYS)
    if keys.rsa.bits < SHORTEST_TO_SIGN:
        raise Refused(SHORT_KEYS)
    return Enroll(trustpoint.name, named(context, trustpoint.name))


def _told(context: Context, trustpoint: str, line: ConfigLine) -> Args | None:
    """What a line of the trustpoint says."""
    return context.router.config.args(line, ((config.TRUSTPOINT.name, trustpoint),))


def named(context: Context, trustpoint: str) -> Name:
    """The name that a request begins with: the host, and of `subject-name` the common name and the organization."""
    text = str((_told(context, trustpoint, config.SUBJECT) or {}).get("text", ""))
    parts = {kind.strip().upper(): value.strip() for kind, _, value in (one.partition("=") for one in text.split(","))}
    return Name(parts.get("CN", ""), parts.get("O", ""), own_name(context))


def forget(context: Context, args: Args) -> None:
    """`no crypto ca enroll NAME`: a request that is under way is given up."""
    engine = engine_of(context)
    context.router.perform("crypto", engine.enrollment.forget(args["name"]))


@dataclass(frozen=True, slots=True)
class Enroll:
    """The dialog: what has been answered so far."""

    trustpoint: str
    subject: Name
    asked: Step = Step.PASSWORD
    password: str = ""

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Answer one event."""
        match event:
            case Started():
                return self._begin(context)
            case Answered(text):
                return self._answered(context, text.strip())
            case Interrupted():
                return (Done(),)
        return ()

    def _begin(self, context: Context) -> Iterator[Effect]:
        stored = engine_of(context).config.trustpoints[self.trustpoint].certificates
        if all(one.ca for one in stored):
            yield from self._from_the_start(context)
            return
        yield Out("% You already have a certificate from this Certificate Authority.\n")
        yield from self._ask(Step.AGAIN)

    def _from_the_start(self, context: Context) -> Iterator[Effect]:
        yield Out(START)
        password = _told(context, self.trustpoint, config.PASSWORD)
        if password is not None:
            yield from replace(self, password=password["text"])._begun(context)
            return
        yield Out(PASSWORD)
        yield from self._ask(Step.PASSWORD)

    def _ask(self, step: Step) -> Iterator[Effect]:
        yield Become(replace(self, asked=step))
        yield step.value

    def _answered(self, context: Context, text: str) -> Iterator[Effect]:
        yes = answered(text)
        match self.asked:
            case Step.PASSWORD:
                yield from replace(self, password=text)._ask(Step.REPEATED)
            case Step.REPEATED:
                yield from self._repeated(context, text)
            case Step.WHICH:
                yield from self._address(context, text)
            case Step.ADDRESS if not text:
                yield from self._ask(Step.SURE)
            case _ if yes is None:
                yield from (Out(INSIST), self.asked.value)
            case Step.AGAIN:
                yield from self._from_the_start(context) if yes else (Done(),)
            case Step.SERIAL:
                yield from self._serial(context, yes)
            case Step.ADDRESS:
                yield from self._ask(Step.WHICH if yes else Step.SURE)
            case Step.SURE:
                yield from self._send(context) if yes else (Out("\n"), Done())

    def _repeated(self, context: Context, text: str) -> Iterator[Effect]:
        if text != self.password:
            yield Out("% Passwords do not match. Try again.\n")
            yield from replace(self, password="")._ask(Step.PASSWORD)
            return
        yield from self._begun(context)

    def _begun(self, context: Context) -> Iterator[Effect]:
        subject, told = self.subject, _told(context, self.trustpoint, config.SERIAL_NUMBER)
        names = (
            f"CN={subject.common}" * bool(subject.common),
            f"O={subject.organization}" * bool(subject.organization),
        )
        lead = ", ".join(name for name in names if name)
        yield Out(f"\n% The subject name in the certificate will be: {lead}{', ' * bool(lead)}{subject.host}\n")
        if told is not None:
            yield from self._serial(context, not told.get("none"))
        else:
            yield from self._ask(Step.SERIAL)

    def _ask_address(self, context: Context) -> Iterator[Effect]:
        told = _told(context, self.trustpoint, config.IP_ADDRESS)
        if told is None:
            yield from self._ask(Step.ADDRESS)
            return
        address = context.own_address(str(told.get("address") or told.get("interface") or ""))
        known = "" if told.get("none") or address is None else str(address)
        yield from replace(self, subject=replace(self.subject, address=known))._ask(Step.SURE)

    def _serial(self, context: Context, yes: bool) -> Iterator[Effect]:
        if not yes:
            yield from self._ask_address(context)
            return
        serial = f"{context.router.number:08X}"
        yield Out(f"% The serial number in the certificate will be: {serial}\n")
        yield from replace(self, subject=replace(self.subject, serial=serial))._ask_address(context)

    def _address(self, context: Context, text: str) -> Iterator[Effect]:
        address = context.own_address(text) if text else None
        if address is None:
            yield from (Out("% Bad interface or address. Try again.\n"), Step.WHICH.value)
            return
        yield from replace(self, subject=replace(self.subject, address=str(address)))._ask(Step.SURE)

    def _send(self, context: Context) -> Iterator[Effect]:
        engine = engine_of(context)
        assert engine.keys is not None
        request = make_request(self.subject, engine.keys.rsa, self.password)
        context.router.perform("crypto", engine.enrollment.request(self.trustpoint, self.subject, request))
        yield from (Out(SENT), Done())
