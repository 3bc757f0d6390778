"""`show access-lists`: a pure view of lists and their counters (12.2 form; 12.3(2)T numbers the entries)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from iossim.cli.release import Forms, Release
from iossim.cli.types import Show
from iossim.device.filters import AccessList, Rule, write_rule
from iossim.features.acl.config import NUMBERS_SINCE
from iossim.features.acl.sequence import STEP


@dataclass(frozen=True, slots=True)
class ListView:
    """A list, and how often each of its entries has matched."""

    list: AccessList
    matches: tuple[int, ...]


NUMBER = Forms("", (NUMBERS_SINCE, "{number} "))


def show_lists(views: Iterable[ListView], look: Release, ip: Show) -> Iterator[str]:
    """Every list under its title, entries in order."""
    for view in views:
        kind = "Extended" if view.list.extended else "Standard"
        yield f"{kind} IP access list {view.list.name}"
        for index, (rule, count) in enumerate(zip(view.list.rules, view.matches, strict=True), start=1):
            number = NUMBER.on(look).format(number=rule.sequence or index * STEP)
            yield f"    {number}{entry(rule, view.list.extended, ip)}{matched(count)}"


def entry(rule: Rule, extended: bool, ip: Show) -> str:
    """One entry; standard ones spell their wildcard out."""
    if extended or rule.src.any or not rule.src.wildcard:
        state = f" ({'active' if rule.active else 'inactive'})" if rule.hours else ""
        return write_rule(rule, extended, ip, padded=True) + state
    action = "permit" if rule.permit else "deny"
    log = " log" if rule.log else ""
    return f"{action:<6} {ip(rule.src.address)}, wildcard bits {rule.src.wildcard}{log}"


def matched(count: int) -> str:
    """The counter at the end of a line; nothing when it is zero."""
    if count == 0:
        return ""
    return f" ({count} match{'es' if count > 1 else ''})"
