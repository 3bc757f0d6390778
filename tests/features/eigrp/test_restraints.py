"""What a process keeps to itself or does not believe: distribute-lists, stub routers, the number of paths."""

from __future__ import annotations

from iossim.device.nvgen import running_lines
from iossim.features.acl import FEATURE as ACL
from iossim.features.eigrp.packet import Opcode
from iossim.features.static_routes import FEATURE as STATIC_ROUTES
from iossim.net.address import NUMBERS
from tests.features.eigrp.ring import FA00, FA01, SECOND, bench, pair, routes, square, startup, static, view
from tests.features.network import Bench

HOMES = ("10.81.2.0/29", "10.81.2.8/29", "10.81.3.0/29")
LIST = ("access-list 7 permit 10.81.2.0 0.0.0.255",)


def told() -> Bench:
    """r1 tells r2 of three homes; both know access list 7, which permits two of them."""
    found = pair("redistribute static", more=(ACL, STATIC_ROUTES))
    for name in found.routers:
        found.configure(name, *LIST)
    for home in HOMES:
        static(found, "r1", home)
    found.wait(SECOND)
    return found


def known(found: Bench, name: str = "r2") -> list[str]:
    return sorted(prefix for prefix in routes(found, name) if prefix.startswith("10.81"))


def test_what_is_not_let_out_is_not_known_there() -> None:
    """`distribute-list 7 out`: the adjacency begins anew, and the third home is not told of."""
    found = told()
    assert known(found) == sorted(HOMES)
    found.configure("r1", "router eigrp 64", "distribute-list 7 out")
    assert any("is down: route configuration changed" in line for line in found.logs("r1"))
    found.wait(10 * SECOND)
    assert known(found) == sorted(HOMES[:2])
    found.configure("r1", "router eigrp 64", "no distribute-list 7 out")
    found.wait(10 * SECOND)
    assert known(found) == sorted(HOMES)


def test_what_is_not_let_in_is_not_believed() -> None:
    """`distribute-list 7 in` at the other end; what the list lets pass or turns away is counted."""
    found = told()
    found.configure("r2", "router eigrp 64", f"distribute-list 7 in {FA00}")
    found.wait(10 * SECOND)
    assert known(found) == sorted(HOMES[:2])
    assert "(2 matches)" in found.type("r2", "show access-lists 7")
    shown = found.type("r2", "show ip protocols")
    assert f"Incoming update filter list for all interfaces is not set\n    {FA00} filtered by 7" in shown


def test_a_list_of_another_interface_does_not_matter() -> None:
    """A filter on a port without neighbors changes nothing that anybody knows."""
    found = told()
    found.configure("r1", "router eigrp 64", f"distribute-list 7 out {FA01}")
    found.wait(10 * SECOND)
    assert known(found) == sorted(HOMES)


def test_a_list_that_changes_is_looked_at_again() -> None:
    """A further entry of a list in use: the home it permits is told of."""
    found = told()
    found.configure("r1", "router eigrp 64", "distribute-list 7 out")
    found.wait(10 * SECOND)
    found.configure("r1", "access-list 7 permit 10.81.3.0 0.0.0.255")
    found.wait(10 * SECOND)
    assert known(found) == sorted(HOMES)


def test_an_undefined_list_permits() -> None:
    """`distribute-list 99 out` without a list 99."""
    found = told()
    found.configure("r1", "router eigrp 64", "distribute-list 99 out")
    found.wait(10 * SECOND)
    assert known(found) == sorted(HOMES)


def test_a_stub_tells_of_its_own_only_and_is_not_asked() -> None:
    """r2 of a square as a stub: r1 and r3 do not learn each other's networks through it, and send it no query."""
    found = square()
    found.configure("r2", "router eigrp 64", "eigrp stub connected")
    found.wait(20 * SECOND)
    through = [path for path in (one for entry in view(found, "r1").topology for one in entry.paths) if path.neighbor]
    assert {path.neighbor[2] for path in through if str(path.neighbor[2]).startswith("10.0.12")} != set()
    assert not any(
        str(entry.prefix) == "10.0.34.0/24"
        and any(str(p.neighbor[2]) == "10.0.12.2" for p in entry.paths if p.neighbor)
        for entry in view(found, "r1").topology
    )
    queries = {kind: got for kind, _, got in view(found, "r2").traffic}[Opcode.QUERY.name]
    found.configure("r4", f"interface {FA01}", "shutdown")
    found.wait(10 * SECOND)
    assert {kind: got for kind, _, got in view(found, "r2").traffic}[Opcode.QUERY.name] == queries


def test_receive_only_tells_nothing() -> None:
    """`eigrp stub receive-only`: the neighbor is there, and nothing is heard from it."""
    found = told()
    found.configure("r1", "router eigrp 64", "eigrp stub receive-only")
    found.wait(10 * SECOND)
    assert known(found) == []
    assert len(view(found, "r2").neighbors) == 1


def test_maximum_paths() -> None:
    """A ring of four has two equal ways to the far side; `maximum-paths 1` uses one of them."""
    found = square()
    found.configure("r3", "interface Loopback0", "ip address 10.9.9.9 255.255.255.255")
    found.wait(5 * SECOND)
    assert routes(found, "r1")["10.9.9.9/32"][2] == ("10.0.12.2", "10.0.14.4")
    found.configure("r1", "router eigrp 64", "maximum-paths 1")
    assert len(routes(found, "r1")["10.9.9.9/32"][2]) == 1
    assert view(found, "r1").paths == 1


def test_the_lines_are_written_back() -> None:
    """All of them; a stub without a word tells of what is connected and of summaries."""
    found = bench(ACL)
    lines = ("distribute-list 7 in", f"distribute-list 7 out {FA00}", "maximum-paths 2", "eigrp stub")
    found.router("r1", startup(1, {FA00: "10.0.12.1"}, more=("no auto-summary", *reversed(lines))))
    found.boot()
    assert view(found, "r1").restraint.stub == ("connected", "summary")
    router = found.routers["r1"]
    written = running_lines(router.config, NUMBERS, router.catalog.grammar(router.release).manner)
    assert sorted(line.strip() for line in written if line.strip() in lines) == sorted(lines)


def metric(found: Bench, prefix: str, name: str = "r2") -> int:
    return routes(found, name)[prefix][1]


def test_an_offset_list_makes_routes_worse() -> None:
    """`offset-list 7 out 2560`: what the list permits costs so much more at the other end; `0 in` makes all of them worse."""
    found = told()
    before = {home: metric(found, home) for home in HOMES}
    found.configure("r1", "router eigrp 64", "offset-list 7 out 2560")
    found.wait(10 * SECOND)
    assert [metric(found, home) - before[home] for home in HOMES] == [2560, 2560, 0]
    found.configure("r2", "router eigrp 64", f"offset-list 0 in 512 {FA00}")
    found.wait(10 * SECOND)
    assert [metric(found, home) - before[home] for home in HOMES] == [3072, 3072, 512]
    shown = found.type("r2", "show ip protocols")
    assert f"Incoming routes will have the following added to metric if on list:\n    512 on {FA00}" in shown
    found.configure("r1", "router eigrp 64", "no offset-list 7 out 2560")
    found.configure("r2", "router eigrp 64", f"no offset-list 0 in 512 {FA00}")
    found.wait(10 * SECOND)
    assert {home: metric(found, home) for home in HOMES} == before


def test_an_offset_list_of_an_interface_comes_first() -> None:
    """Beside a general one it is used alone there."""
    found = told()
    before = metric(found, HOMES[0])
    found.configure("r1", "router eigrp 64", "offset-list 0 out 25600", f"offset-list 0 out 256 {FA00}")
    found.wait(10 * SECOND)
    assert metric(found, HOMES[0]) - before == 256
