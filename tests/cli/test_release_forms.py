"""What differs between releases: a form holds since its release, and a line is read in every spelling."""

from __future__ import annotations

import pytest
from grammar_box import WORDS

from iossim.cli.entry import ConfigLine
from iossim.cli.errors import CliError
from iossim.cli.grammar import Grammar
from iossim.cli.mode import GLOBAL
from iossim.cli.release import Forms, Release
from iossim.cli.spelling import Spelling, Wording

HEAD = Forms("old", ("12.4", "new"), ("15.0", "newest"))


@pytest.mark.parametrize(
    ("release", "form"),
    [("12.2(11)T", "old"), ("12.3(14)T", "old"), ("12.4", "new"), ("12.4(20)T", "new"), ("15.0", "newest"),
     ("15.1M", "newest")],
)  # fmt: skip
def test_the_latest_form_that_a_release_has(release: str, form: str) -> None:
    """Trains have what their main line has; nothing has what came later."""
    assert HEAD.on(Release.parse(release)) == form


SPELLINGS = (Spelling("crypto ca", "crypto pki", "12.3(7)T"),)
TRUST = ConfigLine("crypto ca trustpoint <name:word>", key=("name",))


def test_a_line_is_read_in_both_spellings_and_written_in_the_later() -> None:
    """The declaration is one, so everything that is known of it holds in either spelling."""
    later = Grammar((TRUST,), "15.1M", SPELLINGS)
    for text in ("crypto ca trustpoint x", "crypto pki trustpoint x", "no crypto pki trustpoint x", "no cry ca tru x"):
        assert later.match(GLOBAL, 15, text, WORDS).entry is TRUST
    assert later.respelled("crypto ca trustpoint x") == "crypto pki trustpoint x"
    assert later.respelled("no crypto ca trustpoint x") == "no crypto pki trustpoint x"


def test_the_first_form_does_not_know_the_later_spelling() -> None:
    """Neither read nor written."""
    first = Grammar((TRUST,), "12.2(11)T", SPELLINGS)
    assert first.respelled("crypto ca trustpoint x") == "crypto ca trustpoint x"
    with pytest.raises(CliError):
        first.match(GLOBAL, 15, "crypto pki trustpoint x", WORDS)


@pytest.mark.parametrize("text", ["crypto map ca 1", "crypto card", "crypto ca-x y", "interface crypto ca"])
def test_other_lines_are_left_alone(text: str) -> None:
    """Only the words that a line begins with, and whole ones."""
    assert SPELLINGS[0].of(text) == text


def test_explanations_follow_the_release() -> None:
    """`?` says it in the later words from that release on."""
    line = ConfigLine("hold <seconds:1-9>", help={"hold": "IP-EIGRP hold time", "seconds": "Seconds"})
    wordings = (Wording("IP-EIGRP", "EIGRP-IPv4", "15.0"),)
    told = [
        {row.word: row.text for row in Grammar((line,), release, (), wordings).help(GLOBAL, 15, "", WORDS).rows}["hold"]
        for release in ("12.4", "15.1M")
    ]
    assert told == ["IP-EIGRP hold time", "EIGRP-IPv4 hold time"]
