"""What can be typed about certificates: enrollment, revocation lists, displays, debugs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from iossim.cli.entry import Args, Command
from iossim.cli.mode import GLOBAL
from iossim.device.actions import Action
from iossim.device.debug_switch import switch
from iossim.features.crypto.pki import show
from iossim.features.crypto.pki.authentication import authenticate, known_trustpoint
from iossim.features.crypto.pki.debugs import FLAGS
from iossim.features.crypto.pki.enroll import enroll, forget
from iossim.features.crypto.pki.keys import engine_of
from iossim.features.crypto.pki.peers import show_pubkey_chain
from iossim.features.crypto.view import view

if TYPE_CHECKING:
    from iossim.device.context import Context

_SHOW = {
    "show": "Show running system information",
    "crypto": "Encryption module",
    "ca": "Show certification authority policy",
    "pki": "Show PKI",
    "certificates": "Show certificates",
    "trustpoints": "Show trustpoints",
    "crls": "Show Certificate Revocation Lists",
    "key": "Show long term public keys",
    "pubkey-chain": "Show peer public keys",
    "rsa": "Show peer RSA public keys",
}
_CA = {
    "crypto": "Encryption module",
    "ca": "Certification authority",
    "pki": "Public Key components",
    "authenticate": "Get the CA certificate",
    "enroll": "Request a certificate from a CA",
    "crl": "Actions on certificate revocation lists",
    "request": "Request CRL",
    "name": "CA Server Name",
    "no": "Negate a command or set its defaults",
}
_DEBUG = {
    "crypto": "Cryptographic subsystem",
    "pki": "PKI Client",
    "messages": "PKI Input/Output Messages",
    "transactions": "PKI Transactions",
}


def request_list(context: Context, args: Args) -> None:
    """`crypto ca crl request NAME`: get the list anew; what comes of it is told by the log, if nothing does."""
    trustpoint = known_trustpoint(context, args["name"])
    context.router.perform("crypto", _request(context, trustpoint.name))


def _request(context: Context, name: str) -> Iterator[Action]:
    yield from engine_of(context).lists.fetch(name)


def _shown(what: str, lines: Any) -> Command:
    return Command(
        f"show crypto ca {what}",
        lambda context, args: lines(view(engine_of(context)), context.look),
        _SHOW,
        level=1,
        filterable=True,
    )


def pubkey_chain(context: Context, args: Args) -> Iterator[str]:
    """`show crypto key pubkey-chain rsa`."""
    return show_pubkey_chain(view(engine_of(context)), context.ip)


def _debugged(args: Args) -> tuple[str, str]:
    flag = f"crypto pki {args['kind']}"
    return flag, FLAGS[flag]


COMMANDS = (
    Command("crypto ca authenticate <name:word>", authenticate, _CA, GLOBAL),
    Command("crypto ca enroll <name:word>", enroll, _CA, GLOBAL),
    Command("no crypto ca enroll <name:word>", forget, _CA, GLOBAL),
    Command("crypto ca crl request <name:word>", request_list, _CA, GLOBAL),
    _shown("certificates", show.show_certificates),
    _shown("trustpoints", show.show_trustpoints),
    _shown("crls", show.show_crls),
    Command("show crypto key pubkey-chain rsa", pubkey_chain, _SHOW, filterable=True),
    *switch("crypto pki <kind:messages|transactions>", _debugged, _DEBUG),
)
