"""What happens at a home: its line, its DSL box, and what the family does with them.

    outage dsl-1 40s     retrain dsl-1     renumber dsl-1     readdress dsl-1     mtu dsl-1 1492
    load dsl-1 40% up    upload pc-1 ntp-public 300k

Who loads a line sits beside the home's router, at the DSL box; who uploads sits behind it, so that it sees the packets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from iossim.lab.session.action import Action
from iossim.lab.session.forms import Form
from iossim.lab.session.slots import choice


@dataclass(frozen=True, slots=True)
class Outage(Action):
    """A home's line is gone for a while."""

    form: ClassVar[Form] = Form("outage <node:node> <duration:duration>")
    node: str
    duration: int


@dataclass(frozen=True, slots=True)
class Retrain(Action):
    """The DSL line trains anew."""

    form: ClassVar[Form] = Form("retrain <node:node>")
    node: str


@dataclass(frozen=True, slots=True)
class Renumber(Action):
    """The provider gives the home another public address, or the one it had at first."""

    form: ClassVar[Form] = Form("renumber <node:node> [<which:back>]", {"back": choice("back")})
    node: str
    which: str | None = None


@dataclass(frozen=True, slots=True)
class Readdress(Action):
    """A home's DSL box gives its inside addresses to others: who asks for his again gets another one. Or these have left."""

    form: ClassVar[Form] = Form("readdress <node:node> [<which:back>]", {"back": choice("back")})
    node: str
    which: str | None = None


@dataclass(frozen=True, slots=True)
class Narrow(Action):
    """The largest packet that a home's line carries is another one."""

    form: ClassVar[Form] = Form("mtu <node:node> <octets:octets>")
    node: str
    octets: int


@dataclass(frozen=True, slots=True)
class Load(Action):
    """Others at home use a share of the line, in both directions when none is said; 0%: no longer."""

    form: ClassVar[Form] = Form("load <node:node> <share:share> [<direction:up|down>]")
    node: str
    share: int
    direction: str | None = None


@dataclass(frozen=True, slots=True)
class Upload(Action):
    """A host sends a file to another one at a rate, as long as it can; 0k: no longer."""

    form: ClassVar[Form] = Form("upload <host:node> <target:node> <rate:rate>")
    host: str
    target: str
    rate: int


HOMES: tuple[type[Action], ...] = (Narrow, Load, Upload, Outage, Renumber, Retrain, Readdress)
