"""Configuration as intent: lines mean statements, an access list means its decisions, and a saved one survives a reload.

Nothing is compared as text. A line is read by the grammar of the very router, so an abbreviation, another order, and a value
that is the default anyway are the same thing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from iossim.device.config import stored
from iossim.device.filters import IP, AccessList, Rule
from iossim.device.loader import on_paper
from iossim.features.acl.state import rule_of
from iossim.lab.errors import LabError, Mistake
from iossim.net.address import ALL_ONES, Address
from iossim.net.packet import Icmp, IcmpType, Message, Packet, Payload, Protocol, Tcp, Udp
from iossim.training.results import WHOLE, Finding, no, verdict_of, yes

if TYPE_CHECKING:
    from iossim.device.router import Router
    from iossim.training.definition.checks import Acl, Config, Saved, Unchanged
    from iossim.training.scene import Scene


def config(check: Config, scene: Scene) -> Finding:
    """Each line counts by itself."""
    router = scene.lab.router(check.device)
    said, errors = on_paper(router, check.lines)
    if errors:
        raise LabError((Mistake(check.device, 0, 0, "", f"cannot be read as configuration: {' '.join(errors)}"),))
    missing = [one.line for one in said if stored(router.config, one.section, one.key) != one.statement]
    lines = "; ".join(" ".join(line.split()) for line in check.lines.splitlines())
    if not missing:
        return yes(f"on {check.device}: {lines}")
    share = (len(said) - len(missing)) * WHOLE // len(said)
    return Finding(share, f"on {check.device}: {lines}", "does not hold: " + "; ".join(missing))


def saved(check: Saved, scene: Scene) -> Finding:
    """Nothing has been changed since it was last saved."""
    routers = [scene.lab.router(name) for name in check.devices]
    unsaved = [router.name for router in routers if not router.up or router.unsaved]
    shown = " and ".join(check.devices)
    return verdict_of(not unsaved, f"{shown} saved", f"not saved: {', '.join(unsaved)}" if unsaved else "saved")


def unchanged(check: Unchanged, scene: Scene) -> Finding:
    """What somebody has typed and taken back again is no change."""
    before, found = scene.baseline.configs, []
    for name in check.devices:
        now = scene.lab.router(name).config
        if scene.lab.router(name).up and now != before[name]:
            found.append(f"{name} is configured otherwise than it was")
    return verdict_of(not found, f"nothing is changed on {' and '.join(check.devices)}", "; ".join(found) or "so it is")


# -- access lists ----------------------------------------------------------------------------------------------------


def acl(check: Acl, scene: Scene) -> Finding:
    """A list decides as the lines of the check would, on a packet of every kind that either of them tells apart."""
    router = scene.lab.router(check.device)
    find = router.provider("access-list")
    found: AccessList | None = find(check.named) if find is not None else None
    expected = f"access list {check.named} on {check.device} decides as: " + "; ".join(check.same.splitlines())
    if found is None:
        return no(expected, f"there is no access list {check.named}")
    wanted = _list_of(router, check.same)
    for packet in _packets(found.rules + wanted.rules):
        if found.permits(packet) != wanted.permits(packet):
            verdict = "permits" if found.permits(packet) else "denies"
            return no(expected, f"it {verdict} {_spelled(packet)}")
    return yes(expected, "it does")


@dataclass(frozen=True, slots=True)
class _Text:
    """A list that was written down by an author."""

    rules: tuple[Rule, ...]

    def permits(self, packet: Packet) -> bool:
        """The first match decides."""
        rule = next((one for one in self.rules if one.matches(packet)), None)
        return rule is not None and rule.permit


def _list_of(router: Router, text: str) -> _Text:
    """The rules of some lines, `permit 10.81.2.0 0.0.1.255` or `permit ip any host 10.1.1.1`."""
    rules: list[Rule] = []
    for line in text.splitlines():
        for number, extended in (("1", False), ("100", True)):
            said, errors = on_paper(router, f"access-list {number} {line.strip()}")
            statement = said[0].statement if said and not errors else None
            if statement is not None:
                rules.append(rule_of(statement.args, extended))
                break
        else:
            raise LabError((Mistake("same", 0, 0, "", f"cannot be read as an entry of an access list: {line}"),))
    return _Text(tuple(rules))


def _packets(rules: tuple[Rule, ...]) -> Iterator[Packet]:
    """One packet of every kind that some rule tells apart: at, before and behind the ends of every range."""
    sources = sorted({address for rule in rules for address in _edges(rule.src.address, rule.src.wildcard)})
    targets = sorted({address for rule in rules for address in _edges(rule.dst.address, rule.dst.wildcard)})
    protocols = sorted({rule.proto for rule in rules if rule.proto != IP} | {int(Protocol.UDP)})
    ports = sorted({port for rule in rules for spec in (rule.src_ports, rule.dst_ports) if spec is not None
                    for end in (spec.low, spec.high) for port in (end - 1, end, end + 1) if 0 <= port <= 65535} | {1})  # fmt: skip
    for source, target, protocol in product(sources, targets, protocols):
        for payload in _payloads(protocol, ports):
            yield Packet(source, target, protocol, payload)


def _edges(address: Address, wildcard: Address) -> set[Address]:
    first, last = address & (ALL_ONES ^ wildcard), address | wildcard
    return {Address(edge) for edge in (first - 1, first, last, last + 1) if 0 <= edge <= ALL_ONES}


def _payloads(protocol: int, ports: list[int]) -> Iterator[Payload]:
    if protocol == Protocol.TCP:
        yield from (Tcp(a, b, flags=flags) for a in ports for b in ports for flags in ("S", "A"))
    elif protocol == Protocol.UDP:
        yield from (Udp(a, b) for a in ports for b in ports)
    elif protocol == Protocol.ICMP:
        yield from (Icmp(kind) for kind in (IcmpType.ECHO, IcmpType.ECHO_REPLY, IcmpType.UNREACHABLE))
    else:
        yield Message(None, 0)


def _spelled(packet: Packet) -> str:
    names = {int(one): one.name.lower() for one in Protocol}
    ports = f" port {packet.ports[1]}" if packet.proto in (Protocol.TCP, Protocol.UDP) else ""
    return f"{names.get(packet.proto, str(packet.proto))} from {packet.src} to {packet.dst}{ports}"
