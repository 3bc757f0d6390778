"""Displays and lines of IPsec as 12.2(11)T prints them."""

from __future__ import annotations

from iossim.cli.release import Release
from iossim.device.nvgen import running_lines
from iossim.features.crypto.commands import show_map
from tests.features.crypto.tunnel import A, Tunnel, address, head_end, home
from tests.features.network import SECOND


def printed(bench: Tunnel, name: str, command: str) -> list[str]:
    """The lines of a command; tabs as the console has them."""
    return bench.type(name, command).splitlines()


def test_show_crypto_map_of_a_head_end() -> None:
    """The local address on top, template, temporary entry with its nameless list, interfaces last."""
    bench = Tunnel()
    bench.open()
    assert printed(bench, "gw1", "show crypto map") == [
        f'Crypto Map: "test" idb: Loopback0 local address: {A}',
        "",
        'Crypto Map "test" 1 ipsec-isakmp',
        "\tDynamic map template tag: dmap",
        "",
        'Crypto Map "test" 2 ipsec-isakmp',
        "\tPeer = 192.0.2.101",
        "\tExtended IP access list",
        "\t    access-list  permit ip any 10.81.2.8 0.0.0.7",
        "\t    dynamic (created from dynamic map dmap/10)",
        "\tCurrent peer: 192.0.2.101",
        "\tSecurity association lifetime: 4608000 kilobytes/3600 seconds",
        "\tPFS (Y/N): N",
        "\tTransform sets={ t1, }",
        "\tReverse Route Injection Enabled",
        "\tInterfaces using crypto map test:",
        "\t\tFastEthernet0/0",
    ]


def test_show_crypto_map_of_a_home() -> None:
    """Two peers, the current one, and a later release's list of transform sets."""
    bench = Tunnel(configs={"soho1": home(1, " qos pre-classify", " description plain ol' ipsec")})
    bench.routers["soho1"].look = Release.parse("12.2(13)T")
    assert printed(bench, "soho1", "show crypto map") == [
        'Crypto Map "test" 1 ipsec-isakmp',
        "\tDescription: plain ol' ipsec",
        "\tPeer = 64.100.1.1",
        "\tPeer = 64.100.1.2",
        "\tExtended IP access list 101",
        "\t    access-list 101 permit ip 10.81.2.8 0.0.0.7 any",
        "\tCurrent peer: 64.100.1.1",
        "\tSecurity association lifetime: 4608000 kilobytes/3600 seconds",
        "\tPFS (Y/N): N",
        "\tTransform sets={",
        "\t\tt1,",
        "\t}",
        "\tQOS pre-classification",
        "\tInterfaces using crypto map test:",
        "\t\tEthernet0",
    ]


def test_the_nameless_list_ends_with_a_blank() -> None:
    """`Extended IP access list ` has no name and keeps the blank before it."""
    bench = Tunnel()
    bench.open()
    line = bench.routers["gw1"].lines.console
    assert "\tExtended IP access list " in list(show_map(line.context(line.session), {}))


def test_show_crypto_isakmp_sa() -> None:
    """The responder's address first, at both ends."""
    bench = Tunnel()
    bench.open()
    row = "64.100.1.1      192.0.2.101     QM_IDLE               1       0"
    for name in ("soho1", "gw1"):
        assert printed(bench, name, "show crypto isakmp sa") == [
            "dst             src             state           conn-id    slot",
            row,
        ]


def test_show_crypto_ipsec_sa() -> None:
    """Identities, counters and timing in the form of 12.2."""
    bench = Tunnel()
    bench.open()
    bench.wait(10 * SECOND)
    (pair,) = bench.crypto("gw1").sadb.pairs.values()
    left = (pair.expires - bench.kernel.now) // SECOND
    shown = printed(bench, "gw1", "show crypto ipsec sa")
    assert shown[:14] == [
        "interface: FastEthernet0/0",
        "    Crypto map tag: test, local addr. 64.100.1.1",
        "",
        "   local  ident (addr/mask/prot/port): (0.0.0.0/0.0.0.0/0/0)",
        "   remote ident (addr/mask/prot/port): (10.81.2.8/255.255.255.248/0/0)",
        "   current_peer: 192.0.2.101",
        "     PERMIT, flags={}",
        "    #pkts encaps: 1, #pkts encrypt: 1, #pkts digest 1",
        "    #pkts decaps: 1, #pkts decrypt: 1, #pkts verify 1",
        "    #pkts compressed: 0, #pkts decompressed: 0",
        "    #pkts not compressed: 0, #pkts compr. failed: 0, #pkts decompress failed: 0",
        "    #send errors 0, #recv errors 0",
        "",
        "     local crypto endpt.: 64.100.1.1, remote crypto endpt.: 192.0.2.101",
    ]
    assert shown[15:25] == [
        f"     current outbound spi: {pair.outbound:X}",
        "",
        "     inbound esp sas:",
        f"      spi: 0x{pair.inbound:X}({pair.inbound})",
        "        transform: esp-3des esp-sha-hmac ,",
        "        in use settings ={Tunnel, }",
        "        slot: 0, conn id: 2000, flow_id: 1, crypto map: test",
        f"        sa timing: remaining key lifetime (k/sec): (4608000/{left})",
        "        IV size: 8 bytes",
        "        replay detection support: Y",
    ]
    assert "     PERMIT, flags={origin_is_acl,}" in printed(bench, "soho1", f"show crypto ipsec sa peer {A}")
    assert printed(bench, "gw1", "show crypto ipsec sa peer 1.2.3.4") == ["No SAs found"]


def test_an_identity_without_sas_is_listed_too() -> None:
    """A static entry shows what it would protect, with its lost packets while a request is open."""
    bench = Tunnel()
    assert "     current outbound spi: 0" in printed(bench, "soho1", "show crypto ipsec sa")
    for _ in range(3):
        bench.ping()
        bench.wait(SECOND // 10)
    shown = printed(bench, "soho1", "show crypto ipsec sa")
    assert "     PERMIT, flags={origin_is_acl,ipsec_sa_request_sent}" in shown
    assert "    #send errors 3, #recv errors 0" in shown


def test_other_displays() -> None:
    """Policies, transform sets, templates, connections."""
    bench = Tunnel()
    bench.open()
    assert printed(bench, "gw1", "show crypto isakmp policy")[:6] == [
        "Protection suite of priority 1",
        "\tencryption algorithm:\tThree key triple DES",
        "\thash algorithm:\t\tSecure Hash Standard",
        "\tauthentication method:\tRivest-Shamir-Adleman Signature",
        "\tDiffie-Hellman group:\t#1 (768 bit)",
        "\tlifetime:\t\t86400 seconds, no volume limit",
    ]
    assert printed(bench, "gw1", "show crypto ipsec transform-set")[:2] == [
        "Transform set t1: { esp-3des esp-sha-hmac  }",
        "   will negotiate = { Transport,  },",
    ]
    assert printed(bench, "gw1", "show crypto dynamic-map") == [
        'Crypto Map Template"dmap" 10',
        "\tNo matching address list set.",
        "\tSecurity association lifetime: 4608000 kilobytes/3600 seconds",
        "\tPFS (Y/N): N",
        "\tTransform sets={ t1, t2, }",
        "\tReverse Route Injection Enabled",
    ]
    assert printed(bench, "gw1", "show crypto engine connections active")[1:3] == [
        "   1 FastEthernet0/0 64.100.1.1      set    HMAC_SHA+3DES_56_C        0        0",
        "2000 FastEthernet0/0 64.100.1.1      set    HMAC_SHA+3DES_56_C        0        1",
    ]


def test_who_encrypts() -> None:
    """A head-end does it in software, a 1710 has a module for it."""
    bench = Tunnel()
    assert printed(bench, "gw1", "show crypto engine brief") == [
        "        crypto engine name:  unknown",
        "        crypto engine type:  software",
        "             serial number:  00000001",
        "       crypto engine state:  installed",
        "     crypto engine in slot:  N/A",
    ]
    shown = printed(bench, "soho1", "show crypto engine brief")
    assert "crypto engine name:  Virtual Private Network (VPN) Module" in shown[0]
    assert shown[1] == "        crypto engine type:  hardware"


def test_certificates_are_shown() -> None:
    """The router's own first, then the authority's; the revocation list only once it has been fetched."""
    bench = Tunnel()
    shown = printed(bench, "gw1", "show crypto ca certificates")
    assert shown[:3] == ["Certificate", "  Status: Available", "  Certificate Serial Number: 0101"]
    assert "    Name: gateway-1.example.com" in shown and "CA Certificate" in shown
    assert "    start date: 00:00:00 UTC Nov 1 2002" in shown
    assert printed(bench, "gw1", "show crypto ca crls") == []
    bench.open()
    assert printed(bench, "gw1", "show crypto ca crls")[0] == "CRL Issuer Name:"


def crypto_lines(bench: Tunnel, name: str) -> list[str]:
    """What the running configuration says of IPsec outside of interfaces."""
    lines = running_lines(bench.routers[name].config)
    start = next(at for at, line in enumerate(lines) if line.startswith("crypto"))
    end = next(at for at, line in enumerate(lines) if line.startswith("interface"))
    return [line for line in lines[start:end] if line != "!"]


def test_lines_are_written_back_in_the_order_of_ios() -> None:
    """Whatever the order they were typed in; defaults vanish, `encryption` is `encr`, lists end with a blank."""
    bench = Tunnel()
    bench.configure(
        "soho1", "crypto map test 1", "set security-association lifetime seconds 900", "set pfs group2",
        "reverse-route", "qos pre-classify", "description to HQ", "exit", "crypto isakmp policy 5", "lifetime 3600",
        "hash md5", "encryption des", "group 2", "exit", "crypto isakmp keepalive 10 5", "no crypto isakmp enable",
        "crypto ipsec security-association lifetime seconds 1800", "crypto isakmp key k address 1.2.3.4",
    )  # fmt: skip
    lines = crypto_lines(bench, "soho1")
    shown = [line for line in lines if not line.startswith("  ")]
    assert shown == [
        "crypto ca trustpoint hq-ca",
        " enrollment url http://10.80.1.20:80",
        " crl optional",
        "crypto ca certificate chain hq-ca",
        " certificate 0201",
        " certificate ca 01",
        "no crypto isakmp enable",
        "crypto isakmp policy 1",
        " encr 3des",
        "crypto isakmp policy 5",
        " hash md5",
        " group 2",
        " lifetime 3600",
        "crypto isakmp key k address 1.2.3.4",
        "crypto isakmp keepalive 10 5",
        "crypto ipsec security-association lifetime seconds 1800",
        "crypto ipsec transform-set t1 esp-3des esp-sha-hmac ",
        "crypto map test 1 ipsec-isakmp ",
        " description to HQ",
        " set peer 64.100.1.1",
        " set peer 64.100.1.2",
        " set security-association lifetime seconds 900",
        " set transform-set t1 ",
        " set pfs group2",
        " match address 101",
        " reverse-route",
        " qos pre-classify",
    ]


def test_a_configuration_reads_back_as_it_prints() -> None:
    """Printing, booting from what was printed, printing again."""
    for name, text in (("gw1", head_end(1)), ("soho1", home(1))):
        bench = Tunnel(configs={name: text})
        again = Tunnel(configs={name: "\n".join(running_lines(bench.routers[name].config))})
        assert crypto_lines(again, name) == crypto_lines(bench, name)
        assert again.crypto(name).config == bench.crypto(name).config


def test_what_ios_says_against_a_line() -> None:
    """Notes, errors and carets of the configuration reference."""
    bench = Tunnel()
    said = bench.configure("soho1", "crypto map test 2 ipsec-isakmp", "set transform-set t9", "match address 1")
    assert "% NOTE: This new crypto map will remain disabled until a peer\n\tand a valid access list have been" in said
    assert 'ERROR: transform set with tag "t9" does not exist.' in said
    assert "% Invalid input detected at '^' marker." in said
    assert "NOTE" not in bench.configure("soho1", "crypto map test 2 ipsec-isakmp")
    assert "NOTE" not in bench.configure("soho1", "crypto map test 3 ipsec-isakmp dynamic other")
    said = bench.configure("soho1", "interface Ethernet0", "crypto map nothing")
    assert 'ERROR: Crypto Map with tag "nothing" does not exist.' in said
    said = bench.configure("soho1", "crypto ipsec transform-set bad esp-3des esp-des")
    assert "% Invalid input detected at '^' marker." in said
    said = bench.configure("soho1", "no crypto map test")
    assert "in use by interface(s): Et0" in said


def test_peers_keep_their_order_and_single_ones_go() -> None:
    """A list in the order of entry; the same address is kept once."""
    bench = Tunnel()
    bench.configure("soho1", "crypto map test 1", "set peer 9.9.9.9", f"set peer {A}", "no set peer 64.100.1.2")
    (entry,) = bench.crypto("soho1").config.maps["test"].entries
    assert entry.peers == (address(A), address("9.9.9.9"))


def test_prompts() -> None:
    """Each submode has its own."""
    bench = Tunnel()
    bench.type("soho1", "configure terminal")
    terminal = bench.routers["soho1"].lines.console.terminal
    for line, prompt in (
        ("crypto isakmp policy 1", "config-isakmp"),
        ("crypto ipsec transform-set t3 esp-des", "cfg-crypto-trans"),
        ("crypto map test 1", "config-crypto-map"),
        ("crypto dynamic-map d 1", "config-crypto-map"),
        ("crypto ca trustpoint hq-ca", "ca-trustpoint"),
        ("crypto ca certificate chain hq-ca", "config-cert-chain"),
        ("certificate 0201", "config-pubkey"),
    ):
        bench.type("soho1", line)
        assert terminal.session.prompt().endswith(f"({prompt})#"), line


def test_debugging() -> None:
    """The main lines of both kinds, and silence after `undebug`."""
    bench = Tunnel()
    bench.routers["soho1"].log.resize(100_000)
    assert bench.type("soho1", "debug crypto isakmp") == "Crypto ISAKMP debugging is on"
    assert bench.type("soho1", "debug crypto ipsec") == "Crypto IPSEC debugging is on"
    bench.open()
    said = "\n".join(bench.logs("soho1"))
    for line in (
        "IPSEC(sa_request): , (key eng. msg.) OUTBOUND local= 192.0.2.101, remote= 64.100.1.1",
        "ISAKMP (0:1): beginning Main Mode exchange",
        "ISAKMP (0:1): sending packet to 64.100.1.1 my_port 500 peer_port 500 (I) MM_NO_STATE",
        "Old State = IKE_I_MM1  New State = IKE_I_MM2",
        "ISAKMP (0:1): SA has been authenticated with 64.100.1.1",
        "ISAKMP (0:1): Input = IKE_MESG_FROM_IPSEC, IKE_SA_REQ_MM",
        "ISAKMP (0:1): Checking ISAKMP transform 1 against priority 1 policy",
        "ISAKMP:      life duration (VPI) of  0x0 0x1 0x51 0x80",
        "ISAKMP (0:1): SA is doing RSA signature authentication using id type ID_FQDN",
        "beginning Quick Mode exchange, M-ID of",
        "ISAKMP: transform 1, ESP_3DES",
        "ISAKMP:      authenticator is HMAC-SHA",
        "IPSEC(validate_proposal_request): proposal part #1, (key eng. msg.) INBOUND local= 192.0.2.101",
        "has spi 0x",
        "IPSEC(initialize_sas): , (key eng. msg.) OUTBOUND local= 192.0.2.101",
        "ISAKMP (0:1): Creating IPSec SAs",
        "IPSEC(create_sa): sa created, (sa) sa_dest= 192.0.2.101, sa_prot= 50, sa_spi= 0x",
    ):
        assert line in said, line
    assert bench.type("soho1", "undebug crypto isakmp") == "Crypto ISAKMP debugging is off"


def test_debugging_a_refusal() -> None:
    """Which attribute of which suite differs, whatever the order; `debug crypto engine` tells of the work that is done."""
    bench = Tunnel()
    for line in ("configure terminal", "crypto isakmp policy 1", "hash md5", "group 2", "end"):
        bench.type("gw1", line)
    bench.routers["gw1"].log.resize(100_000)
    for flag in ("isakmp", "engine"):
        bench.type("gw1", f"debug crypto {flag}")
    bench.open()
    said = bench.logs("gw1")
    checked = [
        line.partition("): ")[2] for line in said if "ISAKMP transform" in line or "match" in line or "atts" in line
    ]
    assert checked[:9] == [
        "Checking ISAKMP transform 1 against priority 1 policy",
        "Hash algorithm offered does not match policy!",
        "atts are not acceptable. Next payload is 3",
        "Checking ISAKMP transform 2 against priority 1 policy",
        "Encryption algorithm offered does not match policy!",
        "atts are not acceptable. Next payload is 0",
        "Checking ISAKMP transform 1 against priority 65535 policy",
        "Encryption algorithm offered does not match policy!",
        "atts are not acceptable. Next payload is 3",
    ]
    assert "atts are acceptable. Next payload is 0" in checked
    assert "CryptoEngine0: create ISAKMP SKEYID for conn id 1" in said


def test_debugging_certificates() -> None:
    """A revocation list on its way to a cold head-end, and one that does not come."""
    bench = Tunnel(crl_fetch=Tunnel.instant())
    assert bench.type("gw1", "debug crypto pki transactions") == "Crypto PKI Trans debugging is on"
    assert bench.type("gw1", "debug crypto pki messages") == "Crypto PKI Msg debugging is on"
    bench.open()
    said = [line.partition("CRYPTO_PKI: ")[2] for line in bench.logs("gw1") if "CRYPTO_PKI" in line]
    assert said == [
        "Sending CRL Request:",
        "GET /cgi-bin/pkiclient.exe HTTP/1.0",
        "connecting to 10.80.1.20:80",
        "http connection opened",
        "HTTP response header: HTTP/1.0 200 OK",
        f"received msg of {160 + len(bench.authority.current_list())} bytes",
        "transaction GetCRL completed",
    ]
    bench.authority.power_off()
    bench.routers["gw1"].perform("crypto", bench.crypto("gw1").lists.fetch("hq-ca"))
    bench.wait(40 * SECOND)
    assert bench.logs("gw1")[-2].endswith("CRYPTO_PKI: socket connect error.")
    assert bench.logs("gw1")[-1].endswith("Unable to retrieve the CRL for trustpoint hq-ca")
