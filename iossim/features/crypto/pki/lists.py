"""Revocation lists in RAM: fetched when a certificate must be checked, kept until the router's own clock says they have run out.

A fetch is a conversation with the authority, and more: `crl_fetch` of the parameter table is how long it is until a router can use
what it has fetched. The ISAKMP SAs that wait for it are told when both are over. One fetch a list at a time.

Standard: RFC 2459, 5; the router asks the place that `crl query` or a certificate names, else the enrollment URL by SCEP.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iossim.device.actions import Action, Apart, Remember, StartTimer
from iossim.features.crypto import messages
from iossim.features.crypto.pki.certificates import understood
from iossim.features.crypto.pki.transactions import Task
from iossim.features.crypto.wanted import Trustpoint
from iossim.net.address import UNSPECIFIED
from iossim.net.obstacle import obstacle
from iossim.net.packet import Packet, Protocol, Tcp
from iossim.net.scep import PROGRAM, Answer, Operation, Request, Status, Url
from iossim.net.x509.certificate import Malformed
from iossim.net.x509.revocation import RevocationList, read_list
from iossim.sim.facts import Table

if TYPE_CHECKING:
    from iossim.features.crypto.engine import CryptoEngine
    from iossim.sim.trace import Record

TASK = "crl"


@dataclass(frozen=True, slots=True)
class Fetch:
    """A list that is being fetched: the SAs that wait, whether its time is over, and the conversation, with what it brought.

    `cause` is what made the authority say what it said.
    """

    waiting: tuple[int, ...] = ()
    rested: bool = False
    over: bool = False
    octets: bytes = b""
    cause: Record | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A list in RAM, and what made the authority say so."""

    octets: bytes
    cause: Record | None = None


class RevocationLists:
    """The lists of a router, by trustpoint."""

    def __init__(self, engine: CryptoEngine) -> None:
        self.engine = engine
        self.held: Table[str, Held] = engine.table("crl")
        self.fetches: Table[str, Fetch] = engine.table("crl.fetching")

    def list_of(self, trustpoint: str) -> RevocationList | None:
        """The list it has, however old."""
        held = self.held.peek(trustpoint)
        return None if held is None else read_list(held.octets)

    def cause(self, trustpoint: str) -> Record | None:
        """What made the authority say what stands in the list."""
        held = self.held.peek(trustpoint)
        return None if held is None else held.cause

    def current(self, trustpoint: str) -> RevocationList | None:
        """The list it has, if that is the last word by its own clock."""
        found = self.list_of(trustpoint)
        return found if found is not None and found.current_at(self.engine.authority.date) else None

    def fetch(self, trustpoint: str, *waiting: int) -> Iterator[Action]:
        """Get a list; the ISAKMP SAs that wait for it are told when it can be used, or not."""
        known = self.fetches.peek(trustpoint)
        if known is not None:
            self.fetches.set(trustpoint, replace(known, waiting=(*known.waiting, *waiting)))
            return
        self.fetches.set(trustpoint, Fetch(waiting))
        router = self.engine.router
        took = router.parameters.crl_fetch.draw(router.kernel.stream(f"{router.name}.crypto.crl"))
        why = " before it accepts a certificate" if waiting else ""
        yield Remember("crl-fetch", f"fetches the revocation list of {trustpoint}{why}")
        yield StartTimer(("crl", trustpoint), took)
        url = self._place(trustpoint)
        request = Request(Operation.CRL, url.path if url is not None and url.path else PROGRAM)
        yield from self.engine.transactions.begin(Task(TASK, trustpoint), url, request)

    def _place(self, name: str) -> Url | None:
        trustpoint = self.engine.config.trustpoints.get(name)
        if trustpoint is None:
            return None
        certificates = [understood(stored.hex) for stored in trustpoint.certificates]
        named = [one.distribution_point for one in certificates if one is not None]
        places = (trustpoint.crl_query, *named, trustpoint.enrollment_url)
        return next((url for url in map(Url.parse, places) if url is not None), None)

    def _obstacle(self, name: str) -> tuple[str, Record | None]:
        """Why a list could not be had: where the way to it ends, and what has made it end there."""
        transactions, url = self.engine.transactions, self._place(name)
        target = transactions.address_of(url)
        if url is None or target is None:
            return "it is not known where to ask", None
        router = self.engine.router
        segment = Packet(UNSPECIFIED, target, Protocol.TCP, Tcp(0, url.port, "S"))
        found = obstacle(router.wire, router, segment)
        return ("no list came", None) if found is None else (found.text, found.cause)

    def rested(self, trustpoint: str) -> Iterator[Action]:
        """The time of a fetch is over."""
        known = self.fetches.peek(trustpoint)
        if known is not None:
            yield from self._learn(trustpoint, replace(known, rested=True))

    def answered(self, task: Task, answer: Answer | None) -> Iterator[Action]:
        """The conversation is over."""
        known = self.fetches.peek(task.trustpoint)
        if known is not None:
            octets = answer.body if answer is not None and answer.status is Status.GRANTED else b""
            yield from self._learn(
                task.trustpoint, replace(known, over=True, octets=octets, cause=self.engine.router.kernel.cause)
            )

    def _learn(self, name: str, fetch: Fetch) -> Iterator[Action]:
        if not (fetch.rested and fetch.over):
            self.fetches.set(name, fetch)
            return
        self.fetches.delete(name)
        trustpoint = self.engine.config.trustpoints.get(name)
        if trustpoint is not None and _genuine(fetch.octets, trustpoint):
            self.held.set(name, Held(fetch.octets, fetch.cause))
            yield Remember("crl-ready", f"has the revocation list of {name}")
        else:
            reason, cause = self._obstacle(name)
            yield Remember("crl-failed", f"has no revocation list of {name}: {reason}", cause=cause)
            yield messages.crl_unreachable(name)
        for number in fetch.waiting:
            yield Apart(self.engine.main_mode.recheck(number))


def _genuine(octets: bytes, trustpoint: Trustpoint) -> bool:
    """True for a list that the trustpoint's authority has signed."""
    try:
        found = read_list(octets)
    except Malformed:
        return False
    authorities = [understood(stored.hex) for stored in trustpoint.certificates if stored.ca]
    return any(found.signed_by(one) for one in authorities if one is not None)
