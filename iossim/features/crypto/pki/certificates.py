"""Certificates in the configuration: read from the digits of NVRAM, and put there.

A certificate is a section of its own under its trustpoint's chain. One that has just been received is in the running
configuration only, like anything that was typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from iossim.device.actions import Action, Amend
from iossim.device.config import Statement
from iossim.features.crypto import changes
from iossim.features.crypto.pki.config import CERTIFICATE, CHAIN_OF, OCTETS, data_lines
from iossim.net.x509.certificate import Certificate, Malformed, read

if TYPE_CHECKING:
    from iossim.features.crypto.engine import CryptoEngine


@lru_cache(maxsize=4096)
def understood(digits: str) -> Certificate | None:
    """A certificate from NVRAM or from the wire, None when it is none."""
    try:
        return read(bytes.fromhex(digits))
    except (Malformed, ValueError):
        return None


def serial_digits(serial: int) -> str:
    """A serial number as lines and displays have it: whole octets."""
    digits = f"{serial:X}"
    return digits.zfill(len(digits) + len(digits) % 2)


def keep(engine: CryptoEngine, trustpoint: str, octets: bytes, *, ca: bool) -> Iterator[Action]:
    """Put a certificate into the chain of a trustpoint."""
    chain = Statement(CHAIN_OF, {"name": trustpoint})
    args = {"ca": True} if ca else {}
    certificate = Statement(CERTIFICATE, {**args, "serial": serial_digits(read(octets).serial)})
    if not engine.router.config.has(CHAIN_OF, name=trustpoint):
        yield Amend((), chain, counts=True)
    within = chain.under(())
    yield Amend(within, certificate, counts=True)
    for line in data_lines(octets.hex().upper()):
        yield Amend(certificate.under(within), Statement(OCTETS, {"octets": tuple(line.split())}))
    changes.reread(engine)


def exchange(engine: CryptoEngine, serial: int, octets: bytes) -> Iterator[Action]:
    """Put other octets in the place of the router's own certificate of that number; what is saved is somebody else's business."""
    for chain in engine.router.config.all(CHAIN_OF):
        within = chain.under(())
        for stored in engine.router.config.all(CERTIFICATE, within):
            if stored.args.get("ca") or int(stored.args["serial"], 16) != serial:
                continue
            section = stored.under(within)
            for line in engine.router.config.all(OCTETS, section):
                yield Amend(section, line, remove=True)
            for text in data_lines(octets.hex().upper()):
                yield Amend(section, Statement(OCTETS, {"octets": tuple(text.split())}))
    engine.authority.exchanged = engine.router.kernel.cause
    changes.reread(engine)


def drop(engine: CryptoEngine, trustpoint: str, *, ca: bool) -> Iterator[Action]:
    """Take the router's own certificates, or the authority's, out of a chain."""
    within = Statement(CHAIN_OF, {"name": trustpoint}).under(())
    for stored in engine.router.config.all(CERTIFICATE, within):
        if bool(stored.args.get("ca")) is ca:
            yield Amend(within, stored, remove=True, counts=True)
    changes.reread(engine)
