"""What the operator wants of IPsec: the running configuration as frozen values, without a word of its syntax.

The engine reads nothing else. Names refer to things that may not exist (an access list, a dynamic map, an interface);
what follows from that is decided where the thing is used, as IOS does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from iossim.net.address import Address


@dataclass(frozen=True, slots=True)
class Policy:
    """An IKE protection suite. The lower number is preferred; the built-in suite comes last."""

    priority: int
    encryption: str = "des"
    hash: str = "sha"
    authentication: str = "rsa-sig"
    group: int = 1
    lifetime: int = 86_400

    def agrees(self, other: Policy) -> bool:
        """True when both sides could use it; the lifetime is settled separately."""
        return (self.encryption, self.hash, self.authentication, self.group) == (
            other.encryption,
            other.hash,
            other.authentication,
            other.group,
        )


BUILT_IN = Policy(65_535)
"""The default protection suite, offered and accepted after all configured ones."""


@dataclass(frozen=True, slots=True)
class PresharedKey:
    """A key for the peers of an address and mask."""

    key: str
    address: Address
    mask: Address = Address(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class NamedKey:
    """A key for the peer of a name, which the table of hosts has to know."""

    key: str
    host: str


@dataclass(frozen=True, slots=True)
class Keepalive:
    """`crypto isakmp keepalive`: seconds of silence, seconds between retries; `periodic`: ask also while nothing is sent."""

    seconds: int
    retry: int
    periodic: bool = False


@dataclass(frozen=True, slots=True)
class TransformSet:
    """A named combination of transforms; `transport` is a wish that holds only for traffic of the peers themselves."""

    name: str
    transforms: tuple[str, ...]
    transport: bool = False


@dataclass(frozen=True, slots=True)
class SessionKey:
    """`set session-key`: the keys of one direction, in hexadecimal as they were typed."""

    spi: int
    cipher: str
    authenticator: str = ""


@dataclass(frozen=True, slots=True)
class MapEntry:
    """One numbered entry of a crypto map or of a dynamic map. `template` names the dynamic map that stands here.

    `per_host` asks for a pair of SAs for each two hosts, not for all that an access-list entry permits. A `manual` entry has keys.
    """

    map: str
    sequence: int
    description: str = ""
    peers: tuple[Address, ...] = ()
    transform_sets: tuple[str, ...] = ()
    acl: str = ""
    pfs: str = ""
    seconds: int | None = None
    kilobytes: int | None = None
    reverse_route: bool = False
    pre_classify: bool = False
    per_host: bool = False
    template: str = ""
    manual: bool = False
    inbound: SessionKey | None = None
    outbound: SessionKey | None = None

    @property
    def complete(self) -> bool:
        """A static entry works only with a peer and an access list, a manual one with keys besides."""
        keyed = not self.manual or (
            self.inbound is not None and self.outbound is not None and bool(self.transform_sets)
        )
        return bool(self.peers and self.acl) and keyed


@dataclass(frozen=True, slots=True)
class CryptoMap:
    """A crypto map: its entries by number. `local_interface` lends its address to ISAKMP and ESP; "" = none does."""

    name: str
    entries: tuple[MapEntry, ...] = ()
    local_interface: str = ""

    def entry(self, sequence: int) -> MapEntry | None:
        """The entry of that number."""
        return next((entry for entry in self.entries if entry.sequence == sequence), None)

    @property
    def highest(self) -> int:
        """The highest number in use."""
        return max((entry.sequence for entry in self.entries), default=0)


@dataclass(frozen=True, slots=True)
class StoredCertificate:
    """A certificate as NVRAM has it: the serial number of its line, and its octets in hexadecimal."""

    serial: str
    hex: str
    ca: bool = False


@dataclass(frozen=True, slots=True)
class Trustpoint:
    """A certification authority this router trusts, with the certificates it keeps for it."""

    name: str
    enrollment_url: str = ""
    crl_optional: bool = False
    crl_query: str = ""
    retry_count: int = 10
    retry_minutes: int = 1
    certificates: tuple[StoredCertificate, ...] = ()


@dataclass(frozen=True, slots=True)
class CryptoConfig:
    """Everything. `applied` maps interfaces to the names of their crypto maps, `df_bits` those of them that do not copy DF."""

    enabled: bool = True
    identity: str = "address"
    policies: tuple[Policy, ...] = ()
    keys: tuple[PresharedKey, ...] = ()
    named_keys: tuple[NamedKey, ...] = ()
    keepalive: Keepalive | None = None
    seconds: int | None = None
    kilobytes: int | None = None
    transform_sets: Mapping[str, TransformSet] = field(default_factory=dict)
    dynamic_maps: Mapping[str, CryptoMap] = field(default_factory=dict)
    maps: Mapping[str, CryptoMap] = field(default_factory=dict)
    applied: Mapping[str, str] = field(default_factory=dict)
    df_bits: Mapping[str, str] = field(default_factory=dict)
    trustpoints: Mapping[str, Trustpoint] = field(default_factory=dict)

    def offers(self) -> tuple[Policy, ...]:
        """The suites in order of preference, the built-in one last."""
        return (*self.policies, BUILT_IN)

    def key_for(self, address: Address) -> PresharedKey | None:
        """The pre-shared key for a peer: the longest mask that fits."""
        fitting = [key for key in self.keys if address & key.mask == key.address & key.mask]
        return max(fitting, key=lambda key: key.mask, default=None)
