"""Another topology is a lab file and configurations, no code: three head-ends, and a call from one home to another."""

from __future__ import annotations

from iossim.lab.lab import Lab
from iossim.lab.session import read_session
from iossim.sim.clock import SECOND

from .story import LABS, do, opened, spoken


def holds(lab: Lab, condition: str, within: int) -> bool:
    """Whether a condition of the session language comes true within so many seconds."""
    (step,) = read_session(f"[wait until {condition} within {within}s]", "here", lab.names).steps
    wanted = step.action.condition  # type: ignore[union-attr]
    return lab.step_until(lambda: lab.holds(wanted), within * SECOND)


def test_the_folder_holds_no_code() -> None:
    """A lab file and the configurations it names."""
    assert {path.suffix for path in LABS.rglob("*") if path.is_file()} == {".yaml", ".cfg"}


def test_each_home_has_its_head_end_and_the_others_learn_of_it() -> None:
    """The homes name different first peers; the route that one head-end injects comes to the third by EIGRP."""
    lab = opened("homes")
    assert holds(lab, "route gateway-1 10.81.2.0/29", 0)
    assert holds(lab, "route gateway-3 10.81.2.8/29", 0)
    for prefix in ("10.81.2.0/29", "10.81.2.8/29"):
        do(lab, f"gateway-2# show ip route {prefix.partition('/')[0]}")
        assert 'Known via "eigrp 64"' in spoken(lab)


def test_one_home_talks_to_another_and_survives_its_head_end() -> None:
    """The call goes up one tunnel and down another; when a head-end reloads, its home turns to the next peer."""
    lab = opened("homes")
    lab.do("call phone-1 phone-2")
    assert holds(lab, "voice phone-1 both audible", 5)
    lab.do("reload gateway-3")
    assert holds(lab, "voice phone-1 both silent", 5)
    assert holds(lab, "voice phone-1 both audible", 60)
    assert holds(lab, "route gateway-1 10.81.2.8/29 via 0.0.0.0", 0)
