"""Two routers agree on keys, or do not: main mode and quick mode over real wires."""

from __future__ import annotations

from datetime import UTC, datetime

from iossim.features.crypto.ipsec.state import Peer
from iossim.features.crypto.isakmp.packet import Message, Offer, carried
from iossim.features.system import FEATURE as SYSTEM
from iossim.net.packet import Packet, Udp
from tests.features.crypto.tunnel import A, B, Tunnel, address, certificates, head_end, home
from tests.features.network import SECOND

STICK = "gw1:FastEthernet0/0-stick:gw1"


def states(bench: Tunnel, name: str) -> list[str]:
    """The state column of `show crypto isakmp sa`."""
    return [sa.phase.shown for sa in bench.crypto(name).main_mode.sas.values()]


def test_a_packet_raises_the_tunnel_and_is_lost() -> None:
    """Nothing is queued: the first packets are dropped, later ones are encrypted, in both directions."""
    bench = Tunnel()
    assert not bench.ping()
    bench.wait(20 * SECOND)
    assert bench.ping() and bench.back("gw1") and not bench.back("gw2")
    assert states(bench, "soho1") == states(bench, "gw1") == ["QM_IDLE"]
    assert bench.story("soho1") == ["sa-wanted", "ike-up", "sa-up"]
    assert bench.story("gw1")[-3:] == ["ike-up", "sa-up", "rri-added"]


def test_a_ping_from_the_outside_address_goes_in_clear() -> None:
    """Only what the access list names is protected (protocols reference 1.8)."""
    bench = Tunnel()
    packet = Packet(address("192.0.2.101"), address(A), 17, Udp(1, 1))
    steps, _ = bench.wire.trace(bench.routers["soho1"], packet)
    assert not any(step.action == "encrypt" for step in steps)
    assert states(bench, "soho1") == []


def test_the_wish_for_transport_mode_is_ignored_between_networks() -> None:
    """The head-end's t1 says transport, the home offers tunnel: t1 it is, in tunnel mode."""
    bench = Tunnel()
    bench.open()
    (pair,) = bench.crypto("gw1").sadb.pairs.values()
    assert (pair.set_name, pair.transport) == ("t1", False)


def test_an_unanswered_attempt_lasts_a_minute_and_turns_to_the_next_peer() -> None:
    """Five repetitions ten seconds apart; the entry stays in MM_NO_STATE for another minute."""
    bench = Tunnel()
    bench.network.change_link(STICK, connected=False)
    bench.ping()
    bench.wait(59 * SECOND)
    assert states(bench, "soho1") == ["MM_NO_STATE"]
    assert bench.crypto("soho1").maps.current.peek(("test", 1)) is None
    bench.wait(2 * SECOND)
    assert bench.crypto("soho1").maps.current.peek(("test", 1)) == address(B)
    assert bench.story("soho1")[-2:] == ["ike-dead", "peer-changed"]
    bench.ping()
    bench.wait(20 * SECOND)
    assert states(bench, "soho1") == ["MM_NO_STATE", "QM_IDLE"]
    bench.wait(60 * SECOND)
    assert states(bench, "soho1") == ["QM_IDLE"]
    assert [sa.id for sa in bench.crypto("soho1").main_mode.sas.values()] == [2]


def test_an_entry_that_comes_again_begins_with_its_first_peer() -> None:
    """Which peer was the current one is forgotten with the entry, and with the peer."""
    bench = Tunnel()
    maps = bench.crypto("soho1").maps
    (entry,) = maps.engine.config.maps["test"].entries
    for lines in (
        ("interface Ethernet0", "no crypto map", "no crypto map test 1",
         "crypto map test 1 ipsec-isakmp", f"set peer {A}", f"set peer {B}"),
        ("crypto map test 1", f"no set peer {B}", f"set peer {B}"),
    ):  # fmt: skip
        list(maps.leave(address(A), dead=True))
        assert maps.current_peer(entry) == address(B)
        bench.configure("soho1", *lines)
        (entry,) = maps.engine.config.maps["test"].entries
        assert entry.peers == (address(A), address(B)) and maps.current_peer(entry) == address(A)


def test_one_lost_message_costs_ten_seconds() -> None:
    """Both ends repeat what was not answered."""
    bench = Tunnel(crl_fetch=Tunnel.instant())
    link = "soho1:Ethernet0-outside:soho1"
    ends = bench.network.links[link].a, bench.network.links[link].b
    bench.network.change_link(link, silent=ends)
    bench.ping()
    bench.wait(SECOND)
    bench.network.change_link(link, silent=())
    bench.wait(8 * SECOND)
    assert not bench.crypto("soho1").sadb.pairs.values()
    bench.wait(4 * SECOND)
    assert bench.ping()


def test_an_expired_certificate_is_refused() -> None:
    """The initiator hangs in MM_KEY_EXCH, the responder says why (E16)."""
    old = home(1).replace("\n".join(certificates(0x201, "soho-1")), "\n".join(certificates(0x201, "soho-1", LONG_AGO)))
    bench = Tunnel(configs={"soho1": old, "gw1": head_end(1)})
    bench.routers["soho1"].wall = type(bench.routers["soho1"].wall).of(datetime(2002, 11, 3, tzinfo=UTC))
    bench.ping()
    bench.wait(5 * SECOND)
    assert states(bench, "soho1") == ["MM_KEY_EXCH"]
    assert any("IKMP_INVAL_CERT" in line for line in bench.logs("gw1"))
    assert bench.story("gw1")[0] == "certificate-refused"


LONG_AGO = datetime(2002, 12, 1, tzinfo=UTC)


def test_a_cold_head_end_fetches_the_revocation_list_once() -> None:
    """It takes the time of the parameter table before the first peer, and none before the second."""
    bench = Tunnel(homes=2)
    bench.ping(1)
    bench.wait(3 * SECOND)
    assert bench.story("gw1") == ["crl-fetch"] and not bench.crypto("gw1").sadb.pairs.values()
    bench.wait(13 * SECOND)
    assert bench.ping(1)
    bench.ping(2)
    bench.wait(3 * SECOND)
    assert bench.ping(2)
    assert bench.story("gw1").count("crl-fetch") == 1


def test_without_its_authority_a_head_end_accepts_nobody() -> None:
    """The list cannot be had: the certificate cannot be checked, and the log says so."""
    bench = Tunnel()
    bench.authority.power_off()
    bench.ping()
    bench.wait(40 * SECOND)
    assert not bench.crypto("gw1").sadb.pairs.values()
    assert any("Unable to retrieve the CRL" in line for line in bench.logs("gw1"))


def test_policies_that_do_not_agree() -> None:
    """The responder refuses, the initiator repeats itself in MM_NO_STATE (E17)."""
    key = f"crypto isakmp key secret address {A}"
    shared = home(1).replace(" encr 3des", f" encr 3des\n authentication pre-share\n{key}")
    bench = Tunnel(configs={"soho1": shared})
    bench.configure("gw1", "crypto isakmp policy 1", "authentication pre-share")
    bench.ping()
    bench.wait(5 * SECOND)
    assert "IKMP_MODE_FAILURE" not in "".join(bench.logs("gw1"))  # the built-in suite is common to both
    assert bench.crypto("gw1").main_mode.sas.peek(1).policy.encryption == "des"  # type: ignore[union-attr]


def test_preshared_keys() -> None:
    """Equal keys agree; a wrong one is a malformed message to the other side."""
    shared = home(1).replace(" encr 3des", f" encr 3des\n authentication pre-share\ncrypto isakmp key k1 address {A}")
    central = head_end(1).replace(
        " encr 3des", " encr 3des\n authentication pre-share\ncrypto isakmp key k1 address 0.0.0.0 0.0.0.0"
    )
    bench = Tunnel(configs={"soho1": shared, "gw1": central})
    bench.ping()
    bench.wait(3 * SECOND)
    assert bench.ping() and bench.story("gw1")[0] == "ike-up"
    bench.type("soho1", "clear crypto sa", "clear crypto isakmp")
    bench.configure("soho1", f"no crypto isakmp key k1 address {A}", f"crypto isakmp key k2 address {A}")
    bench.ping()
    bench.wait(3 * SECOND)
    assert not bench.ping()
    assert any("IKMP_BAD_MESSAGE: IKE message from 192.0.2.101 failed its sanity" in x for x in bench.logs("gw1"))


def test_security_associations_of_two_hosts() -> None:
    """`level per-host`: the identities are those of the packet, other hosts have SAs of their own."""
    bench = Tunnel(
        configs={"soho1": home(1).replace(" set peer", " set security-association level per-host\n set peer", 1)}
    )
    bench.open()
    (flow,) = [pair.flow for pair in bench.crypto("soho1").sadb.pairs.values()]
    assert flow.proxy.local.wildcard == flow.proxy.remote.wildcard == 0
    assert bench.ping() and bench.back("gw1")
    assert "255.255.255.255/0/0)" in bench.type("soho1", "show crypto ipsec sa")


def test_a_preshared_key_of_a_name() -> None:
    """Main mode knows an address: a key of a name holds while the table of hosts has the name; the peer is told the name."""
    stranger, bench = named_keys(), named_keys()
    bench.configure("soho1", f"ip host centre {A}", "crypto isakmp identity hostname")
    for one in (stranger, bench):
        one.ping()
        one.wait(3 * SECOND)
    assert not stranger.ping() and "ike-up" not in stranger.story("gw1")
    assert bench.ping() and bench.story("gw1")[0] == "ike-up"
    (sa,) = bench.crypto("gw1").main_mode.sas.values()
    assert sa.peer_name == bench.routers["soho1"].hostname
    assert "centre                k1" in bench.type("soho1", "show crypto isakmp key")


def named_keys() -> Tunnel:
    """A home whose key is that of a name, and a head-end with the key for everybody."""
    policy = " encr 3des\n authentication pre-share\ncrypto isakmp key k1 "
    return Tunnel(
        configs={
            "soho1": home(1).replace(" encr 3des", f"{policy}hostname centre"),
            "gw1": head_end(1).replace(" encr 3des", f"{policy}address 0.0.0.0 0.0.0.0"),
        },
        more=(SYSTEM,),
    )


def test_quick_mode_to_an_address_without_a_map_is_refused() -> None:
    """Main mode is answered on every address of the router, quick mode only on a map's (1.10)."""
    bench = Tunnel(configs={"soho1": home(1).replace(f" set peer {A}\n", " set peer 10.0.0.1\n")})
    bench.type("gw1", "debug crypto ipsec")
    bench.ping()
    bench.wait(20 * SECOND)
    assert states(bench, "gw1") == ["QM_IDLE"] and not bench.crypto("gw1").sadb.pairs.values()
    said = [line for line in bench.logs("gw1") if "validate_transform_proposal" in line]
    assert said[0] == "IPSEC(validate_transform_proposal): invalid local address 10.0.0.1"


def test_a_router_without_a_crypto_map_is_deaf() -> None:
    """UDP 500 is not even answered with an error."""
    bench = Tunnel()
    rest = bench.routers["soho1"]
    bench.configure("gw1", "interface FastEthernet0/0", "no crypto map")
    before = len(bench.kernel.trace.records())
    bench.wire.send(rest, carried(Peer(address("192.0.2.101"), address(A)), Message(7, Offer(()))))
    bench.wait(SECOND)
    assert bench.crypto("gw1").main_mode.sas.peek(1) is None
    assert len(bench.kernel.trace.records()) == before


def test_a_message_out_of_order_is_dropped_and_logged() -> None:
    """A malformed conversation is no exception."""
    bench = Tunnel()
    bench.open()
    cookie = bench.crypto("gw1").main_mode.sas.peek(1).cookie  # type: ignore[union-attr]
    peer = Peer(address("192.0.2.101"), address(A))
    bench.wire.send(bench.routers["soho1"], carried(peer, Message(cookie, Offer(()))))
    bench.wait(SECOND)
    assert any("IKMP_BAD_MESSAGE" in line for line in bench.logs("gw1"))
    assert bench.ping()


def test_messages_have_plausible_sizes() -> None:
    """The identity with its certificate is the largest message, well over half a kilobyte."""
    bench = Tunnel()
    sizes: list[int] = []

    class Spy:
        """Watches what leaves."""

        def __init__(self) -> None:
            self.send = bench.wire.send

        def __call__(self, node: object, packet: Packet) -> object:
            if isinstance(packet.payload, Udp) and packet.payload.dport == 500:
                sizes.append(packet.size)
            return self.send(node, packet)  # type: ignore[arg-type]

    bench.wire.send = Spy()  # type: ignore[method-assign,assignment]
    bench.open()
    assert max(sizes) == max(sizes[4:6]) and min(sizes[4:6]) > 650
    assert len(sizes) == 9 and all(size < 350 for size in sizes[:4])


def test_the_story_of_a_packet_names_spi_and_peer() -> None:
    """Encryption and decryption are steps with their reasons."""
    bench = Tunnel()
    bench.open()
    steps, fate = bench.wire.trace(bench.routers["soho1"], bench.probe())
    told = {step.action: step for step in steps if step.action in ("encrypt", "decrypt")}
    assert fate.delivered
    assert told["encrypt"].node == "soho1" and f"peer {A}, crypto map test 1" in told["encrypt"].reason
    assert told["decrypt"].node == "gw1" and "peer 192.0.2.101, crypto map test 2" in told["decrypt"].reason
