"""Authentication of EIGRP packets: key chains, and interfaces that want MD5 (12.2T).

Who wants it signs with the lowest key of the chain that its interface names, and takes packets that any key of the chain has
signed, by number and text; who does not want it takes only packets without a signature. So a mismatch is deafness on both
sides: the neighbor that signs otherwise is lost at its next packet ("Auth failure"), a change of mode or keys of one's own
ends the adjacencies of the interface. A chain that is missing, or has no key with a text, signs nothing and takes nothing.

A signature is the key's number and text; the digest over the packet is not computed. Left out: lifetimes of keys, hidden key
strings, `key-string 7`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from iossim.cli.entry import ConfigLine
from iossim.cli.mode import GLOBAL, INTERFACE, Mode
from iossim.device.config import RunningConfig, SectionKey, Statement
from iossim.device.nvgen import Place

Key = tuple[int, str]
"""Number and text."""

CHAIN_MODE = Mode("keychain", "config-keychain", "Key-chain configuration commands:", GLOBAL, "keychain")
KEY_MODE = Mode(
    "keychain-key", "config-keychain-key", "Key-chain key configuration commands:", CHAIN_MODE, "keychain-key"
)

CHAIN = ConfigLine(
    "key chain <name:word>",
    help={"key": "Key management", "chain": "Key-chain management", "name": "Key-chain name"},
    key=("name",),
    enters=CHAIN_MODE,
    rank=Place.KEY_CHAIN,
    bang=True,
)
KEY = ConfigLine(
    "key <number:0-2147483647>",
    CHAIN_MODE,
    {"key": "Configure a key", "number": "Key identifier"},
    key=("number",),
    enters=KEY_MODE,
    rank=10,
    sort=lambda args: args["number"],
)
KEY_STRING = ConfigLine(
    "key-string [<kind:0-0>] <text:line>",
    KEY_MODE,
    {"key-string": "Set key string", "kind": "Specifies an UNENCRYPTED password will follow", "text": "The key string"},
    fill={"kind": 0},
    write_as="key-string <text:line>",
    rank=10,
)
_IP = {
    "ip": "Interface Internet Protocol config commands",
    "authentication": "authentication subcommands",
    "mode": "mode",
    "key-chain": "key-chain",
    "eigrp": "Enhanced Interior Gateway Routing Protocol (EIGRP)",
    "asn": "Autonomous system number",
    "md5": "Keyed message digest",
    "name": "name of key-chain",
}
MODE = ConfigLine("ip authentication mode eigrp <asn:1-65535> md5", INTERFACE, _IP, key=("asn",), rank=58)
KEY_CHAIN = ConfigLine(
    "ip authentication key-chain eigrp <asn:1-65535> <name:word>", INTERFACE, _IP, key=("asn",), rank=59
)
LINES = (CHAIN, KEY, KEY_STRING, MODE, KEY_CHAIN)

FAILURE = "Auth failure"
MODE_CHANGED = "authentication mode changed"
KEYS_CHANGED = "keychain changed"


@dataclass(frozen=True, slots=True)
class Authentication:
    """What an interface wants: nothing, or signatures by one of these keys, the lowest first."""

    wanted: bool = False
    keys: tuple[Key, ...] = ()

    @property
    def signature(self) -> Key | None:
        """What goes with every packet."""
        return self.keys[0] if self.wanted and self.keys else None

    def objection(self, signature: Key | None) -> str | None:
        """Why a packet with that signature is ignored, in the words of the debug line; None when it is taken."""
        if not self.wanted:
            return None if signature is None else "authentication off"
        if not self.keys:
            return "authentication off or key-chain missing"
        if signature is None:
            return "missing authentication"
        return None if signature in self.keys else "invalid authentication"

    def change_to(self, other: Authentication) -> str | None:
        """Why adjacencies end when this becomes another; None when nothing changes."""
        if self.wanted != other.wanted:
            return MODE_CHANGED
        return KEYS_CHANGED if self != other else None


def authentication_of(config: RunningConfig, interface: str, asn: int) -> Authentication:
    """As configured."""
    section: SectionKey = ((INTERFACE.name, interface),)
    wanted = config.has(MODE, section, asn=asn)
    name = config.value(KEY_CHAIN, section, "name", asn=asn)
    return Authentication(wanted, tuple(keys_of(config, str(name))) if wanted and name is not None else ())


def keys_of(config: RunningConfig, name: str) -> Iterator[Key]:
    """The keys of a chain that have a text, by number."""
    chain = Statement(CHAIN, {"name": name}).under(())
    for key in sorted(config.all(KEY, chain), key=lambda statement: int(statement.args["number"])):
        text = config.value(KEY_STRING, key.under(chain), "text")
        if text is not None:
            yield key.args["number"], str(text)


def show_chains(config: RunningConfig, wanted: str | None) -> Iterator[str]:
    """`show key chain [NAME]`."""
    for chain in config.all(CHAIN):
        name = chain.args["name"]
        if wanted in (None, name):
            yield f"Key-chain {name}:"
            for number, text in keys_of(config, name):
                yield f'    key {number} -- text "{text}"'
                yield "        accept lifetime (always valid) - (always valid) [valid now]"
                yield "        send lifetime (always valid) - (always valid) [valid now]"
