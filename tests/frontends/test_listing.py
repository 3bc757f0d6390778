"""`iossim commands`: the listing is the grammar, and the page in docs/ is the listing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from iossim.cli.pattern import parse
from iossim.cli.release import Release
from iossim.frontends.batch.listing import RELEASE, rows, text, written
from iossim.lab.parameters import profile
from iossim.lab.parameters import rows as constants
from iossim.lab.roster import standard
from iossim.main import main

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"


def test_the_page_is_the_listing() -> None:
    """docs/commands.md is what the program prints: `iossim commands > docs/commands.md`."""
    release = Release.parse(RELEASE)
    assert PAGE.read_text(encoding="utf-8") == text(release, rows(release)) + "\n"


def test_every_declaration_is_listed_once() -> None:
    """Nothing that can be typed is left out but what is hidden; two declarations may read the same."""
    entries = [e for e in standard().grammar(Release.parse(RELEASE)).entries() if not getattr(e, "hidden", False)]
    listed = [(row.mode, row.syntax) for row in rows(Release.parse(RELEASE))]
    assert set(listed) == {(entry.mode.name, written(parse(entry.pattern))) for entry in entries}
    assert len(listed) == len(set(listed))


def test_everything_has_a_help_text() -> None:
    """What is listed is explained, unless it begins with a value."""
    bare = [row.syntax for row in rows(Release.parse(RELEASE)) if not row.help]
    assert [syntax for syntax in bare if syntax[0].islower()] == []


@pytest.mark.parametrize(
    ("pattern", "syntax"),
    [
        ("show clock [detail]", "show clock [detail]"),
        ("standby [<group:0-255>] priority <value:0-255>", "standby [<0-255>] priority <0-255>"),
        ("clear ip route { * | <address:ip> [<mask:mask>] }", "clear ip route {* | A.B.C.D [A.B.C.D]}"),
        ("show ip route <source:eigrp|eigrp> [<process:1-65535>]", "show ip route eigrp [<1-65535>]"),
        ("a [{ { b | c } | d }] ( e | f <n:word+> )*", "a [b | c | d] (e | f WORD ...)*"),
    ],
)
def test_the_syntax_is_that_of_a_command_reference(pattern: str, syntax: str) -> None:
    """Values as `?` shows them, choices once each and without braces in braces."""
    assert written(parse(pattern)) == syntax


def test_the_marks(capsys: pytest.CaptureFixture[str]) -> None:
    """Privileged commands and lines without effect are told apart from the others."""
    assert main(["commands"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("      show clock") for line in lines)
    assert any(line.startswith("    # configure [terminal]") for line in lines)
    assert any(line.startswith("    - snmp-server") for line in lines)
    assert max(map(len, lines)) <= 130


AT_MOST_WITHOUT_EFFECT = 12
"""Six of the box, and six that people paste for servers of AAA, which no lab has."""
TAUGHT = (
    "keepalive", "boot ", "service", "transport", "ip name-server", "standby", "crypto", "eigrp", "ip mtu", "duplex",
    "access-list", "route-map",
)  # fmt: skip


def test_few_lines_are_accepted_without_effect() -> None:
    """Their number is pinned and only goes down; no line that the design needs is among them."""
    lines = [row for row in rows(Release.parse(RELEASE)) if not row.effect]
    assert len(lines) <= AT_MOST_WITHOUT_EFFECT
    assert not [row.syntax for row in lines if row.syntax.startswith(TAUGHT)]


def test_json_tells_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    """As JSON every line is an object with the facts of the listing."""
    assert main(["commands", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["release"] == RELEASE
    assert {"mode": "exec", "syntax": "show clock [detail]", "help": "Display the system clock", "level": 1,
            "effect": True, "since": ""} in told["commands"]  # fmt: skip


def test_an_earlier_release_has_less(capsys: pytest.CaptureFixture[str]) -> None:
    """What came with a later release is not in the listing of an earlier one."""
    before, now = rows(Release.parse("12.2(4)T")), rows(Release.parse(RELEASE))
    assert len(before) < len(now)


WITHOUT_EFFECT_LATER = (
    "boot-end-marker",
    "boot-start-marker",
    "ip forward-protocol nd",
    "ip http secure-server",
    "ipv6 cef",
    "multilink bundle-name authenticated",
)
"""Lines that a later release prints, of features that there are not."""


def test_the_later_form_is_a_profile(capsys: pytest.CaptureFixture[str]) -> None:
    """`--profile` takes a release; what its form accepts without effect besides is pinned; the page ends with the differences."""
    assert main(["commands", "--profile", "15.1M", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["release"] == "15.1M"
    first = {row.syntax for row in rows(Release.parse(RELEASE))}
    more = {row["syntax"]: row["effect"] for row in found["commands"] if row["syntax"] not in first}
    assert more["show crypto session [brief | detail]"] and more["crypto pki trustpoint WORD"]
    assert tuple(sorted(syntax for syntax, effect in more.items() if not effect)) == WITHOUT_EFFECT_LATER
    _, _, differences = PAGE.read_text(encoding="utf-8").partition("# Only in 15.1M")
    assert all(syntax.split(" [")[0].split(" {")[0] in differences for syntax in more)


def test_a_profile_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """`--profile` prints every constant with its source, what differs from the usual one starred."""
    assert main(["commands", "--profile", "phase"]) == 0
    out = capsys.readouterr().out
    starred = [line.split()[1] for line in out.splitlines() if line.startswith("* ")]
    assert starred == [row.name for row in constants(profile("phase")) if row.differs]
    assert "keepalive_style" in starred


@pytest.mark.parametrize(
    ("args", "complaint"),
    [
        (["--profile", "phas"], "unknown profile 'phas' (did you mean 'phase'?)"),
        (["--release", "twelve"], "expected a release such as 12.2(11)T, found 'twelve'"),
    ],
)
def test_a_wrong_call(args: list[str], complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What does not exist is named, with code 2."""
    assert main(["commands", *args]) == 2
    assert complaint in capsys.readouterr().err
