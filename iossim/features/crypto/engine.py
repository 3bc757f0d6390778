"""IPsec on one router: who is told what.

The engine owns the parts (maps, SA database, main and quick mode, keepalive, routes, certificates) and passes on
what comes from outside: packets, timers, configuration, notices. What concerns several parts is written here: a peer that
came, failed, left or died.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from iossim.device.actions import Action, Remember
from iossim.device.engine import Actions, Engine
from iossim.device.memory import Block
from iossim.device.notices import AddressChanged, ConfigurationChanged, ErrorHeard, ParametersChanged
from iossim.device.pipeline import Transit
from iossim.features.crypto import changes
from iossim.features.crypto.ipsec.database import Database
from iossim.features.crypto.ipsec.path_mtu import PathMtus
from iossim.features.crypto.ipsec.requests import Requests
from iossim.features.crypto.ipsec.stages import Stages
from iossim.features.crypto.ipsec.state import Peer
from iossim.features.crypto.isakmp.debugs import LEAD
from iossim.features.crypto.isakmp.fsm import QuickEvent
from iossim.features.crypto.isakmp.informational import Informational
from iossim.features.crypto.isakmp.keepalive import Keepalive
from iossim.features.crypto.isakmp.main_mode import MainMode
from iossim.features.crypto.isakmp.packet import PORT, Delete, Message, Notification, Quick, QuickDone, carried
from iossim.features.crypto.isakmp.quick_mode import QuickMode
from iossim.features.crypto.isakmp.state import IkeSa
from iossim.features.crypto.maps.manual import ManualKeys
from iossim.features.crypto.maps.maps import Maps
from iossim.features.crypto.maps.rri import ReverseRoutes
from iossim.features.crypto.pki import authentication, debugs, enrollment, lists
from iossim.features.crypto.pki.authority import Authority
from iossim.features.crypto.pki.enrollment import Enrollment
from iossim.features.crypto.pki.keys import KeyPair
from iossim.features.crypto.pki.lists import RevocationLists
from iossim.features.crypto.pki.transactions import Task, Transactions
from iossim.features.crypto.processor import Processor
from iossim.features.crypto.wanted import CryptoConfig
from iossim.net.address import Address
from iossim.net.node import Drop, Seam
from iossim.net.obstacle import Obstacle, both_ways
from iossim.net.packet import Packet, Protocol, Udp
from iossim.net.scep import Answer
from iossim.sim.facts import Table

if TYPE_CHECKING:
    from iossim.device.config import Change
    from iossim.device.router import Router
    from iossim.net.walk import Walker

FIRST_SPI = 0x100
"""SPIs below are reserved (RFC 2406)."""
IKE_SA, IPSEC_SA, MAP_ENTRY = 3_420, 1_184, 672
"""Octets that they take."""

FLAGS = (("isakmp", "ISAKMP"), ("engine", "Engine"), ("ipsec", "IPSEC"))
"""Kinds of debugging, and how displays call them."""


class CryptoEngine(Engine):
    """ISAKMP and IPsec of one router."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.wanted: Table[str, CryptoConfig] = self.table("crypto.wanted")
        self.terms: Table[str, object] = self.table("crypto.terms")  # of offers, for the causes of their changes
        self.processor = Processor(router, self.table("crypto.processor"))
        self.authority = Authority(self)
        self.lists = RevocationLists(self)
        self.enrollment = Enrollment(self)
        self.transactions = Transactions(self)
        self.keys: KeyPair | None = None  # survives the power
        self.maps = Maps(self)
        self.sadb = Database(self)
        self.requests = Requests(self)
        self.main_mode = MainMode(self)
        self.quick_mode = QuickMode(self)
        self.informational = Informational(self)
        self.keepalive = Keepalive(self)
        self.routes = ReverseRoutes(self)
        self.path_mtus = PathMtus(self)
        self.stages = Stages(self)
        self.manual = ManualKeys(self)

    # -- asking --------------------------------------------------------------------------------------------------

    @property
    def config(self) -> CryptoConfig:
        """What the operator wants."""
        return self.wanted.peek("") or CryptoConfig()

    def secret_for(self, address: Address) -> str | None:
        """The pre-shared key for a peer: by its address, else by a name that the table of hosts has for that address."""
        found = self.config.key_for(address)
        if found is not None:
            return found.key
        lookup = self.router.provider("host-address")
        if lookup is None:
            return None
        return next((one.key for one in self.config.named_keys if lookup(one.host) == address), None)

    @property
    def now(self) -> int:
        """Virtual time."""
        return self.router.kernel.now

    @property
    def watched(self) -> bool:
        """True while any debug flag is on: events spell nothing for nobody, and one look tells them."""
        return not self.router.lines.flags.vacant

    @property
    def running(self) -> bool:
        """True while ISAKMP is on: it is enabled, and an interface has a crypto map. Without one the router is deaf."""
        return self.config.enabled and not self.maps.lookup.applied.vacant

    def lead(self, number: int) -> str:
        """What a line of `debug crypto isakmp` about a connection begins with."""
        return LEAD.on(self.router.look).format(number=number)

    def random(self, bits: int) -> int:
        """A number nobody can guess: cookies, message ids, SPIs."""
        return self.router.kernel.stream(f"{self.router.name}.crypto.numbers").getrandbits(bits)

    def new_spi(self) -> int:
        """The SPI of a new inbound SA."""
        return max(FIRST_SPI, self.random(32))

    def peers(self) -> tuple[Address, ...]:
        """Provided to others: with whom there are IPsec SAs, oldest first."""
        return tuple(dict.fromkeys(pair.peer.remote for pair in self.sadb.pairs.values()))

    def peer_list(self) -> tuple[Address, ...]:
        """Provided to others: the `set peer` lines of all static entries, in order."""
        entries = [entry for crypto_map in self.config.maps.values() for entry in crypto_map.entries]
        return tuple(dict.fromkeys(peer for entry in entries for peer in entry.peers))

    def has_keys(self) -> bool:
        """Provided to others: whether there are RSA keys."""
        return self.keys is not None

    def sockets(self) -> Iterator[tuple[int, Address, int]]:
        """Provided to others: where ISAKMP listens, once for each address that a crypto map lends."""
        if self.running:
            found = (self.maps.local_address(one, port) for port, one in self.maps.lookup.applied.items())
            yield from ((Protocol.UDP, address, PORT) for address in dict.fromkeys(found) if address is not None)

    def memory_blocks(self) -> Iterator[Block]:
        """Provided to others: what ISAKMP and IPsec hold."""
        yield Block("Crypto ISAKMP SA", IKE_SA, len(self.main_mode.sas), "Crypto IKMP")
        yield Block("Crypto IPSec SA", IPSEC_SA, 2 * len(self.sadb.pairs), "IPSEC key engine")
        yield Block("Crypto map entry", MAP_ENTRY, len(self.maps.lookup.temporaries), "IPSEC key engine")

    def debug_flags(self) -> dict[str, tuple[str, str]]:
        """Provided to others: how the flags of debug are called."""
        return {f"crypto {kind}": ("Cryptographic Subsystem", f"Crypto {name} debugging") for kind, name in FLAGS} | {
            flag: ("Cryptographic Subsystem", text) for flag, text in debugs.FLAGS.items()
        }

    # -- what the router tells -----------------------------------------------------------------------------------

    def start(self) -> Actions:
        """IOS runs."""
        return changes.started(self)

    def stop(self) -> None:
        """Power has gone."""
        self.keepalive.stop()
        self.transactions.stop()

    def configure(self, change: Change) -> Actions:
        """A line was added, replaced or removed."""
        return changes.configured(self, change)

    def notice(self, notice: Any) -> Actions:
        """SAs whose own address is gone are gone; another style of keepalive begins with the SAs at hand."""
        match notice:
            case ConfigurationChanged("access-list", _):
                return self.manual.settle()
            case AddressChanged():
                return changes.readdressed(self)
            case ErrorHeard(heard):
                return self.path_mtus.heard(heard)
            case ParametersChanged():
                self.keepalive.restyled()
        return ()

    def timer(self, name: Any) -> Actions:
        """One of the parts' timers has expired; its name is (kind, what it is about)."""
        kind, *about = name
        return _TIMERS[kind](self, *about)

    def received(self, port: str, packet: Packet) -> Actions:
        """An ISAKMP message has arrived."""
        payload = packet.payload
        if not self.running or not isinstance(payload, Udp) or not isinstance(payload.data, Message):
            return
        message = payload.data
        peer = Peer(packet.dst, packet.src, payload.sport)
        if not isinstance(message.body, Quick | QuickDone | Delete | Notification):
            yield from self.main_mode.received(peer, message)
            return
        sa = self.main_mode.of_cookie(message.cookie)
        if sa is None or sa.peer[:2] != peer[:2]:
            return
        if sa.up:
            self.keepalive.heard(sa.peer)
        if isinstance(message.body, Quick | QuickDone):
            if sa.up:
                yield from self.quick_mode.received(sa, message)
        else:
            yield from self.informational.received(sa, message)

    def absorb(self, walker: Walker, port: str, packet: Packet) -> bool:
        """Probes of rounds and their answers change nothing."""
        payload = packet.payload
        if not isinstance(payload, Udp) or not isinstance(payload.data, Message):
            return False
        return self.keepalive.absorb(walker, packet, payload.data)

    def answered(self, task: Task, answer: Answer | None) -> Actions:
        """A conversation with an authority is over."""
        return _ANSWERED[task.kind](self, task, answer)

    # -- stages, named on the card -------------------------------------------------------------------------------

    def decrypt(self, walker: Walker, transit: Transit) -> Drop | Seam | None:
        """Stage: decryption."""
        return self.stages.decrypt(walker, transit)

    def check_clear_text(self, walker: Walker, transit: Transit) -> Drop | None:
        """Stage: clear-text check."""
        return self.stages.check_clear_text(walker, transit)

    def classify(self, walker: Walker, transit: Transit) -> Drop | None:
        """Stage: crypto classification."""
        return self.stages.classify(walker, transit)

    def encrypt(self, walker: Walker, transit: Transit) -> Drop | Seam | None:
        """Stage: encryption."""
        return self.stages.encrypt(walker, transit)

    # -- peers come and go ---------------------------------------------------------------------------------------

    def ike_up(self, sa: IkeSa) -> Iterator[Action]:
        """Main mode has ended well."""
        yield from self.keepalive.ike_up(sa)
        if sa.initiator:
            yield from self.requests.ike_up(sa.peer)

    def ike_gone(self, sa: IkeSa) -> Iterator[Action]:
        """An ISAKMP SA was taken out of use."""
        self.keepalive.ike_gone(sa)
        yield from self.quick_mode.end(sa.id)
        yield from self.peer_left(sa.peer)

    def peer_left(self, peer: Peer) -> Iterator[Action]:
        """Something with a peer has ended; when nothing is left, its silence means nothing any more."""
        if not self.sadb.with_peer(peer) and not self.main_mode.with_peer(peer):
            yield from self.keepalive.forget(peer)

    def obstacle(self, peer: Peer, sent: Message | None = None) -> Obstacle | None:
        """What stands in the way of a message to a peer now, or of an answer as long as it."""
        empty = Packet(peer.local, peer.remote, Protocol.UDP, Udp(PORT, peer.port))
        return both_ways(self.router.wire, self.router, empty if sent is None else carried(peer, sent))

    def initial_contact(self, sa: IkeSa) -> Iterator[Action]:
        """The peer has lost its memory: what was shared with this address and port is stale."""
        for older in self.main_mode.with_peer(sa.peer):
            if older.id != sa.id:
                yield from self.main_mode.delete(older.id, "initial contact of the peer", tell=False)
        yield from self.sadb.delete_all(self.sadb.with_peer(sa.peer), "initial contact of the peer", tell=False)

    def attempt_failed(self, peer: Peer) -> Iterator[Action]:
        """A negotiation that this router began got no answer: the next packet turns to another peer."""
        yield from self.requests.give_up(peer.remote)
        if self.keepalive.doubts.peek(peer) is not None or self.sadb.with_peer(peer):
            yield from self.peer_dead(peer, dead=False)
        else:
            yield from self.maps.leave(peer.remote, dead=False)

    def peer_dead(self, peer: Peer, dead: bool = True) -> Iterator[Action]:
        """A peer does not live any more: everything with it goes, without a word to it."""
        yield Remember("peer-dead", f"declares {peer.remote} dead", (("peer", str(peer.remote)),))
        yield from self.requests.give_up(peer.remote)
        for sa in self.main_mode.with_peer(peer):
            yield from self.main_mode.delete(sa.id, "the peer is dead", tell=False)
        yield from self.sadb.delete_all(self.sadb.with_peer(peer), "the peer is dead", tell=False)
        yield from self.keepalive.forget(peer)
        yield from self.maps.leave(peer.remote, dead=dead)


def _forget_sa(engine: CryptoEngine, number: int) -> Actions:
    engine.main_mode.forget(number)
    return ()


def _unmute(engine: CryptoEngine, complaint: Any) -> Actions:
    engine.stages.muted.delete(complaint)
    return ()


_TIMERS: Mapping[str, Callable[..., Actions]] = {
    "main": lambda engine, number: engine.main_mode.unanswered(number),
    "cpu": lambda engine, number: engine.main_mode.computed(number),
    "life": lambda engine, number: engine.main_mode.expired(number),
    "corpse": _forget_sa,
    "quick": lambda engine, *key: engine.quick_mode.unanswered(key),
    "quick cpu": lambda engine, *key: engine.quick_mode.learn(key, QuickEvent.COMPUTED),
    "crl": lambda engine, name: engine.lists.rested(name),
    enrollment.TASK: lambda engine, name: engine.enrollment.due(name),
    "http": lambda engine, number: engine.transactions.expired(number),
    "request": lambda engine, flow: engine.requests.again(flow),
    "lifetime": lambda engine, number: engine.sadb.lifetime(number),
    "volume": lambda engine, number: engine.sadb.volume(number),
    "rri": lambda engine, flow: engine.routes.insert(flow),
    "doubt": lambda engine, peer: engine.keepalive.expired(peer),
    "mute": _unmute,
    "pmtu": lambda engine, number: engine.path_mtus.forget(number),
}

_ANSWERED: Mapping[str, Callable[[CryptoEngine, Task, Answer | None], Actions]] = {
    lists.TASK: lambda engine, task, answer: engine.lists.answered(task, answer),
    authentication.TASK: lambda engine, task, answer: authentication.came(task, answer),
    enrollment.TASK: lambda engine, task, answer: engine.enrollment.answered(task, answer),
}
