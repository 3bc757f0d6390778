"""A telephone that has lost its CallManager: the conversation comes back with the way, the registration on its own clock."""

from __future__ import annotations

import pytest

from iossim.lab import Lab
from iossim.sim.clock import MINUTE, SECOND


@pytest.mark.parametrize("away", [90, 150, 300])
def test_sccp_recovers_after_audio(away: int) -> None:
    """The call outlives the loss; it is heard before the phone is registered, and only then a new one can be made."""
    lab = Lab.open("headend")
    lab.do("call phone-1 phone-hq")
    lab.advance(5 * SECOND)
    lab.do("cut dsl-1-line")
    lab.advance(away * SECOND)
    back = lab.now
    lab.do("restore dsl-1-line")
    lab.advance(3 * MINUTE)
    told = [record for record in lab.records() if record.t >= back and record.device in ("phone-1", "phone-hq")]
    heard = [record.t for record in told if record.kind == "voice" and "hears" in record.text]
    (registered,) = [record.t for record in told if record.text == "phone-1 is registered"]
    assert len(heard) == 2 and max(heard) < registered
    assert lab.do("call phone-1 phone-hq2").ok is False  # still in its call
    lab.do("hang up phone-1")
    lab.advance(SECOND)
    assert lab.do("call phone-1 phone-hq2").ok
