"""The class as a page for a browser: one file, no scripts, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

from iossim.frontends.exam.report import SIGNS, first_right, number, plain
from iossim.frontends.exam.sheet import clock

if TYPE_CHECKING:
    from iossim.training.exam.debrief import Moment
    from iossim.training.exam.marks import Item, Marks
    from iossim.training.exam.parts import Exam
    from iossim.training.exam.statistics import ItemStatistics

STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem;
  color: #1b1f24; background: #fff }
table { border-collapse: collapse; width: 100%; margin: .6rem 0 1.4rem }
th, td { text-align: left; vertical-align: top; padding: .25rem .6rem; border-bottom: 1px solid #d5dae0 }
th.n, td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
details { margin: .4rem 0 } summary { cursor: pointer; font-weight: 600 }
.remark { color: #57606a; font-size: 90% }
"""


def page(exam: Exam, marks: Sequence[Marks], items: Sequence[ItemStatistics]) -> str:
    """The whole page."""
    return "\n".join(_page(exam, marks, items)) + "\n"


def _page(exam: Exam, marks: Sequence[Marks], items: Sequence[ItemStatistics]) -> Iterator[str]:
    title = _text(exam.file.title)
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    yield f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}"><style>{STYLE}</style></head><body>'
    yield f"<h1>{title}</h1>"
    if exam.practice:
        yield "<p>Practice: parts of this exam come with iossim, solutions included.</p>"
    yield "<h2>The class</h2><table><tr><th>Candidate<th class=n>Points<th class=n>Of<th>Verdict<th>Form<th>Start<th>End</tr>"
    for one in sorted(marks, key=lambda one: (one.candidate, one.file)):
        name = _text(one.candidate or one.file)
        row = f"<td>{name}<td class=n>{number(one.points)}<td class=n>{one.of}<td>{_text(one.spoken)}"
        yield f"<tr>{row}<td>{one.seed or ''}<td>{one.start_code}<td>{one.end_code}</tr>"
        yield from (f"<tr><td colspan=7 class=remark>{_text(remark)}</tr>" for remark in one.remarks)
    yield "</table>"
    yield from _items(items)
    yield "<h2>Candidates</h2>"
    for one in marks:
        if one.items:
            yield f"<details><summary>{_text(one.candidate)}: {number(one.points)} of {one.of}</summary>"
            yield "<table><tr><th>Item<th>Asked<th>Expected<th>Found<th class=n>Points</tr>"
            yield from map(_row, one.items)
            yield "</table>"
            if one.story:
                yield "<details><summary>What happened</summary><table><tr><th class=n>Clock<th class=n>Lab<th><th></tr>"
                yield from map(_moment, one.story)
                yield "</table></details>"
            yield "</details>"
    yield "</body></html>"


def _items(items: Sequence[ItemStatistics]) -> Iterator[str]:
    if not items:
        return
    yield "<h2>Items</h2><table><tr><th>Item<th>Asked<th class=n>All<th class=n>Part<th class=n>None"
    yield "<th class=n>Facility<th class=n>Discrimination<th class=n>Right at<th>Answers</tr>"
    for item in items:
        answers = ", ".join(f"{answer} ({count})" for answer, count in item.answers)
        counts = "".join(f"<td class=n>{count}" for count in (item.whole, item.some, item.none))
        ratios = "".join(
            f"<td class=n>{'-' if r is None else f'{r:.2f}'}" for r in (item.facility, item.discrimination)
        )
        ratios += f"<td class=n>{'-' if item.first is None else clock(item.first)}"
        uneven = f"<br>forms differ: {_text(item.uneven)}" if item.uneven else ""
        uneven += f"<br>the hint was taken by {item.hints} of {item.candidates}" if item.hints else ""
        yield f"<tr><td>{_text(item.id)}<td>{_text(item.asked)}{uneven}{counts}{ratios}<td>{_text(answers)}</tr>"
    yield "</table>"
    if items[0].facility is None:
        yield "<p>Fewer than ten candidates: counts, no coefficients.</p>"


def _moment(moment: Moment) -> str:
    times = f"<td class=n>{clock(moment.clock)}<td class=n>{moment.lab:.1f} s"
    return f"<tr>{times}<td>{_text(moment.part)} {SIGNS[moment.what].strip()}<td>{_text(moment.text)}</tr>"


def _row(item: Item) -> str:
    causes = "".join(f"<br><span class=remark>{_text(cause)}</span>" for cause in item.cause[:6] if not item.whole)
    if first := first_right(item):
        causes += f"<br><span class=remark>right {_text(first)}</span>"
    points = f"{number(item.points)} of {number(item.of)}"
    return (
        f"<tr><td>{_text(item.id)}<td>{_text(item.asked)}<td>{_text(item.expected)}"
        f"<td>{_text(item.found)}{causes}<td class=n>{points}</tr>"
    )


def _text(text: object) -> str:
    return escape(plain(text))
