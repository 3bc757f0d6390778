"""The failure catalogue (protocols reference 10) and the promises about who hears whom, as sessions.

Each file of `catalogue/` provokes its failure with typed configuration or an action and says what must and must not follow.
A session is a run with `--check`; what the session language leaves to a reader is asserted here from comments:

    # root: TEXT                        the next `[why ...]` ends with this record
    # end: delivered at NODE            the next `[path ...]` ends so (`end: NODE: REASON` when it is dropped)
    #                                   a text that ends in `...` is the beginning of what is meant
    # silences: to 22-24.5; from none   the next `[voice PHONE]` has these silences, in seconds; `8-10+` is still going on
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from iossim.endpoints.firewall import Rule, Service
from iossim.endpoints.voice import Gap
from iossim.frontends.batch.run import open_lab
from iossim.lab import Lab
from iossim.lab.judge import hearing
from iossim.lab.running.outcome import Kind, Outcome
from iossim.lab.running.runner import Runner
from iossim.lab.session import read_session
from iossim.net.address import Prefix
from iossim.sim.clock import SECOND

HERE = Path(__file__).parent / "catalogue"
SESSIONS = sorted(path.stem for path in HERE.glob("*.session"))
CLAIM = re.compile(r"(root|end|silences): (.*)")


class Claims:
    """What the comments before a report say of it."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.open: dict[str, str] = {}

    def missed(self, outcome: Outcome) -> Iterator[str]:
        """Take one outcome in; what was said of it and is not so."""
        if outcome.kind is Kind.NOTE:
            if claim := CLAIM.fullmatch(outcome.output[0] if outcome.output else ""):
                self.open[claim[1]] = claim[2]
        elif outcome.kind is Kind.WHY and "root" in self.open:
            yield from _differs(outcome, self.open.pop("root"), _root(outcome))
        elif outcome.kind is Kind.PATH and "end" in self.open:
            yield from _differs(outcome, self.open.pop("end"), _end(outcome))
        elif outcome.input.startswith("voice ") and "silences" in self.open:
            yield from self._silences(outcome, self.open.pop("silences"))

    def _silences(self, outcome: Outcome, claimed: str) -> Iterator[str]:
        phone = outcome.input.split()[1]
        for part in claimed.split("; "):
            way, _, spans = part.partition(" ")
            gaps = hearing(self.lab.world, phone)[way].gaps
            wanted = [] if spans == "none" else spans.split(", ")
            if len(gaps) != len(wanted) or not all(map(self._fits, gaps, wanted)):
                found = ", ".join(f"{self._length(gap):.2f}{'+' * (gap.end is None)}" for gap in gaps) or "none"
                yield f"line {outcome.line}: expected silences {part}, found {way} {found}"

    def _fits(self, gap: Gap, wanted: str) -> bool:
        low, _, high = wanted.removesuffix("+").partition("-")
        return (gap.end is None) == wanted.endswith("+") and float(low) <= self._length(gap) <= float(high)

    def _length(self, gap: Gap) -> float:
        return ((self.lab.now if gap.end is None else gap.end) - gap.start) / SECOND


def _differs(outcome: Outcome, wanted: str, found: str) -> Iterator[str]:
    if wanted != found and not (wanted.endswith("...") and found.startswith(wanted[:-3])):
        yield f"line {outcome.line}: expected {wanted!r}, found {found!r}"


def _root(outcome: Outcome) -> str:
    chain = outcome.data["chain"]
    assert isinstance(chain, list)
    device, text = (chain[-1]["device"], chain[-1]["text"]) if chain else ("", "nothing")
    return text if text.startswith(device) else f"{device} {text}"


def _end(outcome: Outcome) -> str:
    hops = outcome.data["hops"]
    assert isinstance(hops, list)
    last = hops[-1]
    return f"delivered at {last['node']}" if last["action"] == "deliver" else f"{last['node']}: {last['reason']}"


def begun(name: str) -> tuple[Lab, Runner]:
    """The lab of a session of the catalogue, and what plays the session on it."""
    file = HERE / f"{name}.session"
    text = file.read_text()
    line = read_session(text, file.name).lab
    lab = open_lab(line, HERE)
    assert isinstance(lab, Lab)
    if "hairpin" in name:
        let_packets_turn_round(lab)
    return lab, Runner(lab, read_session(text, file.name, lab.names))


def wrong(name: str) -> list[str]:
    """Everything in a session of the catalogue that does not hold."""
    lab, runner = begun(name)
    claims, found = Claims(lab), []
    for outcome in runner.run():
        if outcome.failure:
            found.append(f"line {outcome.line}: [{outcome.input}] {outcome.failure}")
        found += claims.missed(outcome)
    return found + [f"nothing came after # {kind}: {text}" for kind, text in claims.open.items()]


def let_packets_turn_round(lab: Lab) -> None:
    """A firewall that sends packets for the homes back to the stick, as a plain router would."""
    wall = lab.world.nodes["firewall"]
    homes = (Prefix.parse("10.81.2.0/23"),)
    wall.hairpin = True  # type: ignore[union-attr]
    wall.policy = (*wall.policy, Rule("dmz", "dmz", (Prefix.parse("0.0.0.0/0"),), homes, (Service(None),), False, None))  # type: ignore[union-attr]


@pytest.mark.parametrize("name", SESSIONS)
def test_it_comes_out_as_the_catalogue_says(name: str) -> None:
    """The failure shows as its session says: who hears whom, for how long, what routers show and log, and why."""
    assert wrong(name) == []


# -- what takes many runs ------------------------------------------------------------------------------------------------

PHASES = tuple(3_700_000 * n for n in range(1, 13))
"""Times to let pass before a failure, spread over a phone's keepalive period."""


def detection(lab: Lab, after: int) -> float:
    """Seconds from the death of gateway-1 until soho-vp declares it dead, on a copy of a lab."""
    copy = lab.copy()
    copy.advance(after)
    since, died = copy.world.kernel.trace.count, copy.now
    copy.do("power off gateway-1")
    copy.advance(60 * SECOND)
    dead = [r for r in copy.records(since) if r.kind == "peer-dead" and r.device == "soho-vp"]
    return (dead[0].t - died) / SECOND


def test_detection_is_constant_in_a_call_and_spread_when_idle() -> None:
    """On demand: in a call ten seconds and six times two, to the tick; else it depends on when the phone speaks next."""
    lab = Lab.open()
    idle = [detection(lab, after) for after in PHASES]
    lab.do("call phone-1 phone-hq")
    busy = [detection(lab, after) for after in PHASES]
    assert min(busy) >= 21.9 and max(busy) <= 22.6
    assert min(idle) >= 12 and max(idle) <= 42.6 and max(idle) - min(idle) > 15


def outage(lab: Lab, reloaded: str, phone: str, after: int) -> float:
    """Seconds of silence of a call when its head-end loses power, the longer direction, on a copy of a lab."""
    copy = lab.copy()
    copy.do(f"call {phone} phone-hq")
    copy.advance(after)
    copy.do(f"power off {reloaded}")
    copy.advance(60 * SECOND)
    gaps = [way.gaps[-1] for way in hearing(copy.world, phone).values()]
    return max((gap.end or copy.now) - gap.start for gap in gaps) / SECOND


def test_with_a_warm_standby_both_take_overs_take_equally_long() -> None:
    """HSRP runs inside the detection time: whether the dead head-end was the active or the standby one makes no second."""
    lab = Lab.open()
    standby = sorted(outage(lab, "gateway-2", "phone-3", after) for after in PHASES)
    active = sorted(outage(lab, "gateway-1", "phone-1", after) for after in PHASES)
    middle = len(PHASES) // 2
    assert abs(standby[middle] - active[middle]) < 1
    assert min(standby[0], active[0]) >= 22 and max(standby[-1], active[-1]) <= 25


def test_a_black_hole_behind_a_hairpin_loads_the_stick_thirty_one_fold() -> None:
    """E21: with a TTL of 64 a packet is sent on by the head-end thirty-one times."""
    lab = Lab.open()
    let_packets_turn_round(lab)
    lab.do("cut x-over")
    lab.advance(10 * SECOND)
    hops = lab.do("path phone-hq phone-3 udp").data["hops"]
    sent = [hop for hop in hops if hop["node"] == "gateway-1" and hop["action"] == "route"]  # type: ignore[union-attr]
    assert len(sent) == 31
