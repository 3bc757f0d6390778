"""Enrolment at building time: the certificates of a start-up configuration, issued by the lab's authority.

A configuration names its certificates by serial number; the octets below are what the authority issues for that number, the
router's name and the lab's validity period. So every copy of a lab has the same ones, and a template serves many homes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from iossim.features.crypto.pki.certificate import Name, issue
from iossim.features.crypto.pki.config import data_lines

_CHAIN = re.compile(r"\s*crypto ca certificate chain (\S+)")
_CERTIFICATE = re.compile(r"\s*certificate (ca )?([0-9A-Fa-f]+)\s*$")
_URL = re.compile(r"\s*enrollment url (\S+)")


def enrolled(startup: str, organization: str, not_before: datetime, not_after: datetime) -> str:
    """The configuration with every certificate body replaced by what the authority has issued."""
    host = f"{_word(startup, 'hostname', 'Router')}.{_word(startup, 'ip domain-name', 'example.com')}"
    url = _URL.search(startup)
    point = f"{url[1]}/{organization}.crl" if url is not None else ""
    return "\n".join(_lines(startup.splitlines(), host, point, organization, not_before, not_after)) + "\n"


def _lines(
    lines: list[str], host: str, point: str, organization: str, not_before: datetime, not_after: datetime
) -> Iterator[str]:
    trustpoint, inside = "", False
    for line in lines:
        chain, certificate = _CHAIN.match(line), _CERTIFICATE.match(line)
        if inside and certificate is None:
            if line.strip() == "quit":
                inside = False
                yield line
            continue
        yield line
        if chain is not None:
            trustpoint = chain[1]
        elif certificate is not None and trustpoint:
            inside = True
            authority = Name(trustpoint, organization)
            subject = authority if certificate[1] else Name(host=host)
            body = issue(int(certificate[2], 16), subject, authority, not_before, not_after, point)
            yield from (f"  {octets}" for octets in data_lines(body))


def _word(startup: str, line: str, otherwise: str) -> str:
    found = re.search(rf"^{line} (\S+)", startup, re.MULTILINE)
    return found[1] if found is not None else otherwise
