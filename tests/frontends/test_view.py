"""Views of a lab: what screens show, in words."""

from __future__ import annotations

import pickle

from iossim.lab.lab import Lab
from iossim.lab.view import LinkLook, calls, timeline, view

SECOND = 1_000_000


def booted(lab: str = "pair") -> Lab:
    opened = Lab.open(lab, "cold")
    opened.advance(200 * SECOND)
    return opened


def test_a_router_says_how_far_its_boot_is() -> None:
    """Off, booting with its share, up: in words."""
    lab = Lab.open("pair", "cold")

    def states() -> dict[str, str]:
        return {node.name: node.state for node in view(lab).nodes if node.kind == "router"}

    assert states() == {"r1": "booting 0%", "r2": "booting 0%"}
    lab.do("power off r2")
    lab.advance(200 * SECOND)
    assert states() == {"r1": "up", "r2": "off"}


def test_a_home_says_what_it_lacks() -> None:
    """With SAs nothing; while it holds on to a head-end that has no power, that; then, with nobody who answers, a tunnel."""
    lab = Lab.open("headend")

    def lacks() -> tuple[str, tuple[str, ...]]:
        return next((node.note, node.peers) for node in view(lab).nodes if node.name == "soho-vp")

    assert lacks() == ("", ("gateway-1",))
    for head in ("gateway-1", "gateway-2"):
        lab.do(f"power off {head}")
    lab.advance(10 * SECOND)
    assert lacks() == ("peer gone", ())
    lab.advance(60 * SECOND)
    assert lacks() == ("no tunnel", ())


def test_links_are_up_down_silent_or_lossy() -> None:
    """Each way a link can fail has a word of its own."""
    lab = booted()

    def look() -> LinkLook:
        return next(link.look for link in view(lab).links if link.name == "x-over")

    seen = [look()]
    for action in ("cut x-over", "restore x-over", "silence x-over", "restore x-over", "loss x-over 5%"):
        lab.do(action)
        seen.append(look())
    assert seen == [*("up", "down", "up", "silent", "up", "lossy")]
    lab.do("restore x-over")
    lab.do("power off r2")
    assert look() == "down"


def test_the_timeline_counts_from_the_last_fault() -> None:
    """Events before any fault have no count; after one the seconds since it; what was typed is left out."""
    lab = booted()
    assert {event.since for event in timeline(lab)} == {None}
    lab.advance(7 * SECOND)
    lab.do("cut x-over")
    lab.type("r1", ("enter", *"show clock", "enter"))
    lab.advance(10 * SECOND)
    events = timeline(lab)
    origin = next(event for event in events if event.origin)
    assert (origin.text, origin.since) == ("[cut x-over]", 0)
    later = events[events.index(origin) + 1 :]
    assert later and all(event.since == event.t - origin.t for event in later)
    assert not any("show clock" in event.text for event in events)


def test_a_restored_link_is_no_fault() -> None:
    """Counting starts at what breaks, not at what mends."""
    lab = booted()
    lab.do("restore x-over")
    lab.do("power off host-1")
    lab.do("power on host-1")
    assert [event.text for event in timeline(lab) if event.origin] == ["[power off host-1]"]


def test_a_call_has_two_directions() -> None:
    """A conversation is told from both ends; a silence has its reason, its beginning and its end."""
    lab = booted("headend")
    lab.do("call phone-hq phone-hq2")
    lab.advance(5 * SECOND)
    (call,) = calls(lab)
    assert (call.a, call.b, call.audible) == ("phone-hq", "phone-hq2", True)
    assert [(way.speaker, way.listener) for way in call.directions] == [
        ("phone-hq", "phone-hq2"),
        ("phone-hq2", "phone-hq"),
    ]
    began = lab.now
    lab.do("silence hq-phone2")
    lab.advance(4 * SECOND)
    (call,) = calls(lab)
    assert not any(way.audible for way in call.directions)
    assert all("hq-phone2" in way.reason and way.since - began < SECOND for way in call.directions)
    lab.do("restore hq-phone2")
    lab.advance(2 * SECOND)
    (call,) = calls(lab)
    assert call.audible
    assert [len(way.gaps) for way in call.directions] == [1, 1]
    lab.do("hang up phone-hq")
    lab.advance(SECOND)
    assert calls(lab) == ()


def test_looking_changes_nothing() -> None:
    """A view leaves the lab as it was: same fingerprint, same copy."""
    lab = booted("headend")
    before = lab.fingerprint()
    view(lab)
    timeline(lab)
    assert lab.fingerprint() == before
    twin = lab.copy()
    view(lab)
    lab.advance(60 * SECOND)
    twin.advance(60 * SECOND)
    assert lab.fingerprint() == twin.fingerprint()


def test_a_view_is_plain_data() -> None:
    """Views can be compared and pickled: nothing of the lab hangs on them."""
    lab = booted()
    picture = view(lab)
    assert pickle.loads(pickle.dumps(picture)) == picture == view(lab)


def test_a_line_without_order_or_in_use_says_so() -> None:
    """What is late or doubled, and what others take of a home's line, each way."""
    lab = Lab.open("headend", batch=True)

    def note() -> str:
        return next(link.note for link in view(lab).links if link.name == "dsl-1-line")

    lab.do("reorder dsl-1-line 5% 2s")
    assert note() == "delivers 5% 2 s late"
    lab.do("duplicate dsl-1-line 1%")
    lab.do("load dsl-1 40% up")
    assert note() == "delivers 5% 2 s late, delivers 1% twice, is used by others: 40% and 0%"
    lab.do("restore dsl-1-line")
    assert note() == ""
