"""The session language: classes of lines, whole sessions, mistakes."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iossim.lab.errors import LabError
from iossim.lab.session import Act, LabLine, Names, Note, Session, Typed, read_session
from iossim.lab.session.actions import Nothing, PathReport, Reload
from iossim.lab.session.lines import LineClasses, LineKind, unquote

NAMES = Names(("gateway-1", "gateway-10", "r1"))


def read(text: str, names: Names | None = NAMES) -> Session:
    return read_session(text, "s.session", names)


def complaints(text: str, names: Names | None = NAMES) -> list[str]:
    with pytest.raises(LabError) as caught:
        read(text, names)
    return [str(mistake) for mistake in caught.value.mistakes]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("# a comment", LineKind.NOTE),
        ("#!a log", LineKind.UNASKED),
        ("lab headend, settled", LineKind.LAB),
        ("label", LineKind.EXPECTED),
        ("[wait 12s]", LineKind.ACTION),
        ("[wait 12s]  ", LineKind.ACTION),
        ("[OK]", LineKind.EXPECTED),
        ("[wait 12s] and more", LineKind.EXPECTED),
        (" [wait 12s]", LineKind.EXPECTED),
        ("gateway-1#show clock", LineKind.AT_PROMPT),
        ("gateway-1>enable", LineKind.AT_PROMPT),
        ("gateway-1(config-if)#shutdown", LineKind.AT_PROMPT),
        ("gateway-10#", LineKind.AT_PROMPT),
        ("gateway-1:Proceed with reload? [confirm]", LineKind.AT_LINE),
        ("gateway-1 is up", LineKind.EXPECTED),
        ("soho#show", LineKind.EXPECTED),
        ("\\gateway-1#show", LineKind.EXPECTED),
        ("Fingerprint: 01234567", LineKind.EXPECTED),
        ("% Invalid input detected at '^' marker.", LineKind.EXPECTED),
    ],
)
def test_line_classes(line: str, kind: LineKind) -> None:
    """The first class that fits wins; whatever fits none is expected output."""
    assert LineClasses(NAMES.devices, sure=True).classify(line) is kind


def test_a_session_becomes_steps() -> None:
    """Comments, inputs with their expected output, and actions, in order with their line numbers."""
    session = read(
        "# Presenter: watch the prompt.\n"
        "lab headend, cold, seed 3\n"
        "\n"
        "gateway-1#show clock\n"
        "12:00\n"
        "#! a log line\n"
        "12:01  \n"
        "\n"
        "[reload gateway-1]\n"
        "gateway-1:Save? [yes/no]: no{go}\n"
        "[nothing]\n"
    )
    assert session.lab == LabLine(start="cold", seed=3)
    assert session.lab_at == 2
    assert session.steps == (
        Note(1, "Presenter: watch the prompt."),
        Typed(4, "gateway-1", tuple("gateway-1#show clock"), expected=("12:00", "12:01")),
        Act(9, Reload("gateway-1")),
        Typed(10, "gateway-1", tuple("Save? [yes/no]: no"), go=True),
        Act(11, Nothing()),
    )


def test_a_session_without_a_lab_line_runs_in_headend() -> None:
    """The lab line may be absent."""
    session = read("r1#\n")
    assert (session.lab, session.lab_at) == (LabLine(), 0)
    assert session.steps == (Typed(1, "r1", tuple("r1#")),)


def test_expected_output_keeps_its_empty_lines_except_at_the_end() -> None:
    """A leading or inner empty line is output; one at the end is space between steps."""
    session = read("r1#ping\n\nType escape\n\nSuccess\n\n\nr1#\n")
    step = session.steps[0]
    assert isinstance(step, Typed)
    assert step.expected == ("", "Type escape", "", "Success")
    assert [line.kind for line in session.lines[5:7]] == [LineKind.BLANK, LineKind.BLANK]


def test_only_empty_lines_expect_nothing() -> None:
    """An input followed by empty lines is not compared."""
    (first, _) = read("r1#\n\n\nr1#\n").steps
    assert isinstance(first, Typed)
    assert first.expected is None


def test_comments_do_not_end_expected_output() -> None:
    """Unasked text and comments may stand in the middle of an output."""
    step = read("r1#x\none\n# why\n#! log\ntwo\n").steps[0]
    assert isinstance(step, Typed)
    assert step.expected == ("one", "two")


def test_a_backslash_makes_any_line_expected_output() -> None:
    """A leading backslash is taken off, once."""
    step = read("r1#x\n\\[wait 1s]\n\\r1#y\n\\\\z\n").steps[0]
    assert isinstance(step, Typed)
    assert step.expected == ("[wait 1s]", "r1#y", "\\z")


def test_reports_may_have_expected_output() -> None:
    """A report prints, so its lines can be expected."""
    step = read("[path r1 gateway-1]\nr1 forwards\n").steps[0]
    assert step == Act(1, PathReport("r1", "gateway-1"), ("r1 forwards",))


@pytest.mark.parametrize(
    ("text", "go", "keys"),
    [("r1#ping{go}", True, "r1#ping"), ("r1#{{go}", False, "r1#{go}"), ("r1#{{{go}", True, "r1#{")],
)
def test_go_stands_at_the_end(text: str, go: bool, keys: str) -> None:
    """`{go}` is no key but a wish to return at once."""
    (step,) = read(text).steps
    assert step == Typed(1, "r1", tuple(keys), go=go)


def test_every_mistake_is_reported_with_its_line() -> None:
    """One reading finds all that is wrong."""
    assert complaints("lab headend, setled\nr1#a{bar}\nexpected here\n[wait 12x]\n[cut]\n[wait 1s]\n[nothing]\n") == [
        "s.session:1:1: expected settled, cold, numbers, remotes N, seed N, profile NAME or fresh consoles,"
        " found \"setled\" (did you mean 'settled'?)",
        's.session:2:1: no key is called "{bar}" (a brace itself is written {{)',
        "s.session:4:1: [wait 12x]: expected a duration (a number and ms, s, m, h or d, as in 12s),"
        ' found "12x" in [wait DURATION]',
        "s.session:5:1: [cut]: expected the name of a link in [cut LINK]",
        "s.session:7:1: expected an input or a report before [nothing]",
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("stray\n", 'expected a step, found "stray"'),
        ("r1#\n[wait 1s]\nstray\n", 'expected a step, found "stray"'),
        ("[wiat 12s]\n", '"wiat" is no action; did you mean "wait"?'),
        ("r1#\n[Wait 12s]\n", '"Wait" is no action; did you mean "wait"?'),
        ("gatway-1#x\n", '"gatway-1" is no device; did you mean "gateway-1'),
        ("r1#\ngatway-1:x\n", '"gatway-1" is no device'),
        ("r1#\nlab headend\n", "expected one lab line, before the first step"),
        ("lab headend\nlab headend\n", "expected one lab line"),
        ("[nothing]\n", "expected an input or a report before [nothing]"),
        ("r1#{go}x\n", 'no key is called "{go}"'),
        ("r1#" + "x" * 4000 + "\n", "longer than 4000 characters"),
        ("#\n" * 50_001, "more than 50000 lines"),
    ],
)
def test_mistakes(text: str, complaint: str) -> None:
    """What nearly is an action or an input is reported rather than lost among expected output."""
    assert complaint in complaints(text)[0]


def test_without_names_the_prompts_tell_the_devices() -> None:
    """Read for form alone, any id in front of `#` or `>` is a device, and near ids are different devices."""
    session = read("gateway-1#reload\ngateway-1:Proceed? [confirm]\ngateway-2#\nR3#output\n", names=None)
    assert [type(step) for step in session.steps] == [Typed, Typed, Typed]


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm() -> None:
    """A file from elsewhere reads the same."""
    assert read("\ufeffr1#x\r\nout\r\n").steps == read("r1#x\nout\n").steps


def test_a_session_can_be_pickled() -> None:
    """A session is data."""
    session = read("lab headend, cold\nr1#x\nout\n[wait until hsrp r1 Active within 1s]\n")
    assert pickle.loads(pickle.dumps(session)) == session


@given(st.text(alphabet="r1#:>[]()\\ !wait2sOK#\t", max_size=30))
def test_any_output_can_be_quoted(line: str) -> None:
    """A quoted line is expected output and gives the text again, whatever it looks like."""
    classes = LineClasses(NAMES.devices, sure=True)
    quoted = classes.quote(line)
    assert classes.classify(quoted) is LineKind.EXPECTED
    assert unquote(quoted) == line.rstrip()


@given(st.text(max_size=200), st.booleans())
def test_any_text_is_a_session_or_has_mistakes(text: str, named: bool) -> None:
    """Arbitrary text raises nothing but LabError."""
    try:
        read(text, NAMES if named else None)
    except LabError as error:
        assert error.mistakes
