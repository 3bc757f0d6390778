"""The parameter table: every constant of time and behaviour that the protocols of a lab run with, each with its source.

One table per lab, chosen by profile (`iossim.lab.parameters`), handed down as one frozen value. Times are integer
microseconds, type `Micros`; a time that varies is a `Triangular` or a `Uniform`, drawn from a named random stream. What
a router's configuration can say (hello times, keepalive seconds, lifetimes) appears here as IOS's default for it.

Each parameter carries a mark of certainty and a source in its field's metadata:
`document` the configuration supplement itself; `sure` a standard or the vendor's documentation; `likely` professional
knowledge; `choice` ours; `fit` a number chosen so that the document's measurements come out.

Left out: link delays and rates (the lab file states them per link) and anything an address or a name decides.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from enum import Enum
from typing import Any, TypeAlias

Micros: TypeAlias = int
"""A span or an instant of virtual time in microseconds."""

MILLISECOND: Micros = 1_000
SECOND: Micros = 1_000_000
MINUTE: Micros = 60 * SECOND
HOUR: Micros = 60 * MINUTE
DAY: Micros = 24 * HOUR

_BITS = 53


@dataclass(frozen=True, slots=True)
class Triangular:
    """A time between `low` and `high`, most often near `mode`; microseconds."""

    low: Micros
    mode: Micros
    high: Micros

    def draw(self, stream: random.Random) -> Micros:
        """One value, computed in integers so that every machine draws the same."""
        span, rise = self.high - self.low, self.mode - self.low
        chance = stream.getrandbits(_BITS)
        if chance * span < rise << _BITS:
            return self.low + math.isqrt(chance * span * rise >> _BITS)
        rest = (1 << _BITS) - chance
        return self.high - math.isqrt(rest * span * (span - rise) >> _BITS)


@dataclass(frozen=True, slots=True)
class Uniform:
    """A time between `low` and `high`, all equally likely; microseconds."""

    low: Micros
    high: Micros

    def draw(self, stream: random.Random) -> Micros:
        """One value, both ends included."""
        return stream.randint(self.low, self.high)


@dataclass(frozen=True, slots=True)
class Boot:
    """The phases of a start from power-on or reload to the first interface up."""

    rom_monitor: Triangular
    image_load: Triangular
    initialisation: Triangular


class KeepaliveStyle(Enum):
    """What `crypto isakmp keepalive` does when neither side says more."""

    ON_DEMAND = "on-demand"  # RFC 3706: ask only when there is something to send and nothing was heard
    LEGACY = "legacy"  # before dead peer detection: a keepalive each period, three missed = dead


class IdleClock(Enum):
    """How exactly a router knows that it has heard nothing from its peer for the keepalive seconds."""

    STRICT = "strict"
    POLLED = "polled"  # looked at once per keepalive period


class Codec(Enum):
    """How telephones code speech."""

    G711 = "g711"
    G729 = "g729"


class PeerRule(Enum):
    """Which `set peer` line is tried after the current peer has been declared dead."""

    ROTATE = "rotate"
    TOP_OF_LIST = "top-of-list"


class MapNumbering(Enum):
    """How temporary entries of a dynamic crypto map are numbered."""

    RUNNING = "running"  # one above the last created, from one above the template, until reload
    HIGH = "high"  # from 65536, as later releases do


def _p(default: Any, mark: str, source: str, unit: str = "") -> Any:
    """A field of the table: its value in profile `seed`, how sure it is, its source, and the unit of a number."""
    return field(default=default, metadata={"mark": mark, "source": source, "unit": unit})


def _tri(low: float, mode: float, high: float) -> Triangular:
    return Triangular(*(round(seconds * SECOND) for seconds in (low, mode, high)))


def _uni(low: float, high: float) -> Uniform:
    return Uniform(round(low * SECOND), round(high * SECOND))


@dataclass(frozen=True, slots=True)
class Parameters:
    """One parameter table. The defaults are profile `seed`."""

    # IKE and IPsec
    ike_retransmit_interval: Micros = _p(10 * SECOND, "sure", "IKE debugs of 12.2: attempts 10 s apart")
    ike_retransmit_count: int = _p(5, "sure", "IKE debugs: `attempt n of 5`", "times")
    peer_attempt_limit: Micros = _p(60 * SECOND, "likely", "death by retransmission 60 s after the first message")
    peer_rule: PeerRule = _p(PeerRule.ROTATE, "likely", "the document: no affinity to the first configured peer")
    ike_corpse: Micros = _p(60 * SECOND, "likely", "MM_NO_STATE entries stay about a minute")
    ike_request_interval: Micros = _p(30 * SECOND, "likely", "IPsec request timer: the key engine asks IKE again")
    ike_request_count: int = _p(2, "likely", "IPsec request timer: tries", "times")
    main_mode_cpu_home: Triangular = _p(_tri(0.26, 0.52, 1.30), "likely", "DH group 1 and RSA-1024 on a 1700, software")
    main_mode_cpu_head_end: Triangular = _p(_tri(0.04, 0.07, 0.17), "likely", "DH group 1 and RSA-1024 on a 7200")
    quick_mode_cpu_home: Triangular = _p(_tri(0.02, 0.03, 0.05), "likely", "quick mode without PFS on a 1700")
    quick_mode_cpu_head_end: Triangular = _p(_tri(0.005, 0.008, 0.01), "likely", "quick mode without PFS on a 7200")
    ipsec_lifetime: Micros = _p(3_600 * SECOND, "document", "show crypto map: 4608000 kilobytes/3600 seconds")
    ipsec_lifetime_kilobytes: int = _p(4_608_000, "document", "show crypto map: 4608000 kilobytes", "kB")
    rekey_margin_initiator: Micros = _p(30 * SECOND, "sure", "`crypto ipsec security-association lifetime` reference")
    rekey_margin_responder: Micros = _p(25 * SECOND, "choice", "the initiator comes first; the responder if it has not")
    rekey_idle: Micros = _p(
        60 * SECOND, "choice", "a pair unused for so long is not renewed: without a phone it ends within the hour"
    )
    rekey_margin_kilobytes: int = _p(256, "sure", "`crypto ipsec security-association lifetime` reference", "kB")
    rekey_margin_kilobytes_responder: int = _p(
        128, "choice", "the responder if the initiator has not, as by time", "kB"
    )
    ipsec_first_conn_id: int = _p(2_000, "likely", "software crypto: pairs from 2000, even = inbound", "")
    map_numbering: MapNumbering = _p(MapNumbering.RUNNING, "likely", "the document's entry 191")
    rri_insert_delay: Uniform = _p(_uni(0.01, 0.1), "choice", "from SA pair to static route")

    # IKE keepalive
    keepalive_style: KeepaliveStyle = _p(KeepaliveStyle.ON_DEMAND, "sure", "dead peer detection since 12.2(8)T")
    keepalive_clock: IdleClock = _p(IdleClock.STRICT, "choice", "exact idle clock; the documentation does not say")
    keepalive_retransmissions: int = _p(5, "sure", "`crypto isakmp keepalive`: five, then the peer is dead", "times")
    keepalive_final_wait: bool = _p(True, "choice", "after the fifth retransmission one more retry time is waited")
    keepalive_tick: Uniform = _p(_uni(0.0, 0.5), "choice", "granularity of the process that looks at the idle clock")
    legacy_keepalive_missed: int = _p(3, "likely", "keepalive before dead peer detection: three missed = dead", "times")

    # Certificates
    crl_fetch: Triangular = _p(
        _tri(7, 11, 15), "fit", "median outage 31 s (document), six homes: an idle one fetches first"
    )
    crl_lifetime: Micros = _p(24 * HOUR, "choice", "next update of the lab's revocation list")
    scep_patience: Micros = _p(30 * SECOND, "choice", "a conversation with an authority is given up after so long")

    # HSRP
    hsrp_hello: Micros = _p(3 * SECOND, "sure", "RFC 2281")
    hsrp_hold: Micros = _p(10 * SECOND, "sure", "RFC 2281")
    hsrp_reload_resign: bool = _p(False, "choice", "no resign message at `reload`")
    hsrp_reload_delay: Micros = _p(0, "likely", "`standby delay`: no start delay in this release")
    gratuitous_arp_count: int = _p(3, "likely", "repeated when a router becomes active", "times")
    gratuitous_arp_interval: Micros = _p(3 * SECOND, "likely", "between the repetitions")

    # EIGRP
    eigrp_hello: Micros = _p(5 * SECOND, "sure", "RFC 7868, LAN")
    eigrp_hold: Micros = _p(15 * SECOND, "sure", "RFC 7868, LAN")
    eigrp_exchange: Uniform = _p(_uni(0.1, 1.0), "choice", "from the first hello heard to usable routes")
    eigrp_active: Micros = _p(180 * SECOND, "sure", "RFC 7868: stuck in active")
    eigrp_retransmit_count: int = _p(16, "sure", "RFC 7868: then the neighbor is reset", "times")

    # Interfaces, ARP, forwarding
    carrier_detect: Uniform = _p(_uni(0.0, 1.0), "likely", "polling of the controller")
    carrier_delay: Micros = _p(2 * SECOND, "sure", "`carrier-delay`: default")
    line_protocol_delay: Micros = _p(1 * SECOND, "sure", "console logs: line protocol 1 s after the link")
    carrier_drops_on_reload: bool = _p(True, "likely", "the PHY is reset, the far end of the cable sees it")
    arp_timeout: Micros = _p(14_400 * SECOND, "sure", "`arp timeout`: default")
    duplicate_address_interval: Micros = _p(30 * SECOND, "likely", "at most one complaint about an address in 30 s")

    # DHCP
    dhcp_retry: Micros = _p(4 * SECOND, "sure", "RFC 2131, 4.1: first retransmission, then doubled each time")
    dhcp_attempts: int = _p(5, "sure", "RFC 2131, 4.1: up to 64 s", "times")
    dhcp_lease: Micros = _p(DAY, "sure", "`lease` of `ip dhcp pool`: default one day")
    acl_log_interval: Micros = _p(5 * MINUTE, "sure", "access lists with `log`: first packet, then a summary")

    # Starting and stopping
    stop_delay: Uniform = _p(_uni(0.0, 2.0), "likely", "from the confirmed reload to dark interfaces")
    boot_7200: Boot = _p(
        Boot(_tri(10, 15, 20), _tri(20, 33, 45), _tri(15, 24, 30)), "likely", "7200 with NPE-300: 60 to 90 s in all"
    )
    boot_1700: Boot = _p(Boot(_tri(5, 10, 15), _tri(25, 38, 50), _tri(15, 20, 25)), "likely", "1700: 50 to 90 s in all")

    # Firewall, DSL
    firewall_hairpin: bool = _p(False, "choice", "a packet never leaves by the interface it came in by")
    firewall_udp_idle: Micros = _p(120 * SECOND, "likely", "state of a UDP flow")
    firewall_tcp_idle: Micros = _p(3_600 * SECOND, "likely", "state of a TCP connection")
    nat_udp_idle: Micros = _p(120 * SECOND, "likely", "DSL box: a UDP translation")
    nat_tcp_idle: Micros = _p(3_600 * SECOND, "likely", "DSL box: a TCP translation")
    nat_esp_idle: Micros = _p(180 * SECOND, "likely", "DSL box: IPsec pass-through binding, 120 to 300 s")
    dsl_retrain: Triangular = _p(_tri(25, 40, 60), "likely", "line down while the modem trains")

    # Voice
    sccp_keepalive: Micros = _p(30 * SECOND, "sure", "keepalive to the primary CallManager")
    sccp_keepalives_missed: int = _p(3, "sure", "unanswered, then the CallManager is lost", "times")
    sccp_register_interval: Uniform = _p(_uni(30.0, 60.0), "likely", "a phone without CallManager: between connections")
    tcp_retransmit_first: Micros = _p(1 * SECOND, "likely", "then doubled each time")
    tcp_retransmit_count: int = _p(5, "likely", "then a phone gives the connection up", "times")
    rtp_interval: Micros = _p(20 * MILLISECOND, "sure", "RFC 3551: 20 ms of speech in a packet")
    codec: Codec = _p(Codec.G711, "choice", "what the CallManager lets its telephones speak")
    jitter_buffer: Micros = _p(60 * MILLISECOND, "likely", "play-out delay of the phone")
    audible_window: int = _p(10, "choice", "a direction is judged by its last ten packets due", "packets")
    audible_needed: int = _p(9, "choice", "of them in time: audible", "packets")
    audible_hold: Micros = _p(1 * SECOND, "choice", "so long, before audio counts as back")

    def boot(self, platform: str) -> Boot:
        """The boot phases of a platform: those of the 7200 for 7000-class names, else those of the 1700."""
        return self.boot_7200 if platform.startswith("7") else self.boot_1700


def parameter_fields() -> tuple[Field[Any], ...]:
    """The fields of the table, in order."""
    return fields(Parameters)


def described(name: str) -> Mapping[str, str]:
    """`mark`, `source` and `unit` of one parameter; KeyError when there is none of that name."""
    for entry in parameter_fields():
        if entry.name == name:
            return entry.metadata
    raise KeyError(name)
