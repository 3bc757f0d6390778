"""What `debug crypto isakmp` and `debug crypto engine` tell of a negotiation, step by step (12.2 form).

Each move of a machine is told with its input, then what was read in the message, then what was judged. Left out: vendor ids, the
moves that IOS makes within one state. The wording is that of published 12.2 traces; which certificates a peer wants is not told.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iossim.device.actions import Debug
from iossim.features.crypto.ipsec.debugs import validated
from iossim.features.crypto.ipsec.state import prefix_of
from iossim.features.crypto.isakmp import debugs
from iossim.features.crypto.isakmp.fsm import Event, QuickEvent
from iossim.features.crypto.isakmp.state import Exchange, IkeSa, Origin, Phase, QuickPhase

if TYPE_CHECKING:
    from iossim.features.crypto.engine import CryptoEngine
    from iossim.features.crypto.ipsec.state import SaPair
    from iossim.features.crypto.isakmp.packet import Offer, Quick
    from iossim.features.crypto.wanted import Policy

ISAKMP, ENGINE, IPSEC = "crypto isakmp", "crypto engine", "crypto ipsec"
FROM_PEER, INTERNAL, DELETED = (
    "IKE_MESG_FROM_PEER, IKE_MM_EXCH", "IKE_MESG_INTERNAL, IKE_PROCESS_COMPLETE", "IKE_MESG_INTERNAL, IKE_PHASE1_DEL",
)  # fmt: skip
_INPUT = {
    Event.COMPUTED: INTERNAL,
    Event.CERTIFIED: INTERNAL,
    Event.REJECTED: DELETED,
    Event.EXHAUSTED: DELETED,
}
_KEYS = ("processing KE payload. message ID = 0", "processing NONCE payload. message ID = 0")
_PROVED = ("processing ID payload. message ID = 0",)
_CERTIFICATE = (
    *("processing CERT payload. message ID = 0", "processing a CT_X509_SIGNATURE cert"),
    "processing SIG payload. message ID = 0",
)
_READ = {
    Event.CHOICE: ("processing SA payload. message ID = 0",),
    Event.KEYS: _KEYS,
    Event.KEYS_REPLY: (*_KEYS, "SKEYID state generated"),
    Event.IDENTITY: _PROVED,
    Event.IDENTITY_REPLY: _PROVED,
}
_DH = ("generate alg parameter",)
_WORK = {
    Event.CHOICE: _DH,
    Event.KEYS: _DH,
    Event.KEYS_REPLY: ("create ISAKMP SKEYID for conn id {number}",),
    Event.IDENTITY: ("generate hmac context for conn id {number}",),
    Event.IDENTITY_REPLY: ("generate hmac context for conn id {number}",),
    Event.CERTIFIED: ("clear dh number for conn id {number}",),
}
_QUICK_INPUT = {
    QuickEvent.CHOICE: "IKE_MESG_FROM_PEER, IKE_QM_EXCH",
    QuickEvent.CONFIRMED: "IKE_MESG_FROM_PEER, IKE_QM_EXCH",
    QuickEvent.COMPUTED: "IKE_MESG_FROM_IPSEC, IKE_SPI_REPLY",
}
_ENCRYPTION = {"des": "DES-CBC", "3des": "3DES-CBC"}
_AUTHENTICATION = {"rsa-sig": "RSA sig", "pre-share": "pre-share", "rsa-encr": "RSA encr"}
_AUTHENTICATOR = {
    "esp-sha-hmac": "HMAC-SHA",
    "esp-md5-hmac": "HMAC-MD5",
    "ah-sha-hmac": "HMAC-SHA",
    "ah-md5-hmac": "HMAC-MD5",
}


def _watched(engine: CryptoEngine) -> bool:
    """True when somebody debugs: nothing is spelled for nobody."""
    return engine.watched and any(engine.router.debugging(flag) for flag in (ISAKMP, ENGINE, IPSEC))


def _said(engine: CryptoEngine, lead: str, *texts: str) -> Iterator[Debug]:
    if engine.router.debugging(ISAKMP):
        for text in texts:
            yield Debug(ISAKMP, (f"{lead}{text}",))


def _worked(engine: CryptoEngine, *texts: str) -> Iterator[Debug]:
    if engine.router.debugging(ENGINE):
        for text in texts:
            yield Debug(ENGINE, (f"CryptoEngine0: {text}",))


# -- main mode -------------------------------------------------------------------------------------------------------


def begun(engine: CryptoEngine, sa: IkeSa) -> Iterator[Debug]:
    """A router begins with a peer."""
    if not _watched(engine):
        return
    if sa.origin is Origin.TRAFFIC:
        yield from _said(engine, "ISAKMP: ", "received ke message (1/1)")
    yield from _said(engine, "ISAKMP: ", f"local port 500, remote port {sa.peer.port}")
    moves = ("Input = IKE_MESG_FROM_IPSEC, IKE_SA_REQ_MM", f"Old State = IKE_READY  New State = {Phase.I_MM1.internal}")
    yield from _said(engine, engine.lead(sa.id), *moves, "beginning Main Mode exchange")


def moved(engine: CryptoEngine, sa: IkeSa, event: Event, phase: Phase) -> Iterator[Debug]:
    """The machine has moved from where the SA stood: why, whereto, and what it read."""
    if not _watched(engine):
        return
    lead = engine.lead(sa.id)
    yield from _said(engine, lead, f"Input = {_INPUT.get(event, FROM_PEER)}")
    yield Debug(ISAKMP, debugs.states(lead, sa.phase, phase))
    yield from _said(engine, lead, *_READ.get(event, ()))
    if sa.policy is not None:
        certified = sa.policy.authentication == "rsa-sig"
        if event is Event.CHOICE:
            yield from _checked(engine, lead, 1, sa.policy, sa.policy, 0)
        elif event in (Event.IDENTITY, Event.IDENTITY_REPLY) and certified:
            yield from _said(engine, lead, *_CERTIFICATE)
        elif event is Event.COMPUTED and phase is Phase.I_MM5:
            kind = "RSA signature" if certified else "pre-shared key"
            contact = ("Send initial contact",) if sa.initial_contact else ()
            yield from _said(engine, lead, *contact, f"SA is doing {kind} authentication using id type ID_FQDN")
    if event is Event.COMPUTED and phase is Phase.R_MM4:
        yield from _said(engine, lead, "SKEYID state generated")
        yield from _worked(engine, f"create ISAKMP SKEYID for conn id {sa.id}")
    yield from _worked(engine, *(text.format(number=sa.id) for text in _WORK.get(event, ())))
    if _WORK.get(event) is _DH and engine.router.debugging(ENGINE):
        yield Debug(ENGINE, ("CRYPTO_ENGINE: Dh phase 1 status: 0",))


def judged(engine: CryptoEngine, number: int, offer: Offer, chosen: Policy | None) -> Iterator[Debug]:
    """A responder holds each suite that is offered against each of its own, until two agree."""
    if not _watched(engine):
        return
    lead, sa = engine.lead(number), engine.main_mode.sas.peek(number)
    if sa is not None:
        new = ("received packet from ", sa.peer.remote, f" dport 500 sport {sa.peer.port} (N) NEW SA")
        yield Debug(ISAKMP, (engine.lead(0), *new))
        yield from _said(engine, "ISAKMP: ", f"local port 500, remote port {sa.peer.port}")
    moves = (f"Input = {FROM_PEER}", "Old State = IKE_READY  New State = IKE_R_MM1")
    yield from _said(engine, lead, *moves, "processing SA payload. message ID = 0")
    for mine in engine.config.offers():
        for index, theirs in enumerate(offer.policies, 1):
            yield from _checked(engine, lead, index, mine, theirs, 3 if index < len(offer.policies) else 0)
            if chosen is not None and mine.priority == chosen.priority and mine.agrees(theirs):
                return
    yield from _said(engine, lead, "no offers accepted!", "phase 1 SA not acceptable!")


def _checked(
    engine: CryptoEngine, lead: str, index: int, mine: Policy, theirs: Policy, following: int
) -> Iterator[Debug]:
    yield from _said(engine, lead, f"Checking ISAKMP transform {index} against priority {mine.priority} policy")
    lifetime = " ".join(f"0x{octet:X}" for octet in theirs.lifetime.to_bytes(4, "big"))
    attributes = (
        f"encryption {_ENCRYPTION.get(theirs.encryption, 'AES-CBC')}", f"hash {theirs.hash.upper()}",
        f"default group {theirs.group}", f"auth {_AUTHENTICATION.get(theirs.authentication, theirs.authentication)}",
        "life type in seconds", f"life duration (VPI) of  {lifetime}",
    )  # fmt: skip
    yield from _said(engine, "ISAKMP:      ", *attributes)
    reasons = (
        ("Encryption algorithm", mine.encryption == theirs.encryption), ("Hash algorithm", mine.hash == theirs.hash),
        ("Authentication method", mine.authentication == theirs.authentication),
        ("Diffie-Hellman group", mine.group == theirs.group),
    )  # fmt: skip
    wrong = next((what for what, good in reasons if not good), None)
    if wrong is None:
        yield from _said(engine, lead, "atts are acceptable. Next payload is 0")
    else:
        yield from _said(engine, lead, f"{wrong} offered does not match policy!")
        yield from _said(engine, lead, f"atts are not acceptable. Next payload is {following}")


# -- quick mode ------------------------------------------------------------------------------------------------------


def quick_begun(engine: CryptoEngine, exchange: Exchange) -> Iterator[Debug]:
    """An initiator offers SAs."""
    if not _watched(engine):
        return
    lead, node = engine.lead(exchange.ike), exchange.message_id
    yield from _said(engine, lead, f"beginning Quick Mode exchange, M-ID of {node}")
    yield from _said(engine, lead, f"Node {node}, Input = IKE_MESG_INTERNAL, IKE_INIT_QM")
    yield from _said(engine, lead, f"Old State = IKE_QM_READY  New State = {exchange.phase}")


def quick_moved(engine: CryptoEngine, exchange: Exchange, event: QuickEvent, phase: QuickPhase) -> Iterator[Debug]:
    """An exchange has moved; what the responder took is checked by the initiator."""
    if not _watched(engine):
        return
    lead = engine.lead(exchange.ike)
    if event is QuickEvent.CHOICE and exchange.theirs is not None:
        yield from offered(engine, exchange.ike, exchange.message_id, exchange.theirs, True)
    yield from _said(engine, lead, f"Node {exchange.message_id}, Input = {_QUICK_INPUT.get(event, INTERNAL)}")
    yield from _said(engine, lead, f"Old State = {exchange.phase}  New State = {phase}")


def offered(engine: CryptoEngine, number: int, message_id: int, quick: Quick, good: bool) -> Iterator[Debug]:
    """A proposal is read, and judged."""
    if not _watched(engine):
        return
    lead = engine.lead(number)
    yield from _worked(engine, f"generate hmac context for conn id {number}")
    what = ("HASH", "SA")
    yield from _said(engine, lead, *(f"processing {one} payload. message ID = {message_id}" for one in what))
    for index, one in enumerate(quick.proposals, 1):
        cipher = next((word for word in one.transforms if "hmac" not in word), "esp-null")
        kilobytes = " ".join(f"0x{octet:X}" for octet in quick.kilobytes.to_bytes(4, "big"))
        yield from _said(engine, lead, f"Checking IPSec proposal {index}")
        yield from _said(engine, "ISAKMP: ", f"transform 1, {cipher.upper().replace('-', '_')}")
        hmac = [f"authenticator is {_AUTHENTICATOR[word]}" for word in one.transforms if word in _AUTHENTICATOR]
        attributes = (
            f"encaps is {2 if one.transport else 1}", "SA life type in seconds", f"SA life duration (basic) of {quick.seconds}",
            "SA life type in kilobytes", f"SA life duration (VPI) of  {kilobytes}", *hmac,
        )  # fmt: skip
        yield from _said(engine, "ISAKMP:   ", "attributes in transform:", *(f"   {text}" for text in attributes))
    yield from _worked(engine, "validate proposal")
    if good:
        yield from _said(engine, lead, "atts are acceptable.")
        sa = engine.main_mode.sas.peek(number)
        if sa is not None and quick.proposals:
            yield Debug(IPSEC, validated(sa.peer, quick.proxy.mirrored(), quick.proposals[0].transforms))
        read = ("NONCE", "ID", "ID")
        yield from _said(engine, lead, *(f"processing {one} payload. message ID = {message_id}" for one in read))
    else:
        yield from _said(engine, lead, "phase 2 SA not acceptable!")


def installed(engine: CryptoEngine, pair: SaPair) -> Iterator[Debug]:
    """A pair is about to be used: either SA with its ends, identities and lifetimes."""
    if not _watched(engine):
        return
    yield from _worked(engine, "ipsec allocate flow", "ipsec allocate flow")
    if not engine.router.debugging(ISAKMP):
        return  # what follows has addresses in it, which are spelled late
    proxy, peer = pair.flow.proxy, pair.peer
    mine, theirs = prefix_of(proxy.local).network, prefix_of(proxy.remote).network
    ways = (
        (("inbound SA from ", peer.remote, " to ", peer.local), (theirs, mine), pair.inbound, pair.conn_id),
        (("outbound SA from ", peer.local, " to ", peer.remote), (mine, theirs), pair.outbound, pair.conn_id + 1),
    )
    for ends, (source, destination), spi, conn_id in ways:
        yield Debug(ISAKMP, ("        ", *ends, f" (proxy {source} to {destination})"))
        lines = (
            f"has spi 0x{spi:X} and conn_id {conn_id} and flags 4",
            f"lifetime of {pair.life // 1_000_000} seconds",
        )
        yield from _said(engine, "        ", *lines, f"lifetime of {pair.kilobytes} kilobytes")
