"""`iossim exam take --plain`: the cover, the list of parts and the end as lines in the terminal, each part as a plain console."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from iossim.frontends.exam.board import ExamBoard
from iossim.frontends.exam.desk import HANDED_IN, TIME_OVER, Refused
from iossim.frontends.exam.report import plain
from iossim.frontends.exam.sheet import clock, cover_text, done_in
from iossim.frontends.pacer import Pacer
from iossim.frontends.plain.run import print_out, serve
from iossim.training.exam.paper import Unusable

if TYPE_CHECKING:
    from iossim.frontends.exam.desk import Desk

FINE, WRONG = 0, 2
WARNINGS = (600, 300, 60)


def run(desk: Desk) -> int:
    """The whole exam; the exit code."""
    try:
        if desk.begun:
            print_out("Going on with your exam ...\n")
            for _ in desk.resume():
                pass
            print_out(f"Everything is as it was. {clock(desk.left)} left.\n")
        elif not _begin(desk):
            return FINE
        _Plain(desk).parts()
    except (Refused, Unusable) as error:
        sys.stderr.write(f"iossim exam: {plain(error)}\n")
        return WRONG
    except BaseException as error:
        error.add_note(f"Your exam is kept in {desk.place}; the same command goes on with it.")
        raise
    finally:
        desk.close()
    return FINE


def _begin(desk: Desk) -> bool:
    print_out("Looking through the paper ...\n")
    for _ in desk.rehearse():
        pass
    print_out(f"\n{desk.paper.title}\n{desk.paper.candidate}\n\n{cover_text(desk)}\n\n")
    if _line("Begin? The time runs from then on. [yes/no] ")[:1].lower() != "y":
        return False
    desk.begin()
    print_out(f"\nStart code {desk.start_code}: tell it to the invigilator.\n")
    return True


def _line(prompt: str) -> str:
    print_out(prompt)
    text = sys.stdin.readline()
    if not text:
        raise KeyboardInterrupt
    return text.strip()


class _Plain:
    """Between the parts."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.at = dict.fromkeys(range(len(desk.paper.parts)), 0)
        self._warned = float(desk.paper.seconds)

    def parts(self) -> None:
        """The list, until the end."""
        desk = self.desk
        while desk.writing:
            self._list()
            choice = _line("Part, h to hand in, q to leave: ").lower()
            if desk.left <= 0:
                self._end(TIME_OVER)
            elif choice.isdecimal() and 1 <= int(choice) <= len(desk.paper.parts):
                self._room(int(choice) - 1)
            elif choice == "h" and _line("After this nothing can be changed. Hand in? [yes/no] ")[:1].lower() == "y":
                self._end(HANDED_IN if desk.left > 0 else TIME_OVER)
            elif choice == "q":
                desk.beat()
                return

    def _list(self) -> None:
        desk = self.desk
        print_out(f"\n{desk.paper.title}: {clock(desk.left)} left\n")
        for number, part in enumerate(desk.paper.parts):
            sitting = desk.sittings.get(number)
            points = sum(sheet.points for sheet in part.steps)
            state = f"{done_in(sitting)} of {len(part.steps)} steps done" if sitting is not None else "not begun"
            print_out(f"  {number + 1}  {part.title}, {points} points, {state}\n")

    def _room(self, part: int) -> None:
        desk = self.desk
        print_out("Preparing ...\n")
        sitting = desk.sit(part)
        board = ExamBoard(sitting, desk, Pacer(sitting.lab.world.kernel), print_out, self.at[part])
        asyncio.run(serve(board, lambda: self._tick(board)))
        self.at[part] = board.at
        print_out("\n")
        if desk.left <= 0:
            self._end(TIME_OVER)

    def _tick(self, board: ExamBoard) -> None:
        left = self.desk.left
        for mark in WARNINGS:
            if left <= mark < self._warned:
                board.write(f"\n[{clock(left)} left]\n")
        self._warned = min(self._warned, left)
        if left <= 0:
            board.over = True
        else:
            self.desk.beat()

    def _end(self, why: str) -> None:
        code = self.desk.finish(why)
        print_out(
            f"\n{'The time is over' if why == TIME_OVER else 'Handed in'}.\nEnd code {code}: tell it to the invigilator,\n"
        )
        print_out(f"and hand in the file {self.desk.place}\n")
