"""What every action is, and the kinds of traffic that a firewall tells apart."""

from __future__ import annotations

from dataclasses import dataclass

from iossim.lab.session.forms import Sentence
from iossim.lab.session.slots import Slot, Words, expected, read_port


class Action(Sentence):
    """One action; `str()` is what stands between the brackets."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Service:
    """What a firewall rule speaks of: `esp`, `udp 500`, `tcp 2000`, or what comes in `fragments`."""

    protocol: str
    port: int | None = None

    def __str__(self) -> str:
        return self.protocol if self.port is None else f"{self.protocol} {self.port}"


def _read_service(words: Words, at: int) -> tuple[Service, int]:
    protocol = words.at(at)
    if protocol in ("udp", "tcp"):
        port, behind = read_port(words, at + 1)
        return Service(protocol, port), behind
    if protocol not in ("esp", "icmp", "fragments"):
        known = ("esp", "icmp", "udp", "tcp", "fragments")
        raise expected("a service (esp, icmp, udp PORT, tcp PORT, fragments)", protocol, known)
    return Service(protocol), at + 1


SERVICE = {"service": Slot(_read_service)}
