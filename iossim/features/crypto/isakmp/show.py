"""`show crypto isakmp ...` (12.2(11)T)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from iossim.features.crypto.isakmp.state import IkeSa
from iossim.features.crypto.view import CryptoView
from iossim.features.crypto.wanted import BUILT_IN, Policy

Ip = Callable[[int], str]

_ENCRYPTION = {"des": "DES - Data Encryption Standard (56 bit keys).", "3des": "Three key triple DES"}
_HASH = {"sha": "Secure Hash Standard", "md5": "Message Digest 5"}
_AUTHENTICATION = {
    "rsa-sig": "Rivest-Shamir-Adleman Signature",
    "rsa-encr": "Rivest-Shamir-Adleman Encryption",
    "pre-share": "Pre-Shared Key",
}
_BITS = {1: 768, 2: 1024, 5: 1536}


def show_sa(view: CryptoView, ip: Ip) -> Iterator[str]:
    """The table of ISAKMP SAs; `dst` is the responder of the exchange."""
    yield f"{'dst':<16}{'src':<16}{'state':<16}{'conn-id':>7}{'slot':>8}"
    for sa in view.ike:
        yield _row(sa, ip)


def _row(sa: IkeSa, ip: Ip) -> str:
    ends = (sa.peer.remote, sa.peer.local) if sa.initiator else (sa.peer.local, sa.peer.remote)
    dst, src = (ip(end) for end in ends)
    return f"{dst:<16}{src:<16}{sa.phase.shown:<16}{sa.id:>7}{0:>8}"


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
