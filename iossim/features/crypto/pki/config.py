"""Trustpoints and certificate chains: the lines of the running configuration (12.2(8)T and later).

The octets of a certificate are lines of their own, in groups of eight digits, up to `quit`: the `certificate` line opens
a section (`config-pubkey`). Left out: `enrollment terminal` (12.2(13)T), `enrollment mode ra`, `root`, `usage`, `rsakeypair`,
`auto-enroll`.
"""

from __future__ import annotations

from typing import Any

from iossim.cli.entry import Args, ConfigLine
from iossim.cli.mode import GLOBAL, Mode
from iossim.device.nvgen import Place

TRUSTPOINT = Mode("ca trustpoint", "ca-trustpoint", "ca trustpoint configuration commands:", GLOBAL)
CHAIN = Mode("certificate chain", "config-cert-chain", "Certificate configuration commands:", GLOBAL)
PUBKEY = Mode("certificate", "config-pubkey", "Certificate data:", CHAIN)

DIGITS_IN_GROUP, GROUPS_IN_LINE = 8, 9

_CA = {"crypto": "Encryption module", "ca": "Certification authority", "pki": "Public Key components"}

_ENROLLMENT = {"enrollment": "Enrollment parameters", "retry": "Polling parameters"}

DESTROYS = """% Removing an enrolled trustpoint will destroy all certificates
 received from the related Certificate Authority.

Are you sure you want to do this? [yes/no]: """


def _asked(context: Any, args: Args) -> str | None:
    """Removing a trustpoint with certificates is to be meant."""
    enrolled = context.router.config.has(CHAIN_OF, name=args["name"])
    return DESTROYS if enrolled and context.router.config.has(TRUST, name=args["name"]) else None


TRUST = ConfigLine(
    "crypto ca trustpoint <name:word>",
    help={**_CA, "trustpoint": "Define a CA trustpoint", "name": "CA Server Name"},
    key=("name",),
    enters=TRUSTPOINT,
    rank=Place.PKI,
    asks_no=_asked,
)
ENROLLMENT_URL = ConfigLine(
    "enrollment url <location:word>",
    mode=TRUSTPOINT,
    help={**_ENROLLMENT, "url": "CA server enrollment URL", "location": "CA server URL"},
    no_pattern="enrollment url [<location:word>]",
    rank=10,
)
RETRY_COUNT = ConfigLine(
    "enrollment retry count <number:1-100>",
    mode=TRUSTPOINT,
    help={**_ENROLLMENT, "count": "Specify number of times to retry", "number": "Number of retries"},
    default={"number": 10},
    rank=5,
)
RETRY_PERIOD = ConfigLine(
    "enrollment retry period <minutes:1-60>",
    mode=TRUSTPOINT,
    help={**_ENROLLMENT, "period": "Specify time between retries", "minutes": "Minutes between retries"},
    default={"minutes": 1},
    rank=6,
)
PASSWORD = ConfigLine(
    "password <text:word>",
    mode=TRUSTPOINT,
    help={"password": "revocation password", "text": "The revocation password"},
    no_pattern="password [<text:word>]",
    rank=13,
    secret=True,
)
SUBJECT = ConfigLine(
    "subject-name <text:line>",
    mode=TRUSTPOINT,
    help={"subject-name": "Subject Name", "text": "Subject name in X.500 format"},
    no_pattern="subject-name [<text:line>]",
    rank=14,
)
SERIAL_NUMBER = ConfigLine(
    "serial-number [none]",
    mode=TRUSTPOINT,
    help={"serial-number": "include router serial number", "none": "Do not include the router's serial number"},
    no_pattern="serial-number [none]",
    rank=11,
)
IP_ADDRESS = ConfigLine(
    "ip-address { none | <address:ip> | <interface:interface> }",
    mode=TRUSTPOINT,
    help={
        "ip-address": "include ip address",
        "none": "do not include an IP address",
        "address": "IP address to include",
    },
    no_pattern="ip-address [{ none | <address:ip> | <interface:interface> }]",
    rank=12,
)
CRL_QUERY = ConfigLine(
    "crl query <location:word>",
    mode=TRUSTPOINT,
    help={"crl": "CRL options", "query": "URL to query for the CRL", "location": "LDAP or HTTP server URL"},
    no_pattern="crl query [<location:word>]",
    rank=15,
)
CRL_OPTIONAL = ConfigLine(
    "crl optional",
    mode=TRUSTPOINT,
    help={"crl": "CRL options", "optional": "CRL verification is optional"},
    toggle=False,
    rank=20,
)
CHAIN_OF = ConfigLine(
    "crypto ca certificate chain <name:word>",
    help={
        **_CA,
        "certificate": "Certificate data",
        "chain": "Identify certificates",
        "name": "CA identity name",
    },
    key=("name",),
    enters=CHAIN,
    rank=Place.PKI + 50,
)
CERTIFICATE = ConfigLine(
    "certificate [ca] <serial:hex>",
    mode=CHAIN,
    help={
        "certificate": "Certificate data",
        "ca": "CA certificate",
        "serial": "Certificate serial number",
    },
    key=("ca", "serial"),
    enters=PUBKEY,
    closing="quit",
    rank=10,
)
OCTETS = ConfigLine(
    "<octets:hex+>",
    mode=PUBKEY,
    help={"octets": "Hexadecimal certificate data"},
    key=("octets",),
    rank=10,
)

LINES = (
    TRUST, ENROLLMENT_URL, RETRY_COUNT, RETRY_PERIOD, PASSWORD, SUBJECT, SERIAL_NUMBER, IP_ADDRESS, CRL_QUERY, CRL_OPTIONAL,
    CHAIN_OF, CERTIFICATE, OCTETS,
)  # fmt: skip


def data_lines(octets: str) -> list[str]:
    """The lines of a start-up configuration that hold a certificate, without indentation."""
    groups = [octets[at : at + DIGITS_IN_GROUP] for at in range(0, len(octets), DIGITS_IN_GROUP)]
    return [" ".join(groups[at : at + GROUPS_IN_LINE]) for at in range(0, len(groups), GROUPS_IN_LINE)]
