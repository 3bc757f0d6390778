"""`show ip route` and its kin, from a view: the document's displays, and the forms the document does not have."""

from __future__ import annotations

from iossim.cli.release import Release
from iossim.device.rib import Entry, Route
from iossim.features.static_routes.entry import Protocols, show_entry
from iossim.features.static_routes.summary import show_summary
from iossim.features.static_routes.table import LEGEND, Of, TableView, show_entries, show_table
from iossim.net.address import Address, AddressNames, Prefix

SECOND = 1_000_000
LOOK, LATER = Release.parse("12.2(11)T"), Release.parse("15.1M")
HOUR = 3600 * SECOND
NAMES = AddressNames({"64.yy.yy.a": Address.parse("64.100.1.1")})


def hms(hours: int, minutes: int = 0, seconds: int = 0) -> int:
    return -(hours * HOUR + minutes * 60 * SECOND + seconds * SECOND + SECOND // 2)


def entry(text: str, source: str, since: int = 0, **more: object) -> tuple[Prefix, Entry]:
    prefix = Prefix.parse(text)
    distance = {"connected": 0, "static": 1, "eigrp": 90, "eigrp-external": 170}[source]
    values = {"distance": distance, **more}
    return prefix, Entry((Route(prefix, source, **values),), since)  # type: ignore[arg-type]


def external(text: str, since: int) -> tuple[Prefix, Entry]:
    hop = Address.parse("192.168.81.4")
    return entry(text, "eigrp-external", since, metric=2588160, next_hop=hop, interface="FastEthernet0/1")


def injected(text: str) -> tuple[Prefix, Entry]:
    return entry(text, "static", interface="FastEthernet0/0", via_default=True)


GATEWAY_1 = dict(
    [
        entry("0.0.0.0/0", "static", next_hop=Address.parse("10.81.0.1")),
        entry("10.81.0.0/29", "connected", interface="FastEthernet0/0"),
        injected("10.81.2.0/29"),
        injected("10.81.2.16/29"),
        external("10.81.2.24/29", hms(0, 50, 58)),
        injected("10.81.2.32/29"),
        injected("10.81.2.40/29"),
        external("10.81.2.48/29", hms(31)),
        entry("64.100.1.1/32", "connected", interface="Loopback0"),
        entry("192.168.81.0/24", "connected", interface="FastEthernet0/1"),
    ]
)
DOCUMENT = """\
Gateway of last resort is 10.81.0.1 to network 0.0.0.0

     64.0.0.0/32 is subnetted, 1 subnets
C       64.yy.yy.a is directly connected, Loopback0
C    192.168.81.0/24 is directly connected, FastEthernet0/1
     10.0.0.0/29 is subnetted, 7 subnets
D EX    10.81.2.24 [170/2588160] via 192.168.81.4, 00:50:58, FastEthernet0/1
S       10.81.2.16 [1/0] via 0.0.0.0, FastEthernet0/0
S       10.81.2.0 [1/0] via 0.0.0.0, FastEthernet0/0
C       10.81.0.0 is directly connected, FastEthernet0/0
D EX    10.81.2.48 [170/2588160] via 192.168.81.4, 1d07h, FastEthernet0/1
S       10.81.2.40 [1/0] via 0.0.0.0, FastEthernet0/0
S       10.81.2.32 [1/0] via 0.0.0.0, FastEthernet0/0
S*   0.0.0.0/0 [1/0] via 10.81.0.1"""


def view(entries: dict[Prefix, Entry], now: int = 0) -> TableView:
    return TableView(entries, now, NAMES.show, LOOK)


def test_document() -> None:
    """gateway-1's routing table is the document's, below the legend, whatever the order of installation."""
    shown = list(show_table(view(dict(reversed(GATEWAY_1.items())))))
    assert "\n".join(shown[len(LEGEND.on(LOOK)) :]) == DOCUMENT


def test_variably_subnetted() -> None:
    """Several masks below one major network are counted in its heading and written on each line."""
    entries = dict([entry("10.0.1.0/24", "connected", interface="Fa"), entry("10.0.5.0/26", "static", interface="Fb")])
    assert list(show_entries(view(entries))) == [
        "     10.0.0.0/8 is variably subnetted, 2 subnets, 2 masks",
        "C       10.0.1.0/24 is directly connected, Fa",
        "S       10.0.5.0/26 is directly connected, Fb",
    ]


def test_equal_routes() -> None:
    """A second way stands under the bracket of the first."""
    prefix = Prefix.parse("1.1.1.1/32")
    ways = tuple(Route(prefix, "static", 1, next_hop=Address.parse(hop)) for hop in ("212.0.0.1", "192.168.0.1"))
    assert list(show_entries(view({prefix: Entry(ways, 0)})))[1:] == [
        "S       1.1.1.1 [1/0] via 212.0.0.1",
        "                [1/0] via 192.168.0.1",
    ]


def test_bucket_order() -> None:
    """The simulators' numeric order is not IOS's: public listings of 12.x have these."""
    subnets = ["10.1.0.0/24", "10.1.1.0/24", "10.1.2.0/24", "10.1.3.0/24"]
    entries = dict(entry(text, "connected", interface="Fa") for text in subnets)
    order = [line.split()[1] for line in show_entries(view(entries))][1:]
    assert order == ["10.1.3.0", "10.1.2.0", "10.1.1.0", "10.1.0.0"]


def test_wanted() -> None:
    """A filtered table has no legend, and its headings still count every subnet."""
    shown = list(show_entries(view(GATEWAY_1), Of("connected")))
    assert shown == [
        "     64.0.0.0/32 is subnetted, 1 subnets",
        "C       64.yy.yy.a is directly connected, Loopback0",
        "C    192.168.81.0/24 is directly connected, FastEthernet0/1",
        "     10.0.0.0/29 is subnetted, 7 subnets",
        "C       10.81.0.0 is directly connected, FastEthernet0/0",
    ]


PROTOCOLS = Protocols(
    lambda source: "eigrp 64" if "eigrp" in source else source, lambda *_: (), lambda *_: (), lambda *_: ()
)


def test_entry() -> None:
    """One EIGRP external entry, in the block form."""
    shown = list(show_entry(view(GATEWAY_1), PROTOCOLS, Address.parse("10.81.2.26"), None))
    assert shown == [
        "Routing entry for 10.81.2.24/29",
        '  Known via "eigrp 64", distance 170, metric 2588160, type external',
        "  Last update from 192.168.81.4 on FastEthernet0/1, 00:50:58 ago",
        "  Routing Descriptor Blocks:",
        "  * 192.168.81.4, from 192.168.81.4, 00:50:58 ago, via FastEthernet0/1",
        "      Route metric is 2588160, traffic share count is 1",
    ]


def test_absent() -> None:
    """An unknown network and an unknown subnet of a known one are told apart; the default route is neither."""
    for text, said in (("11.0.0.1", "% Network not in table"), ("10.99.0.1", "% Subnet not in table")):
        assert list(show_entry(view(GATEWAY_1), PROTOCOLS, Address.parse(text), None)) == [said]


def test_summary() -> None:
    """Sources, networks and subnets add up."""
    rows = [line.split() for line in show_summary(view(GATEWAY_1), PROTOCOLS.name)]
    assert rows[2][:3] == ["connected", "1", "2"]
    assert rows[3][:3] == ["static", "1", "4"]
    assert rows[4][:4] == ["eigrp", "64", "0", "2"]
    assert rows[-1][:3] == ["Total", "4", "8"]
