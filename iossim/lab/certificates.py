"""The certificates of a lab: its authority, and what that has issued before the lab begins.

A start-up configuration names its certificates by serial number; the octets below are what the authority issues for that number,
the router's name, its key and the lab's validity period. So every copy of a lab has the same ones, and a template serves many
homes. Keys come from the stock (`net.x509.rsa`), the authority's first, then the routers' in the order of the lab file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from iossim.endpoints.certificate_server import Charter
from iossim.features.crypto.pki.config import data_lines
from iossim.lab.definition.nodes import Host
from iossim.net.scep import PORT
from iossim.net.x509.name import Name
from iossim.net.x509.rsa import RsaKey, stock

if TYPE_CHECKING:
    from iossim.device.parameters import Parameters
    from iossim.lab.definition import LabDefinition

_CHAIN = re.compile(r"\s*crypto (?:ca|pki) certificate chain (\S+)")
_CERTIFICATE = re.compile(r"\s*certificate (ca )?([0-9A-Fa-f]+)\s*$")


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A router as it comes from its installer: the configuration with its certificates, and the key they are for."""

    startup: str
    host: str
    key: RsaKey


class Registry:
    """The books of a lab's authority."""

    def __init__(self, charter: Charter) -> None:
        self.charter = charter
        self.last_serial = 0x0FFF
        self.hosts: dict[int, str] = {}
        self._enrolled = 0

    @staticmethod
    def of(definition: LabDefinition, parameters: Parameters) -> Registry | None:
        """The authority that a lab file names, if it names one."""
        issued = definition.certificates
        if issued is None:
            return None
        node = definition.nodes[issued.authority]
        assert isinstance(node, Host)
        name = Name(issued.name or issued.authority, issued.organization)
        return Registry(
            Charter(
                name,
                stock(0),
                f"http://{node.address.address}:{PORT}/{name.common}.crl",
                timedelta(microseconds=parameters.crl_lifetime),
                issued.not_before,
                issued.not_after,
            )
        )

    def enrol(self, startup: str) -> Enrolled | None:
        """A configuration with every certificate body replaced by what the authority issues; None when it has none."""
        if not any(map(_CERTIFICATE.match, startup.splitlines())):
            return None
        self._enrolled += 1
        key = stock(self._enrolled)
        host = f"{_word(startup, 'hostname', 'Router')}.{_word(startup, 'ip domain-name', 'example.com')}"
        return Enrolled("\n".join(self._lines(startup.splitlines(), host, key)) + "\n", host, key)

    def _lines(self, lines: list[str], host: str, key: RsaKey) -> Iterator[str]:
        inside = under_chain = False
        for line in lines:
            certificate = _CERTIFICATE.match(line)
            if inside and certificate is None:
                if line.strip() == "quit":
                    inside = False
                    yield line
                continue
            yield line
            under_chain = under_chain or _CHAIN.match(line) is not None
            if certificate is not None and under_chain:
                inside = True
                body = self._own if certificate[1] else self._issued(int(certificate[2], 16), host, key)
                yield from (f"  {octets}" for octets in data_lines(body.hex().upper()))

    @property
    def _own(self) -> bytes:
        return _own(self.charter)

    def _issued(self, serial: int, host: str, key: RsaKey) -> bytes:
        self.last_serial = max(self.last_serial, serial)
        self.hosts[serial] = host
        return self.charter.certify(serial, Name(host=host), key.public)


def own_in(startup: str) -> Iterator[str]:
    """The digits of a router's own certificates in its start-up configuration."""
    for _, body in _bodies(startup):
        yield "".join(body).replace(" ", "")


def with_body(startup: str, serial: int, octets: bytes) -> str:
    """A start-up configuration with the own certificate of that serial number replaced."""
    for number, body in _bodies(startup):
        if number == serial:
            old, new = "\n".join(body), "\n".join(f"  {line}" for line in data_lines(octets.hex().upper()))
            startup = startup.replace(old, new)
    return startup


def _bodies(startup: str) -> Iterator[tuple[int, list[str]]]:
    """The own certificates of a start-up configuration: serial number, and the lines of the octets."""
    serial, body = -1, list[str]()
    for line in startup.splitlines():
        if serial >= 0 and line.strip() != "quit":
            body.append(line)
            continue
        if serial >= 0:
            yield serial, body
        found = _CERTIFICATE.match(line)
        serial, body = int(found[2], 16) if found is not None and not found[1] else -1, []


@lru_cache(maxsize=8)
def _own(charter: Charter) -> bytes:
    return charter.own


def _word(startup: str, line: str, otherwise: str) -> str:
    found = re.search(rf"^{line} (\S+)", startup, re.MULTILINE)
    return found[1] if found is not None else otherwise
