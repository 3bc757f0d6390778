"""What the teacher gets as text: the class as a table and as CSV, and a report for each candidate.

Names, answers and findings come from other people: what a terminal or a spreadsheet might obey is taken out of them
here, at the last moment, whatever was done before.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from iossim.frontends.exam.sheet import clock

if TYPE_CHECKING:
    from iossim.training.exam.debrief import Moment
    from iossim.training.exam.marks import Item, Marks
    from iossim.training.exam.parts import Exam
    from iossim.training.exam.statistics import ItemStatistics

LONGEST = 400


def plain(text: object) -> str:
    """A text in one line, without anything that a terminal obeys."""
    shown = " ".join("".join(sign if _harmless(sign) else "\N{REPLACEMENT CHARACTER}" for sign in str(text)).split())
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"


def _harmless(sign: str) -> bool:
    return sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")


def number(hundredths: int | None) -> str:
    """Points as people write them."""
    return "-" if hundredths is None else f"{hundredths / 100:g}"


NAME = 28
"""Columns of a candidate's name."""


def class_table(exam: Exam, marks: Sequence[Marks], items: Sequence[ItemStatistics]) -> Iterator[str]:
    """The class, then the items."""
    yield f"{plain(exam.file.title)}: {len(marks)} submission{'s' * (len(marks) != 1)}"
    yield ""
    for one in sorted(marks, key=lambda one: (one.candidate, one.file)):
        name = plain(one.candidate) or plain(one.file)
        yield f"{name:{NAME}.{NAME}} {number(one.points):>6} of {one.of:<4} {plain(one.spoken)}"
        codes = f"form {one.seed}, start code {one.start_code}, end code {one.end_code}"
        if not one.marked:
            codes = one.file if one.candidate or len(name) > NAME else ""
        for told in (codes, *one.remarks):
            if told:
                yield f"{'':{NAME}} {plain(told)}"
    if not items:
        return
    yield ""
    yield f"{'item':36} {'all':>4} {'part':>4} {'none':>4} {'facility':>8} {'discr.':>7} {'right at':>8}"
    for item in items:
        counts = f"{item.whole:4} {item.some:4} {item.none:4}"
        first = "-" if item.first is None else clock(item.first)
        yield f"{item.id:36.36} {counts} {_ratio(item.facility):>8} {_ratio(item.discrimination):>7} {first:>8}"
        if item.hints:
            yield f"{'':36} the hint was taken by {item.hints} of {item.candidates}"
        if item.uneven:
            yield f"{'':36} forms differ: {plain(item.uneven)}"
    if items[0].facility is None:
        yield "fewer than ten candidates: counts, no coefficients"


def _ratio(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def class_csv(marks: Sequence[Marks]) -> str:
    """One row a submission, one column an item."""
    names = list(dict.fromkeys(item.id for one in marks for item in one.items))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    head = ["candidate", "points", "of", "verdict", "why", "form", "start code", "end code", "remarks", "file"]
    writer.writerow(head + names)
    for one in marks:
        points = {item.id: number(item.points) for item in one.items}
        row = [one.candidate, number(one.points) if one.marked else "", one.of, one.verdict, one.why, one.seed or ""]
        row += [one.start_code, one.end_code, "; ".join(one.remarks), one.file]
        writer.writerow([cell(value) for value in row] + [points.get(name, "") for name in names])
    return text.getvalue()


def cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = plain(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def candidate_report(exam: Exam, marks: Marks) -> str:
    """One candidate's report."""
    lines = [plain(exam.file.title), plain(marks.candidate) or plain(marks.file), ""]
    reached = f"{number(marks.points)} of {marks.of} points" if marks.marked else "no marks"
    lines.append(f"{reached}: {plain(marks.spoken)}")
    if marks.marked:
        lines.append(f"form {marks.seed}, start code {marks.start_code}, end code {marks.end_code}")
    lines += [plain(remark) for remark in marks.remarks]
    part = ""
    for item in marks.items:
        step = item.id.rpartition(".")[0]
        if step != part:
            part = step
            lines += ["", step]
        lines += _item(item)
    lines += _story(marks.story)
    return "\n".join(lines) + "\n"


SIGNS = {"typed": ">", "said": ">", "done": ">", "came": " ", "right": "✓"}
"""What the candidate did, what came of it, what was right then for the first time."""


def told(moment: Moment) -> str:
    """A moment of a story in a line: the clock, the lab's seconds, what it was."""
    return f"{clock(moment.clock):>8} {moment.lab:9.1f} s  {SIGNS[moment.what]} {plain(moment.text)}"


def first_right(item: Item) -> str:
    """When an item was first right, in words; nothing when it never was, or that is not known."""
    return "" if item.first is None else f"after {clock(item.first[0])} of the clock, {item.first[1]:.1f} s of the lab"


def _story(story: Sequence[Moment]) -> Iterator[str]:
    """What was done, what came of it, what was right then for the first time."""
    part = ""
    for moment in story:
        if moment.part != part:
            part = moment.part
            yield ""
            yield f"What happened in {plain(part)}: by the candidate's clock, by the time of the lab"
        yield told(moment)


def _item(item: Item) -> Iterator[str]:
    yield f"  {item.id.rpartition('.')[2]}: {number(item.points)} of {number(item.of)}"
    yield f"    asked     {plain(item.asked)}"
    yield f"    expected  {plain(item.expected) or '-'}"
    yield f"    found     {plain(item.found)}"
    for cause in item.cause[:6] if not item.whole else ():
        yield f"    because   {plain(cause)}"
    if first := first_right(item):
        yield f"    right     {first}"
