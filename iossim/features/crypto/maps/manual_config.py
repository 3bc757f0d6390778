"""Entries of crypto maps whose keys are typed at both ends: `crypto map NAME NUMBER ipsec-manual` (12.2T)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.cli.entry import Args, ConfigLine
from iossim.device.nvgen import Place
from iossim.features.crypto.maps.config import (
    MANUAL_MAP,
    MAP,
    by_name,
    check_map_in_use,
    check_sets_exist,
    entry_lines,
)

if TYPE_CHECKING:
    from iossim.device.context import Context


def _same_kind(context: Context, args: Args) -> str | None:
    """An entry stays what it was made."""
    other = context.router.config.has(MAP, name=args["name"], sequence=args["sequence"])
    return "% Can't change type of crypto map" if other else None


def _one_set(context: Context, args: Args) -> str | None:
    """Nothing is negotiated, so there is one set."""
    refused = check_sets_exist(context, args)
    if refused is None and len(args["names"]) > 1:
        return "% Only one transform set is allowed for manual keying"
    return refused


def _one_peer(context: Context, args: Args) -> str | None:
    """There is one peer, too."""
    others = context.router.config.all(MANUAL_LINES["peer"], context.section)
    if any(one.args["address"] != args["address"] for one in others):
        return "% Only one peer is allowed for manual keying"
    return None


MANUAL = ConfigLine(
    "crypto map <name:word> <sequence:1-65535> ipsec-manual",
    help={**MAP.help, "ipsec-manual": "IPSEC w/manual keying"},
    key=("name", "sequence"),
    enters=MANUAL_MAP,
    check=_same_kind,
    check_no=check_map_in_use,
    no_pattern="crypto map <name:word> [<sequence:1-65535> [ipsec-manual]]",
    rank=Place.CRYPTO_MAP + 5,
    sort=by_name,
    trailing=" ",
)
SESSION_KEY = ConfigLine(
    "set session-key <direction:inbound|outbound> esp <spi:256-4294967295> cipher <cipher:hex> [authenticator <authenticator:hex>]",
    MANUAL_MAP,
    {
        "set": "Set values for encryption/decryption",
        "session-key": "Specify the IPSEC session keys",
        "inbound": "Inbound IPSEC session keys",
        "outbound": "Outbound IPSEC session keys",
        "esp": "ESP header",
        "spi": "SPI",
        "cipher": "ESP cipher key",
        "cipher cipher": "cipher key",
        "authenticator": "ESP authenticator key",
        "authenticator authenticator": "authenticator key",
    },
    key=("direction",),
    no_pattern="set session-key <direction:inbound|outbound> esp [<rest:line>]",
    rank=30,
)
_KEPT = ("description", "peer", "peer-name", "sets", "acl")
MANUAL_LINES = {
    name: line
    for name, line in entry_lines(MANUAL_MAP, check_peer=_one_peer, check_sets=_one_set).items()
    if name in _KEPT
} | {"session-key": SESSION_KEY}

LINES = (MANUAL, *MANUAL_LINES.values())
