"""A journal told as a session file: run again, it is the same session."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from iossim.frontends.batch.run import open_lab
from iossim.frontends.replay.session_file import SessionFile, Wanted
from iossim.lab.lab import Lab
from iossim.lab.past import Past
from iossim.lab.running.runner import Runner
from iossim.lab.script import Script, lab_line
from iossim.lab.session import read_session
from iossim.lab.session.lab_line import read_lab_line
from iossim.main import main

SECOND = 1_000_000


def person(lab: Lab, device: str, *keys: Iterable[str], pause: int = 70_123) -> None:
    """Keys, one after the other, as a person presses them."""
    for key in (key for part in keys for key in part):
        lab.type(device, (key,))
        lab.advance(pause)


def told(lab: Lab) -> tuple[Script, str]:
    """The script of a session, after it has been told."""
    header = lab.journal.header
    script = Script(Lab.open(header.lab, header.start), lab.journal.inputs, lab.now)
    list(script.steps())
    return script, script.text()


def run_again(text: str) -> Lab:
    """The lab at the end of a run in which nothing failed."""
    lab = open_lab(read_session(text).lab, Path())
    outcomes = list(Runner(lab, read_session(text, names=lab.names)).run())
    assert not [(outcome.line, outcome.failure) for outcome in outcomes if outcome.failure]
    assert isinstance(lab, Lab)
    return lab


def working_day() -> Lab:
    """Login, slips of the finger, help, paging, an interrupt, configuration, a reload with its dialog, a boot."""
    lab = Lab.open("headend")
    lab.do("call phone-1 phone-hq")
    lab.advance(1_234_567)
    person(lab, "gateway-1", ["enter"], "enable", ["enter"], "cisqo", ["backspace"] * 2, "co", ["enter"])
    person(lab, "gateway-1", "shwo", ["backspace"] * 2, "ow clo", ["tab", "enter"])
    person(lab, "gateway-1", "show ip ro?", "u", ["enter"])
    person(lab, "gateway-1", "show ip ro?", ["backspace"] * 2, "int br", ["enter"])
    person(lab, "gateway-1", "show run", ["enter", " ", "enter", "q"])
    person(lab, "gateway-1", "ping 10.81.0.1", ["enter"], pause=3 * SECOND)
    person(lab, "gateway-1", "ping 10.99.1.10", ["enter"])
    lab.advance(3 * SECOND)
    lab.do("cut x-over")
    person(lab, "gateway-1", ["c-^"])
    lab.type("gateway-1", [*"conf t", "enter", *"int fa0/1", "enter", *"description {x} y", "enter", "c-z"])
    lab.do("restore x-over")
    person(lab, "gateway-2", ["enter"], "ena", ["enter"], "cisco", ["enter"])
    lab.mark("bookmark 1", lab.now, len(lab.journal.inputs))
    person(lab, "gateway-1", "reload", ["enter"])
    person(lab, "gateway-1", "no", ["enter"], ["enter"])
    person(lab, "gateway-1", "nobody hears this", ["enter"])
    lab.advance(60 * SECOND)
    person(lab, "gateway-2", "show standby brief", ["enter"])
    lab.advance(240 * SECOND)
    person(lab, "gateway-1", ["enter"], "show ip eigrp neighbors", ["enter"], "half a li")
    lab.advance(7 * SECOND)
    return lab


def test_a_run_of_the_file_is_the_session() -> None:
    """Everything typed and done comes again at its moment: the fingerprint of the run is that of the session."""
    lab = working_day()
    script, text = told(lab)
    assert run_again(text).fingerprint() == script.lab.fingerprint() == lab.fingerprint()
    lines = text.splitlines()
    assert lines[:2] == ["lab headend, settled, fresh consoles", "[call phone-1 phone-hq]"]
    for line in (
        "gateway-1:{enter}",
        "gateway-1:Password: cisqo{bs}{bs}co",
        "gateway-1#show clock{space}",
        "gateway-1#show ip ro?",
        "gateway-1#show ip rou",
        "gateway-1#show ip ro{bs}{bs}int br",
        "gateway-1: --More-- {enter}",
        "gateway-1#ping 10.81.0.1",
        "gateway-1#ping 10.99.1.10{go}",
        "gateway-1:{break}",
        "gateway-1(config-if)#description {{x} y",
        "# bookmark 1",
        "gateway-1:System configuration has been modified. Save? [yes/no]: no",
        "gateway-1:Proceed with reload? [confirm]",
    ):
        assert line in lines, line
    assert "nobody hears" not in text and "half a li" not in text


def test_the_outputs_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With what was printed, `iossim run FILE --check` holds; a line that is another does not."""
    past = Past(working_day())
    file = SessionFile(past, Wanted())
    list(file.steps())
    assert (file.exact, file.left_out) == (True, 0)
    path = tmp_path / "day.session"
    path.write_text(file.text)
    assert main(["run", str(path), "--check"]) == 0
    assert "Fa0/0       1   110  P Speak" in file.text
    path.write_text(file.text.replace("P Speak ", "P Active"))
    assert main(["run", str(path), "--check"]) == 1
    assert "the output is not the expected one" in capsys.readouterr().err


def test_from_a_bookmark_on() -> None:
    """What came before a bookmark leads there and is not compared; what came after it is."""
    past = Past(working_day())
    file = SessionFile(past, Wanted(since=past.bookmarks()[0]))
    list(file.steps())
    before, after = file.text.split("# bookmark 1\n")
    assert all(line.startswith(("#", "lab ", "[", "gateway-")) for line in before.splitlines())
    assert "P Speak" in after
    assert run_again(file.text).fingerprint() == past.lab.fingerprint()


def test_keys_ahead_of_a_prompt_and_in_a_telnet_session() -> None:
    """They are typed when the prompt is there, a line of a nested session as a whole; all else keeps its time."""
    lab = Lab.open("headend")
    person(lab, "gateway-2", ["enter"], "en", ["enter"], "cisco", ["enter"])
    person(lab, "gateway-2", "telnet 10.81.2.1", ["enter"], pause=SECOND)
    person(lab, "gateway-2", "lab", ["enter"], "show clock", ["enter"], pause=SECOND)
    person(lab, "gateway-2", "exit", ["enter"], pause=SECOND)
    lab.type("gateway-2", [*"ping 10.81.2.1", "enter", *"ping 10.81.2.1", "enter", *"conf t", "enter", *"end", "enter"])
    lab.advance(5 * SECOND)
    script, text = told(lab)
    again = run_again(text)
    assert again.fingerprint() == script.lab.fingerprint()
    assert (again.now, again.terminal("gateway-2").last_line) == (lab.now, "gateway-2#")
    assert "gateway-2:soho-vp>show clock" in text.splitlines()
    assert text.count("gateway-2#ping 10.81.2.1\n") == 2


def test_what_a_file_cannot_have_is_counted() -> None:
    """A client's keys at a virtual terminal are left out, and it is told."""
    lab = Lab.open("pair")
    line = lab.free_line("r1")
    assert line is not None
    lab.connect("r1", line, "192.0.2.1")
    lab.type("r1", "x", line)
    script, text = told(lab)
    assert script.left_out == 2
    assert text == "lab pair, settled, fresh consoles\n"


@pytest.mark.parametrize("batch", [True, False])
def test_consoles_are_opened_as_they_were(batch: bool) -> None:
    """The lab line says whether somebody finds the consoles asleep or at a privileged prompt, and reads as it is written."""
    line = lab_line(Lab.open("pair", batch=batch).journal.header)
    assert ("fresh consoles" in str(line)) is not batch
    assert read_lab_line(str(line)) == line
