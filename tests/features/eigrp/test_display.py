"""Displays and lines of EIGRP as 12.2(11)T prints them."""

from __future__ import annotations

from iossim.device.nvgen import running_lines
from tests.features.eigrp.ring import FA00, SECOND, bench, pair, startup, static

LINES = [
    "router eigrp 64",
    " redistribute static metric 1000 100 255 1 1500 route-map RRI",
    " passive-interface FastEthernet0/0",
    " network 192.168.81.0",
    " no auto-summary",
    " eigrp log-neighbor-changes",
    " no eigrp log-neighbor-warnings",
    "!",
]


def test_the_topology_table_of_the_document() -> None:
    """Addresses, metrics and order of both head-ends come out by themselves."""
    found = bench()
    for number in (1, 2):
        lines = ("no auto-summary", "redistribute static metric 1000 100 255 1 1500")
        ports = {FA00: f"192.168.81.{number + 2}"}
        found.router(f"r{number}", startup(number, ports, networks=("192.168.81.0",), more=lines))
    found.join(f"r1:{FA00}", f"r2:{FA00}")
    found.boot()
    for name, lasts in (("r1", (0, 16, 32, 40)), ("r2", (24, 48))):
        for last in lasts:
            static(found, name, f"10.81.2.{last}/29")
    found.wait(SECOND)
    assert found.type("r1", "show ip eigrp topology").splitlines() == [
        "IP-EIGRP Topology Table for AS(64)/ID(1.1.1.1)",
        "",
        "Codes: P - Passive, A - Active, U - Update, Q - Query, R - Reply,",
        "       r - reply Status, s - sia Status",
        "",
        "P 192.168.81.0/24, 1 successors, FD is 28160",
        "         via Connected, FastEthernet0/0",
        "P 10.81.2.24/29, 1 successors, FD is 2588160",
        "         via 192.168.81.4 (2588160/2585600), FastEthernet0/0",
        "P 10.81.2.16/29, 1 successors, FD is 2585600",
        "         via Rstatic (2585600/0)",
        "P 10.81.2.0/29, 1 successors, FD is 2585600",
        "         via Rstatic (2585600/0)",
        "P 10.81.2.48/29, 1 successors, FD is 2588160",
        "         via 192.168.81.4 (2588160/2585600), FastEthernet0/0",
        "P 10.81.2.40/29, 1 successors, FD is 2585600",
        "         via Rstatic (2585600/0)",
        "P 10.81.2.32/29, 1 successors, FD is 2585600",
        "         via Rstatic (2585600/0)",
    ]
    one = found.type("r1", "show ip eigrp topology 10.81.2.24 255.255.255.248").splitlines()
    assert one[:5] == [
        "IP-EIGRP topology entry for 10.81.2.24/29",
        "  State is Passive, Query origin flag is 1, 1 Successor(s), FD is 2588160",
        "  Routing Descriptor Blocks:",
        "  192.168.81.4 (FastEthernet0/0), from 192.168.81.4, Send flag is 0x0",
        "      Composite metric is (2588160/2585600), Route is External",
    ]
    assert found.type("r1", "show ip eigrp topology 10.81.2.24/29").splitlines() == one


def test_neighbors_and_interfaces() -> None:
    """The columns of 12.x."""
    bench = pair()
    shown = bench.type("r1", "show ip eigrp neighbors").splitlines()
    assert shown[:3] == [
        "IP-EIGRP neighbors for process 64",
        "H   Address                 Interface       Hold Uptime   SRTT   RTO  Q  Seq",
        "                                            (sec)         (ms)       Cnt Num",
    ]
    assert shown[3].split()[:3] == ["0", "10.0.12.2", "Fa0/0"]
    assert [shown[1].index(word) for word in ("Address", "Interface")] == [4, 28]
    assert shown[3].index("Fa0/0") == 28 and shown[3][49:57].count(":") == 2
    shown = bench.type("r1", "show ip eigrp interfaces").splitlines()
    assert shown == [
        "IP-EIGRP interfaces for process 64",
        "",
        "                        Xmit Queue   Mean   Pacing Time   Multicast    Pending",
        "Interface        Peers  Un/Reliable  SRTT   Un/Reliable   Flow Timer   Routes",
        "Fa0/0              1        0/0         1       0/10            50            0",
    ]
    bench.configure("r1", f"interface {FA00}", "shutdown")
    assert bench.type("r1", "show ip eigrp neighbors") == "IP-EIGRP neighbors for process 64"


def test_lines_of_the_document_are_written_back() -> None:
    """Whatever the order of typing, in the order of IOS; the summary and log lines are always shown."""
    found = bench()
    found.router("r1", "")
    found.boot()
    found.configure("r1", LINES[0], *reversed(LINES[1:-1]))
    config = found.routers["r1"].config
    manner = found.routers["r1"].catalog.grammar(found.routers["r1"].release).manner
    lines = running_lines(config, manner=manner)
    at = lines.index("router eigrp 64")
    assert lines[at : at + len(LINES)] == LINES
    found.configure("r1", "no router eigrp 64", "router eigrp 7", "network 10.1.0.0 0.0.255.255")
    lines = running_lines(found.routers["r1"].config, manner=manner)
    at = lines.index("router eigrp 7")
    assert lines[at + 1 : at + 4] == [
        " network 10.1.0.0 0.0.255.255",
        " auto-summary",
        " eigrp log-neighbor-changes",
    ]


def test_what_is_out_of_range_is_refused() -> None:
    """`router eigrp 0` fails at its number."""
    found = bench()
    found.router("r1", "")
    found.boot()
    said = found.configure("r1", "router eigrp 0")
    assert "% Invalid input detected at '^' marker." in said
