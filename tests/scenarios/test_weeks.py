"""Weeks of faults: whatever breaks whenever, and however it is mended, the network stays sound and comes back."""

from __future__ import annotations

from random import Random

import pytest

from iossim.endpoints.phone import Phone
from iossim.features.nat.rules import ANY, End, Static
from iossim.features.nat.translation import NOBODY, Translation
from iossim.lab.audit import stale
from iossim.lab.faults import Fault, catalogue, draw, inject, undo
from iossim.lab.invariants import broken
from iossim.net.address import Address
from iossim.sim.clock import DAY, HOUR, MINUTE, SECOND

from .counts import Counters
from .story import opened

CALL = ("phone-1", "phone-hq")
LASTING = (2 * SECOND, 20 * SECOND, MINUTE, 5 * MINUTE, 40 * MINUTE, 2 * HOUR)


class Weeks:
    """One story: a lab, its faults by seed, and what was wrong at the moments looked at."""

    def __init__(self, seed: int, days: int, faults: int) -> None:
        self.lab = opened("headend")
        self.random = Random(f"weeks {seed}")
        self.wrong: list[str] = []
        self.counters = Counters(self.lab)
        self.active: list[Fault] = []
        deeds: list[tuple[int, int, Fault]] = []
        for number in range(faults):
            fault = draw(self.lab, seed * 1_000 + number)
            begin = self.random.randrange(MINUTE, days * DAY)
            end = begin + self.random.choice(LASTING) + self.random.randrange(SECOND)
            deeds += [(begin, number, fault), (end, -1, fault)]
        self.deeds = sorted(deeds, key=lambda deed: deed[:2])
        self.lab.do("call {} {}".format(*CALL))

    def play(self) -> None:
        """Break and mend; look after each deed, and a moment later."""
        for when, number, fault in self.deeds:
            self.lab.run_to(max(self.lab.now, when))
            (undo if number < 0 else inject)(self.lab, fault)
            self.look(fault)
            self.lab.advance(self.random.randrange(15 * SECOND))
            self.look(fault)

    def look(self, fault: Fault) -> None:
        """Nothing stands without its cause, no remembered walk is untrue, no counter runs backwards."""
        found = [*broken(self.lab.world), *map(str, stale(self.lab.world))]
        found += self.counters.fallen()
        self.wrong += [f"after {fault.id} at {self.lab.now}: {text}" for text in found]

    def heal(self) -> None:
        """Mend whatever is still broken: everybody has power, and the CallManager is heard by everybody again."""
        for _, number, fault in self.deeds:
            if number < 0:
                undo(self.lab, fault)
        for name, node in self.lab.world.nodes.items():
            if not getattr(node, "powered", True):
                self.lab.do(f"power on {name}")
        self.lab.advance(3 * HOUR)

    def talks(self) -> bool:
        """Can the home and HQ hear each other, in a call of now?"""
        for name in CALL:
            phone = self.lab.world.nodes[name]
            assert isinstance(phone, Phone)
            if phone.stream is not None:
                self.lab.do(f"hang up {name}")
        self.lab.advance(5 * SECOND)
        self.lab.do("call {} {}".format(*CALL))
        self.lab.advance(30 * SECOND)
        heard = [self.lab.world.nodes[name].stream for name in CALL]  # type: ignore[attr-defined]
        return all(stream is not None and stream.hearing.audible for stream in heard)


def told(weeks: Weeks) -> None:
    """Play the story and say what did not hold."""
    weeks.play()
    assert weeks.wrong == []
    weeks.heal()
    assert broken(weeks.lab.world) == ()
    assert weeks.talks(), weeks.lab.do(f"why voice {CALL[0]}").lines
    kernel = weeks.lab.world.kernel
    before = kernel.events
    weeks.lab.advance(DAY)
    assert kernel.events - before < 6_000


@pytest.mark.parametrize("seed", range(4))
def test_two_days_of_faults(seed: int) -> None:
    """Fourteen faults in two days, some at once: sound at every look, quiet and audible when all is mended."""
    told(Weeks(seed, days=2, faults=14))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 130))
def test_weeks_of_faults(seed: int) -> None:
    """Three weeks with a hundred faults each."""
    told(Weeks(seed, days=21, faults=100))


def test_a_settled_lab_is_sound() -> None:
    """What the invariants say holds at rest, in every lab."""
    for name in ("headend", "trio", "ring", "homes", "pair"):
        assert broken(opened(name).world) == (), name


def test_the_invariants_see_what_is_wrong() -> None:
    """A route, a temporary entry, and an address that nobody stands behind are found."""
    lab = opened("headend")
    router = lab.router("gateway-1")
    engine = router.engine("crypto")
    engine.sadb.pairs.clear()  # type: ignore[attr-defined]
    assert any("SAs that are gone" in text for text in broken(lab.world))
    lab = opened("headend")
    router = lab.router("gateway-2")
    ((port, address),) = opened("headend").router("gateway-1").virtual.keys()
    router.virtual.set((port, address), router.mac_of(port))
    assert broken(lab.world) == (f"gateway-2: answers for {address} on {port} without being active there",)
    lab = opened("headend")
    own = End(Address.parse("10.81.2.2"))
    made = Translation(ANY, End(Address.parse("192.168.1.9")), own, NOBODY, Static(ANY, own, own), 0)
    lab.router("soho-vp").engine("nat").translations.add(made)  # type: ignore[attr-defined]
    assert broken(lab.world) == ("soho-vp: a translation of 10.81.2.2 without its rule",)
    lab = opened("headend")
    soho = lab.router("soho-vp")
    soho.addresses.delete(next(iter(soho.engine("crypto").sadb.pairs.values())).peer.local)  # type: ignore[attr-defined]
    assert any("of an address that is gone" in text for text in broken(lab.world))


def test_a_counter_that_falls_is_seen() -> None:
    """SAs and their flows, lists, EIGRP, ports: what is cleared is told."""
    lab = opened("headend")
    counters = Counters(lab)
    assert counters.fallen() == []
    router = lab.router("gateway-1")
    sadb, facts = router.engine("crypto").sadb, router.engine("eigrp").facts  # type: ignore[attr-defined]
    matches = router.engine("acl")._matches  # type: ignore[attr-defined]
    for meter in (
        next(iter(sadb.pairs.values())).meters.decrypted, next(iter(sadb.counters.values())).encrypted,
        next(iter(matches.values())), facts.meters[64, "HELLO", "sent"], router.meter("FastEthernet0/1", "in"),
    ):  # fmt: skip
        meter.clear()
        assert counters.fallen()
        counters = Counters(lab)
        counters.fallen()


def test_every_fault_of_the_catalogue_can_be_lived_through() -> None:
    """Each fault by itself for a minute and mended leaves a sound network (one lab, one after the other, a sample)."""
    lab = opened("headend")
    for fault in catalogue(lab)[::7]:
        inject(lab, fault)
        lab.advance(MINUTE)
        assert broken(lab.world) == (), fault.id
        undo(lab, fault)
        lab.advance(10 * SECOND)
        assert broken(lab.world) == (), fault.id
