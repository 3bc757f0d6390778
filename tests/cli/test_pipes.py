"""Output filters and their regular expressions."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iossim.cli.pipes import BAD_PATTERN, Filter, Kind, filtered
from iossim.cli.regexp import MAX_REMEMBERED, BadPattern, Pattern, compiled

CONFIG = (
    "interface FastEthernet0/0",
    " ip address 10.81.0.3 255.255.255.248",
    " standby 1 ip 10.81.0.5",
    "!",
    "router eigrp 64",
    " redistribute static",
    "!",
    "crypto map test 1 ipsec-isakmp ",
    " set peer 64.1.1.1",
)


def found(pattern: str, line: str) -> bool:
    """Whether a good pattern matches."""
    automaton = compiled(pattern)
    assert isinstance(automaton, Pattern), automaton
    return automaton.found(line)


@pytest.mark.parametrize(
    ("pattern", "line", "expected"),
    [
        ("a.c", "xabcx", True),
        ("a.c", "ac", False),
        ("ab*c", "ac", True),
        ("ab+c", "ac", False),
        ("ab?c", "abc", True),
        ("^a", "ba", False),
        ("a$", "ab", False),
        ("^$", "", True),
        ("^$", "x", False),
        ("[a-c]1", "b1", True),
        ("[^a-c]1", "b1", False),
        ("[]a]", "]", True),
        ("[a-]", "-", True),
        ("(up|down)", "is down", True),
        ("up|down", "is up", True),
        ("( is )", "this", False),
        ("( is )", "it is so", True),
        ("_64_", "router eigrp 64", True),
        ("_64_", "{64}", True),
        ("_64_", "164", False),
        ("0\\.0", "0x0", False),
        ("0\\.0", "0.0", True),
        ("\\*", "*Mar", True),
        ("(ab)+c", "ababc", True),
        ("(a*)*b", "aaab", True),
        ("()", "x", True),
        ("", "anything", True),
        ("a||b", "zzz", True),
    ],
)
def test_a_pattern_matches_as_the_manual_says(pattern: str, line: str, expected: bool) -> None:
    """Every operator of the table, both ways."""
    assert found(pattern, line) is expected


@pytest.mark.parametrize(
    "pattern", ["*", "+x", "a**", "(a", "a)", "[a", "[b-a]", "a\\", "\\1", "(" * 60 + ")" * 60, "[", "(|*)"]
)
def test_a_bad_pattern_is_a_value(pattern: str) -> None:
    """What cannot be compiled says so in one line and prints nothing else."""
    assert isinstance(compiled(pattern), BadPattern)
    assert tuple(filtered(Filter(Kind.INCLUDE, pattern), CONFIG)) == (BAD_PATTERN,)


def grown(rng: random.Random, depth: int = 0) -> str:
    """A random pattern of the common subset."""
    shape = rng.randrange(7 if depth < 3 else 3)
    if shape < 3:
        return rng.choice(["a", "b", ".", "[ab]", "[^a]", "^", "$"])
    if shape == 3:
        return grown(rng, depth + 1) + grown(rng, depth + 1)
    if shape == 4:
        return f"({grown(rng, depth + 1)}|{grown(rng, depth + 1)})"
    return f"({grown(rng, depth + 1)}){rng.choice('*+?')}"


def test_it_agrees_with_another_matcher() -> None:
    """On 5,000 random patterns the automaton and Python's backtracking matcher say the same."""
    rng = random.Random(7)
    for _ in range(5000):
        pattern = grown(rng)
        line = "".join(rng.choice("abc") for _ in range(rng.randrange(8)))
        assert found(pattern, line) is bool(re.search(pattern.replace("$", r"\Z"), line)), (pattern, line)


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_is_a_pattern_or_a_bad_one(pattern: str, line: str) -> None:
    """Nothing that can be typed raises."""
    tuple(filtered(Filter(Kind.INCLUDE, pattern), (line,)))


def test_a_hostile_pattern_stays_small() -> None:
    """A pattern with exponentially many state sets is answered, and what it remembers is bounded."""
    automaton = compiled("(a|b)*a" + "(a|b)" * 14 + "c$")
    assert isinstance(automaton, Pattern)
    rng = random.Random(1)
    line = "".join(rng.choice("ab") for _ in range(20_000))
    assert not automaton.found(line)
    assert automaton.found("a" * 15 + "c")
    assert len(automaton._known) <= MAX_REMEMBERED


@pytest.mark.parametrize(
    ("kind", "pattern", "expected"),
    [
        (Kind.INCLUDE, "ip address", [1]),
        (Kind.INCLUDE, "IP ADDRESS", []),
        (Kind.EXCLUDE, "!|^ ", [0, 4, 7]),
        (Kind.BEGIN, "router", [4, 5, 6, 7, 8]),
        (Kind.SECTION, "router", [4, 5]),
        (Kind.SECTION, "set peer", [8]),
        (Kind.SECTION_EXCLUDE, "interface|crypto", [3, 4, 5, 6]),
    ],
)
def test_a_filter_keeps_lines(kind: Kind, pattern: str, expected: list[int]) -> None:
    """Each kind of filter prints what it should, in order, case counting."""
    assert tuple(filtered(Filter(kind, pattern), CONFIG)) == tuple(CONFIG[number] for number in expected)


def test_count_counts() -> None:
    """`count` prints one line with the number."""
    assert tuple(filtered(Filter(Kind.COUNT, "!"), CONFIG)) == ("Number of lines which match regexp = 2",)
