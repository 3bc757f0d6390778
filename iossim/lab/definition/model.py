"""A lab: nodes, the links between them, and what holds for the whole.

`LabFile` is what the file says after its patterns have been written out; `LabDefinition` adds what the loader knows:
the texts of the configuration files and a digest of everything that was read.

Invariant: a `LabDefinition` is consistent. Every link ends at two existing ports, no port has two links, every file
that is named is there.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, NamedTuple

from pydantic import Field, PlainValidator, model_validator

from iossim.device.parameters import MILLISECOND, Parameters
from iossim.lab.definition.base import Id, Model, Text
from iossim.lab.definition.nodes import Node, Phone, Router
from iossim.lab.definition.template import fill
from iossim.lab.definition.values import Duration, Instant, Ip, Rate, Software, read_release
from iossim.lab.names import Names
from iossim.lab.parameters import DEFAULT_PROFILE, changed, profile
from iossim.net.address import AddressNames

RELEASE = "12.2(11)T"


class End(NamedTuple):
    """One end of a link. In a `LabDefinition` the port is always named."""

    node: str
    port: str = ""

    def __str__(self) -> str:
        return f"{self.node} {self.port}".rstrip()


def read_end(value: object) -> End:
    """`gateway-1 FastEthernet0/1`, or `dmz-sw` where the port needs no name."""
    if isinstance(value, End):
        return value
    words = value.split() if isinstance(value, str) else []
    if not 1 <= len(words) <= 2:
        raise ValueError(f"expected a node and its port such as gateway-1 FastEthernet0/1, found {value!r}")
    return End(*words)


LinkEnd = Annotated[End, PlainValidator(read_end)]


class Link(Model):
    """A cable or a line. `delay` is one way; `rate` in bit/s, of both directions (a DSL box states its line's own)."""

    ends: tuple[LinkEnd, LinkEnd]
    delay: Duration = MILLISECOND // 20
    rate: Rate = 100_000_000
    label: Text = ""


class Credentials(Model):
    """What a learner types at password prompts."""

    enable: str = ""
    vty: str = ""


class History(Model):
    """What happened before t = 0: a session file, played from power-on with a seed of its own.

    Generated homes are switched on from so long before t = 0 on (`remotes`), when the story of the others has been told: they
    change nothing of it. Without it they are there from the beginning.
    """

    session: str
    starts: Duration
    seed: int = 1
    remotes: Duration | None = None


Serial = Annotated[str, Field(pattern=r"^[0-9A-Fa-f]{2,16}$")]
"""A certificate's serial number, in hexadecimal."""


class Certificates(Model):
    """The host that issues certificates, what it calls itself, and from when to when its certificates are valid.

    `revoked` are serial numbers, each with the moment from which on the authority's revocation list names it.
    """

    authority: Id
    not_before: Instant
    not_after: Instant
    name: Text = ""
    organization: Text = ""
    revoked: dict[Serial, Instant] = {}


class LabFile(Model):
    """A lab file with its patterns written out. `clock` is the wall clock at t = 0, `release` that of routers that say none."""

    lab: Id
    title: Text = ""
    about: Text = ""
    clock: Instant = datetime.fromisoformat("2003-03-12 12:00:00+00:00")
    release: Software = RELEASE
    call: Annotated[tuple[Id, Id] | None, Field(description="two phones")] = None
    credentials: Credentials = Credentials()
    certificates: Certificates | None = None
    history: History | None = None
    names: dict[str, Ip] = {}
    parameters: dict[str, bool | int | str | list[str]] = {}
    nodes: Annotated[dict[Id, Node], Field(min_length=1)]
    links: dict[Id, Link] = {}

    @model_validator(mode="before")
    @classmethod
    def _releases(cls, file: Any) -> Any:
        """Routers that say no release have that of the lab."""
        nodes = file.get("nodes") if isinstance(file, dict) else None
        if not isinstance(nodes, dict):
            return file
        try:
            usual = {"release": read_release(file.get("release", RELEASE))}
        except ValueError:  # a mistake of the file's, not of every router's
            usual = {"release": RELEASE}
        routers = {
            name: usual | node
            for name, node in nodes.items()
            if isinstance(node, dict) and node.get("kind") == "router"
        }
        return file | {"nodes": nodes | routers}


class LabDefinition(LabFile):
    """A lab ready to be built. `files` maps the names of configuration and session files to their texts.

    `generated` names what `remotes` has added.
    """

    source: str
    digest: str
    remotes: int = 0
    generated: tuple[str, ...] = ()
    files: dict[str, str] = {}

    @property
    def name(self) -> str:
        """Its name, as in `lab headend`."""
        return self.lab

    @property
    def routers(self) -> tuple[str, ...]:
        """The names of the routers, in the order of the file."""
        return tuple(name for name, node in self.nodes.items() if isinstance(node, Router))

    @property
    def authority(self) -> str:
        """The host that issues certificates, empty when there is none."""
        return self.certificates.authority if self.certificates else ""

    @property
    def vocabulary(self) -> Names:
        """What a session may name in it."""
        phones = tuple(name for name, node in self.nodes.items() if isinstance(node, Phone))
        return Names(self.routers, tuple(self.nodes), tuple(self.links), phones)

    @property
    def session(self) -> str:
        """The text of the history, empty when there is none."""
        return self.files[self.history.session] if self.history else ""

    def config(self, router: str) -> str:
        """The start-up configuration of a router, with the values of its pattern filled in."""
        node = self.nodes[router]
        if not isinstance(node, Router):
            raise KeyError(f"{router} is not a router")
        text = self.files[node.config]
        return fill(text, node.values) if node.values else text

    def address_names(self, shown: bool = True) -> AddressNames:
        """The spellings of addresses, to be printed or only to be understood."""
        return AddressNames(dict(self.names), shown)

    def table(self, name: str = DEFAULT_PROFILE) -> Parameters:
        """The parameter table of a profile with this lab's own values."""
        return changed(profile(name), self.parameters)
