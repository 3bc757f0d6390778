"""Crypto maps and dynamic maps: the lines of the running configuration (12.2T), and what IOS says against them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from iossim.cli.entry import Args, ConfigLine
from iossim.cli.mode import GLOBAL, INTERFACE, Mode
from iossim.cli.types import Single, register
from iossim.cli.vocabulary import Vocabulary
from iossim.device.nvgen import Place
from iossim.features.crypto.ipsec.config import TRANSFORM_SET

_HEADING = "Crypto Map configuration commands:"
CRYPTO_MAP = Mode("crypto map", "config-crypto-map", _HEADING, GLOBAL, "crypto-map")
MANUAL_MAP = Mode("manual crypto map", "config-crypto-map", _HEADING, GLOBAL, "crypto-map")
DYNAMIC_MAP = Mode("crypto dynamic-map", "config-crypto-map", _HEADING, GLOBAL, "crypto-map")

LARGEST_LIST = 6
"""Transform sets that one entry can name."""

Check = Callable[[Any, Args], str | None]
_CRYPTO = {"crypto": "Encryption module"}
_SET = {"set": "Set values for encryption/decryption"}


def _list_name(text: str, vocabulary: Vocabulary) -> str:
    if not text or text[0].isdigit() or text == "|":
        raise ValueError("a name begins with a letter")
    return text


register("list-name", Single("WORD", _list_name, breadth=8))


def by_name(args: Args) -> tuple[str, int]:
    """Entries are written by map and number."""
    return str(args["name"]), int(args["sequence"])


def _sequences(context: Any, name: str) -> list[int]:
    """The numbers of a map's entries."""
    config = context.router.config
    found = [one.args["sequence"] for one in config.all(MAP) if one.args["name"] == name]
    return found + [section[-1][2] for section in config.sections(MANUAL_MAP) if section[-1][1] == name]


def _no_template(args: Args) -> bool:
    return "template" not in args


def _map_exists(context: Any, args: Args) -> str | None:
    """An interface takes only a crypto map that has an entry."""
    name = args["name"]
    if _sequences(context, name):
        return None
    return f'ERROR: Crypto Map with tag "{name}" does not exist.'


def check_sets_exist(context: Any, args: Args) -> str | None:
    """An entry takes only transform sets that exist, and six of them."""
    names = args["names"]
    for name in names:
        if not context.router.config.has(TRANSFORM_SET, name=name):
            return f'ERROR: transform set with tag "{name}" does not exist.'
    return None if len(names) <= LARGEST_LIST else "% Maximum number of transform sets in a crypto map is 6"


def _known_host(context: Any, args: Args) -> str | None:
    """A peer's name must be one that the table of hosts has: the line keeps the address."""
    lookup = context.router.provider("host-address")
    known = lookup(args["host"]) if lookup is not None else None
    return None if known is not None else "% Unrecognized host or address."


def _kept_otherwise(_: Any, args: Args) -> str | None:
    return f"% Peer {args['host']} is kept by its address"


def _same_kind(context: Any, args: Args) -> str | None:
    """An entry stays what it was made."""
    config, key = context.router.config, {"name": args["name"], "sequence": args["sequence"]}
    if any(tuple(section[-1][1:]) == tuple(key.values()) for section in config.sections(MANUAL_MAP)):
        return "% Can't change type of crypto map"
    stored = config.args(MAP, **key)
    if stored is None or stored.get("template") == args.get("template"):
        return None
    if "template" in stored and "template" in args:
        return "Attempt to change dynamic map tag for existing crypto map is not permitted."
    return "% Can't change type of crypto map"


def check_map_in_use(context: Any, args: Args) -> str | None:
    """A map that an interface has cannot lose its last entry."""
    name, sequence = args["name"], args.get("sequence")
    rest = [one for one in _sequences(context, name) if sequence is not None and one != sequence]
    used = [
        str(section[-1][1])
        for section in context.router.config.sections(INTERFACE)
        if (context.router.config.args(APPLIED, section) or {}).get("name") == name
    ]
    if rest or not used:
        return None
    ports = ", ".join(_short(port) for port in used)
    return (
        f"% Crypto-map {name} is in use by interface(s): {ports}. "
        "Please remove the map from the above interface(s) first"
    )


def _short(port: str) -> str:
    number = port.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    return port[:2] + number


DYNAMIC = ConfigLine(
    "crypto dynamic-map <name:word> <sequence:1-65535>",
    help={
        **_CRYPTO,
        "dynamic-map": "Specify a dynamic crypto map template",
        "name": "Dynamic crypto map template tag",
        "sequence": "Sequence to insert into dynamic map entry",
    },
    key=("name", "sequence"),
    no_pattern="crypto dynamic-map <name:word> [<sequence:1-65535>]",
    enters=DYNAMIC_MAP,
    rank=Place.DYNAMIC_MAP,
    sort=by_name,
)
LOCAL_ADDRESS = ConfigLine(
    "crypto map <name:word> local-address <interface:interface>",
    help={
        **_CRYPTO,
        "map": "Enter a crypto map",
        "name": "Crypto map tag",
        "local-address": "Interface to use for local address for this crypto map",
    },
    key=("name",),
    no_pattern="crypto map <name:word> local-address [<interface:interface>]",
    rank=Place.CRYPTO_MAP,
)
MAP = ConfigLine(
    "crypto map <name:word> <sequence:1-65535> ipsec-isakmp [dynamic <template:word>]",
    help={
        **_CRYPTO,
        "map": "Enter a crypto map",
        "name": "Crypto map tag",
        "sequence": "Sequence to insert into crypto map entry",
        "ipsec-isakmp": "IPSEC w/ISAKMP",
        "dynamic": "Enable dynamic crypto map support",
        "template": "Name of dynamic-map template",
    },
    key=("name", "sequence"),
    enters=CRYPTO_MAP,
    leads=_no_template,
    check=_same_kind,
    check_no=check_map_in_use,
    no_pattern="crypto map <name:word> [<sequence:1-65535> [ipsec-isakmp [dynamic <template:word>]]]",
    rank=Place.CRYPTO_MAP + 5,
    sort=by_name,
    trailing=" ",
)
APPLIED = ConfigLine(
    "crypto map <name:word>",
    mode=INTERFACE,
    help={"crypto": "Encryption/Decryption commands", "map": "Assign a Crypto Map", "name": "Crypto Map tag"},
    check=_map_exists,
    rank=99,
)


def entry_lines(
    mode: Mode, check_peer: Check | None = None, check_sets: Check = check_sets_exist
) -> dict[str, ConfigLine]:
    """The lines of an entry, the same in a crypto map and in a dynamic map."""
    lifetime = {
        **_SET,
        "security-association": "Security association parameters",
        "lifetime": "security association lifetime",
    }
    return {
        "description": ConfigLine(
            "description <text:line>",
            mode=mode,
            help={
                "description": "Description of the crypto map statement policy",
                "text": "Up to 80 characters describing the crypto map",
            },
            rank=10,
        ),
        "peer": ConfigLine(
            "set peer <address:ip>",
            mode=mode,
            help={**_SET, "peer": "Allowed Encryption/Decryption peer.", "address": "IP address of peer"},
            key=("address",),
            check=check_peer,
            rank=20,
        ),
        "peer-name": ConfigLine(
            "set peer <host:list-name>",
            mode=mode,
            help={**_SET, "peer": "Allowed Encryption/Decryption peer.", "host": "Host name of the peer"},
            key=("host",),
            check=_known_host,
            check_no=_kept_otherwise,
            rank=20,
        ),
        "kilobytes": ConfigLine(
            "set security-association lifetime kilobytes <value:2560-536870912>",
            mode=mode,
            help={
                **lifetime,
                "kilobytes": "Volume-based key duration",
                "value": "Security association duration in kilobytes encrypted",
            },
            rank=30,
        ),
        "seconds": ConfigLine(
            "set security-association lifetime seconds <value:120-86400>",
            mode=mode,
            help={
                **lifetime,
                "seconds": "Time-based key duration",
                "value": "Security association duration in seconds",
            },
            rank=31,
        ),
        "per-host": ConfigLine(
            "set security-association level per-host",
            mode=mode,
            help={
                **lifetime,
                "level": "specify a security association granularity level for identities",
                "per-host": "individual security association for each host",
            },
            toggle=False,
            rank=32,
        ),
        "sets": ConfigLine(
            "set transform-set <names:word+>",
            mode=mode,
            help={
                **_SET,
                "transform-set": "Specify list of transform sets in priority order",
                "names": "Proposal tag",
            },
            check=check_sets,
            rank=40,
            trailing=" ",
        ),
        "pfs": ConfigLine(
            "set pfs [<group:group1|group2|group5>]",
            mode=mode,
            help={
                **_SET,
                "pfs": "Specify pfs settings",
                "group1": "D-H Group1 (768-bit modp)",
                "group2": "D-H Group2 (1024-bit modp)",
                "group5": "D-H Group5 (1536-bit modp)",
            },
            fill={"group": "group1"},
            rank=50,
        ),
        "acl": ConfigLine(
            "match address { <number:100-199> | <expanded:2000-2699> | <name:list-name> }",
            mode=mode,
            help={
                "match": "Match values.",
                "address": "Match address of packets to encrypt.",
                "number": "IP access-list number",
                "expanded": "IP access-list number (expanded range)",
                "name": "Access-list name",
            },
            rank=60,
        ),
        "reverse-route": ConfigLine(
            "reverse-route",
            mode=mode,
            help={"reverse-route": "Reverse Route Injection."},
            toggle=False,
            rank=70,
        ),
        "pre-classify": ConfigLine(
            "qos pre-classify",
            mode=mode,
            help={
                "qos": "Quality of Service related commands",
                "pre-classify": "Enable QoS classification before packets are encrypted",
            },
            toggle=False,
            rank=80,
        ),
    }


STATIC_LINES = entry_lines(CRYPTO_MAP)
DYNAMIC_LINES = entry_lines(DYNAMIC_MAP)

LINES = (DYNAMIC, LOCAL_ADDRESS, MAP, APPLIED, *STATIC_LINES.values(), *DYNAMIC_LINES.values())
