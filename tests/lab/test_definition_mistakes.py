"""Every mistake an author can make has its message, with file, line and column; and all are told at once."""

# ruff: noqa: E501 - a message is compared as it is printed

from __future__ import annotations

from pathlib import Path

import pytest

from iossim.lab.definition import load
from iossim.lab.definition.tree import MAX_BYTES, MAX_DEPTH, MAX_VALUES, read_tree
from iossim.lab.errors import LabError

GOOD = """\
lab: small
nodes:
  r1:
    kind: router
    platform: 7206VXR
    interfaces: [FastEthernet0/0, FastEthernet0/1]
    config: r1.cfg
  sw: {kind: switch}
  pc-1: {kind: host, address: 10.0.0.10/24, gateway: 10.0.0.1}
  pc-2: {kind: host, address: 10.0.0.11/24}
links:
  a: {ends: [r1 FastEthernet0/0, sw]}
  b: {ends: [pc-1, sw]}
  c: {ends: [pc-2, sw], delay: 1ms}
"""
FIREWALL = """\
  fw:
    kind: firewall
    interfaces: {dmz: 10.0.0.2/24}
    groups: {homes: [10.81.2.0/23]}
    routes:
      - {to: homes, via: 10.0.0.3}
    policy:
      - {from: dmz, to: dmz, destination: [homes], permit: [esp, udp 500]}
links:
"""
PATTERN = """\
patterns:
  home:
    nodes:
      host-${n}: {kind: host, address: "10.1.${n}.2/24"}
apply:
  - {pattern: home, n: 1}
"""


def lab(folder: Path, text: str, config: str = "hostname r1\n") -> Path:
    (folder / "r1.cfg").write_text(config)
    (folder / "lab.yaml").write_text(text)
    return folder


def mistakes(folder: Path, text: str, config: str = "hostname r1\n") -> list[str]:
    with pytest.raises(LabError) as caught:
        load(lab(folder, text, config))
    return [str(mistake).removeprefix(f"{folder}/") for mistake in caught.value.mistakes]


def test_the_good_lab_is_good(tmp_path: Path) -> None:
    """What the cases below break is whole before."""
    found = load(lab(tmp_path, GOOD.replace("links:\n", FIREWALL) + PATTERN))
    assert list(found.nodes) == ["r1", "sw", "pc-1", "pc-2", "fw", "host-1"]


CASES = [
    (
        "platform: 7206VXR",
        "platfrom: 7206VXR",
        [
            "lab.yaml:3:3: nodes.r1: the key 'platform' is missing",
            "lab.yaml:5:5: nodes.r1.platfrom: unknown key 'platfrom' (did you mean 'platform'?)",
        ],
    ),
    (
        "7206VXR",
        "7206",
        [
            "lab.yaml:5:5: nodes.r1.platform: expected one of 7206VXR, 1710, 2811, found '7206' (did you mean '7206VXR'?)"
        ],
    ),
    (
        "kind: router",
        "kind: ruoter",
        [
            "lab.yaml:3:3: nodes.r1: expected one of router, switch, hub, internet, firewall, dsl, host, phone, "
            "callmanager, found 'ruoter' (did you mean 'router'?)"
        ],
    ),
    ("    kind: router\n", "", ["lab.yaml:3:3: nodes.r1: the key 'kind' is missing"]),
    ("lab: small\n", "", ["lab.yaml:1:1: the key 'lab' is missing"]),
    (
        "lab: small\n",
        "lab: Small Lab\n",
        ["lab.yaml:1:1: lab: expected a name in lower-case letters, digits and hyphens, found 'Small Lab'"],
    ),
    ("  pc-1:", "  PC1:", None),
    (
        "sw: {kind: switch}",
        "sw: {kind: switch, portfast: perhaps}",
        ["lab.yaml:8:22: nodes.sw.portfast: expected true or false, found 'perhaps'"],
    ),
    (
        "sw: {kind: switch}",
        "sw: {kind: switch, at: [100, 3]}",
        ["lab.yaml:8:22: nodes.sw.at: expected [x, y] with x below 100 and y below 30, found [100, 3]"],
    ),
    (
        "pc-2, sw], delay: 1ms",
        "pc-2, sw], delay: 25",
        ["lab.yaml:14:25: links.c.delay: expected a duration such as 25ms, 1.5s or 33h30m, found 25"],
    ),
    (
        "delay: 1ms",
        "rate: fast",
        ["lab.yaml:14:25: links.c.rate: expected a rate in bits per second such as 192k or 10M, found 'fast'"],
    ),
    (
        "10.0.0.10/24",
        "10.0.0.10",
        [
            "lab.yaml:9:22: nodes.pc-1.address: expected an address with its length such as 10.81.0.1/29, found '10.0.0.10'"
        ],
    ),
    (
        "10.0.0.10/24",
        "10.0.0.0/24",
        [
            "lab.yaml:9:22: nodes.pc-1.address: 10.0.0.0/24 is the network itself or its broadcast, not an address of a host"
        ],
    ),
    (
        "10.0.0.11/24",
        "10.0.0.10/24",
        ["lab.yaml:10:22: nodes.pc-2.address: 10.0.0.10 is already the address of 'pc-1' there"],
    ),
    (
        "gateway: 10.0.0.1",
        "gateway: 10.0.1.1",
        ["lab.yaml:9:45: nodes.pc-1.gateway: 10.0.1.1 is not in 10.0.0.0/24, the network of its address"],
    ),
    ("[pc-1, sw]", "[pcc-1, sw]", ["lab.yaml:13:14: links.b.ends[0]: unknown node 'pcc-1' (did you mean 'pc-1'?)"]),
    (
        "[r1 FastEthernet0/0, sw]",
        "[r1 FastEthernet0/2, sw]",
        ["lab.yaml:12:14: links.a.ends[0]: unknown port of r1 'FastEthernet0/2' (did you mean 'FastEthernet0/1'?)"],
    ),
    (
        "[r1 FastEthernet0/0, sw]",
        "[r1, sw]",
        [
            "lab.yaml:12:14: links.a.ends[0]: expected the port of r1 after its name: one of FastEthernet0/0, FastEthernet0/1"
        ],
    ),
    ("[pc-2, sw]", "[pc-1, sw]", ["lab.yaml:14:14: links.c.ends[0]: pc-1 eth0 is already an end of link 'b'"]),
    ("[pc-2, sw]", "[pc-2]", None),
    ("  c: {", "  b: {", ["lab.yaml:14:3: links.b: said twice, first in line 13"]),
    (
        "config: r1.cfg",
        "config: r2.cfg",
        ["lab.yaml:7:5: nodes.r1.config: there is no file 'r2.cfg' (did you mean 'r1.cfg'?)"],
    ),
    (
        "config: r1.cfg",
        "config: ../r1.cfg",
        ["lab.yaml:7:5: nodes.r1.config: expected a file in the lab's own folder, found '../r1.cfg'"],
    ),
    (
        "config: r1.cfg",
        "config: /etc/hostname",
        ["lab.yaml:7:5: nodes.r1.config: expected a file in the lab's own folder, found '/etc/hostname'"],
    ),
    (
        "lab: small\n",
        "lab: small\ncall: [pc-1, pc-2]\n",
        ["lab.yaml:2:8: call[0]: unknown phone 'pc-1'", "lab.yaml:2:14: call[1]: unknown phone 'pc-2'"],
    ),
    (
        "lab: small\n",
        "lab: small\nnames: {a.b: 1.2.3.4, c.d: 1.2.3.4}\n",
        ["lab.yaml:2:23: names.c.d: 1.2.3.4 is called 'a.b' already"],
    ),
    (
        "lab: small\n",
        "lab: small\nclock: tomorrow\n",
        ["lab.yaml:2:1: clock: expected a date and time such as 2003-03-12 14:38:00 -05:00, found 'tomorrow'"],
    ),
    (
        "lab: small\n",
        "lab: small\nparameters: {hsrp_helo: 1s}\n",
        ["lab.yaml:2:14: parameters.hsrp_helo: unknown parameter 'hsrp_helo' (did you mean 'hsrp_hello'?)"],
    ),
    (
        "lab: small\n",
        "lab: small\nparameters: {hsrp_hello: 3}\n",
        ["lab.yaml:2:14: parameters.hsrp_hello: expected a duration such as 25ms, 1.5s or 33h30m, found 3"],
    ),
    ("lab: small\n", "lab: small\nx: &a [1]\ny: *a\n", ["lab.yaml:2:4: anchors and aliases are not used here"]),
    (
        "lab: small\n",
        "lab: !!python/object:os.system small\n",
        ["lab.yaml:1:6: lab: the tag tag:yaml.org,2002:python/object:os.system is not used here"],
    ),
    ("lab: small\n", "lab: [small\n", None),
]


@pytest.mark.parametrize(("old", "new", "expected"), CASES, ids=lambda value: str(value)[:40])
def test_a_mistake_is_told_where_it_stands(tmp_path: Path, old: str, new: str, expected: list[str] | None) -> None:
    """One thing is broken; the message names its line, column and path, what was expected, and the near miss."""
    assert old in GOOD
    found = mistakes(tmp_path, GOOD.replace(old, new, 1))
    assert found == expected if expected is not None else found[0].startswith("lab.yaml:")


FIREWALL_CASES = [
    (
        "{to: homes,",
        "{to: home,",
        "lab.yaml:16:10: nodes.fw.routes[0].to: unknown group 'home' (did you mean 'homes'?)",
    ),
    (
        "via: 10.0.0.3",
        "via: 10.9.0.3",
        "lab.yaml:16:21: nodes.fw.routes[0].via: 10.9.0.3 is on none of the firewall's networks",
    ),
    (
        "{from: dmz",
        "{from: dzm",
        "lab.yaml:18:10: nodes.fw.policy[0].from: unknown interface 'dzm' (did you mean 'dmz'?)",
    ),
    (
        "destination: [homes]",
        "destination: [hoems]",
        "lab.yaml:18:44: nodes.fw.policy[0].destination[0]: unknown group 'hoems' (did you mean 'homes'?)",
    ),
    (
        "udp 500",
        "udp 99999",
        "lab.yaml:18:66: nodes.fw.policy[0].permit[1]: expected a port or a range such as 1024-65535, found '99999'",
    ),
    (
        "esp,",
        "gre,",
        "lab.yaml:18:61: nodes.fw.policy[0].permit[0]: expected a service such as esp, udp 500, tcp from 23 or icmp echo, found 'gre'",
    ),
    (
        "10.81.2.0/23",
        "10.81.3.0/23",
        "lab.yaml:14:22: nodes.fw.groups.homes[0]: expected a network such as 10.81.2.0/23 without host bits, found '10.81.3.0/23'",
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), FIREWALL_CASES, ids=lambda value: str(value)[:40])
def test_a_firewall_names_what_exists(tmp_path: Path, old: str, new: str, expected: str) -> None:
    """Groups, interfaces, next hops and services of a firewall are checked against it."""
    assert old in FIREWALL
    assert mistakes(tmp_path, GOOD.replace("links:\n", FIREWALL.replace(old, new, 1))) == [expected]


PATTERN_CASES = [
    ("pattern: home", "pattern: hmoe", "lab.yaml:20:5: apply[0]: unknown pattern 'hmoe' (did you mean 'home'?)"),
    ("n: 1", "m: 1", "lab.yaml:20:5: apply[0]: no value for ${n}, which pattern home needs"),
    ("kind: host", "kind: hots", None),
    ("host-${n}", "pc-${n}", "lab.yaml:20:5: apply[0]: nodes.pc-1 is there already"),
]


@pytest.mark.parametrize(("old", "new", "expected"), PATTERN_CASES, ids=lambda value: str(value)[:40])
def test_a_pattern_is_checked_where_it_is_written(tmp_path: Path, old: str, new: str, expected: str | None) -> None:
    """A mistake in a pattern points into the pattern; one in a row points at the row."""
    found = mistakes(tmp_path, GOOD + PATTERN.replace(old, new, 1))
    assert found == [expected] if expected else found[0].startswith("lab.yaml:18:7: nodes.host-1: expected one of")


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """Three things broken in one file are three lines, in the order of the file."""
    text = GOOD.replace("[pc-1, sw]", "[pc-9, sw]").replace("config: r1.cfg", "config: x.cfg")
    text = text.replace("10.0.0.11/24", "10.0.0.11/24, gateway: 10.9.9.9")
    assert [line.split(":")[1] for line in mistakes(tmp_path, text)] == ["7", "10", "13"]


def test_a_gap_without_a_value_is_told_in_the_configuration(tmp_path: Path) -> None:
    """A `${name}` in a templated configuration that no value fills is a mistake of that file."""
    text = GOOD.replace("    config: r1.cfg\n", "    config: r1.cfg\n    values: {lan: 10.0.0.0/24}\n")
    assert mistakes(tmp_path, text, "hostname r1\n ip address ${lna}\n") == ["r1.cfg:2:13: r1 has no value for ${lna}"]


def test_a_configuration_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    """A link in the lab's folder does not open the rest of the disk."""
    (tmp_path / "secret").write_text("secret")
    folder = tmp_path / "lab"
    folder.mkdir()
    text = GOOD.replace("r1.cfg", "door.cfg")
    lab(folder, text)
    (folder / "door.cfg").symlink_to(tmp_path / "secret")
    assert mistakes(folder, text) == ["lab.yaml:7:5: nodes.r1.config: 'door.cfg' leads out of the lab's folder"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x: " + "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), f"nested deeper than {MAX_DEPTH}"),
        ("x: " + "{a: " * 5_000 + "1" + "}" * 5_000, f"nested deeper than {MAX_DEPTH}"),
        ("[" + "1," * (MAX_VALUES + 1) + "]", f"more than {MAX_VALUES} values"),
        ("#" * (MAX_BYTES + 1), f"larger than {MAX_BYTES} characters"),
        ("a: &a [x]\nb: [*a, *a]", "anchors and aliases are not used here"),
        ("a: \x07", "not YAML"),
        ("? [a]\n: 1", "expected a word as key"),
    ],
    ids=["deep list", "deep block", "many", "large", "aliases", "control character", "key"],
)
def test_a_hostile_file_gets_an_error(text: str, message: str) -> None:
    """Depth, number, size and aliases are bounded before anything is built."""
    with pytest.raises(LabError, match=message):
        read_tree(text, "lab.yaml")
