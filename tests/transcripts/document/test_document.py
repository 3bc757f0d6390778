"""The displays of the document, and what falls out of the same state: the lab `headend` as it stands at t = 0."""

from __future__ import annotations

from pathlib import Path

import pytest

from iossim.main import main

HERE = Path(__file__).parent

DOCUMENT = {
    "d2_home_isakmp_sa": ("64.yy.yy.a 192.168.1.102 QM_IDLE 108 0",),
    "d3_head_end_isakmp_sa": ("64.yy.yy.a 165.x.x.x QM_IDLE 16 0",),
    "d4_head_end_crypto_map": (
        'Crypto Map: "test" idb: Loopback0 local address: 64.yy.yy.a',
        'Crypto Map "test" 1 ipsec-isakmp',
        "Dynamic map template tag: dmap",
        'Crypto Map "test" 191 ipsec-isakmp',
        "Peer = 165.x.x.x",
        "Extended IP access list",
        "access-list permit ip any 10.81.2.0 0.0.0.7",
        "dynamic (created from dynamic map dmap/10)",
        "Current peer: 165.x.x.x",
        "Security association lifetime: 4608000 kilobytes/3600 seconds",
        "PFS (Y/N): N",
        "Transform sets={ t1, }",
        "Reverse Route Injection Enabled",
    ),
    "d5_gateway_1_routes": (
        "Gateway of last resort is 10.81.0.1 to network 0.0.0.0",
        "64.0.0.0/32 is subnetted, 1 subnets",
        "C 64.yy.yy.a is directly connected, Loopback0",
        "C 192.168.81.0/24 is directly connected, FastEthernet0/1",
        "10.0.0.0/29 is subnetted, 7 subnets",
        "D EX 10.81.2.24 [170/2588160] via 192.168.81.4, 00:50:58, FastEthernet0/1",
        "S 10.81.2.16 [1/0] via 0.0.0.0, FastEthernet0/0",
        "S 10.81.2.0 [1/0] via 0.0.0.0, FastEthernet0/0",
        "C 10.81.0.0 is directly connected, FastEthernet0/0",
        "D EX 10.81.2.48 [170/2588160] via 192.168.81.4, 1d07h, FastEthernet0/1",
        "S 10.81.2.40 [1/0] via 0.0.0.0, FastEthernet0/0",
        "S 10.81.2.32 [1/0] via 0.0.0.0, FastEthernet0/0",
        "S* 0.0.0.0/0 [1/0] via 10.81.0.1",
    ),
    "d6_gateway_2_routes": (
        "Gateway of last resort is 10.81.0.1 to network 0.0.0.0",
        "64.0.0.0/32 is subnetted, 1 subnets",
        "C 64.yy.yy.b is directly connected, Loopback0",
        "C 192.168.81.0/24 is directly connected, FastEthernet0/1",
        "10.0.0.0/29 is subnetted, 7 subnets",
        "S 10.81.2.24 [1/0] via 0.0.0.0, FastEthernet0/0",
        "D EX 10.81.2.16 [170/2588160] via 192.168.81.3, 1d08h, FastEthernet0/1",
        "D EX 10.81.2.0 [170/2588160] via 192.168.81.3, 07:26:03, FastEthernet0/1",
        "C 10.81.0.0 is directly connected, FastEthernet0/0",
        "S 10.81.2.48 [1/0] via 0.0.0.0, FastEthernet0/0",
        "D EX 10.81.2.40 [170/2588160] via 192.168.81.3, 05:48:36, FastEthernet0/1",
        "D EX 10.81.2.32 [170/2588160] via 192.168.81.3, 03:51:48, FastEthernet0/1",
        "S* 0.0.0.0/0 [1/0] via 10.81.0.1",
    ),
    "d7_gateway_2_lists": (
        "access-list permit ip any 10.81.2.48 0.0.0.7",
        "access-list permit ip any 10.81.2.24 0.0.0.7",
    ),
}
"""What the document prints, its words in order; of two cut tables the rows that it shows."""


@pytest.mark.parametrize("session", sorted(path.name for path in HERE.glob("*.session")))
def test_the_settled_lab_prints_it(session: str, capsys: pytest.CaptureFixture[str]) -> None:
    """At t = 0 a router shows what the transcript says, to the character."""
    code = main(["run", str(HERE / session), "--check"])
    assert (code, capsys.readouterr().err) == (0, "")


@pytest.mark.parametrize("name", DOCUMENT)
def test_rows_of_the_document_stand_in_their_order(name: str) -> None:
    """Each row of the document is among the rows, and none before one that precedes it: words and order are the document's."""
    rows = (" ".join(line.split()) for line in (HERE / f"{name}.session").read_text().splitlines())
    assert [row for row in DOCUMENT[name] if row not in rows] == []  # one pass: `rows` is used up as far as it was read


@pytest.mark.parametrize("session", sorted(path.stem for path in HERE.glob("*_numbers.session")))
def test_numbers_move_no_column(session: str) -> None:
    """With numbers for names a display has the same shape: the numbers have as many characters."""
    numbers, names = _shown(session), _shown(session.removesuffix("_numbers"))
    assert [len(line) for line in numbers] == [len(line) for line in names]
    assert numbers != names or not any("64." in line for line in names)


def _shown(session: str) -> list[str]:
    """A transcript without what precedes the first input."""
    lines = (HERE / f"{session}.session").read_text().splitlines()
    return lines[next(number for number, line in enumerate(lines) if "#show" in line) :]
