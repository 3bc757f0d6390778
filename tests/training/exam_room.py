"""An exam room for tests: papers are published, candidates sit down, play sessions, hand in. Time is what the test says."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from iossim.frontends.exam.clock import ExamClock
from iossim.frontends.exam.desk import HANDED_IN, Desk
from iossim.lab.running.runner import Runner
from iossim.lab.session import read_session
from iossim.training.door import Door
from iossim.training.exam.chain import bound, spelled
from iossim.training.exam.paper import Paper
from iossim.training.exam.parts import load_exam
from iossim.training.exam.publishing import Press
from iossim.training.exam.sitting import Sitting

EXAM = """\
exam: trial
title: A trial
about: Forty-five minutes.
limit: {minutes: 45}
pass: {percent: 60, solved: [{of: [deaf.ticket]}]}
hidden: [deaf.ticket.trap-intact]
forms: [{seed: 1, difficulty: plain}, {seed: 4, difficulty: plain}]
parts:
  - {id: deaf, exercise: "7.1"}
  - id: reading
    title: Reading
    about: The tables.
    vary:
      home:
        - {home: soho-2, lan: 10.81.2.16/29}
        - {home: soho-4, lan: 10.81.2.32/29}
    begin: |
      [call phone-2 phone-hq]
      [wait 10s]
    steps:
      - id: metric
        kind: question
        title: The metric
        text: What is the metric of 10.81.2.24/29 on gateway-1?
        hints: ["It is the second number, the zweite Zahl."]
        explain: Bandwidth and delay made it, wie immer.
        source: D5
        answer: {kind: number, fact: metric gateway-1 10.81.2.24/29}
      - id: cut
        kind: predict
        title: The cable
        text: The cross-over cable will be cut.
        asks:
          route: {text: "Does gateway-1 still know 10.81.2.24/29?",
                  answer: {kind: choice, of: {"yes": it does, "no": it does not},
                           fact: whether route gateway-1 10.81.2.24/29}}
        event: [cut x-over, wait 2s]
        watch: 30s
        reason: {text: Why?, answer: {kind: choice, of: {b: the tunnel is gone, a: EIGRP has lost its neighbor}, is: a}}
      - id: shut
        kind: do
        title: Shut it
        text: Shut FastEthernet0 of ${home}.
        checks:
          - {kind: holds, that: "no route ${home} ${lan}", says: the LAN is nowhere to be found}
"""

READING = """\
gateway-1#show ip route
[answer metric 2588160]
[answer cut.route no]
[answer cut.reason a]
${home}#configure terminal
${home}(config)#interface FastEthernet0
${home}(config-if)#shutdown
${home}(config-if)#end
"""


class Hands:
    """A clock that stands unless it is pushed."""

    def __init__(self) -> None:
        self.now = 0.0
        self.day = 1_000_000.0

    def clock(self) -> ExamClock:
        return ExamClock(lambda: self.now, lambda: self.day)

    def push(self, seconds: float) -> None:
        self.now += seconds
        self.day += seconds


def press(folder: Path, text: str = EXAM) -> Press:
    """The press of an exam that is written into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "exam.yaml").write_text(text)
    return Press(load_exam(folder / "exam.yaml"))


def play(sitting: Sitting, text: str) -> None:
    """Play a session at a part, as a candidate would type it."""
    list(Runner(Door(sitting), read_session(text, "candidate", sitting.lab.names)).run())


def sat(paper: Paper, place: Path, texts: Mapping[int, str], hands: Hands | None = None) -> Path:
    """Take an exam from its beginning to its end, and hand it in."""
    hands = hands or Hands()
    desk = Desk(paper, place, hands.clock())
    desk.begin()
    for part, text in texts.items():
        hands.push(60)
        play(desk.sit(part), text)
        desk.beat()
    hands.push(60)
    desk.finish(HANDED_IN)
    return place


def solutions(maker: Press, seed: int) -> dict[int, str]:
    """What solves every part of the trial."""
    deaf, reading = maker.exam.parts(seed)
    text = READING
    for name, value in reading.values.items():
        text = text.replace(f"${{{name}}}", value)
    return {0: deaf.sessions["solution"], 1: text}


Lines = list[dict[str, object]]


def rewritten(data: bytes, change: Callable[[Lines], Lines]) -> bytes:
    """A record with other lines, and the chain made anew by somebody who knows how."""
    lines = change([json.loads(line) for line in data.splitlines()])
    before, text = "", ""
    for number, line in enumerate(lines):
        rest = {**line, "n": number}
        rest.pop("chain", None)
        before = bound(before, rest)
        text += spelled({**rest, "chain": before}) + "\n"
    return text.encode()
