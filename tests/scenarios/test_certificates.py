"""Certificates in the reference lab: who is revoked is refused once the list is new, and only then."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

import iossim
from iossim.lab import Lab
from iossim.lab.session.conditions import Sa
from iossim.sim.clock import HOUR, MINUTE, SECOND

HEADEND = Path(iossim.__file__).parent / "labs" / "headend"
VALID = "  not_after: 2004-11-01 00:00:00 -05:00\n"


REVOKED = '  revoked: {"0203": 2003-03-12 14:43:00 -05:00}\n'


@pytest.fixture(scope="module")
def stolen(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """The reference lab, whose authority revokes soho-3's certificate five minutes after the beginning."""
    place = tmp_path_factory.mktemp("labs") / "headend"
    copytree(HEADEND, place)
    file = place / "lab.yaml"
    text = file.read_text()
    assert VALID in text
    file.write_text(text.replace(VALID, VALID + REVOKED))
    return Lab.open(str(file), batch=True)


def typed(lab: Lab, device: str, *lines: str) -> None:
    """Lines at a console."""
    for line in lines:
        lab.type(device, [*line, "enter"])
        lab.advance(0)


def cleared(lab: Lab) -> None:
    """Everybody at gateway-2 has to come anew."""
    typed(lab, "gateway-2", "clear crypto sa", "clear crypto isakmp")
    lab.advance(60 * SECOND)


def peered(lab: Lab, home: str, head_end: str) -> bool:
    """Whether both have SAs with each other."""
    return lab.holds(Sa(home, head_end))


def root(lab: Lab, report: str) -> str:
    """Where a chain of causes begins."""
    found = lab.do(report).data["chain"]
    assert isinstance(found, list)
    return str(found[-1]["text"])


def logs(lab: Lab, device: str, mnemonic: str) -> list[str]:
    """The messages of one kind."""
    found = [record for record in lab.records() if record.device == device and record.kind == "log"]
    return [record.text for record in found if mnemonic in record.text]


def test_a_stolen_router_is_refused_once_the_list_is_new(stolen: Lab) -> None:
    """Its certificate is revoked at the authority; a head-end that has an older list does not know."""
    lab = stolen.copy()
    lab.advance(6 * MINUTE)
    cleared(lab)
    assert peered(lab, "soho-3", "gateway-2") and not logs(lab, "gateway-2", "IKMP_INVAL_CERT")
    typed(lab, "gateway-2", "configure terminal", "crypto ca crl request hq-ca", "end")
    lab.advance(20 * SECOND)
    assert peered(lab, "soho-3", "gateway-2")  # what stands is not judged again
    cleared(lab)
    assert any(
        "198.51.100.77 is bad: it has been revoked" in text for text in logs(lab, "gateway-2", "IKMP_INVAL_CERT")
    )
    assert peered(lab, "soho-6", "gateway-2")
    assert root(lab, "why sa soho-3 gateway-2") == "has revoked 0203"
    lab.advance(3 * MINUTE)
    assert peered(lab, "soho-3", "gateway-1")  # the other head-end still has yesterday's word


def test_a_list_that_has_run_out_is_fetched_anew(stolen: Lab) -> None:
    """After its next update nobody asks by hand: the next main mode does, and the stolen router is out everywhere."""
    lab = stolen.copy()
    lab.advance(25 * HOUR)
    typed(lab, "gateway-1", "clear crypto sa", "clear crypto isakmp")
    cleared(lab)
    lab.advance(10 * MINUTE)
    refused = logs(lab, "gateway-1", "IKMP_INVAL_CERT") + logs(lab, "gateway-2", "IKMP_INVAL_CERT")
    assert refused and all("198.51.100.77" in text for text in refused)
    assert not peered(lab, "soho-3", "gateway-1") and not peered(lab, "soho-3", "gateway-2")
    assert peered(lab, "soho-vp", "gateway-1") or peered(lab, "soho-vp", "gateway-2")


def test_without_its_key_a_router_has_no_certificate(stolen: Lab) -> None:
    """A certificate vouches for a key; when that is gone the router cannot prove who it is."""
    lab = stolen.copy()
    typed(lab, "soho-vp", "configure terminal", "crypto key zeroize rsa", "yes", "end")
    typed(lab, "soho-vp", "clear crypto sa", "clear crypto isakmp")
    lab.advance(2 * MINUTE)
    assert not peered(lab, "soho-vp", "gateway-1") and not peered(lab, "soho-vp", "gateway-2")
    typed(lab, "soho-vp", "reload", "no", "")
    lab.advance(5 * MINUTE)
    assert not peered(lab, "soho-vp", "gateway-1")  # keys are not in the start-up configuration


def test_an_authority_that_is_out_of_reach_is_asked_again(stolen: Lab) -> None:
    """A request waits in `show crypto ca certificates`; once the authority answers, the certificate is there."""
    lab = stolen.copy()
    lab.do("cut hq-ca")
    typed(lab, "gateway-2", "configure terminal", "crypto ca enroll hq-ca", "yes", "pw", "pw", "no", "no", "yes")
    lab.advance(50 * SECOND)
    engine = lab.world.router("gateway-2").engine("crypto")
    assert engine.enrollment.pending.peek("hq-ca").tries == 1  # type: ignore[attr-defined]
    lab.do("restore hq-ca")
    lab.advance(2 * MINUTE)
    assert logs(lab, "gateway-2", "CERTRET") and engine.enrollment.pending.peek("hq-ca") is None  # type: ignore[attr-defined]
    serials = [one.serial for one in engine.config.trustpoints["hq-ca"].certificates]  # type: ignore[attr-defined]
    assert "0102" not in serials and "01" in serials and len(serials) == 2


def test_a_home_cannot_reach_the_authority_in_clear(stolen: Lab) -> None:
    """Its own packets do not match its crypto access list, and the Internet knows no private addresses."""
    lab = stolen.copy()
    typed(lab, "soho-vp", "configure terminal", "crypto ca trustpoint new", "enrollment url http://10.80.1.20", "exit")
    typed(lab, "soho-vp", "crypto ca authenticate new")
    lab.advance(MINUTE)
    shown = lab.terminal("soho-vp").screen.lines
    assert any("status = FAIL, cert length = 0" in line for line in shown)


def test_a_head_end_without_a_calendar_takes_nobody_until_it_knows_the_time() -> None:
    """It starts in 1993, when no certificate is valid yet; NTP takes some minutes, then everybody is accepted."""
    lab = Lab.open("headend", batch=True)
    lab.world.router("gateway-2").keeps_time = False
    lab.do("power off gateway-2")
    lab.advance(MINUTE)
    lab.do("power on gateway-2")
    lab.advance(90 * SECOND)
    lab.do("cut stick-gw1")
    lab.advance(2 * MINUTE)
    assert any("not valid at this time" in text for text in logs(lab, "gateway-2", "IKMP_INVAL_CERT"))
    assert root(lab, "why sa soho-vp gateway-2") == "power on gateway-2"
    assert not peered(lab, "soho-vp", "gateway-2")
    lab.advance(8 * MINUTE)
    assert peered(lab, "soho-vp", "gateway-2")
