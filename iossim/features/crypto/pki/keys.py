"""The RSA keys of a router: what its certificates vouch for, and without which nobody reaches it by SSH (ios-cli 7.1).

A key pair survives the power, and is no line of the configuration. A certificate is of use only while the router has the key it
was made for. Left out: `usage-keys` makes one pair, exportable keys, labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iossim.cli.entry import Args, Command
from iossim.cli.errors import Refused
from iossim.cli.job import Answered, Ask, Become, Done, Effect, Interrupted, Job, JobEvent, Out, Started, Wake, Woken
from iossim.cli.mode import GLOBAL
from iossim.device.notices import KeysChanged
from iossim.net.x509.rsa import RsaKey, search

if TYPE_CHECKING:
    from iossim.device.context import Context
    from iossim.features.crypto.engine import CryptoEngine

LEAST, MOST, USUAL = 360, 2048, 512
SECOND = 1_000_000
SIZE = Ask(f"How many bits in the modulus [{USUAL}]: ")
REPLACE = Ask("% Do you really want to replace them? [yes/no]: ")
REMOVE = Ask("Do you really want to remove these keys? [yes/no]: ")
INSIST = "% Please answer 'yes' or 'no'.\n"
WORDS_IN_LINE = 7


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A pair of keys."""

    name: str
    made_at: int
    rsa: RsaKey


def engine_of(context: Context) -> CryptoEngine:
    """Who keeps the keys."""
    engine: CryptoEngine = context.router.engine("crypto")  # type: ignore[assignment]
    return engine


def answered(text: str) -> bool | None:
    """Yes, no, or neither."""
    word = text.strip().lower()
    if not word:
        return None
    return True if "yes".startswith(word) else False if "no".startswith(word) else None


def own_name(context: Context) -> str:
    """The name the keys get: host and domain; Refused without either."""
    if context.router.hostname == "Router":
        raise Refused("% Please define a hostname other than Router.")
    asked = context.router.provider("domain-name")
    domain = asked() if asked is not None else ""
    if not domain:
        raise Refused("% Please define a domain-name first.")
    return f"{context.router.hostname}.{domain}"


def generate(context: Context, args: Args) -> Job:
    """`crypto key generate rsa`."""
    return Generate(own_name(context))


def zeroize(context: Context, _: Args) -> Job:
    """`crypto key zeroize rsa`."""
    if engine_of(context).keys is None:
        raise Refused("% No Keys found in configuration.")
    return Zeroize()


@dataclass(frozen=True, slots=True)
class Generate:
    """The dialog: replace keys that are there, how long, and some time."""

    name: str
    sure: bool = False
    bits: int = 0

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Answer one event."""
        match event:
            case Started() if (keys := engine_of(context).keys) is not None:
                return (Out(f"% You already have RSA keys defined for {keys.name}.\n"), REPLACE)
            case Started():
                return self._ask()
            case Answered(text) if not self.sure:
                wanted = answered(text)
                return self._ask() if wanted else (Out(INSIST), REPLACE) if wanted is None else (Done(),)
            case Answered(text):
                return self._sized(text.strip())
            case Woken():
                return self._made(context)
            case Interrupted():
                return (Out("\n" if self.bits else ""), Done())
        return ()

    def _ask(self) -> Iterator[Effect]:
        yield Out(
            f"The name for the keys will be: {self.name}\n"
            f"Choose the size of the key modulus in the range of {LEAST} to {MOST} for your\n"
            "  General Purpose Keys. Choosing a key modulus greater than 512 may take\n"
            "  a few minutes.\n\n"
        )
        yield Become(replace(self, sure=True))
        yield SIZE

    def _sized(self, text: str) -> Iterator[Effect]:
        bits = USUAL if not text else int(text) if text.isdigit() and len(text) < 6 else 0
        if not LEAST <= bits <= MOST:
            yield Out(f"% A decimal number between {LEAST} and {MOST}.\n")
            yield SIZE
            return
        yield Out(f"% Generating {bits} bit RSA keys ...")
        yield Become(replace(self, bits=bits))
        yield Wake(SECOND * bits * bits // (USUAL * USUAL))

    def _made(self, context: Context) -> Iterator[Effect]:
        router = context.router
        draw = router.kernel.stream(f"{router.name}.rsa")
        engine_of(context).keys = KeyPair(self.name, context.now, search(draw.getrandbits, self.bits))
        router.notify(KeysChanged(True))
        yield Out("[OK]\n\n")
        yield Done()


@dataclass(frozen=True, slots=True)
class Zeroize:
    """The question before keys are removed."""

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Answer one event."""
        engine = engine_of(context)
        match event:
            case Started():
                assert engine.keys is not None
                return (Out(f"% Keys to be removed are named {engine.keys.name}.\n"), REMOVE)
            case Answered(text) if answered(text) is None:
                return (Out(INSIST), REMOVE)
            case Answered(text) if answered(text):
                engine.keys = None
                context.router.notify(KeysChanged(False))
        return (Done(),)


def show_keys(context: Context, _: Args) -> Iterator[str]:
    """`show crypto key mypubkey rsa`."""
    keys = engine_of(context).keys
    if keys is None:
        return
    date = context.router.provider("date-of")
    when = date(keys.made_at) if date is not None else ""
    yield f"% Key pair was generated at: {when}"
    yield f"Key name: {keys.name}"
    yield " Usage: General Purpose Key"
    yield " Key Data:"
    octets = keys.rsa.public.hex().upper()
    words = [octets[at : at + 8] for at in range(0, len(octets), 8)]
    for at in range(0, len(words), WORDS_IN_LINE):
        yield "  " + " ".join(words[at : at + WORDS_IN_LINE]) + " "


_KEY = {
    "crypto": "Encryption module",
    "key": "Long term key operations",
    "generate": "Generate new keys",
    "zeroize": "Remove keys",
    "rsa": "Generate RSA keys",
    "zeroize rsa": "Remove RSA keys",
    "general-keys": "Generate a general purpose RSA key pair for signing and encryption",
    "usage-keys": "Generate separate RSA key pairs for signing and encryption",
}
_SHOW = {
    "show": "Show running system information",
    "crypto": "Encryption module",
    "key": "Show long term public keys",
    "mypubkey": "Show public keys associated with this router",
    "rsa": "Show RSA public keys",
}
COMMANDS = (
    Command("crypto key generate rsa [{ general-keys | usage-keys }]", generate, _KEY, GLOBAL),
    Command("crypto key zeroize rsa", zeroize, _KEY, GLOBAL),
    Command("show crypto key mypubkey rsa", show_keys, _SHOW, filterable=True),
)
