"""A toy of the reference lab: a home behind NAT, two gateways, headquarters.

It has every dependency that makes quiet rounds difficult: routes looked up longest prefix first, hellos with hold times, a
question about elapsed time with a probe (dead peer detection), a NAT binding, a renewal, voice in both directions, and
phones whose keepalive has equal and unequal periods.
"""

from __future__ import annotations

from dataclasses import dataclass

from iossim.sim.clock import SECOND
from iossim.sim.facts import Table
from iossim.sim.kernel import Kernel
from iossim.sim.memo import Act, Path, Result
from iossim.sim.meters import Idle, Meter, Touch
from iossim.sim.rng import hash_draw
from iossim.sim.rounds import Every
from iossim.sim.timers import Timer
from iossim.sim.trace import Record

HOME = 0x0A510200
GATEWAYS = {"G1": 0x40000001, "G2": 0x40000002}
LINKS = ("P-R", "R-D", "D-I", "I-G1", "I-G2", "G1-F", "G2-F", "G1-G2", "F-Q")
PHONES = {"P": 30, "P2": 30, "P3": 20, "P4": 7}
RETRIES = 3


def other(gateway: str) -> str:
    return "G2" if gateway == "G1" else "G1"


@dataclass(frozen=True, slots=True)
class Times:
    """What differs between scenarios: the delay of a hop, the NAT timeout, the phases of the rounds."""

    hop: int
    nat: int
    phases: dict[str, int]


class Walk:
    """One journey over the toy."""

    def __init__(self, toy: Toy) -> None:
        self.toy = toy
        self.delay = 0
        self.touches: list[Touch] = []
        self.gates: list[tuple[object, tuple[object, ...]]] = []
        self.acts: list[Act] = []

    def hop(self, link: str) -> bool:
        if not self.toy.links.get(link, True):
            return False
        self.delay += self.toy.times.hop
        return True

    def touch(self, target: Meter | Idle, octets: int = 0) -> None:
        self.touches.append(Touch(target, octets, self.delay))

    def act(self, fn, *args) -> None:
        self.acts.append(Act(self.delay, fn, args))

    def end(self, value: bool) -> Result[bool]:
        return Result(value, self.delay, tuple(self.touches), tuple(self.gates), tuple(self.acts))

    def route(self, node: str, address: int) -> str | None:
        for length in self.toy.lengths.get(node, ()):
            found = self.toy.routes.get((node, length, address >> (32 - length)))
            if found is not None:
                return None if found == "null" else found
        return None

    def outward(self, gateway: str) -> bool:
        """From the home router to a gateway, through the NAT box."""
        toy = self.toy
        if not self.hop("R-D"):
            return False
        if toy.bindings.get("D") is None:
            self.act(toy.bind)
        else:
            self.touch(toy.nat)
        self.touch(toy.meters["D"], 60)
        if not self.hop("D-I"):
            return False
        via = self.route("I", GATEWAYS[gateway])
        return via == gateway and self.hop(f"I-{gateway}") and toy.power.get(gateway) is True

    def homeward(self, gateway: str) -> bool:
        """From a gateway to the home router."""
        toy = self.toy
        if not (self.hop(f"I-{gateway}") and self.hop("D-I")) or toy.bindings.get("D") is None:
            return False
        self.touch(toy.nat)
        if not self.hop("R-D"):
            return False
        self.touch(toy.heard)
        self.touch(toy.meters["R.in"], 100)
        return True

    def to_headquarters(self) -> bool:
        toy = self.toy
        if not self.hop("P-R"):
            return False
        peer = toy.peers.get("R")
        if peer is None:
            if not toy.negotiating.get("R"):
                self.act(toy.negotiate)
            return False
        self.gates.append((toy.look, ()))
        self.touch(toy.meters["R.out"], 100)
        if not self.outward(peer) or toy.sas.get(peer) != toy.sas.get("R"):
            return False
        self.touch(toy.meters[peer], 100)
        if not (self.hop(f"{peer}-F") and self.hop("F-Q")):
            return False
        self.touch(toy.meters["Q"], 60)
        return True

    def to_home(self) -> bool:
        toy = self.toy
        gateway = self.route("F", HOME + 2) if self.hop("F-Q") else None
        if gateway is None or not self.hop(f"{gateway}-F") or not toy.power.get(gateway):
            return False
        if gateway != toy.peers.get("R"):
            gateway = other(gateway)
            if not self.hop("G1-G2") or not toy.power.get(gateway):
                return False
        if toy.sas.get(gateway) is None or toy.sas.get(gateway) != toy.sas.get("R"):
            return False
        self.touch(toy.meters[f"{gateway}.out"], 100)
        if not self.homeward(gateway) or not self.hop("P-R"):
            return False
        self.touch(toy.meters["P"], 60)
        return True


class Toy:
    def __init__(self, kernel: Kernel, times: Times) -> None:
        self.kernel = kernel
        self.times = times
        self.links: Table[str, bool] = Table(kernel, "links")
        self.power: Table[str, bool] = Table(kernel, "power")
        self.lengths: Table[str, tuple[int, ...]] = Table(kernel, "lengths")
        self.routes: Table[tuple[str, int, int], str] = Table(kernel, "routes")
        self.peers: Table[str, str] = Table(kernel, "peers")
        self.negotiating: Table[str, bool] = Table(kernel, "negotiating")
        self.probing: Table[str, int] = Table(kernel, "probing")
        self.sas: Table[str, int] = Table(kernel, "sas")
        self.bindings: Table[str, int] = Table(kernel, "bindings")
        self.neighbors: Table[str, bool] = Table(kernel, "neighbors")
        self.audible: Table[str, bool] = Table(kernel, "audible")
        self.loss: Table[str, int] = Table(kernel, "loss")
        names = ("P", "R.in", "R.out", "D", "Q", "G1", "G2", "G1.out", "G2.out", "G1.hello", "G2.hello")
        self.meters = {name: Meter(kernel) for name in names}
        self.heard = Idle(kernel, 10 * SECOND)
        self.nat = Idle(kernel, times.nat, self.unbind)
        self.holds = {g: Idle(kernel, 10 * SECOND, self.lost, g) for g in GATEWAYS}
        self.hellos = {
            g: Every(kernel, 3 * SECOND, times.phases[g], Path(kernel, self.hello, g).send) for g in GATEWAYS
        }
        self.retry = Timer(kernel, self.retried)
        self.probe = {g: Path(kernel, self.probe_walk, g) for g in GATEWAYS}
        keepalive = Path(kernel, self.keepalive_walk)
        self.phones = {
            p: Every(kernel, n * SECOND, times.phases[p], self.keepalive, keepalive) for p, n in PHONES.items()
        }
        voice = {"to": Path(kernel, self.voice_walk, "to"), "from": Path(kernel, self.voice_walk, "from")}
        self.voice = {d: Every(kernel, SECOND // 2, times.phases[d], self.talk, d, path) for d, path in voice.items()}
        self.spi = 0
        self.renewal = 97 * SECOND
        self.attempt = "G1"
        self.begin()

    def begin(self) -> None:
        for node in ("I", "F"):
            self.lengths.set(node, (32, 31, 24, 8))
        for gateway, address in GATEWAYS.items():
            self.routes.set(("I", 31, address >> 1), gateway)
            self.power_on(gateway)
        self.routes.set(("F", 24, HOME >> 8), "G1")
        self.phones["P"].start()

    def note(self, device: str, kind: str, text: str) -> Record:
        return self.kernel.trace.note(device, kind, text)

    # walks

    def keepalive_walk(self) -> Result[bool]:
        walk = Walk(self)
        return walk.end(walk.to_headquarters() and walk.to_home())

    def voice_walk(self, direction: str) -> Result[bool]:
        walk = Walk(self)
        return walk.end(walk.to_headquarters() if direction == "to" else walk.to_home())

    def probe_walk(self, gateway: str) -> Result[bool]:
        walk = Walk(self)
        return walk.end(walk.outward(gateway) and walk.homeward(gateway))

    def hello(self, gateway: str) -> Result[bool]:
        walk = Walk(self)
        walk.touch(self.meters[f"{gateway}.hello"], 50)
        if not walk.hop("G1-G2") or not self.power.get(other(gateway)):
            return walk.end(False)
        if self.neighbors.get(other(gateway)):
            walk.touch(self.holds[other(gateway)])
        else:
            walk.act(self.found, other(gateway))
        return walk.end(True)

    # rounds

    def keepalive(self, path: Path[bool]) -> None:
        if path.send().value != self.audible.get("keepalive", False):
            self.audible.set("keepalive", path.use().value)
            self.note("P", "keepalive", str(path.use().value))

    def talk(self, direction: str, path: Path[bool]) -> None:
        heard = path.send().value
        loss = self.loss.get(direction, 0)
        if loss and hash_draw(7, direction, self.voice[direction].index(), 100) < loss:
            heard = False
        if heard != self.audible.get(direction):
            self.audible.set(direction, heard)
            self.note("P", "voice", f"{direction} {heard}")

    # dead peer detection, negotiation, renewal

    def look(self) -> None:
        peer = self.peers.get("R")
        if peer is None or not self.heard.over() or self.probing.get("R"):
            return
        if not self.probe[peer].send().value:
            self.note("R", "dpd", f"probing {peer}")
            self.probing.set("R", 1)
            self.retry.start(2 * SECOND)

    def retried(self) -> None:
        peer, tries = self.peers.peek("R"), self.probing.peek("R")
        if peer is None or tries is None:
            return
        if self.probe[peer].send().value:
            self.note("R", "dpd", f"alive {peer}")
            self.probing.delete("R")
        elif tries < RETRIES:
            self.probing.set("R", tries + 1)
            self.retry.start(2 * SECOND)
        else:
            self.note("R", "dpd", f"dead {peer}")
            self.drop_peer()

    def drop_peer(self) -> None:
        self.probing.clear()
        self.peers.clear()
        self.sas.delete("R")

    def negotiate(self) -> None:
        if self.negotiating.peek("R") or self.peers.peek("R"):
            return
        self.negotiating.set("R", True)
        self.attempt = other(self.attempt)
        self.kernel.after(self.kernel.draw("ike", SECOND, 2 * SECOND, 4 * SECOND), self.negotiated, self.attempt)

    def negotiated(self, gateway: str) -> None:
        if not self.probe[gateway].send().value:
            self.note("R", "ike", f"no answer {gateway}")
            self.attempt = other(self.attempt)
            self.kernel.after(10 * SECOND, self.negotiated, self.attempt)
            return
        self.negotiating.clear()
        origin = self.note("R", "ike", f"peered {gateway}")
        self.heard.restart(self.kernel.now)
        self.renew(gateway, origin, 0)

    def renew(self, gateway: str, origin: Record, renewals: int) -> None:
        if renewals and (self.peers.peek("R") != gateway or not self.probe[gateway].use().value):
            return
        self.spi += 1
        self.peers.set("R", gateway)
        self.sas.set("R", self.spi)
        self.sas.set(gateway, self.spi)
        self.routes.set(("F", 31, HOME + 2 >> 1), gateway)
        self.kernel.trace.note("R", "sa", f"{gateway} {self.spi}", renewals=renewals)
        self.kernel.after(self.renewal, self.renew, gateway, origin, renewals + 1, cause=origin)

    # NAT and neighbours

    def bind(self) -> None:
        if not self.bindings.peek("D"):
            self.note("D", "nat", "bound")
            self.bindings.set("D", 1)
        self.nat.restart(self.kernel.now)

    def unbind(self) -> None:
        self.note("D", "nat", "expired")
        self.bindings.delete("D")

    def found(self, gateway: str) -> None:
        if self.power.peek(gateway):
            self.note(gateway, "hsrp", "found")
            self.neighbors.set(gateway, True)
            self.holds[gateway].restart(self.kernel.now)
            self.kernel.after(5 * SECOND, self.elect)

    def lost(self, gateway: str) -> None:
        self.note(gateway, "hsrp", "lost")
        self.neighbors.delete(gateway)
        self.elect()

    def elect(self) -> None:
        active = "G2" if self.neighbors.peek("G2") is None and self.power.peek("G2") else "G1"
        if self.routes.peek(("F", 24, HOME >> 8)) != active:
            self.note(active, "hsrp", "active")
        self.routes.set(("F", 24, HOME >> 8), active)

    # faults

    def power_on(self, gateway: str) -> None:
        if not self.power.peek(gateway):
            self.power.set(gateway, True)
            self.hellos[gateway].start()

    def power_off(self, gateway: str) -> None:
        self.power.delete(gateway)
        self.sas.delete(gateway)
        self.neighbors.delete(gateway)
        self.holds[gateway].stop()
        self.hellos[gateway].stop()

    def fault(self, kind: str, *args) -> None:
        """A change from outside."""
        self.note("lab", kind, " ".join(map(str, args)))
        getattr(self, f"do_{kind}")(*args)

    def do_cut(self, link: str) -> None:
        self.links.set(link, False)

    def do_restore(self, link: str) -> None:
        self.links.set(link, True)

    def do_off(self, gateway: str) -> None:
        self.power_off(gateway)

    def do_on(self, gateway: str) -> None:
        self.power_on(gateway)

    def do_call(self) -> None:
        for voice in self.voice.values():
            voice.start()

    def do_hang_up(self) -> None:
        for voice in self.voice.values():
            voice.stop()
        self.audible.clear()

    def do_plug(self, phone: str) -> None:
        self.phones[phone].start()

    def do_unplug(self, phone: str) -> None:
        self.phones[phone].stop()

    def do_hole(self, gateway: str) -> None:
        self.routes.set(("I", 32, GATEWAYS[gateway]), "null")

    def do_unhole(self) -> None:
        for address in GATEWAYS.values():
            self.routes.delete(("I", 32, address))

    def do_hello_period(self, gateway: str, seconds: int) -> None:
        if self.power.peek(gateway):
            self.hellos[gateway].start(period=seconds * SECOND)

    def do_hold(self, gateway: str, seconds: int) -> None:
        self.holds[gateway].set_limit(seconds * SECOND)

    def do_worry(self, seconds: int) -> None:
        self.heard.set_limit(seconds * SECOND)

    def do_clear(self) -> None:
        for meter in self.meters.values():
            meter.clear()

    def do_loss(self, direction: str, percent: int) -> None:
        self.loss.set(direction, percent)

    def do_loud(self, change: int) -> None:
        for every in (*self.hellos.values(), *self.phones.values(), *self.voice.values()):
            every.loud(change)

    # what can be seen

    def sample(self) -> tuple[object, ...]:
        tables = (self.routes, self.peers, self.probing, self.sas, self.bindings, self.neighbors, self.audible)
        idles = (self.heard, self.nat, *self.holds.values())
        rounds = (*self.hellos.values(), *self.phones.values(), *self.voice.values())
        return (
            self.kernel.now,
            tuple(tuple(sorted(table.items(), key=repr)) for table in tables),
            tuple((n, m.count, m.octets, m.last) for n, m in self.meters.items()),
            tuple((idle.last, idle.running, idle.over(), idle.remaining()) for idle in idles),
            tuple(every.sent() for every in rounds),
        )
