"""`iossim failover`: the call, the JSON, the table, the picture, the spread over processes."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest

from iossim.frontends.failover import command, progress
from iossim.frontends.failover.crew import Stage, play
from iossim.frontends.failover.figures import figures, summary
from iossim.frontends.failover.outcome import Failed
from iossim.frontends.failover.plot import bins, plot
from iossim.frontends.failover.progress import Progress
from iossim.frontends.failover.table import table
from iossim.lab.failover import Masked, Phases, Plan, Run, Scene
from iossim.main import main

PLAN = Plan("gateway-2", "gateway-2")
SCENE = Scene("phone-1", "phone-hq", "soho-vp", "dsl-1-line", {})
PHASES = Phases(22_000_000, 10_000, 990_000, 0, 0, 100_000, 300_000)
PHASE_NAMES = ["detection", "trigger", "negotiation", "crl", "retransmission", "route_injection", "playout"]
SVG = "{http://www.w3.org/2000/svg}"


def run(seed: int, outage: int = 23_400_000) -> Run:
    return Run(seed, outage, outage, outage - 300_000, PHASES, Masked(None, 2_500_000, 8_000_000), 1_200_000)


# -- the shape of the JSON -------------------------------------------------------------------------------------------


def test_shape() -> None:
    """The keys that others rely on, in seconds; what did not happen is null."""
    data = figures(PLAN, [run(1)], {"hsrp_hello": "3s"})
    (row,) = json.loads(json.dumps(data))["runs"]
    assert row["seed"] == 1
    assert (row["outage"], row["to"], row["from"], row["confirmed_to_stop"]) == (23.4, 23.4, 23.1, 1.2)
    assert list(row["phases"]) == PHASE_NAMES
    assert sum(row["phases"].values()) == pytest.approx(row["outage"])
    assert row["masked"] == {"hsrp": None, "eigrp": 2.5, "arp": 8.0}
    assert data["profile"] == {"hsrp_hello": "3s"}
    assert data["summary"] == dict.fromkeys(("min", "median", "mean", "p95", "max"), 23.4)


def test_stuck() -> None:
    """A run that got stuck says why, and is not part of the summary."""
    data = figures(PLAN, [Failed(1, "the call is not connected"), run(2)], {})
    rows = data["runs"]
    assert isinstance(rows, list)
    assert rows[0]["error"] == "the call is not connected"
    assert rows[0]["outage"] is None
    assert data["summary"] == summary([23_400_000])
    assert summary([]) == dict.fromkeys(("min", "median", "mean", "p95", "max"))


# -- the table -------------------------------------------------------------------------------------------------------


def test_table() -> None:
    """A line per run, below it the five numbers of each column; columns line up."""
    lines = list(table(PLAN, SCENE, [run(1), run(2, 24_000_000), Failed(3, "the call has ended")]))
    assert lines[0].startswith("phone-1 and phone-hq talk; soho-vp is peered with gateway-2; gateway-2 is reloaded.")
    head = lines[2]
    assert head.split() == [
        *("seed", "outage", "to", "from", "|", "detect", "trigger", "negotiate", "crl", "retransmit", "route"),
        *("playout", "|", "hsrp", "eigrp", "arp"),
    ]
    assert lines[3].split()[:4] == ["1", "23.40", "23.40", "23.10"]
    assert lines[3].split()[-3:] == ["-", "2.50", "8.00"]
    assert lines[5] == "     3    the call has ended"
    assert [line.split()[:2] for line in lines[7:12]] == [
        ["min", "23.40"],
        ["median", "23.70"],
        ["mean", "23.70"],
        ["p95", "24.00"],
        ["max", "24.00"],
    ]
    assert {len(line) for line in (*lines[2:5], *lines[7:12])} == {len(head)}


# -- the picture -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "outages", [[23_400_000], [0], [23_000_000, 23_000_001, 41_000_000], list(range(20, 60_000_020, 99_999))]
)
def test_plot(outages: list[int]) -> None:
    """A well-formed picture whose bars count every run, whatever the times."""
    picture = ElementTree.fromstring(plot(PLAN, [run(n, outage) for n, outage in enumerate(outages)]))
    assert picture.tag == f"{SVG}svg"
    for rectangle in picture.iter(f"{SVG}rect"):
        assert float(rectangle.attrib["width"]) >= 0
        assert float(rectangle.attrib["height"]) >= 0
    _, _, counts = bins([outage / 1_000_000 for outage in outages])
    assert sum(counts) == len(outages)
    assert min(counts[0], counts[-1]) >= 1


def test_plot_of_names() -> None:
    """A name is text, never markup."""
    text = plot(Plan("<b>&", "x"), [run(1)])
    assert "<b>&" not in text
    ElementTree.fromstring(text)


# -- progress --------------------------------------------------------------------------------------------------------


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Screen(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    turned = Clock()
    monkeypatch.setattr(progress, "monotonic", turned)
    return turned


def test_quick_is_silent(clock: Clock) -> None:
    """Nothing is said about what takes less than a second."""
    stream = StringIO()
    steps = Progress("runs", 10, stream)
    steps.announce("opening the lab")
    for _ in range(10):
        clock.now += 0.09
        steps.step()
    steps.end()
    assert stream.getvalue() == ""


def test_slow_off_a_terminal(clock: Clock) -> None:
    """A line at every tenth of the way."""
    stream = StringIO()
    steps = Progress("runs", 100, stream)
    for _ in range(100):
        clock.now += 1
        steps.step()
    assert len(stream.getvalue().splitlines()) == 10
    assert stream.getvalue().splitlines()[0] == "runs: 10 of 100, 10 s, about 90 s more"


def test_on_a_terminal(clock: Clock) -> None:
    """One line, written over, and gone at the end."""
    stream = Screen()
    steps = Progress("runs", 2, stream)
    steps.announce("opening the lab")
    clock.now = 3
    steps.step()
    steps.end()
    assert "\n" not in stream.getvalue()
    assert stream.getvalue().endswith(progress.CLEAR)
    assert "runs: 1 of 2" in stream.getvalue()


# -- the command -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (
            ["--reload", "x"],
            "iossim failover: --reload: expected a head-end of soho-vp (gateway-1, gateway-2), found x",
        ),
        (["--reload", "gateway-1", "--profile", "x"], "iossim failover: unknown profile 'x'"),
        (["--reload", "gateway-1", "--runs", "0"], "iossim failover: --runs: expected at least 1"),
        (
            ["--reload", "gateway-1", "--plot", "/no/such/folder/x.svg"],
            "iossim failover: --plot: /no/such/folder/x.svg",
        ),
    ],
)
def test_wrong_call(call: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What is wrong with the call is said before anything runs: code 2, nothing on standard output."""
    assert main(["failover", *call]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(told)


def test_measures(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """One run, as JSON and as a picture."""
    file = tmp_path / "outage.svg"
    assert main(["failover", "--reload", "gateway-2", "--seed", "7", "--json", "--plot", str(file)]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [row["seed"] for row in data["runs"]] == [7]
    assert 22 < data["summary"]["median"] < 25
    assert data["profile"]["hsrp_hello"] == "3s"
    ElementTree.parse(file)


def test_a_run_that_got_stuck(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Code 1, and no picture of nothing."""
    monkeypatch.setattr(command, "play", lambda stage, seeds: iter([Failed(seed, "no audio") for seed in seeds]))
    file = tmp_path / "outage.svg"
    assert main(["failover", "--reload", "gateway-2", "--plot", str(file)]) == 1
    assert "no audio" in capsys.readouterr().out
    assert not file.exists()


def test_processes_make_no_difference() -> None:
    """Two processes give what one gives, in the order of the seeds."""
    stage = Stage(PLAN)
    assert list(play(stage, range(1, 5), workers=2)) == list(play(stage, range(1, 5), workers=1))
