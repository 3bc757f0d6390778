"""`show crypto key pubkey-chain rsa`: the public keys of others that this router has taken from certificates (12.2(11)T).

Those of authorities come with their trustpoints, those of peers with an ISAKMP SA that certificates have authenticated, and
go with it. Left out: keys that are typed in (`crypto key pubkey-chain rsa` in configuration).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from iossim.features.crypto.pki.certificates import understood
from iossim.features.crypto.view import CryptoView

Ip = Callable[[int], str]


def show_pubkey_chain(view: CryptoView, ip: Ip) -> Iterator[str]:
    """A row per key; an authority has a distinguished name instead of an address."""
    yield "Codes: M - Manually configured, C - Extracted from certificate"
    yield ""
    yield f"{'Code':<6}{'Usage':<12}{'IP-Address':<17}Name"
    for trustpoint in view.config.trustpoints.values():
        for stored in trustpoint.certificates:
            certificate = understood(stored.hex) if stored.ca else None
            if certificate is not None:
                yield f"{'C':<6}{'Signing':<29}X.500 DN name:"
                subject = certificate.subject
                for word, text in (("CN", subject.common), ("O", subject.organization)):
                    if text:
                        yield f"{'':<36}{word} = {text}"
    for sa in view.ike:
        if sa.up and sa.policy is not None and sa.policy.authentication == "rsa-sig":
            yield f"{'C':<6}{'General':<12}{ip(sa.peer.remote):<17}{sa.peer_name}"
    yield ""
