"""The displays of CEF, in the forms of 12.2 and of 15.x."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iossim.cli.release import Forms, Release
from iossim.device.ages import clock
from iossim.features.cef.table import Adjacency, FibView, Kind, Leaf
from iossim.net.address import AddressNames

LATER = "15.0"
NOT_RUNNING = "%IPv4 CEF not running"


ROW = Forms("{prefix:20}{hop:21}{port}", (LATER, "{prefix:21}{hop:21}{port}"))
PLACELESS = Forms[tuple[Kind, ...]]((Kind.RECEIVE,), (LATER, ()))
"""Kinds of lines that tell no interface."""


def show_table(view: FibView, look: Release, names: AddressNames, interface: str | None = None) -> Iterator[str]:
    """`show ip cef [INTERFACE]`: a row a prefix, of those that lead out of an interface."""
    row, placeless = ROW.on(look), PLACELESS.on(look)
    yield row.format(prefix="Prefix", hop="Next Hop", port="Interface")
    for prefix in view.prefixes():
        leaf = view.leaf(prefix)
        out = leaf is not None and leaf.interface == interface and leaf.kind is not Kind.RECEIVE
        if leaf is not None and (interface is None or out):
            hop = names.show(leaf.next_hop) if leaf.next_hop is not None else leaf.kind.value
            port = leaf.interface if leaf.kind not in placeless else ""
            yield row.format(prefix=spelled(leaf, names), hop=hop, port=port).rstrip()


def spelled(leaf: Leaf, names: AddressNames) -> str:
    """`10.81.2.24/29`."""
    return f"{names.show(leaf.prefix.network)}/{leaf.prefix.length}"


def show_leaf(leaf: Leaf, version: int, names: AddressNames, known: bool) -> Iterator[str]:
    """`show ip cef PREFIX`: one line with its adjacency."""
    what = f"{spelled(leaf, names)}, version {version}, epoch 0"
    if leaf.kind is Kind.RECEIVE:
        yield f"{what}, receive"
        return
    hop = names.show(leaf.next_hop) if leaf.next_hop is not None else ""
    yield (
        what
        + {
            Kind.FORWARD: f", cached adjacency {hop}" if known else "",
            Kind.ATTACHED: ", attached, connected" if leaf.interface else "",
            Kind.DROP: "",
        }[leaf.kind]
    )
    yield "0 packets, 0 bytes"
    if leaf.kind is Kind.DROP:
        place = f", {leaf.interface}" if leaf.interface else ""
        yield from (f"  via 0.0.0.0{place}, 0 dependencies", f"    next hop 0.0.0.0{place}")
        yield f"    valid {'null' if leaf.interface else 'drop'} adjacency"
    elif leaf.kind is Kind.ATTACHED:
        yield f"  via {leaf.interface}, 0 dependencies"
        yield "    valid glean adjacency"
    else:
        direct = leaf.via == leaf.next_hop
        via = names.show(leaf.via or 0)
        yield f"  via {via}, {leaf.interface}, 0 dependencies" if direct else f"  via {via}, 0 dependencies, recursive"
        yield f"    next hop {hop}, {leaf.interface}" + ("" if direct else f" via {hop}/32")
        yield f"    {'valid cached adjacency' if known else 'unresolved'}"


def show_adjacencies(
    found: Iterable[Adjacency], users: dict[str, int], names: AddressNames, detail: bool
) -> Iterator[str]:
    """`show adjacency`: whom frames can be sent to, and by how many lines of the table."""
    yield "Protocol Interface                 Address"
    for one in found:
        address = names.show(one.address)
        yield f"IP       {one.interface:26}{address}({5 + users.get(str(one.address), 0)})"
        if detail:
            blank = " " * 35
            yield f"{blank}0 packets, 0 bytes"
            yield f"{blank}{int(one.mac):012X}{int(one.own):012X}0800"
            yield f"{blank}ARP        {clock(one.left)}"
