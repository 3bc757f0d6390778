"""The program's command line: help, codes, a decent end whatever happens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from iossim import __version__
from iossim.frontends import commands
from iossim.main import main

HEAVY = ("textual", "pydantic", "yaml", "netaddr", "asyncio", "prompt_toolkit", "iossim.lab", "iossim.cli")


def program(*args: str) -> list[str]:
    return [sys.executable, "-m", "iossim.main", *args]


@pytest.mark.parametrize("command", [row.name for row in commands.COMMANDS])
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` of every command has a description, examples and the exit codes, and is fine."""
    assert main([command, "--help"]) == 0
    out = capsys.readouterr().out
    assert f"usage: iossim {command}" in out
    assert f"examples:\n  iossim {command}" in out or "| iossim run -" in out
    assert "exit codes:\n" in out


def test_the_commands_are_those_of_the_contract() -> None:
    """The table names every command of the program."""
    names = "lab exercise demo exam run failover replay serve check commands"
    assert [row.name for row in commands.COMMANDS] == names.split()


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` prints it."""
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"iossim {__version__}\n"


@pytest.mark.parametrize(
    ("args", "complaint"),
    [
        (["lba"], 'no command is called "lba"; did you mean "lab"?'),
        (["xyzzy"], "there are lab, exercise"),
        (["run"], "the following arguments are required: FILE.session|-"),
        (["run", "x", "--check", "--update"], "not allowed with argument"),
        (["run", "x", "--seed", "-1"], "--seed"),
        (["run", "x", "--seed", "abc"], "invalid number value: 'abc'"),
        (["--verbose"], "--verbose"),
        (["failover"], "--reload"),
    ],
)
def test_a_wrong_call(args: list[str], complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A call that makes no sense is code 2 and says what is wrong on standard error."""
    assert main(args) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert complaint in err


def test_a_command_that_is_not_there_yet(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A row without a function says so in one line, code 2."""
    row = commands.Command("replay", "", "", "", commands._replay)
    monkeypatch.setattr(commands, "COMMANDS", (row,))
    assert main(["replay", "x.journal"]) == 2
    assert capsys.readouterr().err == "iossim replay: not available in this version\n"


def test_help_tells_what_is_not_there_yet(capsys: pytest.CaptureFixture[str]) -> None:
    """The list of commands marks those that this version does not have."""
    assert main(["--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    for row in commands.COMMANDS:
        (line,) = [line for line in lines if line.startswith(f"    {row.name} ")]
        assert line.endswith("(not in this version)") is not bool(row.run)


def test_every_function_of_the_table_exists() -> None:
    """A row that names a function names one that is there."""
    for row in (*commands.COMMANDS, commands.CONSOLE):
        module, _, function = row.run.partition(":")
        if module:
            assert callable(getattr(__import__(module, fromlist=[function]), function))


def replaced(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(argv: Sequence[str]) -> int:
        raise error

    monkeypatch.setattr(commands, "dispatch", fail)


def test_a_bug_is_called_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """An unforeseen error: code 1, no traceback but a file with one, and the notes of the front end."""
    error = ZeroDivisionError("three by zero")
    error.add_note("The journal is in monday.journal.")
    replaced(monkeypatch, error)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    assert main([]) == 1
    err = capsys.readouterr().err
    (report,) = tmp_path.glob("iossim-bug-*.txt")
    assert err == (
        "iossim: this is a bug in iossim, not a mistake of yours: ZeroDivisionError: three by zero\n"
        f"The journal is in monday.journal.\nDetails for a report are in {report}.\n"
    )
    assert "Traceback" in report.read_text()


@pytest.mark.parametrize("args", [["lab", "nowhere"], ["lab", "nowhere", "--plain"]])
def test_the_nearer_trouble_comes_first(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal, a lab that does not exist is complained of before the terminal."""
    assert main(args) == 2
    assert capsys.readouterr().err == "nowhere: no such lab; there are headend, headend-15, pair, two-cables\n"
    assert main(["lab", "pair"]) == 2
    assert "needs a terminal" in capsys.readouterr().err


def test_an_interrupt_is_code_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C ends the program without a word."""
    replaced(monkeypatch, KeyboardInterrupt())
    assert main([]) == 130
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("args", [["--help"], ["check", "."]])
def test_a_closed_pipe_is_silent(args: list[str], tmp_path: Path) -> None:
    """Nobody reads the output: no word about it, code 0."""
    (tmp_path / "a.session").write_text("gateway-1#\n")
    read, write = os.pipe()
    os.close(read)
    args = [args[0], str(tmp_path)] if args[0] == "check" else args
    done = subprocess.run(program(*args), stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


def test_help_loads_nothing_heavy() -> None:
    """`iossim --help` imports no screen, no lab, no YAML."""
    code = (
        "import sys; from iossim.main import main; main(['--help']);"
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"


def test_a_terminal_that_cannot_show_a_character(tmp_path: Path) -> None:
    """Output in a poor encoding has question marks, not an error."""
    (tmp_path / "ä.session").write_text("r1#\n[oops\n[wait]\n")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        program("check", str(tmp_path / "ä.session")), capture_output=True, check=False, env=environment
    )
    assert done.returncode == 1
    assert b"?.session:3:1: [wait]: expected a duration" in done.stderr


def test_check_finds_every_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`iossim check` reads files and folders, gives each mistake with its place, and code 1."""
    good, bad = tmp_path / "good.session", tmp_path / "sub" / "bad.session"
    good.write_text("lab headend, settled\ngateway-1#show clock\n")
    assert main(["check", str(good)]) == 0
    assert capsys.readouterr() == ("1 file without a mistake\n", "")
    bad.parent.mkdir()
    bad.write_text("lab headend, setled\n[paste r1 none.cfg]\n[wait 1]\n")
    (tmp_path / "other.txt").write_text("[wait 1]\n")
    assert main(["check", str(tmp_path)]) == 1
    assert [line.split(": ")[0] for line in capsys.readouterr().err.splitlines()] == [f"{bad}:1:1", f"{bad}:3:1"]
    assert main(["check", "--json", str(tmp_path)]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["files"] == 2
    assert [(mistake["line"], mistake["file"]) for mistake in found["mistakes"]] == [(1, str(bad)), (3, str(bad))]


def test_check_knows_the_names_of_the_lab(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A link or a device that the session's lab does not have is found before the session is run."""
    session = tmp_path / "names.session"
    session.write_text("lab headend, settled\n[cut nothing]\ngateway-9#show clock\nsoho-2#show clock\n")
    assert main(["check", str(session)]) == 1
    assert [line.split(": ")[0] for line in capsys.readouterr().err.splitlines()] == [
        f"{session}:2:1",
        f"{session}:3:1",
    ]
    session.write_text("# a lab that is not there\nlab nonsense, cold\n[wait 1s]\n")
    assert main(["check", str(session)]) == 1
    assert f"{session}:2:1: this lab cannot be opened" in capsys.readouterr().err


def test_check_reads_labs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder of a lab is checked as the page on writing one says: every mistake with line and column."""
    (tmp_path / "lab.yaml").write_text(
        "lab: bad\nnodes:\n  p: {kind: hosst}\n  q: {kind: hub, colour: red}\nlinks: {}\n"
    )
    assert main(["check", str(tmp_path)]) == 1
    places = [line.split(": ")[0] for line in capsys.readouterr().err.splitlines()]
    assert f"{tmp_path / 'lab.yaml'}:3:3" in places
    assert len(places) > 1


def test_check_of_what_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing path and a file of no known kind are wrong calls: code 2."""
    (tmp_path / "other.txt").write_text("x\n")
    for name, complaint in (("none", "no such file or folder"), ("other.txt", "session (*.session)")):
        assert main(["check", str(tmp_path / name)]) == 2
        assert complaint in capsys.readouterr().err
