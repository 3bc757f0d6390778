"""Every display of a router stands in transcripts from at least two states: what it shows follows from something typed or done.

In the later release form that holds for every display that prints something else there, and for all that its sessions show.

The list of displays is the grammar's. A display is what one function draws; its variants (an interface, a filter) count as one.
Outputs are told apart without what a filter leaves out; those with numbers instead of names of addresses are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise, takewhile
from pathlib import Path

import pytest

from iossim.cli.entry import Command
from iossim.cli.errors import CliError
from iossim.cli.mode import EXEC, PRIVILEGED_LEVEL
from iossim.device.router import Router
from iossim.lab import Lab
from iossim.lab.session import Act, Typed, read_session
from iossim.lab.session.actions import Nothing
from tests.console.desk import Desk

TESTS = Path(__file__).parents[1]
PROMPTED = re.compile(r"([\w.-]+)(?:\([\w-]+\))?[#>](.+)")
LATER = "headend-15"
FOLDERS = ("transcripts", "scenarios/catalogue")
ONE_IS_ALL = {
    "show context": "no box of a lab crashes",
    "show sessions": "the other one comes behind an escape, which is no line: `box_features.session`",
}
"""Displays that need no second state, and why."""


OTHERS_TOGETHER = {"show tech-support": "displays that have transcripts of their own"}
"""Left out of the later form's transcripts."""
NOT_BY_TYPING = {
    "show version": "its uptime, and the image after a reload",
    "show environment [all]": "the box, and its uptime",
    "show diag": "the box, and its uptime",
    "show flash:": "what is deleted there asks first",
    "show crypto engine brief": "the box",
    "show crypto engine configuration": "the box, and how much waits",
    "show crypto ca crls": "lists come by themselves",
    "show crypto key mypubkey rsa": "keys are made in a dialog",
    "show sessions": "a session is left behind an escape",
}
"""Displays that a typed command does not change between two looks in a transcript, and what does."""
LEADING = ("sh", "end", "exit", "conf")


@pytest.fixture(scope="module")
def routers() -> tuple[Router, ...]:
    """One of each model."""
    return of_lab("headend")


def of_lab(name: str) -> tuple[Router, ...]:
    """One of each model."""
    lab = Lab.open(name, "settled", numbers=True)
    return lab.router("gateway-1"), lab.router("soho-vp")


def files(later: bool = False) -> Iterator[Path]:
    """The transcripts of one release form."""
    for folder in FOLDERS:
        for file in sorted((TESTS / folder).rglob("*.session")):
            if not file.stem.endswith("_numbers") and (f"\nlab {LATER}" in file.read_text()) is later:
                yield file


def typed_in(file: Path) -> Iterator[tuple[str, str, tuple[str, ...] | None]]:
    """What is typed at routers: device, line, and expected output, None where it is not compared."""
    steps = read_session(file.read_text(), file).steps
    for step, following in pairwise((*steps, None)):
        if isinstance(step, Typed) and (found := PROMPTED.match("".join(step.keys))) is not None:
            silent = isinstance(following, Act) and isinstance(following.action, Nothing)
            yield found[1], found[2].removeprefix("do "), () if silent else step.expected


def typed(later: bool = False) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What is typed in all transcripts of a form, with its expected output."""
    for file in files(later):
        yield from ((text, expected) for _, text, expected in typed_in(file) if expected is not None)


def outputs(routers: tuple[Router, ...], later: bool = False) -> dict[str, set[tuple[str, ...]]]:
    """The different outputs of every display, by its pattern."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for router in routers:
        grammar = router.catalog.grammar(router.release)
        for command in displays(router):
            found.setdefault(command.pattern, set())
        for text, expected in typed(later):
            try:
                match = grammar.match(EXEC, PRIVILEGED_LEVEL, text, router.lines.vocabulary)
            except CliError:
                continue
            if isinstance(match.entry, Command) and match.entry.pattern in found:
                found[match.entry.pattern].add(expected)
    return found


def displays(router: Router) -> list[Command]:
    """The commands that show something."""
    entries = router.catalog.grammar(router.release).entries()
    return [
        entry
        for entry in entries
        if isinstance(entry, Command) and entry.pattern.startswith("show ") and not entry.hidden
    ]


def test_every_display_has_two_transcripts(routers: tuple[Router, ...]) -> None:
    """Two different outputs each, but for those of `ONE_IS_ALL`."""
    lacking = {pattern: len(seen) for pattern, seen in outputs(routers).items() if len(seen) < 2}
    assert set(lacking) - set(ONE_IS_ALL) == set()


@pytest.fixture(scope="module")
def later() -> tuple[Router, ...]:
    """One of each model in the later release form."""
    return of_lab(LATER)


@lru_cache
def desks(lab: str) -> tuple[Desk, ...]:
    """Consoles of one of each model."""
    opened = Lab.open(lab, "settled", numbers=True)
    return tuple(Desk(opened, name).privileged() for name in ("gateway-1", "soho-vp"))


def differing(routers: tuple[Router, ...]) -> set[str]:
    """The displays of the later form that print something else than those of the first one in the same state."""
    found: set[str] = set()
    for command in {command.pattern: command for router in routers for command in displays(router)}.values():
        line = " ".join(takewhile(lambda word: word[0] not in "[{(<", command.pattern.split()))
        looks = [[desk.enter(line) for desk in desks(lab)] for lab in ("headend", LATER)]
        if looks[0] != looks[1]:
            found.add(command.pattern)
    return found


def test_every_display_of_the_later_form_has_two_transcripts(later: tuple[Router, ...]) -> None:
    """Whatever prints something else than in the first form, and whatever else is shown in its sessions, in two states."""
    seen = {pattern: len(found) for pattern, found in outputs(later, later=True).items()}
    wanted = differing(later) | {pattern for pattern, count in seen.items() if count}
    assert {"show crypto isakmp sa [detail]", "show processes cpu"} <= wanted
    assert {pattern for pattern in wanted if seen[pattern] < 2} - set(OTHERS_TOGETHER) == set()


def test_every_display_of_the_later_form_is_changed_by_something_typed(later: tuple[Router, ...]) -> None:
    """As below, for those that print something else than in the first form."""
    lines = dict.fromkeys(text for file in files(later=True) for text in changed_in(file))
    assert differing(later) - matched(later, lines) - set(NOT_BY_TYPING) - set(OTHERS_TOGETHER) == set()


def changed_in(file: Path) -> Iterator[str]:
    """The lines of displays whose output has become another one since something else was typed."""
    looks: dict[tuple[str, str], list[tuple[int, tuple[str, ...]]]] = {}
    commands = 0
    for device, text, expected in typed_in(file):
        if not text.startswith(LEADING):
            commands += 1
        elif expected is not None:
            before = looks.setdefault((device, text), [])
            if any(number < commands and output != expected for number, output in before):
                yield text
            before.append((commands, expected))


def matched(routers: tuple[Router, ...], lines: Iterable[str]) -> set[str]:
    """The patterns that lines are of."""
    found: set[str] = set()
    for router in routers:
        grammar = router.catalog.grammar(router.release)
        for text in lines:
            try:
                found.add(grammar.match(EXEC, PRIVILEGED_LEVEL, text, router.lines.vocabulary).entry.pattern)
            except CliError:
                continue
    return found


def test_every_display_is_changed_by_something_typed(routers: tuple[Router, ...]) -> None:
    """One look, a command, another look: the same line shows something else, but for those of `NOT_BY_TYPING`."""
    lines = dict.fromkeys(text for file in files() for text in changed_in(file))
    declared = {command.pattern for router in routers for command in displays(router)}
    assert declared - matched(routers, lines) - set(ONE_IS_ALL) - set(NOT_BY_TYPING) == set()
