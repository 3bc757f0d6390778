"""What a candidate reads: the cover, a step as lines of styled pieces, and as a menu what can be done about it."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iossim.frontends.exam.desk import Desk
    from iossim.frontends.tui.pieces import Line
    from iossim.training.exam.paper import Asked, Sheet
    from iossim.training.exam.sitting import Sitting, Standing


def clock(seconds: float) -> str:
    """A time as people read it: 1:29:59, 4:05."""
    whole = max(0, int(seconds))
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def cover_text(desk: Desk) -> str:
    """What a candidate has to know before the time runs."""
    paper = desk.paper
    kind = "of lab time, however long it takes you" if paper.limit.counts == "virtual" else ""
    parts = f"{len(paper.parts)} parts, {paper.points} points, {clock(paper.seconds)} {kind}".rstrip()
    away = paper.limit.counts == "wall" and paper.limit.away == "counts"
    lines = [parts + ".", *([paper.about] if paper.about else [])]
    lines.append(
        "Answers may be changed until you hand in; nobody tells how they were. Every key is kept as it is pressed."
    )
    if away:
        lines.append("The time goes on when the program does not run.")
    if paper.practice:
        lines.append("Practice: parts of this come with iossim, solutions included.")
    return "\n\n".join(lines)


def lines(sitting: Sitting, at: int, news: str, width: int, foot: str = "") -> list[Line]:
    """The whole of it; `foot` says which keys do something about it."""
    part, sheet = sitting.part, sitting.part.steps[at]
    standing = sitting.standing(sheet.id)
    found = _text(part.title, width, "node-chosen")
    found.append([(f"step {at + 1} of {len(part.steps)}, {done_in(sitting)} of them done", "state")])
    if at == 0 and part.about:
        found += [[("", "")], *_text(part.about, width, "state")]
    found += [[("", "")], *_text(f"{sheet.title} ({sheet.points} points)", width, "bold")]
    found += _text(sheet.text, width, "")
    found += _asked(sitting, sheet, standing, width)
    if standing.hints:
        found += [[("", "")], *_text(f"Hint: {sheet.hint}", width, "state-trouble")]
    found += [[("", "")], *_text(news, width, "state-trouble")] if news else []
    return [*found, [("", "")], *_text(foot, width, "state")] if foot else found


def done_in(sitting: Sitting) -> int:
    """How many steps of a part the candidate has done with."""
    return sum(sitting.standing(sheet.id).done for sheet in sitting.part.steps)


def open_items(sitting: Sitting, sheet: Sheet) -> list[str]:
    """What can be answered now, the first that is open first."""
    standing = sitting.standing(sheet.id)
    names = [*sheet.asks, *(("reason",) if sheet.reason is not None else ())]
    names += ["request"] if sheet.kind == "request" else []
    can = [name for name in names if not sitting.conduct.answerable(sheet.id, name)]
    return sorted(can, key=lambda name: name in standing.answers)


def choices(sitting: Sitting, at: int) -> list[tuple[str, str]]:
    """What can be done about a step, the likeliest first: an id, and words."""
    sheet = sitting.part.steps[at]
    standing = sitting.standing(sheet.id)
    items = open_items(sitting, sheet)
    due = [(f"answer {item}", _due(sheet, standing, item)) for item in items if item not in standing.answers]
    changes = [(f"answer {item}", _change(sheet, standing, item)) for item in items if item in standing.answers]
    if sheet.kind in ("do", "show", "ticket"):
        again = sheet.id in sitting.conduct.finished
        done = ("finish", f"{'Done again' if again else 'Done'}: it is marked as it stands now")
        (changes if again else due).append(done)
    if sheet.hint and not standing.hints:
        changes.append(("hint", "Take the hint"))
    last = at + 1 == len(sitting.part.steps)
    forward = ("parts", "All parts, or hand in") if last else ("next", "The next step")
    offers = [*due, forward, *changes, *([("previous", "The step before")] if at else [])]
    return [*((name, _short(text)) for name, text in offers), ("", "Back to the console")]


def _due(sheet: Sheet, standing: Standing, item: str) -> str:
    asked = sheet.asked(item)
    begins = sheet.kind == "predict" and item in sheet.asks and len(_missing(sheet, standing)) == 1
    what = "Write the request" if asked is None else f"Answer: {asked.text}"
    return f"{_short(what, 80)} (with this the event begins)" if begins else what


def _change(sheet: Sheet, standing: Standing, item: str) -> str:
    given = standing.answers[item]
    return f"Change {item if len(sheet.asks) > 1 else 'the answer'}: {given}"


def _short(text: str, length: int = 120) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _missing(sheet: Sheet, standing: Standing) -> list[str]:
    return [name for name in sheet.asks if name not in standing.answers]


def _asked(sitting: Sitting, sheet: Sheet, standing: Standing, width: int) -> list[Line]:
    """The questions: what was answered, what is open."""
    found: list[Line] = []
    for item in (*sheet.asks, *(("reason",) if sheet.reason is not None else ())):
        asked = sheet.asked(item)
        waits = item == "reason" and not sitting.conduct.locked(sheet) and sheet.kind == "predict"
        if asked is None or waits:
            continue
        if asked.text != sheet.text:
            found += [[("", "")], *_text(asked.text, width, "bold")]
        given = standing.answers.get(item)
        found += _options(asked, given, width)
        if given is not None:
            locked = (
                " (locked)" if sheet.kind == "predict" and item in sheet.asks and sitting.conduct.locked(sheet) else ""
            )
            found += _text(f"answered: {given}{locked}", width, "state-active")
    if "request" in standing.answers:
        found += [[("", "")], *_text(f"requested: {standing.answers['request']}", width, "state-active")]
    if sheet.id in sitting.conduct.finished:
        found += _text("done: it is marked as it stood then", width, "state-active")
    return found


def _options(asked: Asked, given: str | None, width: int) -> list[Line]:
    found: list[Line] = []
    for name, text in asked.form.of.items():
        found += _text(f"{name}: {text}", width, "bold" if name == given else "", "  ")
    if asked.form.kind in ("set", "order") and given is None:
        found += _text("Separate by blanks or commas; none, if there is nothing.", width, "state")
    return found


def _text(text: str, width: int, style: str, indent: str = "") -> list[Line]:
    """Paragraphs, wrapped."""
    found: list[Line] = []
    for paragraph in text.split("\n\n"):
        rows = wrap(" ".join(paragraph.split()), max(20, width), initial_indent=indent[:-2], subsequent_indent=indent)
        found += [[(row, style)] for row in rows]
    return found
