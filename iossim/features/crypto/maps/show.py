"""`show crypto map` and `show crypto dynamic-map`, in the forms of 12.2T and of 15.x.

Releases from 12.2(13)T print a list of transform sets over three lines, earlier ones on one; later ones say what is in
them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from iossim.cli.compound import AddressSpec
from iossim.cli.release import Forms, Release
from iossim.features.crypto.maps.state import Temporary
from iossim.features.crypto.view import CryptoView, MapView
from iossim.features.crypto.wanted import MapEntry, SessionKey, TransformSet

Ip = Callable[[int], str]
Sets = Mapping[str, TransformSet]
LISTED_SINCE = "12.2(13)T"
LATER = "12.4(20)T"
TITLE = Forms(
    'Crypto Map "{name}" {sequence} ipsec-{kind}', (LATER, 'Crypto Map IPv4 "{name}" {sequence} ipsec-{kind}')
)
BEFORE_LIST = Forms[tuple[str, ...]]((), (LATER, ("\tAccess-List SS dynamic: False",)))
BEFORE_PFS = Forms[tuple[str, ...]]((), (LATER, ("\tDualstack (Y/N): N", "", "\tResponder-Only (Y/N): N")))
AFTER_PFS = Forms[tuple[str, ...]]((), (LATER, ("\tMixed-mode : Disabled",)))


def _on_one_line(names: tuple[str, ...], sets: Sets) -> Iterator[str]:
    yield f"\tTransform sets={{ {''.join(f'{name}, ' for name in names)}}}"


def _on_lines(names: tuple[str, ...], sets: Sets) -> Iterator[str]:
    yield "\tTransform sets={"
    yield from (f"\t\t{name}," for name in names)
    yield "\t}"


def _spelled_out(names: tuple[str, ...], sets: Sets) -> Iterator[str]:
    yield "\tTransform sets={ "
    for name in names:
        inside = " ".join(sets[name].transforms) if name in sets else ""
        yield f"\t\t{name}:  {{ {inside}  }} , "
    yield "\t}"


TRANSFORMS = Forms(_on_one_line, (LISTED_SINCE, _on_lines), ("12.4(11)T", _spelled_out))


def show_map(view: MapView, sets: Sets, look: Release, ip: Ip) -> Iterator[str]:
    """A crypto map: configured entries and temporary ones by number, then where it is applied."""
    if view.local_interface:
        local = ip(view.local_address or 0)
        yield f'Crypto Map: "{view.name}" idb: {view.local_interface} local address: {local}'
        yield ""
    entries: list[MapEntry | Temporary] = [*view.entries, *view.temporaries]
    for place, entry in enumerate(sorted(entries, key=_number)):
        if place:
            yield ""
        manual = isinstance(entry, MapEntry) and entry.manual
        yield TITLE.on(look).format(name=view.name, sequence=entry.sequence, kind="manual" if manual else "isakmp")
        if isinstance(entry, Temporary):
            yield from _temporary(entry, sets, look, ip)
        elif entry.template:
            yield f"\tDynamic map template tag: {entry.template}"
        else:
            yield from _static(view, entry, sets, look, ip)
    yield f"\tInterfaces using crypto map {view.name}:"
    for interface in view.interfaces:
        yield f"\t\t{interface}"


def _number(entry: MapEntry | Temporary) -> int:
    return entry.sequence


def _static(view: MapView, entry: MapEntry, sets: Sets, look: Release, ip: Ip) -> Iterator[str]:
    if not entry.complete:
        yield "\tWARNING: This crypto map is in an incomplete state!"
        yield "\t\t(missing peer or access-list definitions)"
    if entry.description:
        yield f"\tDescription: {entry.description}"
    for peer in entry.peers:
        yield f"\tPeer = {ip(peer)}"
    if entry.acl:
        yield from BEFORE_LIST.on(look)
        yield from _list(view, entry.acl)
    else:
        yield "\tNo matching address list set."
    current = view.current_peers.get(entry.sequence)
    if current is not None:
        yield f"\tCurrent peer: {ip(current)}"
    if entry.manual:
        yield from TRANSFORMS.on(look)(entry.transform_sets, sets)
        yield from _keys("Inbound", entry.inbound)
        yield from _keys("Outbound", entry.outbound)
        return
    yield from _policy(view.lifetimes[entry.sequence], entry.pfs, entry.transform_sets, sets, look)
    if entry.pre_classify:
        yield "\tQOS pre-classification"
    if entry.reverse_route:
        yield "\tReverse Route Injection Enabled"


def _keys(side: str, key: SessionKey | None) -> Iterator[str]:
    """The keys of a direction; those of AH are none."""
    found = key or SessionKey(0, "")
    yield f"\t{side} esp spi: {found.spi}, "
    yield f"\t cipher key: {found.cipher},"
    yield f"\t auth_key: {found.authenticator},"
    yield f"\t{side} ah spi: 0, "
    yield "\t    key: ,"


def _list(view: MapView, name: str) -> Iterator[str]:
    yield f"\tExtended IP access list {name}"
    found = view.lists.get(name)
    for rule in found.rules if found is not None else ():
        yield f"\t    access-list {name} {rule.text}"


def _temporary(entry: Temporary, sets: Sets, look: Release, ip: Ip) -> Iterator[str]:
    yield f"\tPeer = {ip(entry.peer.remote)}"
    yield from BEFORE_LIST.on(look)
    yield "\tExtended IP access list "
    ends = " ".join(_spec(spec, ip) for spec in (entry.proxy.local, entry.proxy.remote))
    yield f"\t    access-list  permit {_protocol(entry.proxy.proto)} {ends}"
    yield f"\t    dynamic (created from dynamic map {entry.template}/{entry.template_sequence})"
    yield f"\tCurrent peer: {ip(entry.peer.remote)}"
    yield from _policy((entry.seconds, entry.kilobytes), entry.pfs, (entry.set_name,), sets, look)
    if entry.reverse_route:
        yield "\tReverse Route Injection Enabled"


def _protocol(number: int) -> str:
    return {0: "ip", 1: "icmp", 6: "tcp", 17: "udp", 47: "gre"}.get(number, str(number))


def _spec(spec: AddressSpec, ip: Ip) -> str:
    if spec.any:
        return "any"
    return f"{ip(spec.address)} {spec.wildcard}" if spec.wildcard else f"host {ip(spec.address)}"


def _policy(lifetimes: tuple[int, int], pfs: str, names: tuple[str, ...], sets: Sets, look: Release) -> Iterator[str]:
    seconds, kilobytes = lifetimes
    yield f"\tSecurity association lifetime: {kilobytes} kilobytes/{seconds} seconds"
    yield from BEFORE_PFS.on(look)
    yield f"\tPFS (Y/N): {'Y' if pfs else 'N'}"
    if pfs:
        yield f"\tDH group:  {pfs}"
    yield from AFTER_PFS.on(look)
    yield from TRANSFORMS.on(look)(names, sets)


def show_dynamic(view: CryptoView, look: Release, ip: Ip, name: str | None = None) -> Iterator[str]:
    """The templates, or those of one name."""
    for crypto_map in view.config.dynamic_maps.values():
        for entry in crypto_map.entries if name in (None, crypto_map.name) else ():
            yield f'Crypto Map Template"{crypto_map.name}" {entry.sequence}'
            if entry.description:
                yield f"\tDescription: {entry.description}"
            for peer in entry.peers:
                yield f"\tPeer = {ip(peer)}"
            yield f"\tExtended IP access list {entry.acl}" if entry.acl else "\tNo matching address list set."
            default = view.default_lifetimes
            lifetimes = entry.seconds or default[0], entry.kilobytes or default[1]
            yield from _policy(lifetimes, entry.pfs, entry.transform_sets, view.config.transform_sets, look)
            if entry.pre_classify:
                yield "\tQOS pre-classification"
            if entry.reverse_route:
                yield "\tReverse Route Injection Enabled"
