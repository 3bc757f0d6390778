"""The configuration register: sixteen bits that the box keeps without power, and looks at when it boots.

Of them only bit 6 has an effect here: with it (`0x2142`) the box boots without looking at its start-up configuration, which stays
where it is. That is how one gets in whose password is lost. A new value holds from the next boot on. The boot field, bits 0 to
3, must say that an image is loaded: there is no ROM monitor to type at. Source: the vendor's password recovery procedures.
"""

from __future__ import annotations

from dataclasses import dataclass

from iossim.cli.entry import Args, Command
from iossim.cli.errors import Refused
from iossim.cli.mode import GLOBAL
from iossim.device.context import Context

USUAL = 0x2102
IGNORES_STARTUP = 0x0040
BOOT_FIELD = 0x000F
FIRST_IMAGE = 2


@dataclass(frozen=True, slots=True)
class Register:
    """The value that the box has booted with, and the one for the next boot."""

    now: int = USUAL
    following: int = USUAL

    def __str__(self) -> str:
        changed = f" (will be 0x{self.following:X} at next reload)" if self.following != self.now else ""
        return f"Configuration register is 0x{self.now:X}{changed}"

    @property
    def ignores_startup(self) -> bool:
        """Whether the start-up configuration is passed over."""
        return bool(self.now & IGNORES_STARTUP)

    def booted(self) -> Register:
        """After the next boot."""
        return Register(self.following, self.following)


def set_register(context: Context, args: Args) -> None:
    """`config-register 0xNNNN`."""
    text = str(args["value"]).lower()
    digits = text.removeprefix("0x")
    if not text.startswith("0x") or not 1 <= len(digits) <= 4 or set(digits) - set("0123456789abcdef"):
        raise Refused("% Invalid configuration register value")
    value = int(digits, 16)
    if value & BOOT_FIELD < FIRST_IMAGE:
        raise Refused("% A boot field of 0 or 1 stops in the ROM monitor, where nobody can type here")
    engine = context.router.engine("system")
    engine.register = Register(engine.register.now, value)  # type: ignore[attr-defined]


COMMAND = Command(
    "config-register <value:word>",
    set_register,
    {"config-register": "Define the configuration register", "value": "Config register number"},
    GLOBAL,
)
