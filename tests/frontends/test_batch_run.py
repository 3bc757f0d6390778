"""`iossim run`: transcripts, checks, rewriting, JSON Lines, exit codes. The lab is a fake."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from iossim.frontends.batch.run import run
from iossim.lab.session import LabLine
from tests.frontends.fake_lab import FakeLab, open_fake

SESSION = """\
# Watch the clock.
lab headend, settled

r1#show clock
0 seconds
[wait 2s]

r1#show clock
2 seconds

# Done.
"""


def options(file: Path | str, **given: object) -> Namespace:
    return Namespace(**{"file": str(file), "check": False, "update": False, "json": False, "seed": None, **given})


def session(folder: Path, text: str) -> Path:
    path = folder / "t.session"
    path.write_text(text)
    return path


def test_the_transcript_of_a_run_that_holds_is_the_session(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was expected and came is printed as it stands in the file."""
    assert run(options(session(tmp_path, SESSION)), open_fake) == 0
    assert capsys.readouterr() == (SESSION, "")


def test_a_transcript_shows_what_came_and_standard_error_what_did_not_hold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong output gives code 1, the real output in the transcript and the difference beside it."""
    path = session(tmp_path, SESSION.replace("2 seconds", "3 seconds"))
    assert run(options(path), open_fake) == 1
    out, err = capsys.readouterr()
    assert out == SESSION
    assert err.startswith(f"{path}:8: show clock: the output is not the expected one\n")
    assert "\n    -3 seconds\n    +2 seconds" in err


def test_check_prints_only_what_does_not_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--check` gives no transcript but one line of summary."""
    path = session(tmp_path, SESSION)
    assert run(options(path, check=True), open_fake) == 0
    assert capsys.readouterr() == (f"{path}: 3 steps, all as expected\n", "")
    path = session(tmp_path, SESSION.replace("2 seconds", "3 seconds"))
    assert run(options(path, check=True), open_fake) == 1
    assert capsys.readouterr().out == f"{path}: 3 steps, 1 failed\n"


def test_update_writes_what_came(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--update` keeps comments, actions, spelling and spacing, and replaces output and unasked text."""
    path = session(
        tmp_path,
        "# Head.\nlab headend, settled\n\nr1#show odd\nold\n# between\nolder\n\n[path r1 r2]\n\n"
        "r1#configure\n#! an old log\nr1(config)#en{bs}{bs}end\n# Tail.\n",
    )
    assert run(options(path, update=True), open_fake) == 0
    wanted = (
        "# Head.\nlab headend, settled\n\nr1#show odd\n\n\\[wait 1s]\n\\# not a comment\n\\\\slash\n# between\n\n"
        "[path r1 r2]\nr1 forwards\nr2 delivers\n\n"
        "r1#configure\nr1(config)#en{bs}{bs}end\n% Invalid input\n# Tail.\n"
    )
    assert path.read_text() == wanted
    assert capsys.readouterr() == ("", "")
    assert run(options(path, check=True), open_fake) == 0
    assert run(options(path, update=True), open_fake) == 0
    assert path.read_text() == wanted


def test_update_writes_unasked_text_behind_a_mark(tmp_path: Path) -> None:
    """Logs and boot text are kept as `#!` lines, which are ignored on reading and replaced by the next update."""
    path = session(tmp_path, "r1#configure\nr1(config)#end\n#! gone\n")
    run(options(path, update=True), open_fake)
    log = "#! r1: 00:00:01: %SYS-5-CONFIG_I: Configured from console by console\n"
    assert path.read_text() == f"r1#configure\nr1(config)#end\n{log}"
    run(options(path, update=True), open_fake)
    assert path.read_text() == f"r1#configure\nr1(config)#end\n{log}"


def test_update_keeps_the_output_of_a_step_that_could_not_be_done(tmp_path: Path) -> None:
    """Where nothing was typed nothing is known: the author's lines stay, and the code is 1."""
    text = "r1(config)#show clock\nas it was\n[expect hsrp r1 Active]\n"
    path = session(tmp_path, text)
    assert run(options(path, update=True), open_fake) == 1
    assert path.read_text() == text


def test_json_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One object a step, with what happened during it before it."""
    path = session(
        tmp_path,
        "# Note.\nlab headend, settled, seed 7\nr1#show clock\n1 seconds\n[cut x-over]\n[path r1 r2]\n"
        "[reload r1]\n[wait 500ms]\n",
    )
    assert run(options(path, json=True), open_fake) == 1
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert rows[0] == {
        "t": 0.0,
        "end": 0.0,
        "kind": "lab",
        "input": "headend, settled, seed 7",
        "output": "",
        "name": "headend",
        "start": "settled",
        "seed": 7,
        "profile": "seed",
        "line": 2,
        "ok": True,
    }
    assert rows[1] == {
        "t": 0.0,
        "end": 0.0,
        "kind": "note",
        "input": "",
        "output": "Note.",
        "line": 1,
        "ok": True,
    }
    assert rows[2] == {
        "t": 0.0,
        "end": 0.0,
        "kind": "cli",
        "device": "r1",
        "prompt": "r1#",
        "input": "show clock",
        "output": "0 seconds",
        "line": 3,
        "ok": False,
        "failure": "the output is not the expected one",
        "expected": "1 seconds",
    }
    assert rows[3] == {
        "t": 0.0,
        "kind": "voice",
        "call": "phone-1 phone-2",
        "to": "audible",
        "from": "silent",
        "reason": "cut",
    }
    assert (rows[4]["kind"], rows[4]["input"], rows[4]["ok"]) == ("action", "cut x-over", True)
    assert rows[5]["kind"] == "path"
    assert (rows[5]["hops"], rows[5]["result"]) == ([{"node": "r1"}], "delivered")
    assert rows[6] == {
        "t": 0.0,
        "kind": "log",
        "device": "r1",
        "output": "%SYS-5-RELOAD: Reload requested by console.",
    }
    assert [row["kind"] for row in rows[7:]] == ["action", "action"]
    assert (rows[8]["t"], rows[8]["end"]) == (0.0, 0.5)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("lab headend, setled\n", "t.session:1:1: expected settled"),
        ("lab nowhere, cold\n", "nowhere: no such lab"),
        ("r1#show clock\n[cut x-ovr]\n", "t.session:2:1: [cut x-ovr]: expected the name of a link"),
        ("r3#x\n", 't.session:1:1: expected a step, found "r3#x": no device is called "r3"'),
        ("[paste r1 missing.cfg]\n", "t.session:1:1: missing.cfg: No such file or directory"),
        ("[paste r1 ../x]\n", 't.session:1:1: [paste r1 ../x]: expected a file beside the session, without ".."'),
    ],
)
def test_what_is_wrong_stops_before_anything_runs(
    text: str, complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong line, an unknown lab or name, a missing file: code 2, and no output at all."""
    assert run(options(session(tmp_path, text)), open_fake) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert complaint in err


def test_files_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing file, a folder, other bytes than UTF-8 and a huge file are the caller's mistake."""
    (tmp_path / "latin").write_bytes(b"# ok\n# \xff\n")
    (tmp_path / "huge").write_bytes(b"#" * 4_000_001)
    for name, complaint in (("none", "No such file"), ("", "Is a directory"), ("latin", "latin:2:1: expected UTF-8"),
                            ("huge", "larger than 4 MB")):  # fmt: skip
        assert run(options(tmp_path / name), open_fake) == 2
        assert complaint in capsys.readouterr().err


def test_a_paste_stays_beside_the_session(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A link that leads out of the folder is not followed."""
    (tmp_path / "secret").write_text("x\n")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "link.cfg").symlink_to(tmp_path / "secret")
    assert run(options(session(tmp_path / "sub", "[paste r1 link.cfg]\n")), open_fake) == 2
    assert "expected a file beside the session" in capsys.readouterr().err


def test_a_pasted_file_in_a_transcript(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The pasted lines and their output are shown as comments, so the transcript stays a session."""
    (tmp_path / "x.cfg").write_text("configure\nfoo\n")
    path = session(tmp_path, "[paste r1 x.cfg]\n")
    assert run(options(path), open_fake) == 0
    assert capsys.readouterr().out == "[paste r1 x.cfg]\n#! r1#configure\n#! r1(config)#foo\n#! % Invalid input\n"


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`-` reads standard input, which cannot be updated."""
    for update, code in ((False, 0), (True, 2)):
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(SESSION.encode())))
        assert run(options("-", update=update), open_fake) == code
    out, err = capsys.readouterr()
    assert out == SESSION
    assert err == "standard input: expected a file to update\n"


def test_a_seed_on_the_command_line_wins(tmp_path: Path) -> None:
    """`--seed` replaces the seed of the session."""
    seen: list[LabLine] = []

    def opener(line: LabLine, folder: Path) -> FakeLab:
        seen.append(line)
        return FakeLab(line)

    run(options(session(tmp_path, "lab headend, cold, seed 3\n"), seed=9), opener)
    assert seen == [LabLine("headend", "cold", seed=9)]


def test_a_bug_says_how_to_repeat_it(tmp_path: Path) -> None:
    """Whatever goes wrong in the program itself carries the session and its seed."""

    class Broken(FakeLab):
        def advance(self, micros: int) -> None:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError) as caught:
        run(options(session(tmp_path, "[wait 1s]\n")), lambda line, folder: Broken(line))
    assert caught.value.__notes__ == [
        f"It happened in a run of {tmp_path}/t.session with seed 1; the same run repeats it."
    ]
