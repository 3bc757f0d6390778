"""`show crypto ipsec ...` and `show crypto engine connections active` (12.2(11)T)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from iossim.features.crypto.ipsec.state import mask_of
from iossim.features.crypto.view import CryptoView, FlowView, PairView

Ip = Callable[[int], str]
_ALGORITHM_WIDTH = 18


def show_transform_sets(view: CryptoView) -> Iterator[str]:
    """The transform sets, in order of creation."""
    for one in view.config.transform_sets.values():
        mode = "Transport" if one.transport else "Tunnel"
        yield f"Transform set {one.name}: {{ {' '.join(one.transforms)}  }} "
        yield f"   will negotiate = {{ {mode},  }}, "
        yield "   "


def show_lifetime(view: CryptoView) -> str:
    """The global lifetimes."""
    seconds, kilobytes = view.default_lifetimes
    return f"Security association lifetime: {kilobytes} kilobytes/{seconds} seconds"


def show_sa(flows: Iterable[FlowView], ip: Ip, detail: bool = False) -> Iterator[str]:
    """The SAs by interface and identities, with their counters."""
    interface = ""
    for flow in flows:
        if flow.interface != interface:
            interface = flow.interface
            yield ""
            yield f"interface: {interface}"
            yield f"    Crypto map tag: {flow.flow.map}, local addr. {ip(flow.local or 0)}"
            yield ""
        yield from _flow(flow, ip, detail)


def _flow(flow: FlowView, ip: Ip, detail: bool) -> Iterator[str]:
    yield from traffic_lines(flow, ip, detail)
    yield ""
    yield f"     local crypto endpt.: {ip(flow.local or 0)}, remote crypto endpt.: {ip(flow.peer or 0)}"
    yield f"     path mtu {flow.path_mtu}, media mtu {flow.mtu}"
    yield f"     current outbound spi: {flow.outbound_spi:X}"
    yield ""
    yield from _sas(flow, ip, inbound=True)
    yield from _sas(flow, ip, inbound=False)


def traffic_lines(flow: FlowView, ip: Ip, detail: bool) -> Iterator[str]:
    """The identities of a flow and its counters."""
    proxy = flow.flow.proxy
    for name, spec, port in (
        ("local ", proxy.local, proxy.local_port),
        ("remote", proxy.remote, proxy.remote_port),
    ):
        identity = f"{ip(spec.address)}/{mask_of(spec)}/{proxy.proto}/{port}"
        yield f"   {name} ident (addr/mask/prot/port): ({identity})"
    yield f"   current_peer: {ip(flow.peer or 0)}"
    flags = "origin_is_acl," * flow.from_list + "ipsec_sa_request_sent" * flow.requested
    yield f"     PERMIT, flags={{{flags}}}"
    out, into = flow.encrypted, flow.decrypted
    yield f"    #pkts encaps: {out}, #pkts encrypt: {out}, #pkts digest {out}"
    yield f"    #pkts decaps: {into}, #pkts decrypt: {into}, #pkts verify {into}"
    yield "    #pkts compressed: 0, #pkts decompressed: 0"
    yield "    #pkts not compressed: 0, #pkts compr. failed: 0, #pkts decompress failed: 0"
    yield from _errors(flow, detail)


def _errors(flow: FlowView, detail: bool) -> Iterator[str]:
    if not detail:
        yield f"    #send errors {flow.send_errors}, #recv errors {flow.receive_errors + flow.replayed}"
        return
    yield f"    #pkts no sa (send) {flow.send_errors}, #pkts invalid sa (rcv) 0"
    yield "    #pkts encaps failed (send) 0, #pkts decaps failed (rcv) 0"
    yield "    #pkts invalid prot (recv) 0, #pkts verify failed: 0"
    yield f"    #pkts invalid identity (recv) {flow.receive_errors}, #pkts invalid len (rcv) 0"
    yield "    #pkts replay rollover (send): 0, #pkts replay rollover (rcv) 0"
    yield f"    ##pkts replay failed (rcv): {flow.replayed}"
    yield "    #pkts internal err (send): 0, #pkts internal err (recv) 0"


def _sas(flow: FlowView, ip: Ip, inbound: bool) -> Iterator[str]:
    side = "inbound" if inbound else "outbound"
    yield f"     {side} esp sas:"
    for one in flow.pairs:
        yield from sa_lines(one, inbound)
    for protocol in ("ah", "pcp"):
        yield ""
        yield f"     {side} {protocol} sas:"
    yield ""


def sa_lines(view: PairView, inbound: bool) -> Iterator[str]:
    """One SA of a pair."""
    pair = view.pair
    spi = pair.inbound if inbound else pair.outbound
    conn_id = pair.conn_id if inbound else pair.conn_id + 1
    yield f"      spi: 0x{spi:X}({spi})"
    yield f"        transform: {' '.join(pair.transforms)} ,"
    yield f"        in use settings ={{{'Transport' if pair.transport else 'Tunnel'}, }}"
    yield f"        slot: 0, conn id: {conn_id}, flow_id: {pair.id * 2 - inbound}, crypto map: {pair.flow.map}"
    left = f"{view.kilobytes_left}/{view.seconds_left}"
    yield f"        sa timing: remaining key lifetime (k/sec): ({left})"
    yield "        IV size: 8 bytes"
    yield f"        replay detection support: {'Y' if pair.authenticated else 'N'}"


def show_connections(view: CryptoView, ip: Ip) -> Iterator[str]:
    """A row per ISAKMP SA and per IPsec SA, by number."""
    yield ""
    yield _connection("ID", "Interface", "IP-Address", "Algorithm", "Encrypt", "Decrypt", "State")
    port = next(iter(view.config.applied), "")
    for sa in view.ike:
        if sa.up and sa.policy is not None:
            algorithm = _algorithm(f"esp-{sa.policy.encryption}", f"esp-{sa.policy.hash}-hmac")
            yield _connection(sa.id, port, ip(sa.peer.local), algorithm, 0, 0)
    pairs = [(flow.interface, one) for flow in view.flows for one in flow.pairs]
    for interface, one in sorted(pairs, key=lambda row: row[1].pair.conn_id):
        algorithm, local = _algorithm(*one.pair.transforms), ip(one.pair.peer.local)
        yield _connection(one.pair.conn_id, interface, local, algorithm, 0, one.decrypted)
        yield _connection(one.pair.conn_id + 1, interface, local, algorithm, one.encrypted, 0)
    yield ""


def show_engines(serial: int, modules: tuple[str, ...]) -> Iterator[str]:
    """`show crypto engine brief`: the software, or the module that a box has for it."""
    module = next((line for line in modules if "VPN" in line), "")
    yield f"        crypto engine name:  {module.partition(' ')[2].removesuffix('(s)') or 'unknown'}"
    yield f"        crypto engine type:  {'hardware' if module else 'software'}"
    yield f"             serial number:  {serial:08X}"
    yield "       crypto engine state:  installed"
    yield f"     crypto engine in slot:  {'0' if module else 'N/A'}"
    yield ""


def _connection(
    number: int | str, port: str, local: str, algorithm: str, out: int | str, into: int | str, state: str = "set"
) -> str:
    return f"{number:>4} {port:<15} {local:<15} {state:<6} {algorithm:<{_ALGORITHM_WIDTH}}  {out:>7}  {into:>7}"


def _algorithm(*transforms: str) -> str:
    """As IOS cuts it: `HMAC_SHA+3DES_56_C`."""
    ciphers = {"esp-3des": "3DES_56_CBC", "esp-des": "DES_56_CBC"}
    hashes = {"esp-sha-hmac": "HMAC_SHA", "esp-md5-hmac": "HMAC_MD5"}
    words = [hashes[name] for name in transforms if name in hashes] + [
        ciphers[name] for name in transforms if name in ciphers
    ]
    return "+".join(words)[:_ALGORITHM_WIDTH]
