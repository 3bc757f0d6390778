"""What the people of the certification authority do, and what they have neglected.

    revoke soho-3          its certificates are named by the revocation list from now on: the router was stolen
    reinstate soho-3       they were on hold only, and are good again
    expire soho-3          its certificate is one that ends now: nobody has thought of renewing it
    renew soho-3           it is one that lasts as long as the authority's own

Who has been accepted stays so until keys must be agreed on, and a head-end believes the list it has until that runs out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from iossim.lab.session.action import Action
from iossim.lab.session.forms import Form


@dataclass(frozen=True, slots=True)
class Revoke(Action):
    """Put the certificates of a router on the revocation list."""

    form: ClassVar[Form] = Form("revoke <device:device>")
    device: str


@dataclass(frozen=True, slots=True)
class Reinstate(Action):
    """Take them off the list."""

    form: ClassVar[Form] = Form("reinstate <device:device>")
    device: str


@dataclass(frozen=True, slots=True)
class Expire(Action):
    """Let the certificate of a router be one that ends now."""

    form: ClassVar[Form] = Form("expire <device:device>")
    device: str


@dataclass(frozen=True, slots=True)
class Renew(Action):
    """Give it one that lasts."""

    form: ClassVar[Form] = Form("renew <device:device>")
    device: str


AUTHORITY: tuple[type[Action], ...] = (Revoke, Reinstate, Expire, Renew)
