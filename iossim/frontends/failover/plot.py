"""The measurement as a picture: a histogram of the outages, and the mean of their phases as one bar. SVG 1.1, text included.

Drawn by hand: a dozen rectangles are no reason to make everybody install a plotting library. Colours are those of Okabe and
Ito, which nearly everybody can tell apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from math import ceil, floor
from xml.sax.saxutils import escape

from iossim.frontends.failover.figures import SECOND
from iossim.lab.failover import Distribution, Plan, Run

WIDTH, HEIGHT = 760, 430
LEFT, RIGHT, TOP, BASE = 56, 736, 64, 280
BAR_TOP, BAR_HEIGHT = 330, 26
STEPS = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
BINS = 40
COLOURS = ("#0072B2", "#999999", "#E69F00", "#CC79A7", "#D55E00", "#009E73", "#56B4E9")
STYLE = "text{font:12px sans-serif;fill:#222}.t{font-size:15px;font-weight:bold}.s{fill:#555}"


def plot(plan: Plan, runs: list[Run]) -> str:
    """The picture of at least one run."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<title>{escape(_title(plan))}</title>",
        f"<style>{STYLE}</style>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        _text(LEFT, 26, _title(plan), kind="t"),
        _text(LEFT, 46, _subtitle(plan, runs), kind="s"),
        *_histogram([run.outage / SECOND for run in runs], Distribution.of([run.outage for run in runs])),
        *_phases(runs),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _title(plan: Plan) -> str:
    after = f", {plan.after} before" if plan.after else ""
    return f"Outage of the call: {plan.reload} reloaded{after}"


def _subtitle(plan: Plan, runs: list[Run]) -> str:
    one = len(runs) == 1
    return f"peered with {plan.peer}, profile {plan.profile}, {len(runs)} {'run' if one else 'runs'}"


# -- the histogram ---------------------------------------------------------------------------------------------------


def bins(times: list[float]) -> tuple[float, int, list[int]]:
    """Width of a bin, number of the first one, and how many times fall into each."""
    span = max(times) - min(times)
    width = next((step for step in STEPS if span <= step * (BINS - 2)), STEPS[-1])
    first = floor(min(times) / width)
    counts = [0] * (floor(max(times) / width) - first + 1)
    for time in times:
        counts[floor(time / width) - first] += 1
    return width, first, counts


def _histogram(times: list[float], distribution: Distribution) -> Iterator[str]:
    width, first, counts = bins(times)
    low, high = (first - 1) * width, (first + len(counts) + 1) * width
    top = max(counts)

    def x(seconds: float) -> float:
        return LEFT + (seconds - low) / (high - low) * (RIGHT - LEFT)

    def y(count: float) -> float:
        return BASE - count / top * (BASE - TOP - 14)

    for number, count in enumerate(counts):
        start = x((first + number) * width)
        if count:
            yield _rectangle(
                start + 0.5, y(count), x((first + number + 1) * width) - start - 1, BASE - y(count), COLOURS[0]
            )
    yield _stroke(LEFT, BASE, RIGHT, BASE)
    for mark in _marks(low, high):
        yield _stroke(x(mark), BASE, x(mark), BASE + 5)
        yield _text(x(mark), BASE + 18, f"{mark:g}", "middle")
    yield _text(RIGHT, BASE + 34, "seconds", "end", "s")
    for count in sorted({top, ceil(top / 2)}):
        yield _text(LEFT - 8, y(count) + 4, str(count), "end")
        yield _stroke(LEFT - 4, y(count), LEFT, y(count))
    for name, value, dash in (("median", distribution.median, "none"), ("p95", distribution.p95, "4 3")):
        at = x(value / SECOND)
        yield f'<path d="M{at:.1f} {TOP}V{BASE}" stroke="#222" stroke-dasharray="{dash}"/>'
        side, shift = ("end", -5) if name == "median" else ("start", 5)
        yield _text(at + shift, TOP + 8, f"{name} {value / SECOND:.2f} s", side)


def _marks(low: float, high: float) -> list[float]:
    """Where the axis has numbers: at most a dozen."""
    step = next((step for step in STEPS if (high - low) / step <= 12), STEPS[-1] * ceil((high - low) / 12 / STEPS[-1]))
    return [number * step for number in range(ceil(low / step), floor(high / step) + 1) if number >= 0]


# -- the phases ------------------------------------------------------------------------------------------------------


def _phases(runs: list[Run]) -> Iterator[str]:
    """The mean of each phase, side by side, with a legend."""
    rows = [asdict(run.phases) for run in runs]
    means = {name: sum(row[name] for row in rows) / len(rows) / SECOND for name in rows[0]}
    total = sum(means.values())
    yield _text(LEFT, BAR_TOP - 8, f"mean {total:.2f} s, of which", kind="s")
    at = float(LEFT)
    for (name, mean), colour in zip(means.items(), COLOURS, strict=True):
        wide = (RIGHT - LEFT) * mean / total if total else 0.0
        yield _rectangle(at, BAR_TOP, wide, BAR_HEIGHT, colour, f"{name} {mean:.3f} s")
        at += wide
    for number, ((name, mean), colour) in enumerate(zip(means.items(), COLOURS, strict=True)):
        left, down = LEFT + number % 4 * 172, BAR_TOP + BAR_HEIGHT + 22 + number // 4 * 20
        yield _rectangle(left, down - 10, 11, 11, colour)
        yield _text(left + 16, down, f"{name.replace('_', ' ')} {mean:.2f}")


# -- elements --------------------------------------------------------------------------------------------------------


def _text(x: float, y: float, text: str, anchor: str = "start", kind: str = "") -> str:
    cls = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{cls}>{escape(text)}</text>'


def _rectangle(x: float, y: float, width: float, height: float, colour: str, title: str = "") -> str:
    inside = f"<title>{escape(title)}</title>" if title else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}">{inside}</rect>'


def _stroke(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="#222"/>'
