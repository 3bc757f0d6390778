"""`show crypto isakmp ...`, in the forms of 12.2T and later.

The table of SAs has had four forms (outputs/README): 12.4 adds the status, 12.4(11)T a title, later 12.4T drops the slot and
tells of IPv6 as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from iossim.cli.release import Forms, Release
from iossim.features.crypto.isakmp.state import IkeSa, Phase
from iossim.features.crypto.view import CryptoView
from iossim.features.crypto.wanted import BUILT_IN, Policy
from iossim.net.address import Address

Ip = Callable[[int], str]

_ENCRYPTION = {"des": "DES - Data Encryption Standard (56 bit keys).", "3des": "Three key triple DES"}
_HASH = {"sha": "Secure Hash Standard", "md5": "Message Digest 5"}
_AUTHENTICATION = {
    "rsa-sig": "Rivest-Shamir-Adleman Signature",
    "rsa-encr": "Rivest-Shamir-Adleman Encryption",
    "pre-share": "Pre-Shared Key",
}
_BITS = {1: 768, 2: 1024, 5: 1536}


ROW = Forms(
    "{dst:<16}{src:<16}{state:<16}{id:>7}{slot:>8}",
    ("12.4", "{dst:<16}{src:<16}{state:<15}{id:>7}{slot:>5} {status}"),
    ("12.4(20)T", "{dst:<16}{src:<16}{state:<15}{id:>7} {status}"),
)
TITLE = Forms[tuple[str, ...]]((), ("12.4(11)T", ("IPv4 Crypto ISAKMP SA",)))
IPV6 = Forms[tuple[str, ...]]((), ("12.4(20)T", ("", "IPv6 Crypto ISAKMP SA", "")))


def show_sa(view: CryptoView, look: Release, ip: Ip) -> Iterator[str]:
    """The table of ISAKMP SAs; `dst` is the responder of the exchange."""
    row = ROW.on(look)
    yield from TITLE.on(look)
    yield row.format(dst="dst", src="src", state="state", id="conn-id", slot="slot", status="status")
    for sa in view.ike:
        dst, src = (ip(end) for end in _ends(sa))
        yield row.format(dst=dst, src=src, state=sa.phase.shown, id=sa.id, slot=0, status=_status(sa))
    yield from IPV6.on(look)


def _ends(sa: IkeSa) -> tuple[Address, Address]:
    """The responder, then the initiator."""
    return (sa.peer.remote, sa.peer.local) if sa.initiator else (sa.peer.local, sa.peer.remote)


def _status(sa: IkeSa) -> str:
    return "ACTIVE (deleted)" if sa.phase is Phase.DEAD else "ACTIVE"


def show_policy(view: CryptoView) -> Iterator[str]:
    """The protection suites, the built-in one last."""
    for policy in view.config.policies:
        yield f"Protection suite of priority {policy.priority}"
        yield from _suite(policy)
    yield "Default protection suite"
    yield from _suite(BUILT_IN)


def _suite(policy: Policy) -> Iterator[str]:
    yield f"\tencryption algorithm:\t{_ENCRYPTION[policy.encryption]}"
    yield f"\thash algorithm:\t\t{_HASH[policy.hash]}"
    yield f"\tauthentication method:\t{_AUTHENTICATION[policy.authentication]}"
    yield f"\tDiffie-Hellman group:\t#{policy.group} ({_BITS[policy.group]} bit)"
    yield f"\tlifetime:\t\t{policy.lifetime} seconds, no volume limit"


def show_key(view: CryptoView, ip: Ip) -> Iterator[str]:
    """The pre-shared keys."""
    yield "Hostname/Address      Preshared Key"
    for key in view.config.keys:
        where = ip(key.address) if key.mask == 0xFFFFFFFF else f"{ip(key.address)} [{key.mask}]"
        yield f"{where:<22}{key.key}"
