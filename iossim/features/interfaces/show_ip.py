"""`show ip interface`: what IP does on each interface (12.2 form)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from iossim.cli.types import Show
from iossim.features.interfaces.view import PortView
from iossim.net.address import Address

_METHODS = {"NVRAM": "non-volatile memory", "manual": "setup command", "DHCP": "DHCP", "unset": "unset"}


def show_ip_interfaces(views: Iterable[PortView], ip: Show) -> Iterator[str]:
    """Each interface with its addresses, filters and switching."""
    for view in views:
        yield f"{view.interface.name} is {view.status}, line protocol is {view.protocol}"
        if not view.interface.addresses:
            yield "  Internet protocol processing disabled"
            continue
        yield from _addresses(view, ip)
        yield from _filters(view)
        yield from _switching(view)
        yield from _services(view)


def _addresses(view: PortView, ip: Show) -> Iterator[str]:
    (address, length), *others = view.interface.addresses
    yield f"  Internet address is {ip(address)}/{length}"
    yield "  Broadcast address is 255.255.255.255"
    yield f"  Address determined by {_METHODS[view.state.method]}"
    yield f"  MTU is {view.interface.ip_mtu} bytes"
    yield from _helpers(view.helpers, ip)
    yield f"  Directed broadcast forwarding is {'enabled' if view.interface.directed else 'disabled'}"
    for other, its_length in others:
        yield f"  Secondary address {ip(other)}/{its_length}"
    if view.groups:
        yield f"  Multicast reserved groups joined: {' '.join(str(Address(group)) for group in view.groups)}"


def _helpers(helpers: Sequence[Address], ip: Show) -> Iterator[str]:
    if len(helpers) < 2:
        yield f"  Helper address is {ip(helpers[0]) if helpers else 'not set'}"
        return
    yield f"  Helper addresses are {ip(helpers[0])}"
    yield from (f"{'':<23}{ip(helper)}" for helper in helpers[1:])


def _filters(view: PortView) -> Iterator[str]:
    inbound, outbound = view.lists
    interface = view.interface
    yield f"  Outgoing access list is {outbound or 'not set'}"
    yield f"  Inbound  access list is {inbound or 'not set'}"
    yield f"  Proxy ARP is {'enabled' if interface.proxy_arp else 'disabled'}"
    yield "  Security level is default"
    yield "  Split horizon is enabled"
    yield f"  ICMP redirects are {'always' if interface.redirects else 'never'} sent"
    yield f"  ICMP unreachables are {'always' if interface.unreachables else 'never'} sent"
    yield "  ICMP mask replies are never sent"


def _switching(view: PortView) -> Iterator[str]:
    path = view.path
    yield f"  IP fast switching is {'enabled' if path.cached else 'disabled'}"
    yield f"  IP fast switching on the same interface is {'enabled' if path.same else 'disabled'}"
    yield f"  IP Flow switching is {'enabled' if path.flow else 'disabled'}"
    if path.express:
        yield "  IP CEF switching is enabled"
    yield "  IP Fast switching turbo vector" if path.cached else "  IP Null turbo vector"
    if path.express:
        yield "  IP Normal CEF switching turbo vector"
    yield f"  IP multicast fast switching is {'enabled' if path.multicast else 'disabled'}"
    yield "  IP multicast distributed fast switching is disabled"
    flags = ("Fast",) * path.cached + ("Policy",) * path.policy + ("Flow",) * path.flow + ("CEF",) * path.express
    yield f"  IP route-cache flags are {', '.join(flags) or 'None'}"


def _services(view: PortView) -> Iterator[str]:
    yield "  Router Discovery is disabled"
    yield "  IP output packet accounting is disabled"
    yield "  IP access violation accounting is disabled"
    yield "  TCP/IP header compression is disabled"
    yield "  RTP/IP header compression is disabled"
    yield "  Probe proxy name replies are disabled"
    yield "  Policy routing is " + (f"enabled, using route map {view.policy}" if view.policy else "disabled")
    yield "  Network address translation is disabled"
    yield "  WCCP Redirect outbound is disabled"
    yield "  WCCP Redirect inbound is disabled"
    yield "  WCCP Redirect exclude is disabled"
    yield "  BGP Policy Mapping is disabled"
