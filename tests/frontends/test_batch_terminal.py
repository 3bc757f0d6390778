"""A run at the real terminal and grammar: what stands in a session is what a person at the console would see."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from iossim.cli.terminal import Terminal
from iossim.frontends.batch.transcript import Transcript
from iossim.lab.running.outcome import Outcome
from iossim.lab.running.runner import Runner
from iossim.lab.session import Names, read_session
from iossim.lab.session.lines import LineClasses
from tests.cli.bench import box_of, console
from tests.frontends.fake_lab import FakeLab


class OneTerminal(FakeLab):
    """The fake lab with a real terminal as its only console; jobs wake when their time has come."""

    def __init__(self, length: int = 0) -> None:
        super().__init__()
        self.names = Names(("r1",))
        self.real = console(length=length, hostname="r1")
        self.device = "r1"

    def terminal(self, device: str) -> Terminal:  # type: ignore[override]
        return self.real

    def type(self, device: str, keys: Sequence[str]) -> None:
        for key in keys:
            self.real.key(key)
        self.arrange()

    def arrange(self) -> None:
        box = box_of(self.real)
        while box.wakes:
            self.at(box.wakes.pop(0)[1], self.wake, None)

    def wake(self, _: object) -> None:
        self.real.session.woken()
        self.arrange()


def run(text: str, length: int = 0) -> tuple[list[Outcome], str]:
    """The outcomes of a session, and its transcript."""
    lab = OneTerminal(length)
    session = read_session(text, "s", lab.names)
    lines: list[str] = []
    transcript = Transcript(session, LineClasses(lab.names.devices, sure=True), lines.append)
    outcomes = list(Runner(lab, session).run())
    for outcome in outcomes:
        transcript.add(outcome)
    transcript.finish()
    return outcomes, "".join(f"{line}\n" for line in lines)


LONG = "0" * 90 + "1"

SESSIONS = {
    "output": "r1#show numbers 3\nline 0\nline 1\nline 2\n",
    "filter": "r1#show numbers 30 | include 2[13]\nline 21\nline 23\n",
    "caret": "r1#show nimbers\n         ^\n% Invalid input detected at '^' marker.\n",
    "ping": "r1#ping\n!!!!!\nSent 5\n",
    "no newline at the end": "r1#write\nBuilding configuration...\n[OK]\n",
    "modes": "r1#configure terminal\nEnter configuration commands, one per line.  End with CNTL/Z.\n"
    "r1(config)#interface e0\nr1(config-if)#description {{ braces }\nr1(config-if)#{^Z}\nr1#show numbers 1\nline 0\n",
    "another hostname": "r1#configure terminal\nEnter configuration commands, one per line.  End with CNTL/Z.\n"
    "r1(config)#hostname other\nr1:other(config)#end\nr1:other#show numbers 1\nline 0\n",
    "questions": "r1#reload\nr1:Save? [yes/no]: maybe\n% Please answer 'yes' or 'no'.\n"
    "r1:Save? [yes/no]: no\nr1:Proceed with reload? [confirm]\nreloading\n",
    "refused": "r1#reload\nr1:Save? [yes/no]: no\nr1:Proceed with reload? [confirm]n\n[nothing]\n",
    "hidden answer": "r1#disable\nr1>enable\nr1:Password: s?cret\nr1#show numbers 1\nline 0\n",
    "help": "r1#show n?\nnothing  numbers\nr1#show numbers 1\nline 0\n",
    "full help": "r1#show numbers ?\n  <0-9999>\nr1#show numbers 1\nline 0\n",
    "completion": "r1#sh{tab}\nr1#show numbers 1\nline 0\n",
    "editing": "r1#show numbesr 1{left}{left}{left}{^T}\nline 0\n",
    "history": "r1#show numbers 1\nline 0\nr1#{up}\nline 0\n",
    "a long line": f"r1#show numbers {LONG}?\n  <0-9999>\nr1#show numbers {LONG}{{^U}}ping\n!!!!!\nSent 5\n",
    "go": "r1#ping{go}\n!\n[wait 2s]\nr1:{break}\n\nSent 3\n",
}


@pytest.mark.parametrize("name", SESSIONS)
def test_sessions_hold(name: str) -> None:
    """Each of these sessions holds, and but for text nobody asked for its transcript is itself."""
    outcomes, transcript = run(SESSIONS[name])
    assert [outcome.failure for outcome in outcomes if outcome.failure] == []
    assert [line for line in transcript.splitlines() if not line.startswith("#!")] == SESSIONS[name].splitlines()


def test_paging_takes_one_key() -> None:
    """` --More-- ` is the last line; its key prints the next page, and its erasure leaves no trace."""
    text = (
        "r1#show numbers 5\nline 0\nline 1\nr1: --More--{enter}\nline 2\n"
        "r1: --More--{space}\nline 3\nline 4\nr1#show numbers 9\nline 0\nline 1\nr1: --More-- q\n[nothing]\n"
    )
    outcomes, _ = run(text, length=3)
    assert [outcome.failure for outcome in outcomes if outcome.failure] == []


def test_messages_do_not_hide_the_prompt() -> None:
    """After a message printed behind the prompt the prompt is still what an input begins with."""
    lab = OneTerminal()
    lab.real.unasked("*Mar  1 00:00:01: %SYS-5-TEST: something")
    session = read_session("r1#show numbers 1\nline 0\n", "s", lab.names)
    (opening, typed) = Runner(lab, session).run()
    assert opening.unasked == (("r1", "*Mar  1 00:00:01: %SYS-5-TEST: something"),)
    assert typed.ok
