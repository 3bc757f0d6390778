"""What marking costs: a class of submissions by one command, and one journal of an hour.

Run as `python -m benchmarks.exams [--candidates N]`. Wall time, because workers count; trust the ratios more than the values.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import tempfile
from pathlib import Path
from time import perf_counter

from iossim.frontends.exam.desk import HANDED_IN, Desk
from iossim.main import main
from iossim.training.exam.grading import grade
from tests.training.exam_room import Hands, play, press, sat, solutions

HOUR = """\
[call phone-1 phone-hq]
gateway-1#show ip route
[wait 20m]
gateway-1#show crypto isakmp sa
gateway-2#show crypto map
[wait 20m]
gateway-1#ping 10.81.2.1
soho-vp#show crypto ipsec sa
[wait 20m]
[answer metric 2588160]
"""
BEATS = 3_600


def hour(place: Path) -> Path:
    """An hour at the keyboard, noted every second as the program does."""
    maker = press(place)
    hands = Hands()
    desk = Desk(maker.paper("Alex Example"), place / "hour.submission", hands.clock())
    desk.begin()
    sitting = desk.sit(1)
    for number in range(BEATS):
        hands.push(1)
        sitting.lab.advance(1_000_000)
        if number % 5 == 0:
            sitting.lab.type("gateway-1", ("enter",))
        desk.beat()
    play(sitting, HOUR)
    desk.finish(HANDED_IN)
    return desk.place


def measure(candidates: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        maker = press(place)
        files = []
        for number in range(candidates):
            paper = maker.paper(f"candidate {number}")
            texts = solutions(maker, paper.seed)
            if number % 3 == 1:
                texts = {part: "\n".join(text.splitlines()[:2]) + "\n" for part, text in texts.items()}
            file = sat(paper, place / f"{number}.submission", texts)
            if number % 3 == 2:
                file.write_bytes(file.read_bytes().replace(b"2588160", b"2588161"))
            files.append(str(file))
        began = perf_counter()
        with contextlib.redirect_stdout(io.StringIO()):
            main(["exam", "grade", str(place / "exam.yaml"), *files])
        print(f"{candidates} submissions of two parts: {perf_counter() - began:6.1f} s")
        data = hour(place).read_bytes()
        began = perf_counter()
        marks = grade(press(place), data)
        print(f"two hours of lab time, {data.count(10)} lines: {perf_counter() - began:6.1f} s, {marks.spoken}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--candidates", type=int, default=30)
    measure(parser.parse_args().candidates)
