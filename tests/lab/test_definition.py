"""The labs that come with the package, and what an author can rely on."""

from __future__ import annotations

import copy
import pickle
import re
from pathlib import Path

import pytest

from iossim.lab.definition import LabDefinition, load, shipped
from iossim.lab.definition.nodes import Dsl, Phone, Router
from iossim.lab.definition.pattern import MAX_REMOTES
from iossim.lab.definition.segment import segments
from iossim.lab.errors import LabError
from iossim.lab.names import Names
from iossim.lab.session.grammar import read_session
from iossim.lab.spelling import read_duration
from iossim.net.address import Address, Prefix

HOUR = 3_600_000_000


@pytest.fixture(scope="module")
def headend() -> LabDefinition:
    return load("headend")


def test_a_lab_may_be_like_another() -> None:
    """What differs is laid over the other lab, key by key; its files are used; what is no lab to be like has a message."""
    two, one = load("two-cables"), load("headend")
    assert two.links.keys() - one.links.keys() == {"x-over-2"} and two.links.items() >= one.links.items()
    changed = {name for name in one.nodes if two.nodes[name] != one.nodes[name]}
    assert changed == {"gateway-1", "gateway-2"} and two.files == one.files and two.digest != one.digest


@pytest.mark.parametrize(
    ("like", "said"),
    [("haedend", "expected a lab of the package, found 'haedend' (did you mean 'headend'?)"),
     ("two-cables", "is itself like another lab"),
     ("../pair", "expected a lab of the package"), ("[headend]", "expected a lab of the package")],
)  # fmt: skip
def test_what_a_lab_cannot_be_like(tmp_path: Path, like: str, said: str) -> None:
    """A lab of the package by its name, in one step."""
    (tmp_path / "lab.yaml").write_text(f"lab: mine\nlike: {like}\n")
    with pytest.raises(LabError, match=re.escape(said)):
        load(tmp_path)


def test_routers_have_the_release_of_the_lab(tmp_path: Path) -> None:
    """A lab's `release` is that of routers that say none; what is none is refused at its place."""
    text = "lab: mine\nlike: pair\nrelease: 15.1M\nnodes:\n  r2: {release: 12.2(13)T}\n"
    (tmp_path / "lab.yaml").write_text(text)
    routers = [node for node in load(tmp_path).nodes.values() if isinstance(node, Router)]
    assert [node.looks_like for node in routers] == ["15.1M", "12.2(13)T"]
    (tmp_path / "lab.yaml").write_text(text.replace("15.1M", "fifteen"))
    said = f"{tmp_path}/lab.yaml:3:1: release: expected a release such as 12.2(11)T or 15.1M, found 'fifteen'"
    with pytest.raises(LabError, match=re.escape(said) + "$"):
        load(tmp_path)


def test_a_model_needs_an_image(tmp_path: Path) -> None:
    """A release that was never made for a model is refused, and the models that have it are named."""
    (tmp_path / "lab.yaml").write_text("lab: mine\nlike: headend\nrelease: 15.1M\n")
    with pytest.raises(LabError, match=r"there is no image of 15.1M for a 1710; there is one for 7206VXR and 2811"):
        load(tmp_path)


def test_the_labs_that_come_with_the_package() -> None:
    """A name finds a lab, and so does the path of its folder or its file."""
    assert shipped() == ("headend", "headend-15", "pair", "two-cables")
    folder = Path(load("pair").source).parent
    assert load(folder).nodes == load(folder / "lab.yaml").nodes == load("pair").nodes


def test_six_homes_stand_written_out(headend: LabDefinition) -> None:
    """The routers of the document, in its order; each home has its own LAN and public address."""
    homes = ("soho-vp", "soho-2", "soho-3", "soho-4", "soho-5", "soho-6")
    assert headend.routers == ("gateway-1", "gateway-2", *homes)
    lans = [next(line for line in headend.config(home).splitlines() if "permit ip" in line) for home in homes]
    assert [line.split()[4] for line in lans] == [f"10.81.2.{net}" for net in (0, 16, 24, 32, 40, 48)]
    boxes = [node for node in headend.nodes.values() if isinstance(node, Dsl)]
    assert [str(box.public) for box in boxes] == [
        "165.7.1.9",
        "198.51.100.18",
        "198.51.100.77",
        "203.0.113.14",
        "203.0.113.130",
        "203.0.113.201",
    ]
    assert [str(box.pool.first_free) for box in boxes] == ["192.168.1.102", *["192.168.1.100"] * 5]


def test_the_configurations_are_the_documents(headend: LabDefinition) -> None:
    """Every configuration line of the document stands in the start-up file, at its section, spelled the same."""
    gateway = headend.config("gateway-1")
    for block in (
        "crypto dynamic-map dmap 10\n set transform-set t1 t2\n reverse-route\n",
        "crypto map test local-address Loopback0\ncrypto map test 1 ipsec-isakmp dynamic dmap\n",
        " ip address 64.yy.yy.a 255.255.255.255\n",
        " standby 1 ip 10.81.0.5\n standby 1 priority 120\n standby 1 preempt\n crypto map test\n",
        " redistribute static metric 1000 100 255 1 1500 route-map RRI\n passive-interface FastEthernet0/0\n",
        "access-list 1 permit 10.81.4.0 0.0.3.255\naccess-list 1 deny   any\n",
    ):
        assert block in gateway
    home = headend.config("soho-vp")
    assert " set peer 64.yy.yy.a\n set peer 64.yy.yy.b\n set transform-set t1\n match address 101\n" in home
    assert "access-list 101 permit ip 10.81.2.0 0.0.0.7 any\n" in home
    assert "${" not in home
    assert "enable secret 5 $1$mERr$hx5rVt7rPNoS4wqbXKX7m0\n" in home


def test_the_head_ends_differ_where_the_document_says(headend: LabDefinition) -> None:
    """Name, loopback, addresses, priority, the cable's description and the certificate differ; nothing else does."""
    one, two = (headend.config(name).splitlines() for name in ("gateway-1", "gateway-2"))
    hexadecimal = set("0123456789ABCDEF ")
    only_two = [line for line in two if line not in one and not set(line) <= hexadecimal]
    assert only_two == [
        "hostname gateway-2",
        " certificate 0102",
        " ip address 64.yy.yy.b 255.255.255.255",
        " ip address 10.81.0.4 255.255.255.248",
        " standby 1 priority 110",
        " ip address 192.168.81.4 255.255.255.0",
    ]
    assert [line for line in one if line not in two and "description" in line] == [
        " description X-Over cable to gateway-2"
    ]


def test_a_name_of_an_address_keeps_every_column(headend: LabDefinition) -> None:
    """The number behind a name has as many characters, so switching names moves nothing."""
    assert list(headend.names) == ["64.yy.yy.a", "64.yy.yy.b", "165.x.x.x"]
    assert all(len(name) == len(str(address)) for name, address in headend.names.items())
    assert headend.address_names().show(Address.parse("64.100.1.1")) == "64.yy.yy.a"
    assert headend.address_names(shown=False).show(Address.parse("64.100.1.1")) == "64.100.1.1"


def test_a_home_is_sixty_milliseconds_away(headend: LabDefinition) -> None:
    """There and back between home and firewall the line and the Internet take 59 ms, with the octets of an ordinary ping in ESP."""
    box = headend.nodes["dsl-1"]
    assert isinstance(box, Dsl)
    octets = sum(152 * 8 * 1_000_000 // rate for rate in (box.up, box.down))
    assert 2 * (headend.links["dsl-1-line"].delay + headend.links["uplink"].delay) + octets == 59_004


def test_the_stick_is_one_segment(headend: LabDefinition) -> None:
    """Firewall and both head-ends hear each other through the switch; the cable is a segment of its own."""
    found = [[str(end) for end in group] for group in segments(headend.nodes, headend.links)]
    assert ["firewall dmz", "gateway-1 FastEthernet0/0", "gateway-2 FastEthernet0/0"] in found
    assert ["gateway-1 FastEthernet0/1", "gateway-2 FastEthernet0/1"] in found
    assert ["soho-vp FastEthernet0", "phone-1 eth0", "pc-1 eth0"] in found
    ends = [end for group in found for end in group]
    assert len(ends) == len(set(ends))


def test_the_history_fills_its_time(headend: LabDefinition) -> None:
    """The waits of the history add up to the time between power-on and t = 0."""
    waits = [line[6:-1] for line in headend.session.splitlines() if line.startswith("[wait ")]
    assert headend.history is not None
    assert sum(map(read_duration, waits)) == headend.history.starts == 33 * HOUR + HOUR // 2


def test_the_history_speaks_of_what_the_lab_has(headend: LabDefinition) -> None:
    """Every line of the history is an action or an input, about nodes, links and phones of this lab."""
    phones = tuple(name for name, node in headend.nodes.items() if isinstance(node, Phone))
    names = Names(headend.routers, tuple(headend.nodes), tuple(headend.links), phones)
    assert len(read_session(headend.session, "history.session", names).steps) > 100


def test_a_definition_is_data(headend: LabDefinition) -> None:
    """It is copied and pickled with a lab, and it is frozen."""
    assert pickle.loads(pickle.dumps(headend)) == copy.deepcopy(headend) == headend
    with pytest.raises(ValueError, match="frozen"):
        headend.nodes["gateway-1"].config = "other.cfg"  # type: ignore[union-attr, misc]


def test_the_digest_names_what_was_read(headend: LabDefinition) -> None:
    """The same files give the same digest; other remotes another."""
    assert headend.digest == load("headend").digest
    assert headend.digest != load("headend", remotes=1).digest


def test_remotes_are_homes_from_seven_on() -> None:
    """`remotes 3` adds soho-7 to soho-9 in 10.96.0.0/12, and the head-ends and the firewall permit that space."""
    lab = load("headend", remotes=3)
    assert lab.routers[-3:] == ("soho-7", "soho-8", "soho-9")
    assert "access-list 101 permit ip 10.96.0.16 0.0.0.7 any\n" in lab.config("soho-9")
    last = lab.nodes["phone-9"]
    assert isinstance(last, Phone) and str(last.address) == "10.96.0.18/29"
    lines = lab.config("gateway-2").splitlines()
    place = lines.index("access-list 1 permit 10.96.0.0 0.15.255.255")
    assert lines[place + 1] == "access-list 1 deny   any"
    firewall = lab.nodes["firewall"]
    assert (Prefix.parse("10.96.0.0/12"), Address.parse("10.81.0.5")) in firewall.table()  # type: ignore[union-attr]


def test_remotes_change_nothing_when_there_are_none(headend: LabDefinition) -> None:
    """Without remotes the head-ends know only the document's pools."""
    assert "10.96." not in headend.config("gateway-1")


def test_the_number_of_remotes_is_bounded() -> None:
    """More remotes than a lab can hold, fewer than none, or remotes in a lab without them are refused in words."""
    for count in (-1, MAX_REMOTES + 1):
        with pytest.raises(LabError, match=f"expected 0 to {MAX_REMOTES}"):
            load("headend", remotes=count)
    with pytest.raises(LabError, match="no `remotes` section"):
        load("pair", remotes=1)


def test_homes_look_a_release_newer(headend: LabDefinition) -> None:
    """The homes print the forms of a later release than the head-ends, though the grammar is the same."""
    home, gateway = headend.nodes["soho-vp"], headend.nodes["gateway-1"]
    assert isinstance(home, Router) and isinstance(gateway, Router)
    assert (home.release, home.looks_like) == ("12.2(11)T", "12.2(13)T")
    assert (gateway.release, gateway.looks_like) == ("12.2(11)T", "12.2(11)T")
