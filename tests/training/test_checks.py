"""Every kind of check, where it holds and where it does not."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from iossim.lab import Lab
from iossim.lab.session.slots import Words
from iossim.training.checks import examine
from iossim.training.definition.checks import Claim
from iossim.training.evidence import Mark, answer_of
from iossim.training.facts import read_fact
from iossim.training.results import Finding
from iossim.training.scene import Baseline, Scene

CHECK: TypeAdapter[Claim] = TypeAdapter(Claim)


def opened() -> Scene:
    lab = Lab.open(batch=True)
    return Scene(lab, Mark.of(lab), Baseline.of(lab))


@pytest.fixture
def scene() -> Scene:
    return opened()


def looked(scene: Scene, **check: Any) -> Finding:
    return examine(CHECK.validate_python(check), scene)


def typed(scene: Scene, device: str, *lines: str) -> None:
    for line in lines:
        scene.lab.type(device, [*line, "enter"])


def test_a_condition(scene: Scene) -> None:
    """What is there instead is told, and why."""
    assert looked(scene, kind="holds", that="sa soho-vp gateway-1").share == 1000
    scene.lab.do("cut x-over")
    scene.lab.advance(10_000_000)
    found = looked(scene, kind="holds", that="route gateway-1 10.81.2.24/29 via 192.168.81.4")
    assert (found.share, found.found) == (0, "no route")
    assert found.cause[-1] == "14:38:00 cut x-over"


def test_causes_of_another_day_have_a_date(scene: Scene) -> None:
    """A chain is told in the lab's time of day, in the words of the timeline."""
    found = looked(scene, kind="holds", that="no route soho-2 10.81.2.16/29")
    assert found.cause == (
        "Mar 11 05:12:30 soho-2 Interface FastEthernet0, changed state to up",
        "Mar 11 05:11:20 soho-2 starts (power-on)",
        "Mar 11 05:11:20 power on soho-2",
    )


def test_a_condition_within_a_time_is_tried_in_a_branch(scene: Scene) -> None:
    """The lab that is looked at stays where it is."""
    scene.lab.do("outage dsl-1 10s")
    scene.lab.do("call phone-1 phone-hq")
    now = scene.lab.now
    assert looked(scene, kind="holds", that="gateway-1 up", within="1m").share == 1000
    assert looked(scene, kind="holds", that="hsrp gateway-2 Active", within="1m").share == 0
    assert scene.lab.now == now


@pytest.mark.parametrize(
    ("check", "share"),
    [
        ({"fact": "metric gateway-2 10.81.2.0/29", "is": "2588160"}, 1000),
        ({"fact": "metric gateway-2 10.81.2.0/29", "most": 2588159}, 0),
        ({"fact": "metric gateway-2 10.81.9.0/29", "least": 1}, 0),
        ({"fact": "routes gateway-1 external", "is": ["10.81.2.48/29", "10.81.2.24/29"]}, 1000),
        ({"fact": "routes gateway-1 external", "is": ["10.81.2.48/29"]}, 0),
    ],
)
def test_a_value(scene: Scene, check: dict[str, Any], share: int) -> None:
    """A number, a bound, a set."""
    assert looked(scene, kind="value", **check).share == share


@pytest.mark.parametrize(
    ("lines", "share"),
    [
        ("crypto map test 1 ipsec-isakmp\n set peer 64.yy.yy.b", 1000),
        ("cry map test 1 ipsec-i\nset peer 64.100.1.2\n", 1000),
        ("int fa0\nno shut\nip addr 10.81.2.1 255.255.255.248", 1000),
        ("int fa0\nshut", 500),
        ("no crypto isakmp keepalive", 0),
        ("crypto isakmp policy 1\n group 1\n authentication rsa-sig\n encr 3des", 1000),
        ("crypto isakmp policy 1\n group 2", 500),
        ("access-list 101 permit ip 10.81.2.0 0.0.0.7 any", 1000),
        ("access-list 101 permit ip 10.81.2.0 0.0.0.255 any", 0),
    ],
)
def test_configuration_means_what_it_says(scene: Scene, lines: str, share: int) -> None:
    """Abbreviations, defaults and the spelling of addresses do not count; `no` means absence."""
    assert looked(scene, kind="config", device="soho-vp", lines=lines).share == share


@pytest.mark.parametrize(
    ("same", "share"),
    [
        ("permit 10.81.2.0 0.0.1.255\npermit 10.81.4.0 0.0.3.255", 1000),
        (
            "permit 10.81.4.0 0.0.1.255\npermit 10.81.6.0 0.0.1.255\npermit 10.81.3.0 0.0.0.255\npermit 10.81.2.0 0.0.0.255",
            1000,
        ),
        ("permit 10.81.2.0 0.0.1.255", 0),
        ("deny 10.81.2.24 0.0.0.7\npermit 10.81.2.0 0.0.1.255\npermit 10.81.4.0 0.0.3.255", 0),
        ("permit 10.81.0.0 0.0.7.255", 0),
    ],
)
def test_an_access_list_is_what_it_decides(scene: Scene, same: str, share: int) -> None:
    """Other lines may decide alike; one address more or less is another list."""
    found = looked(scene, kind="acl", device="gateway-1", list="1", same=same)
    assert found.share == share, found


def test_a_path(scene: Scene) -> None:
    """Its end, and the way it takes."""
    over = {"packet": "phone-hq phone-3 udp", "through": ["firewall", "gateway-1", "gateway-2", "soho-3"]}
    assert looked(scene, kind="path", **over).share == 1000
    assert looked(scene, kind="path", **over, avoids=["gateway-1"]).share == 0
    assert looked(scene, kind="path", packet="phone-hq phone-3 udp", through=["gateway-2", "gateway-1"]).share == 0
    assert looked(scene, kind="path", packet="pc-1 10.80.1.30 tcp 23", ends="dropped").share == 1000


def test_events_in_order(scene: Scene) -> None:
    """Order and time both count, and only what came since the learner began."""
    scene.lab.do("power off gateway-1")
    scene.lab.advance(60_000_000)
    lost, taken = {"device": "gateway-2", "record": "hsrp", "about": "Active"}, {"device": "soho-vp", "record": "sa-up"}
    assert looked(scene, kind="events", order=[lost, taken]).share == 1000
    assert looked(scene, kind="events", order=[lost, taken], within="1s").share == 0
    assert looked(scene, kind="events", order=[taken, lost]).share == 0
    assert looked(scene, kind="events", order=[{"device": "gateway-2", "log": "STANDBY-6-STATECHANGE"}]).share == 1000


def test_a_spread_over_the_homes(scene: Scene) -> None:
    """The first home, the middle one and the last; head-ends are none; what no home has seen has no time."""
    scene.lab.do("power off gateway-1")
    scene.lab.advance(120_000_000)
    times = {}
    for which in ("first", "median", "last"):
        fact = read_fact(Words(("spread", which, "sa-up"), scene.lab.names))
        times[which] = answer_of(scene.lab, fact, scene.since)
    seen = [
        one for one in scene.lab.records(scene.since.record) if one.kind == "sa-up" and one.device.startswith("soho")
    ]
    after = [(record.t - scene.since.t) / 1e6 for record in seen]
    assert times == {"first": after[0], "median": after[2], "last": after[3]}
    assert looked(scene, kind="value", fact="spread last reload", least=0).share == 0


RELOAD = {"kind": "fault", "do": ["call phone-3 phone-hq", "wait 5s", "reload gateway-2"],
          "until": "voice phone-3 both audible", "calm": "10m", "phones": ["phone-3"]}  # fmt: skip


def test_behaviour_under_a_fault(scene: Scene) -> None:
    """A fault is tried in a branch; how long it takes, and what comes later, both count."""
    before = scene.lab.fingerprint()
    assert looked(scene, **RELOAD, within="35s").share == 1000
    assert looked(scene, **RELOAD, within="10s").share == 0
    assert scene.lab.fingerprint() == before


def test_a_second_gap_is_found(scene: Scene) -> None:
    """The head-end that preempts too early makes one, not in every run; the cure holds in all of them."""
    do = ["call phone-1 phone-hq", "wait 5s", "reload gateway-1"]
    late = {"until": "voice phone-1 both audible", "within": "35s", "phones": ["phone-1"], "calm": "3m", "runs": 5}
    found = looked(scene, kind="fault", do=do, **late)
    assert found.share == 0 and "phone-1 from: silent for" in found.found and found.found.endswith("of 5)")
    typed(scene, "gateway-1", "conf t", "int fa0/0", "standby 1 preempt delay minimum 60", "end", "write")
    assert looked(scene, kind="fault", do=do, **late).share == 1000


def test_changed_is_what_is_otherwise_now(scene: Scene) -> None:
    """Saved or not; what has been taken back again is no change."""
    scene = Scene(scene.lab, scene.since, scene.baseline.come(scene.lab))
    wanted = {"kind": "unchanged", "devices": ["gateway-1", "gateway-2"]}
    typed(scene, "gateway-1", "conf t", "ip route 10.99.0.0 255.255.0.0 10.81.0.1", "end", "write memory")
    found = looked(scene, **wanted)
    assert (found.share, found.found) == (0, "gateway-1 is configured otherwise than it was")
    typed(scene, "gateway-1", "conf t", "no ip route 10.99.0.0 255.255.0.0 10.81.0.1", "end")
    assert looked(scene, **wanted).share == 1000


def test_commands_by_meaning(scene: Scene) -> None:
    """Any spelling of a command counts; another command does not."""
    typed(scene, "gateway-1", "sh ip ro | i D EX", "conf t", "do show standby brief", "end")
    assert looked(scene, kind="commands", used=["show ip route", "show standby brief"]).share == 1000
    assert looked(scene, kind="commands", used=["show ip route", "show ip arp"]).share == 500
    assert looked(scene, kind="commands", device="gateway-2", used=["show ip route"]).share == 0
    assert looked(scene, kind="commands", used=["show ip route"], unused=["show standby"]).share == 0


def test_what_shows_all_has_shown_a_part(scene: Scene) -> None:
    """`show interfaces` is enough where one interface is asked for; less than what is asked for is not, nor another sort of it."""
    asked = ["show interfaces FastEthernet0/1"]
    typed(scene, "gateway-1", "sh int fa0/0", "show interfaces description")
    assert looked(scene, kind="commands", used=asked).share == 0
    typed(scene, "gateway-1", "sh int")
    assert looked(scene, kind="commands", used=asked).share == 1000
    assert looked(scene, kind="commands", used=["show interfaces stats"]).share == 0
    assert looked(scene, kind="commands", unused=asked).share == 1000


def test_saved(scene: Scene) -> None:
    """A change that a reload would lose is not saved."""
    assert looked(scene, kind="saved", devices=["gateway-1"]).share == 1000
    typed(scene, "gateway-1", "conf t", "ip route 10.99.0.0 255.255.0.0 10.81.0.1", "end")
    assert looked(scene, kind="saved", devices=["gateway-1"]).share == 0
    typed(scene, "gateway-1", "write memory")
    assert looked(scene, kind="saved", devices=["gateway-1"]).share == 1000


@pytest.mark.parametrize(
    ("do", "found"),
    [
        (["silence x-over"], "no voice from phone-hq to phone-3"),
        (["power off soho-4"], "soho-4 has no tunnel"),
        (["block esp at firewall inbound"], "no voice from phone-2 to phone-hq: dropped at firewall"),
        (["permit tcp 23 from outside to 64.yy.yy.a at firewall"], "firewall permits what it did not"),
        (["split dmz-sw stick-gw2"], "active in HSRP: gateway-1 and gateway-2"),
    ],
)
def test_what_else_is_broken(scene: Scene, do: list[str], found: str) -> None:
    """Silence, a lost tunnel, a wider firewall, two active routers: each is damage."""
    assert looked(scene, kind="intact").share == 1000
    for action in do:
        scene.lab.do(action)
    scene.lab.advance(60_000_000)
    assert found in looked(scene, kind="intact").found


def test_a_leaked_route_is_damage_unless_it_was_asked_for(scene: Scene) -> None:
    """Redistribution without its route map lets the default through."""
    typed(scene, "gateway-1", "conf t", "ip route 10.99.0.0 255.255.0.0 10.81.0.1", "end")
    assert "gateway-1 has routes that it had not: 10.99.0.0/16" in looked(scene, kind="intact").found
    assert looked(scene, kind="intact", routes=["10.99.0.0/16"]).share == 1000


def test_a_home_that_is_spared_is_not_looked_at(scene: Scene) -> None:
    """An exercise about one home says so."""
    scene.lab.do("power off soho-4")
    scene.lab.advance(60_000_000)
    assert looked(scene, kind="intact", **{"except": ["soho-4"]}).share == 1000


@pytest.mark.parametrize(
    ("check", "share", "found"),
    [
        (
            {"command": "show ip route", "lines": "D EX    10.81.2.24 [170/2588160] via\nS* 0.0.0.0/0"},
            1000,
            "so it does",
        ),
        ({"command": "show ip route", "lines": "D EX 10.81.2.0"}, 0, "missing: D EX 10.81.2.0"),
        ({"command": "show ip route", "absent": "D EX"}, 0, "there: D EX"),
        ({"command": "show clock", "absent": "D EX"}, 1000, "so it does"),
        ({"command": "reload", "lines": "System"}, 0, "only a show command is typed here"),
    ],
)
def test_a_display(scene: Scene, check: dict[str, Any], share: int, found: str) -> None:
    """What a show command prints, blanks apart; tried in a branch, whatever the console is at, and nothing else is typed."""
    typed(scene, "gateway-1", "configure terminal")
    before = scene.lab.fingerprint()
    finding = looked(scene, kind="shows", device="gateway-1", **check)
    assert (finding.share, finding.found) == (share, found)
    assert scene.lab.fingerprint() == before
