"""`show crypto ipsec ...` and `show crypto engine connections active`, in the forms of 12.2T and of 15.x."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from iossim.cli.release import Forms, Release
from iossim.features.crypto.ipsec.esp import REPLAY_WINDOW, largest_inner
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


Lines = tuple[str, ...]

HEAD = Forms(
    "    Crypto map tag: {map}, local addr. {local}", ("12.4", "    Crypto map tag: {map}, local addr {local}")
)
VRF = Forms[Lines]((), ("12.4", ("   protected vrf: (none)",)))
PEER = Forms("   current_peer: {peer}", ("12.4", "   current_peer {peer} port {port}"))
COUNTS = Forms[Lines](
    (
        "    #pkts encaps: {out}, #pkts encrypt: {out}, #pkts digest {out}",
        "    #pkts decaps: {into}, #pkts decrypt: {into}, #pkts verify {into}",
        "    #pkts compressed: 0, #pkts decompressed: 0",
        "    #pkts not compressed: 0, #pkts compr. failed: 0, #pkts decompress failed: 0",
    ),
    (
        "12.4",
        (
            "    #pkts encaps: {out}, #pkts encrypt: {out}, #pkts digest: {out}",
            "    #pkts decaps: {into}, #pkts decrypt: {into}, #pkts verify: {into}",
            "    #pkts compressed: 0, #pkts decompressed: 0",
            "    #pkts not compressed: 0, #pkts compr. failed: 0",
            "    #pkts not decompressed: 0, #pkts decompress failed: 0",
        ),
    ),
)
ENDS = Forms[Lines](
    (
        "     path mtu {path}, media mtu {media}",
        "     current outbound spi: {spi:X}",
    ),
    (
        "12.4(20)T",
        (
            "     plaintext mtu {plain}, path mtu {path}, ip mtu {media}, ip mtu idb {port}",
            "     current outbound spi: 0x{spi:X}({spi})",
            "     PFS (Y/N): {pfs}, DH group: {group}",
        ),
    ),
)
SA = Forms[Lines](
    (
        "      spi: 0x{spi:X}({spi})",
        "        transform: {transforms} ,",
        "        in use settings ={{{mode}, }}",
        "        slot: 0, conn id: {id}, flow_id: {flow}, crypto map: {map}",
        "        sa timing: remaining key lifetime (k/sec): ({left})",
        "        IV size: 8 bytes",
        "        replay detection support: {replay}",
    ),
    (
        "12.4(20)T",
        (
            "      spi: 0x{spi:X}({spi})",
            "        transform: {transforms} ,",
            "        in use settings ={{{mode}, }}",
            "        conn id: {id}, flow_id: {unit}:{flow}, sibling_flags 80000046, crypto map: {map}",
            "        sa timing: remaining key lifetime (k/sec): ({left})",
            "        IV size: 8 bytes",
            "        replay detection support: {replay}{window}",
            "        Status: ACTIVE(ACTIVE)",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """How SAs are shown: the form, how addresses are spelled, whether in detail, and what encrypts (`SW`)."""

    look: Release
    ip: Ip
    detail: bool = False
    unit: str = "SW"


def show_sa(flows: Iterable[FlowView], frame: Frame) -> Iterator[str]:
    """The SAs by interface and identities, with their counters."""
    interface = ""
    for flow in flows:
        if flow.interface != interface:
            interface = flow.interface
            yield ""
            yield f"interface: {interface}"
            yield HEAD.on(frame.look).format(map=flow.flow.map, local=frame.ip(flow.local or 0))
            yield ""
        yield from _flow(flow, frame)


def _flow(flow: FlowView, frame: Frame) -> Iterator[str]:
    ip = frame.ip
    yield from traffic_lines(flow, frame)
    yield ""
    yield f"     local crypto endpt.: {ip(flow.local or 0)}, remote crypto endpt.: {ip(flow.peer or 0)}"
    plain = largest_inner(flow.path_mtu, flow.pairs[-1].pair.transforms) if flow.pairs else flow.path_mtu
    for line in ENDS.on(frame.look):
        yield line.format(
            plain=plain, path=flow.path_mtu, media=flow.mtu, port=flow.interface, spi=flow.outbound_spi,
            pfs="Y" if flow.pfs else "N", group=flow.pfs or "none",
        )  # fmt: skip
    yield ""
    yield from _sas(flow, frame, inbound=True)
    yield from _sas(flow, frame, inbound=False)


def traffic_lines(flow: FlowView, frame: Frame) -> Iterator[str]:
    """The identities of a flow and its counters."""
    proxy, ip = flow.flow.proxy, frame.ip
    yield from VRF.on(frame.look)
    for name, spec, port in (
        ("local ", proxy.local, proxy.local_port),
        ("remote", proxy.remote, proxy.remote_port),
    ):
        identity = f"{ip(spec.address)}/{mask_of(spec)}/{proxy.proto}/{port}"
        yield f"   {name} ident (addr/mask/prot/port): ({identity})"
    yield PEER.on(frame.look).format(peer=ip(flow.peer or 0), port=flow.port)
    flags = "origin_is_acl," * flow.from_list + "ipsec_sa_request_sent" * flow.requested
    yield f"     PERMIT, flags={{{flags}}}"
    yield from (line.format(out=flow.encrypted, into=flow.decrypted) for line in COUNTS.on(frame.look))
    yield from _errors(flow, frame.detail)


def _errors(flow: FlowView, detail: bool) -> Iterator[str]:
    if not detail:
        yield f"    #send errors {flow.send_errors}, #recv errors {flow.receive_errors + flow.replayed + flow.unverified}"
        return
    yield f"    #pkts no sa (send) {flow.send_errors}, #pkts invalid sa (rcv) 0"
    yield "    #pkts encaps failed (send) 0, #pkts decaps failed (rcv) 0"
    yield f"    #pkts invalid prot (recv) 0, #pkts verify failed: {flow.unverified}"
    yield f"    #pkts invalid identity (recv) {flow.receive_errors}, #pkts invalid len (rcv) 0"
    yield "    #pkts replay rollover (send): 0, #pkts replay rollover (rcv) 0"
    yield f"    ##pkts replay failed (rcv): {flow.replayed}"
    yield "    #pkts internal err (send): 0, #pkts internal err (recv) 0"


def _sas(flow: FlowView, frame: Frame, inbound: bool) -> Iterator[str]:
    side = "inbound" if inbound else "outbound"
    yield f"     {side} esp sas:"
    for one in flow.pairs:
        yield from sa_lines(one, frame, inbound)
    for protocol in ("ah", "pcp"):
        yield ""
        yield f"     {side} {protocol} sas:"
    yield ""


def sa_lines(view: PairView, frame: Frame, inbound: bool) -> Iterator[str]:
    """One SA of a pair."""
    pair = view.pair
    for line in SA.on(frame.look):
        if pair.manual and "sa timing" in line:
            yield "        no sa timing"
            continue
        yield line.format(
            spi=pair.inbound if inbound else pair.outbound, transforms=" ".join(pair.transforms),
            mode="Transport" if pair.transport else "Tunnel", id=pair.conn_id if inbound else pair.conn_id + 1,
            flow=pair.id * 2 - inbound, unit=frame.unit, map=pair.flow.map,
            left=f"{view.kilobytes_left}/{view.seconds_left}", replay="Y" if pair.ordered else "N",
            window=f"  replay window size: {REPLAY_WINDOW}" if frame.detail and pair.ordered else "",
        )  # fmt: skip


def show_connections(view: CryptoView, look: Release, ip: Ip) -> Iterator[str]:
    """A row per ISAKMP SA and per IPsec SA, in the form of the release."""
    return CONNECTIONS.on(look)(view, ip)


def _by_kind(view: CryptoView, ip: Ip) -> Iterator[str]:
    """15.x: IPsec SAs first, with the last sequence number that came."""
    row = "{:>5}  {:<7} {:<19}{:>8}{:>9}{:>9} {}"
    yield "Crypto Engine Connections"
    yield ""
    yield row.format("ID", "Type", "Algorithm", "Encrypt", "Decrypt", "LastSeqN", "IP-Address")
    for one in sorted((one for flow in view.flows for one in flow.pairs), key=lambda one: one.pair.conn_id):
        local = ip(one.pair.peer.local)
        name = "+".join(SHORT[transform] for transform in one.pair.transforms if transform in SHORT)
        yield row.format(one.pair.conn_id, "IPsec", name, 0, one.decrypted, one.decrypted, local)
        yield row.format(one.pair.conn_id + 1, "IPsec", name, one.encrypted, 0, 0, local)
    for sa in view.ike:
        if sa.up and sa.policy is not None:
            name = f"{sa.policy.hash.upper()}+{sa.policy.encryption.upper()}"
            yield row.format(sa.id, "IKE", name, 0, 0, 0, ip(sa.peer.local))
    yield ""


def _by_number(view: CryptoView, ip: Ip) -> Iterator[str]:
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


CONNECTIONS = Forms(_by_number, ("12.4(20)T", _by_kind))
SHORT = {"esp-3des": "3DES", "esp-des": "DES", "esp-sha-hmac": "SHA", "esp-md5-hmac": "MD5"}


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
