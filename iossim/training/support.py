"""Whether an explanation says no more than its claims show.

What can be looked up has to be looked up: every number, address, name of a device or link, interface, state and command that
an explanation mentions stands in what its claims have shown in that very lab: the output of a show command, or what a check
asked and found. Numbers in words count from three on; "two" and "one" only before a unit of time. A command, in
backquotes, is one that a claim has typed, or text that it has found.

What cannot be found this way is a wrong sentence about right names; that is what reviewers are for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from iossim.lab.spelling import write_duration
from iossim.training.checks import examine
from iossim.training.checks.displays import seen
from iossim.training.definition.checks import Shows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iossim.lab.session import Names
    from iossim.training.definition.checks import Claim
    from iossim.training.scene import Scene

ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
WORDS = {
    **{word: value for value, word in enumerate(ONES, 1)},
    **{f"{ten}-{one}": value + more for ten, value in TENS.items() for more, one in enumerate(ONES[:9], 1)},
    **TENS,
    "fifteen": 15,
    "hundred": 100,
    "thousand": 1000,
}
SMALL = 2
"""Numbers up to here are words of the language, unless a unit follows."""
_UNIT = r"(?=\s+(?:milli|micro)?seconds?\b|\s+minutes?\b|\s+hours?\b|\s+days?\b)"
_COMMAND = re.compile(r"`([^`]+)`")
_ADDRESS = re.compile(r"\b\d+(?:\.(?:\d+|[a-z]{1,2})){3}(?:/\d+)?\b")
_INTERFACE = re.compile(r"\b(?:Fast)?(?:Ethernet|Loopback)\d+(?:/\d+)?\b")
_STATE = re.compile(
    r"\b(?:[A-Z]{2,}(?:_[A-Z]+)+|D EX|S\*)(?!\w)|(?<![.:?!] )(?<!^)\b(?:Active|Standby|Speak|Listen|Init)\b"
)
_NUMBER = re.compile(r"(?<![\w./-])\d+(?:\.\d+)?(?![\w/]|\.\d|-\w)")
_ANY_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SPOKEN = re.compile(rf"\b({'|'.join(sorted(WORDS, key=len, reverse=True))})\b({_UNIT})?", re.IGNORECASE)
_DURATIONS = ("within", "calm", "gap")


def evidence(claims: Iterable[Claim], scene: Scene) -> str:
    """What claims show: displays as they are now, and what checks ask and find. Runs of blanks are one."""
    return "\n".join(" ".join(line.split()) for claim in claims for line in _shown(claim, scene))


def _shown(claim: Claim, scene: Scene) -> Iterator[str]:
    yield from _told(claim.model_dump(by_alias=True, exclude={"kind", "name", "weight", "says"}))
    if isinstance(claim, Shows):
        if scene.lab.router(claim.device).up:
            yield from seen(scene, claim.device, claim.command)
        return
    finding = examine(claim.model_copy(update={"says": ""}), scene)
    yield finding.expected
    yield finding.found


def _told(data: object, key: str = "") -> Iterator[str]:
    """What a claim asks, value by value."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _told(value, str(name))
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _told(value, key)
    elif isinstance(data, int) and key in _DURATIONS:
        yield write_duration(data)
    elif data is not None and not isinstance(data, bool):
        yield str(data)


def unsupported(text: str, shown: str, names: Names) -> Iterator[str]:
    """What an explanation mentions and its claims do not show, each once, in order."""
    text = " ".join(text.split())
    found: dict[str, None] = {}
    for what in _mentioned(text, names):
        if what not in found and not _stands(what, shown):
            found[what] = None
    numbers = {float(one) for one in _ANY_NUMBER.findall(shown)}
    for spelling, value in _numbers(text):
        if value not in numbers:
            found[spelling] = None
    yield from found


def _mentioned(text: str, names: Names) -> Iterator[str]:
    plain = _COMMAND.sub(" ", text)
    for command in _COMMAND.findall(text):
        yield command.removesuffix("...").strip()
    for pattern in (_ADDRESS, _INTERFACE, _STATE):
        yield from pattern.findall(plain)
    known = dict.fromkeys((*names.nodes, *names.links))
    for name in known:
        if re.search(r"[\d-]", name) and re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", plain):
            yield name


def _stands(what: str, shown: str) -> bool:
    """As a whole word; the host of a prefix stands where the prefix does."""
    return re.search(rf"(?<![\w./-]){re.escape(what)}(?![\w-]|\.\w)", shown) is not None


def _numbers(text: str) -> Iterator[tuple[str, float]]:
    plain = _INTERFACE.sub(" ", _ADDRESS.sub(" ", _COMMAND.sub(" ", text)))
    for match in _NUMBER.finditer(plain):
        yield match[0], float(match[0])
    for match in _SPOKEN.finditer(plain):
        value = WORDS[match[1].lower()]
        if value > SMALL or match[2] is not None:
            yield match[1], value
