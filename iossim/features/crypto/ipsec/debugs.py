"""The lines of `debug crypto ipsec` (12.2 form), and how identities are spoken of."""

from __future__ import annotations

from iossim.features.crypto.ipsec.state import Peer, Proxy, SaPair, mask_of, prefix_of
from iossim.net.address import Address

Text = tuple[str | Address, ...]
ESP = 50


def described(proxy: Proxy) -> str:
    """Identities in words: `10.81.2.0/29 to any`."""
    return " to ".join("any" if spec.any else str(prefix_of(spec)) for spec in (proxy.local, proxy.remote))


def identity(proxy: Proxy, remote: bool) -> str:
    """Identities as IOS writes them: address/mask/protocol/port."""
    spec, port = (proxy.remote, proxy.remote_port) if remote else (proxy.local, proxy.local_port)
    return f"{spec.address}/{mask_of(spec)}/{proxy.proto}/{port}"


def _told(peer: Peer, proxy: Proxy, transforms: tuple[str, ...], rest: str) -> Text:
    """What is said between the processes: ends, identities, transforms."""
    return (
        peer.local,
        ", remote= ",
        peer.remote,
        f", local_proxy= {identity(proxy, False)} (type=4), remote_proxy= {identity(proxy, True)} (type=4), "
        f"protocol= ESP, transform= {' '.join(transforms)} , {rest}",
    )


def requested(peer: Peer, proxy: Proxy, transforms: tuple[str, ...], seconds: int, kilobytes: int) -> Text:
    """A packet has asked for SAs."""
    rest = f"lifedur= {seconds}s and {kilobytes}kb, spi= 0x0(0), conn_id= 0, keysize= 0, flags= 0x4004"
    return ("IPSEC(sa_request): , (key eng. msg.) OUTBOUND local= ", *_told(peer, proxy, transforms, rest))


def validated(peer: Peer, proxy: Proxy, transforms: tuple[str, ...]) -> Text:
    """A proposal is one that could be used."""
    rest = "lifedur= 0s and 0kb, spi= 0x0(0), conn_id= 0, keysize= 0, flags= 0x4"
    lead = "IPSEC(validate_proposal_request): proposal part #1, (key eng. msg.) INBOUND local= "
    return (lead, *_told(peer, proxy, transforms, rest))


def initialized(pair: SaPair, inbound: bool) -> Text:
    """Keys for an SA have come."""
    spi, conn_id = (pair.inbound, pair.conn_id) if inbound else (pair.outbound, pair.conn_id + 1)
    rest = (
        f"lifedur= {pair.life // 1_000_000}s and {pair.kilobytes}kb, "
        f"spi= 0x{spi:X}({spi}), conn_id= {conn_id}, keysize= 0, flags= 0x4"
    )
    way = "INBOUND" if inbound else "OUTBOUND"
    told = _told(pair.peer, pair.flow.proxy, pair.transforms, rest)
    return (f"IPSEC(initialize_sas): , (key eng. msg.) {way} local= ", *told)


def _sa(pair: SaPair, inbound: bool) -> Text:
    destination = pair.peer.local if inbound else pair.peer.remote
    spi = pair.inbound if inbound else pair.outbound
    conn_id = pair.conn_id if inbound else pair.conn_id + 1
    return (
        "(sa) sa_dest= ",
        destination,
        f", sa_prot= {ESP}, sa_spi= 0x{spi:X}({spi}), sa_trans= {' '.join(pair.transforms)} , sa_conn_id= {conn_id}",
    )


def created(pair: SaPair, inbound: bool) -> Text:
    """An SA is in use."""
    return ("IPSEC(create_sa): sa created, ", *_sa(pair, inbound))


def deleted(pair: SaPair, inbound: bool) -> Text:
    """An SA is gone."""
    return ("IPSEC(delete_sa): deleting SA, ", *_sa(pair, inbound))
