"""A configuration line removed: which lines of a router are worth it, and how they come back.

The lines are taken from what `show running-config` prints, so they are the router's own. `no` takes one away; typing it
again in its section brings it back. Of a numbered access list IOS removes the whole, so the whole comes back; what IOS
removes together with a line (`no crypto map` takes SAs along) is the router's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from iossim.device.nvgen import running_lines
from iossim.lab.faults.fault import Fault, Level, typed
from iossim.net.address import NUMBERS

if TYPE_CHECKING:
    from iossim.device.router import Router

TELLING = (
    r"crypto isakmp keepalive .*",
    r"crypto map \S+ local-address .*",
    r"ip route .*",
    r" crypto map \S+",
    r" reverse-route",
    r" set peer .*",
    r" match address \S+",
    r" standby \d+ (ip .*|preempt)",
    r" redistribute static.*",
    r" network .*",
    r" match ip address .*",
    r" ip address .*",
)
"""Lines whose absence somebody will notice one day."""
_TELLING = re.compile("|".join(TELLING))
PEER = "set peer "
_LIST = re.compile(r"access-list (\d+) .*")
_HEAD = re.compile(r"(interface|router|route-map|crypto map|crypto dynamic-map|crypto isakmp policy) .*")


def removals(router: Router) -> Iterator[Fault]:
    """The faults of one router, by the order of its configuration."""
    head = ""
    found: list[tuple[str, str]] = []
    lists: dict[str, list[str]] = {}
    for line in running_lines(router.config, NUMBERS, router.catalog.grammar(router.release).manner):
        text = line.rstrip()
        if _HEAD.fullmatch(text):
            head = text
        if (entry := _LIST.fullmatch(text)) is not None:
            lists.setdefault(entry[1], []).append(text)
        elif _TELLING.fullmatch(text):
            found.append((head if text.startswith(" ") else "", text.strip()))
    for index, (section, line) in enumerate(found):
        behind = [other for where, other in found[index + 1 :] if where == section and _ordered(line, other)]
        yield _removal(router.name, section, line, behind)
    for number, entries in lists.items():
        where = f"{router.name}: access-list {number}"
        doing, undoing = typed(router.name, f"no access-list {number}"), typed(router.name, *entries)
        yield Fault("missing list", where, Level.CONFIGURED, (doing,), (undoing,))


def _ordered(line: str, other: str) -> bool:
    """True for peers, which are tried in the order of their lines."""
    return line.startswith(PEER) and other.startswith(PEER)


def _removal(device: str, head: str, line: str, behind: list[str]) -> Fault:
    """Lines behind it are typed again, so that the order comes back, too."""
    where = f"{device}: {head}: {line}" if head else f"{device}: {line}"
    section = (head,) if head else ()
    again = (*(f"no {other}" for other in behind), line, *behind)
    doing, undoing = typed(device, *section, f"no {line}"), typed(device, *section, *again)
    return Fault("missing line", where, Level.CONFIGURED, (doing,), (undoing,))
