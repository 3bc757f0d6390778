"""What EIGRP counts, and what it prints under debug."""

from __future__ import annotations

from tests.features.eigrp.ring import FA00, SECOND, pair, static
from tests.features.network import Bench

CABLE = f"r1:{FA00}-r2:{FA00}"


def traffic(found: Bench, name: str) -> dict[str, tuple[int, int]]:
    """Packets sent and received by kind."""
    lines = found.type(name, "show ip eigrp traffic").splitlines()
    assert lines[0] == "IP-EIGRP Traffic Statistics for process 64"
    pairs = [line.strip().partition(" sent/received: ") for line in lines[1:6]]
    return {kind: (int(text.split("/")[0]), int(text.split("/")[1])) for kind, _, text in pairs}


def said(found: Bench, name: str, what: str) -> list[str]:
    """The lines of the log with a beginning."""
    return [line for line in found.logs(name) if line.startswith(what)]


def test_packets_are_counted_at_both_ends() -> None:
    """What one has sent the other has received, though rounds are quiet; a minute has twelve or so hellos."""
    found = pair("redistribute static metric 1000 100 255 1 1500")
    first = [traffic(found, name) for name in ("r1", "r2")]
    static(found, "r2", "10.81.2.24/29", interface="Loopback0")
    found.wait(61 * SECOND)
    here, there = (
        {kind: (sent - before[kind][0], received - before[kind][1]) for kind, (sent, received) in after.items()}
        for before, after in zip(first, [traffic(found, name) for name in ("r1", "r2")], strict=True)
    )
    assert here == {kind: (received, sent) for kind, (sent, received) in there.items()}
    assert 12 <= here["Hellos"][0] <= 15
    assert (here["Updates"][1], here["Acks"][0], here["Queries"]) == (1, 1, (0, 0))


def test_debug_eigrp_packets() -> None:
    """Every packet in and out with its numbers; silence after `undebug`."""
    found = pair("redistribute static metric 1000 100 255 1 1500")
    assert found.type("r1", "debug eigrp packets").splitlines() == [
        "EIGRP Packets debugging is on",
        "    (UPDATE, REQUEST, QUERY, REPLY, HELLO, IPXSAP, PROBE, ACK)",
    ]
    found.wait(5 * SECOND)
    static(found, "r2", "10.81.2.24/29", interface="Loopback0")
    found.wait(SECOND)
    numbers = "idbQ 0/0 iidbQ un/rely 0/0"
    assert f"EIGRP: Sending HELLO on {FA00}\n  AS 64, Flags 0x0, Seq 0/0 {numbers}" in found.logs("r1")
    hello = f"EIGRP: Received HELLO on {FA00} nbr 10.0.12.2\n  AS 64, Flags 0x0, Seq 0/0 {numbers} peerQ un/rely 0/0"
    assert hello in found.logs("r1")
    assert said(found, "r1", f"EIGRP: Received UPDATE on {FA00} nbr 10.0.12.2")
    assert said(found, "r1", f"EIGRP: Sending ACK on {FA00} nbr 10.0.12.2")
    assert "  EIGRP Packets debugging is on" in show_debugging(found)
    found.type("r1", "undebug eigrp packets")
    before = len(found.logs("r1"))
    found.wait(30 * SECOND)
    assert len(found.logs("r1")) == before


def show_debugging(found: Bench) -> list[str]:
    """What `show debugging` would say, without the feature that has the command."""
    router = found.routers["r1"]
    return [f"  {router.engine('eigrp').debug_flags()[flag][1]} is on" for flag, on in router.lines.flags.items() if on]  # type: ignore[attr-defined]


def test_debug_eigrp_neighbors() -> None:
    """A neighbor that is met, and one that fell silent."""
    found = pair()
    found.type("r1", "debug eigrp neighbors")
    found.network.change_link(CABLE, silent=(("r2", FA00),))
    found.wait(20 * SECOND)
    found.network.change_link(CABLE, silent=())
    found.wait(20 * SECOND)
    assert said(found, "r1", "EIGRP:") == [
        "EIGRP: Holdtime expired",
        f"EIGRP: Neighbor 10.0.12.2 went down on {FA00}",
        "EIGRP: New peer 10.0.12.2",
    ]


def test_debug_eigrp_fsm() -> None:
    """What a neighbor says of a destination, the search for a successor, and the route."""
    found = pair("redistribute static metric 1000 100 255 1 1500")
    found.type("r1", "debug eigrp fsm")
    static(found, "r2", "10.81.2.24/29", interface="Loopback0")
    found.wait(SECOND)
    assert said(found, "r1", "DUAL:")[:3] == [
        "DUAL: rcvupdate: 10.81.2.24/29 via 10.0.12.2 metric 2588160/2585600",
        "DUAL: Find FS for dest 10.81.2.24/29. FD is 4294967295, RD is 2585600 found",
        "DUAL: RT installed 10.81.2.24/29 via 10.0.12.2",
    ]
    static(found, "r2", "10.81.2.24/29", interface="Loopback0", add=False)
    found.wait(SECOND)
    assert said(found, "r1", "DUAL: Find FS")[-1].endswith("not found")


def test_debug_ip_eigrp() -> None:
    """What is heard with our metric and the sender's, what is told by which interface; nothing when it is off."""
    found = pair("redistribute static metric 1000 100 255 1 1500")
    assert found.type("r1", "debug ip eigrp") == "IP-EIGRP Route Events debugging is on"
    found.type("r2", "debug ip eigrp")
    static(found, "r2", "10.81.2.24/29", interface="Loopback0")
    found.wait(SECOND)
    assert said(found, "r1", "IP-EIGRP:")[:2] == [
        "IP-EIGRP: Processing incoming UPDATE packet",
        "IP-EIGRP: Ext 10.81.2.24 255.255.255.248 M 2588160 - 2560000 28160 SM 2585600 - 2560000 25600",
    ]
    assert said(found, "r2", "IP-EIGRP:")[:2] == [
        f"IP-EIGRP: 10.81.2.24/29 - do advertise out {FA00}",
        "IP-EIGRP: Ext 10.81.2.24 255.255.255.248 metric 2585600 - 2560000 25600",
    ]
    found.type("r1", "undebug ip eigrp")
    before = len(said(found, "r1", "IP-EIGRP:"))
    static(found, "r2", "10.81.2.24/29", interface="Loopback0", add=False)
    found.wait(SECOND)
    assert len(said(found, "r1", "IP-EIGRP:")) == before
