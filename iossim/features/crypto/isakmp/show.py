"""`show crypto isakmp ...`, in the forms of 12.2T and later.

The table of SAs has had four forms (outputs/README): 12.4 adds the status, 12.4(11)T a title, later 12.4T drops the slot and
tells of IPv6 as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from iossim.cli.release import Forms, Release
from iossim.device.ages import clock
from iossim.features.crypto.isakmp.state import LAST_ID, IkeSa, Phase
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


CODES = (
    "Codes: C - IKE configuration mode, D - Dead Peer Detection",
    "       K - Keepalives, N - NAT-traversal",
    "       T - cTCP encapsulation, X - IKE Extended Authentication",
    "       psk - Preshared key, rsig - RSA signature",
    "       renc - RSA encryption",
)
DETAIL = "{id:<5} {local:<15} {remote:<15} {vrf:<6} {status:<6} {encr:<4} {hash:<6} {auth:<4} {group:<2} {lifetime:<8} {cap:<4}"
SHORT = {"rsa-sig": "rsig", "rsa-encr": "renc", "pre-share": "psk"}


def show_sa_detail(view: CryptoView, look: Release, ip: Ip, unit: str) -> Iterator[str]:
    """What was agreed about each SA."""
    yield from CODES
    yield from TITLE.on(look)
    yield ""
    words = {"local": "Local", "remote": "Remote", "vrf": "I-VRF", "status": "Status", "encr": "Encr", "hash": "Hash"}
    yield DETAIL.format(**words, id="C-id", auth="Auth", group="DH", lifetime="Lifetime", cap="Cap.")
    yield ""
    for sa in view.ike:
        policy = sa.policy
        yield DETAIL.format(
            id=sa.id, local=ip(sa.peer.local), remote=ip(sa.peer.remote), vrf="", status="ACTIVE" if sa.up else "",
            encr=policy.encryption if policy else "", hash=policy.hash if policy else "",
            auth=SHORT[policy.authentication] if policy else "", group=policy.group if policy else 0,
            lifetime=clock(sa.expires - view.now) if sa.up else "0",
            cap="D" if sa.peer_keepalive and view.config.keepalive is not None else "",
        )  # fmt: skip
        yield f"       Engine-id:Conn-id =  {unit}:{sa.id - LAST_ID.on(look)}"
        yield ""
    yield from IPV6.on(look)[1:]


def show_peers(view: CryptoView, ip: Ip) -> Iterator[str]:
    """`show crypto isakmp peers`: with whom there are ISAKMP SAs."""
    for sa in {sa.peer: sa for sa in view.ike if sa.up}.values():
        yield f"Peer: {ip(sa.peer.remote)} Port: {sa.peer.port} Local: {ip(sa.peer.local)}"
        yield f" Phase1 id: {sa.peer_name or ip(sa.peer.remote)}"


POLICIES = Forms[tuple[str, ...]]((), ("12.4", ("", "Global IKE policy")))


def show_policy(view: CryptoView, look: Release) -> Iterator[str]:
    """The protection suites, the built-in one last."""
    yield from POLICIES.on(look)
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


KEY = Forms("{where:<22}{key}", ("12.3", "{ring:<13}{where:<44}{key}"))
BEFORE_KEYS = Forms[tuple[str, ...]]((), ("12.3", ("",)))


def show_key(view: CryptoView, look: Release, ip: Ip) -> Iterator[str]:
    """The pre-shared keys."""
    row = KEY.on(look)
    yield row.format(ring="Keyring", where="Hostname/Address", key="Preshared Key")
    yield from BEFORE_KEYS.on(look)
    for key in view.config.keys:
        where = ip(key.address) if key.mask == 0xFFFFFFFF else f"{ip(key.address)} [{key.mask}]"
        yield row.format(ring="default", where=where, key=key.key)
    for named in view.config.named_keys:
        yield row.format(ring="default", where=named.host, key=named.key)
