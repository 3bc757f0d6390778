"""A release form changes what is typed and printed, never what happens: the same history has the same outcome."""

from __future__ import annotations

import pytest

from iossim.device.router import Router
from iossim.lab.lab import Lab

GATEWAYS = ("gateway-1", "gateway-2")


@pytest.fixture(scope="module")
def labs() -> tuple[Lab, Lab]:
    """The network of the document in both forms, settled."""
    return Lab.open("headend", "settled"), Lab.open("headend-15", "settled")


def routes(router: Router) -> list[tuple[object, ...]]:
    """The routing table, with since when."""
    return sorted((prefix, entry.routes, entry.since) for prefix, entry in router.rib.installed.items())


def associations(router: Router) -> list[tuple[object, ...]]:
    """ISAKMP and IPsec SAs, with since when; their numbers are the form's."""
    crypto = router.engine("crypto")
    ike = [(str(sa.peer), sa.established) for sa in crypto.main_mode.sas.values()]  # type: ignore[attr-defined]
    return ike + [(str(pair.peer), pair.created, pair.inbound) for pair in crypto.sadb.pairs.values()]  # type: ignore[attr-defined]


def groups(router: Router) -> list[tuple[object, ...]]:
    """HSRP groups with their states."""
    return [(one.key, one.state, one.since) for one in router.engine("hsrp").groups.values()]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", GATEWAYS)
def test_both_forms_have_had_the_same_history(labs: tuple[Lab, Lab], name: str) -> None:
    """Routes, SAs and groups of a head-end agree to the microsecond."""
    one, other = (lab.router(name) for lab in labs)
    for facts in (routes, associations, groups):
        assert facts(one) == facts(other) != []


def test_a_reload_is_noticed_at_the_same_moment(labs: tuple[Lab, Lab]) -> None:
    """The homes of a head-end that is gone move to the other one, home by home at the same times."""
    moved = []
    for lab in (one.copy() for one in labs):
        lab.router("gateway-1").restart("test")
        lab.advance(60_000_000)
        moved.append(associations(lab.router("gateway-2")))
    assert moved[0] == moved[1] and len(moved[0]) > 4
