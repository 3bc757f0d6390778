"""`iossim exam grade`: every submission played again, a table on the screen, files for the class and for each candidate."""

from __future__ import annotations

import csv
import io
import json
import re
from argparse import Namespace
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from iossim.frontends.batch.paper import complain, say
from iossim.frontends.exam.crew import Order, graded
from iossim.frontends.exam.page import page
from iossim.frontends.exam.report import candidate_report, class_csv, class_table
from iossim.frontends.failover.progress import Progress
from iossim.lab.errors import LabError, Mistake
from iossim.lab.text import read_text
from iossim.training.exam.codes import normal
from iossim.training.exam.definition import read_candidate
from iossim.training.exam.marks import Marks
from iossim.training.exam.parts import Exam, find_exam, load_exam
from iossim.training.exam.statistics import statistics
from iossim.training.exam.submission import Verdict

FINE, FAILED = 0, 1
MOST = 5_000


def grade(args: Namespace) -> int:
    """The command. LabError for what is wrong with the definition or the call."""
    exam = load_exam(find_exam(args.definition))
    files = _files(args.files)
    noted = read_codes(Path(args.codes)) if args.codes else None
    order = Order(
        find_exam(args.definition), (args.seed,) if args.seed is not None else (), args.unfinished, args.patience
    )
    progress = Progress("submissions", len(files))
    progress.announce("opening the exam")
    marks: list[Marks] = []
    try:
        for one in graded(order, files, args.jobs):
            marks.append(one)
            progress.step()
    finally:
        progress.end()
    marks = attempts_kept(marks, exam.file.attempts)
    if noted is not None:
        marks = [compared(one, noted) for one in marks]
    shown = marks if args.reveal else [_veiled(one, exam) for one in marks]
    fine = _written(args, exam, shown)
    if args.json:
        say(json.dumps([one.data() for one in shown], ensure_ascii=False))
    else:
        for line in class_table(exam, shown, statistics(shown)):
            say(line)
    return FINE if fine and all(one.marked for one in marks) else FAILED


def _files(names: Sequence[str]) -> list[Path]:
    """The submissions: files, and folders for all that end in `.submission`."""
    found: list[Path] = []
    for name in names:
        place = Path(name)
        found += sorted(place.glob("*.submission")) if place.is_dir() else [place]
    missing = [str(file) for file in found if not file.is_file()]
    if missing or not found or len(found) > MOST:
        what = "no such file" if missing else f"more than {MOST} submissions" if found else "no submissions in there"
        raise LabError(tuple(Mistake(name, 0, 0, "", what) for name in missing or [" ".join(names)[:200]]))
    return list(dict.fromkeys(found))


def attempts_kept(marks: Sequence[Marks], attempts: int) -> list[Marks]:
    """The best of a candidate's submissions counts; of who has handed in more than allowed none does."""
    counts = Counter(one.candidate for one in marks if one.marked)
    best: dict[str, Marks] = {}
    for one in marks:
        if one.marked and (one.candidate not in best or (one.points or 0) > (best[one.candidate].points or 0)):
            best[one.candidate] = one
    kept = []
    for one in marks:
        if one.marked and counts[one.candidate] > attempts:
            why = f"{counts[one.candidate]} submissions of {one.candidate}; the exam allows {attempts}"
            one = Marks(one.candidate, one.file, Verdict.TOO_MANY, one.of, why=why, start_code=one.start_code,
                        end_code=one.end_code)  # fmt: skip
        elif one.marked and best[one.candidate] is not one:
            continue
        kept.append(one)
    return kept


Noted: TypeAlias = Mapping[str, tuple[str, str]]


def read_codes(file: Path) -> Noted:
    """The codes that an invigilator has noted, by candidate. LabError for a file of another form."""
    found: dict[str, tuple[str, str]] = {}
    mistakes = []
    try:
        rows = list(csv.reader(io.StringIO(read_text(file))))
    except csv.Error as error:
        raise LabError((Mistake(str(file), 0, 0, "", f"expected lines NAME,START,END: {error}"),)) from None
    for number, row in enumerate(rows, 1):
        try:
            if row:
                name, start, end = row
                found[read_candidate(name)] = (normal(start), normal(end))
        except ValueError:
            mistakes.append(Mistake(str(file), number, 1, "", "expected candidate,start code,end code"))
    if mistakes:
        raise LabError(tuple(mistakes))
    return found


def compared(marks: Marks, noted: Noted) -> Marks:
    """The marks, with a remark where the codes are not those that were noted."""
    if not marks.marked:
        return marks
    start, end = noted.get(marks.candidate, ("", ""))
    told = []
    for what, code, heard in (("start", marks.start_code, start), ("end", marks.end_code, end)):
        if normal(code) != heard:
            told.append(f"the {what} code is {code}, noted was {heard or 'none'}")
    return replace(marks, remarks=(*marks.remarks, *told))


def _veiled(marks: Marks, exam: Exam) -> Marks:
    """Without what the author keeps back."""
    hidden = set(exam.file.hidden)
    items = tuple(item.veiled() if item.id in hidden else item for item in marks.items)
    return replace(marks, items=items, story=tuple(one for one in marks.story if one.text not in hidden))


def _written(args: Namespace, exam: Exam, marks: Sequence[Marks]) -> bool:
    """The files that were asked for; False when one could not be written."""
    texts: list[tuple[Path, str]] = []
    if args.csv:
        texts.append((Path(args.csv), class_csv(marks)))
    if args.html:
        texts.append((Path(args.html), page(exam, marks, statistics(marks))))
    if args.reports:
        folder = Path(args.reports)
        texts += [
            (folder / f"{number:03}-{_stem(one)}.txt", candidate_report(exam, one))
            for number, one in enumerate(marks, 1)
        ]
    for place, text in texts:
        try:
            if args.reports and place.parent == Path(args.reports):
                place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
        except OSError as error:
            complain(f"iossim exam: {place}: {error.strerror}")
            return False
    return True


def _stem(marks: Marks) -> str:
    return (
        re.sub(r"[^a-z0-9]+", "-", (marks.candidate or Path(marks.file).stem).lower()).strip("-")[:60] or "submission"
    )
