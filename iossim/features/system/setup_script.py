"""What the setup dialog has been told, and the command script that it makes of it (ios-cli 6.4).

The script is read by the grammar like anything that is typed. Left out: protocols that the box does not route (the dialog of
a real image asks for each), `no ip routing` of the basic setup of some releases.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_letters
from typing import TYPE_CHECKING

from iossim.cli.entry import Command
from iossim.cli.mode import EXEC, PRIVILEGED_LEVEL
from iossim.cli.types import Show
from iossim.features.system import setup_texts
from iossim.net.address import Address, Prefix, classful_length, length_of

if TYPE_CHECKING:
    from iossim.device.context import Context


@dataclass(frozen=True, slots=True)
class Port:
    """One interface as answered: shut down, or in use with or without an address."""

    name: str
    used: bool = False
    full: bool = False
    address: Address | None = None
    length: int = 0

    def lines(self, show: Show) -> Iterator[str]:
        """Its section."""
        yield "!"
        yield f"interface {self.name}"
        yield "no shutdown" if self.used else "shutdown"
        if self.used:
            duplex = "full" if self.full else "half"
            yield f"{duplex}-duplex" if self.name.startswith("Ethernet") else f"duplex {duplex}"
        if self.address is None:
            yield "no ip address"
        else:
            yield f"ip address {show(self.address)} {Prefix(self.address, self.length).mask}"


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that was answered; `secret` is the hash of what was `chosen`, `community` is None without SNMP."""

    hostname: str = ""
    secret: str = ""
    chosen: str = ""
    password: str = ""
    terminal: str = ""
    community: str | None = None
    ports: tuple[Port, ...] = ()

    def script(self, show: Show) -> tuple[str, ...]:
        """The lines, with addresses as `show` spells them."""
        return (
            f"hostname {self.hostname}",
            f"enable secret 5 {self.secret}",
            f"enable password {self.password}",
            "line vty 0 4",
            f"password {self.terminal}",
            "no snmp-server" if self.community is None else f"snmp-server community {self.community}",
            *(line for port in self.ports for line in port.lines(show)),
            "!",
            "end",
        )


def class_of(address: Address) -> tuple[str, int]:
    """The class of an address and the length of its networks; no letter for what no interface can have."""
    first = int(address) >> 24
    if first in (0, 127) or first > 223:
        return "", 0
    length = classful_length(address)
    return {8: "A", 16: "B", 24: "C"}[length], length


def summary(context: Context) -> str:
    """The interfaces as they are: those that nobody has configured are not OK."""
    match = context.line.grammar.match(EXEC, PRIVILEGED_LEVEL, "show ip interface brief", context.line.vocabulary)
    assert isinstance(match.entry, Command)
    rows = [row.replace(" YES unset ", " NO  unset ") for row in match.entry.run(context, match.args) or ()]
    note = setup_texts.NOT_VALID if any(" NO  unset " in row for row in rows) else ""
    return setup_texts.SUMMARY + note + "".join(f"{row}\n" for row in rows)


def ports_of(context: Context) -> Iterator[Port]:
    """The interfaces of the box as they are now."""
    for name, _ in context.router.platform.ports:
        interface = context.router.interfaces.peek(name)
        assert interface is not None
        address, length = interface.addresses[0] if interface.addresses else (None, 0)
        yield Port(name, used=interface.enabled, address=address, length=length)


def meant(text: str, name: str) -> bool:
    """Whether what was typed means an interface: `fa0/0`."""
    typed = text.lower().replace(" ", "")
    kind = typed.rstrip("0123456789/")
    return bool(kind) and name.lower().startswith(kind) and name.lstrip(ascii_letters) == typed.removeprefix(kind)


def read_address(context: Context, text: str) -> Address | None:
    """An address as typed."""
    try:
        return Address(context.names.read(text))
    except ValueError:
        return None


def length_typed(text: str) -> int:
    """The length of a netmask as typed; 0 for what is none."""
    try:
        return length_of(Address.parse(text))
    except ValueError:
        return 0


def is_edge(address: Address, length: int) -> bool:
    """Whether an address is that of its network, or of all stations there."""
    prefix = Prefix.of(address, length)
    return address in (prefix.network, prefix.broadcast)
