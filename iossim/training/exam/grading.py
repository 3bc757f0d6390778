"""Marks for a submission: its paper is made again from the definition, every part is played again, and what comes of it is marked.

Of the record only the inputs count, with their lab times: a part is prepared from the definition, the inputs are
applied to it under the rules of conduct, and where the record says what a lab had come to, this lab has to have come to
the same. The answers count as they were last given, each marked at its moment; what is brought about by doing is looked
at when the candidate called it done, else at the end. Lab time is bounded, wall time is the caller's business
(`frontends.exam.crew`).
"""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from iossim.lab.journal import Done
from iossim.lab.session import Action
from iossim.lab.session import lesson as say
from iossim.training.attempt import Attempt
from iossim.training.definition.answers import ChoiceAnswer
from iossim.training.definition.checks import Holds
from iossim.training.definition.references import item_names
from iossim.training.definition.steps import Do, Predict, Question, Request, Show, Ticket
from iossim.training.evidence import Absent
from iossim.training.exam.conduct import Breach, Conduct
from iossim.training.exam.debrief import Moment, Story
from iossim.training.exam.marks import Item, Marks
from iossim.training.exam.submission import Checkpoint, Played, Submission, Unacceptable, Verdict, read_submission
from iossim.training.marking import right_of, write
from iossim.training.results import WHOLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iossim.training.definition import Step
    from iossim.training.definition.checks import Check
    from iossim.training.exam.paper import Paper, PaperPart
    from iossim.training.exam.publishing import Press
    from iossim.training.results import Result

SECOND = 1_000_000
DAY = 86_400 * SECOND
LONGEST = 4 * DAY
"""Lab time of one part, when its limit is not one of lab time."""

GRACE = 2
"""Seconds by which a record may be beyond its time: the last second is noted when it has gone."""


class Judged(Attempt):
    """An attempt in which nobody is told how an answer was: the last one counts, whole."""

    worths = (WHOLE,)

    def results(self, step: Step) -> tuple[Result, ...]:
        """As in an exercise, but who cures nothing has avoided nothing and kept nothing: that counts with some of the cure."""
        found = super().results(step)
        if not isinstance(step, Ticket) or any(
            one.finding.share for one in found if one.name.partition(".")[2].startswith("cure-")
        ):
            return found
        return tuple(
            replace(one, points=0, finding=replace(one.finding, share=0, found="nothing was cured"))
            if one.name.partition(".")[2].startswith(("trap-", "reload-"))
            else one
            for one in found
        )


def grade(press: Press, data: bytes, file: str = "", seeds: Sequence[int] = (), unfinished: bool = False) -> Marks:
    """The marks of a submission, or why there are none. `seeds`: forms that were handed out beside those of the definition."""
    of = 0
    try:
        submission = read_submission(data, unfinished)
        paper = _paper_of(press, submission, seeds)
        of = paper.points
        return _Grader(press, paper, submission).marks(file)
    except Unacceptable as error:
        return Marks(error.candidate, file, error.verdict, of or _points(press), why=error.why)


def _points(press: Press) -> int:
    return sum(part.points for part in press.exam.parts(1))


def _paper_of(press: Press, submission: Submission, seeds: Sequence[int]) -> Paper:
    """The paper that the submission is about, made anew; Unacceptable when it is none of this exam."""
    who, file = submission.candidate, press.exam.file
    if submission.exam != file.exam:
        raise Unacceptable(Verdict.FOREIGN, f"of the exam {submission.exam[:40]!r}, this is {file.exam!r}", who)
    if submission.seed not in (file.seed_of(who), *seeds):
        why = f"form {submission.seed}, and {who} has form {file.seed_of(who)}; --seed {submission.seed} if that was handed out"
        raise Unacceptable(Verdict.FOREIGN, why, who)
    paper = press.paper(who, submission.seed)
    if paper.digest() != submission.paper:
        if paper.questions() == submission.questions:
            raise Unacceptable(Verdict.OTHER_VERSION, "this version prepares the labs of this paper otherwise", who)
        raise Unacceptable(Verdict.FOREIGN, "of a paper that this definition does not make", who)
    if any(part >= len(paper.parts) for part in submission.parts):
        raise Unacceptable(Verdict.EDITED, "of a part that the exam does not have", who)
    return paper


class _Grader:
    """One submission."""

    def __init__(self, press: Press, paper: Paper, submission: Submission) -> None:
        self.press = press
        self.paper = paper
        self.submission = submission
        virtual = paper.limit.counts == "virtual"
        self.left = paper.seconds * SECOND if virtual else LONGEST * len(paper.parts)
        self.remarks: list[str] = []
        self.story: list[Moment] = []
        self.lab_time = 0

    def marks(self, file: str) -> Marks:
        """The whole report."""
        submission, exam = self.submission, self.press.exam
        items: list[Item] = []
        for at in range(len(self.paper.parts)):
            items += self._part(at)
        total = sum(item.points for item in items)
        solved = _solved(items)
        passing = exam.file.passing
        verdict = Verdict.PASSED if _passes(self.press, total, self.paper.points, solved) else Verdict.FAILED
        if not passing.percent and not passing.solved:
            verdict = Verdict.MARKED
        return Marks(
            submission.candidate,
            file,
            verdict,
            self.paper.points,
            total,
            seed=submission.seed,
            difficulty=exam.file.difficulty(submission.seed),
            items=tuple(items),
            remarks=(*self.remarks, *_claims(submission, self.paper)),
            start_code=submission.start_code,
            end_code=submission.end_code,
            claimed=submission.claimed,
            lab_time=self.lab_time,
            story=tuple(self.story),
        )

    def _part(self, at: int) -> list[Item]:
        """A part, played and marked."""
        exercise = self.press.exam.part(at, self.paper.seed)
        record = [one for one in self.submission.record if one.part == at]
        attempt = Judged.begin(exercise)
        assert isinstance(attempt, Judged)
        story = Story(self.paper.parts[at].id, attempt)
        if record:
            self._play(attempt, self.paper.parts[at], record, story)
            self.story += story.told()
        for step in exercise.steps if record else ():
            if isinstance(step, Do | Show | Ticket) and not attempt.standings[step.id].findings.keys() - {"cause"}:
                attempt.heard(say.Check(step.id))
        ident = self.paper.parts[at].id
        items: list[Item] = []
        for step in exercise.steps:
            items += [_item(ident, step, result, attempt, story) for result in attempt.results(step)]
        return items

    def _play(self, attempt: Judged, part: PaperPart, record: Sequence[Played | Checkpoint], story: Story) -> None:
        """Apply the inputs, under the rules, as far as the time reaches."""
        lab = attempt.lab
        conduct = Conduct(part, lab.names, self.paper.help == "first")
        until = lab.now + self.left
        in_time = list(takewhile(lambda one: not self._late(one, until), record))
        last = _last_said(in_time)
        for number, one in enumerate(in_time):
            if isinstance(one, Checkpoint):
                self._compare(one, attempt, part)
                continue
            entry = one.entry
            if entry.t < lab.now:
                raise self._refused(Verdict.EDITED, f"{part.id}: time runs backwards")
            try:
                action = conduct.hear(entry)
            except Breach as breach:
                raise self._refused(Verdict.BREACH, f"{part.id}: {breach}") from None
            lab.apply(entry)
            if isinstance(action, Action) and isinstance(entry, Done) and _counts(action, number, last, conduct):
                attempt.heard(action)
            story.heard(one)
        if len(in_time) < len(record):
            self.remarks.append(f"{part.id}: what was done after the end of the time does not count")
            late = record[len(in_time)]
            if isinstance(late, Played) and late.entry.t > until:
                if self.paper.limit.counts == "wall":
                    raise self._refused(Verdict.TOO_COSTLY, f"{part.id}: more than {LONGEST // DAY} days of lab time")
                lab.run_to(until)
        self.left -= lab.now - attempt.since.t if self.paper.limit.counts == "virtual" else 0
        self.lab_time += lab.now - attempt.since.t

    def _late(self, one: Played | Checkpoint, until: int) -> bool:
        """Whether something was done after the end. A clock of the candidate's machine counts against him alone."""
        if not isinstance(one, Played):
            return False
        wall = self.paper.limit.counts == "wall" and one.at > self.paper.seconds + GRACE
        return wall or one.entry.t > until

    def _compare(self, one: Checkpoint, attempt: Judged, part: PaperPart) -> None:
        lab = attempt.lab
        value = lab.fingerprint() if one.whole else lab.world.kernel.trace.fingerprint()
        if value != one.value:
            when = (lab.now - attempt.since.t) / SECOND
            why = f"{part.id}: at {when:.1f} s of lab time the lab is not what it was at the candidate's desk"
            raise self._refused(Verdict.DIVERGED, why)

    def _refused(self, verdict: Verdict, why: str) -> Unacceptable:
        return Unacceptable(verdict, why, self.submission.candidate)


def _last_said(record: Sequence[Played | Checkpoint]) -> dict[str, int]:
    """Where each thing was said last: what came before it does not count, and is not worth the work."""
    return {
        " ".join(one.entry.action.split()[:2]): number
        for number, one in enumerate(record)
        if isinstance(one, Played) and isinstance(one.entry, Done)
    }


def _counts(action: Action, number: int, last: dict[str, int], conduct: Conduct) -> bool:
    """Whether an attempt has to hear of this: the last answer to each question, every answer of a prediction until it is locked."""
    if not isinstance(action, say.Answer | say.Check):
        return False
    name = action.step if isinstance(action, say.Check) else action.step.partition(".")[0]
    sheet = conduct.part.sheet(name)
    if isinstance(action, say.Answer) and sheet is not None and sheet.kind == "predict":
        return True
    return last[" ".join(str(action).split()[:2])] == number


def _item(part: str, step: Step, result: Result, attempt: Judged, story: Story) -> Item:
    _, _, item = result.name.partition(".")
    finding = result.finding
    unanswered = finding.found == "not yet"
    return Item(
        f"{part}.{result.name}",
        _asked(step, item),
        _right(step, item, attempt) if unanswered else finding.expected or _wanted(step, item),
        "nothing" if unanswered else finding.found,
        finding.cause,
        result.points,
        result.of,
        attempt.standings[step.id].answers.get(item, ""),
        (first.clock, first.lab) if (first := story.first.get(result.name)) is not None else None,
        attempt.standings[step.id].hints > 0,
    )


def _right(step: Step, item: str, attempt: Judged) -> str:
    """What would have been right at the end, where a question was not answered. What was never predicted is not known."""
    answer = step.answer if isinstance(step, Question) else None
    if isinstance(step, Ticket) and item == "cause":
        answer = step.cause.answer
    if isinstance(step, Predict) and item == "reason" and step.reason is not None:
        answer = step.reason.answer
    if answer is None:
        return _wanted(step, item)
    try:
        right = right_of(attempt.lab, answer, attempt.event)
    except Absent as absent:
        return str(absent)
    return answer.of.get(str(right), str(right)) if isinstance(answer, ChoiceAnswer) else write(attempt.lab, right)


def _wanted(step: Step, item: str) -> str:
    """What an item of a step would have looked for, in its author's words, where nothing was looked at."""
    checks: Sequence[Check | None] = ()
    match step:
        case Do():
            checks = step.checks
        case Ticket():
            traps = step.traps.checks if step.traps is not None else ()
            checks = (None, None, *step.cure.checks, *traps, *step.later)
        case Request():
            checks = step.wanted
    check = dict(zip(item_names(step), checks, strict=False)).get(item)
    return "" if check is None else check.says or (str(check.that) if isinstance(check, Holds) else "")


def _asked(step: Step, item: str) -> str:
    """What was asked."""
    match step:
        case Predict() if item in step.asks:
            return step.asks[item].text
        case Predict() if step.reason is not None:
            return step.reason.text
        case Ticket() if item == "cause":
            return step.cause.text
        case Question() | Request():
            return step.text
    return step.title


def _solved(items: Sequence[Item]) -> set[str]:
    """The steps that are solved: a ticket by cause and cure, all others by full points."""
    by_step: dict[str, list[Item]] = {}
    for item in items:
        by_step.setdefault(item.id.rpartition(".")[0], []).append(item)
    found = set()
    for step, own in by_step.items():
        names = {item.id.rpartition(".")[2]: item for item in own}
        ticket = "cause" in names and any(name.startswith("cure-") for name in names)
        needed = [i for name, i in names.items() if not ticket or name == "cause" or name.startswith("cure-")]
        if all(item.whole for item in needed):
            found.add(step)
    return found


def _passes(press: Press, points: int, of: int, solved: set[str]) -> bool:
    passing = press.exam.file.passing
    return points >= passing.percent * of and all(
        len(solved & set(condition.of)) >= condition.least for condition in passing.solved
    )


def _claims(submission: Submission, paper: Paper) -> list[str]:
    """What the candidate's machine says and the examiner may want to look into."""
    claimed, found = submission.claimed, []
    if claimed["seconds"] > paper.seconds + 60:
        found.append(f"its clock has run {claimed['seconds'] / 60:.0f} minutes of {paper.seconds / 60:g}")
    if claimed["away"] > 1:
        found.append(f"the program did not run for {claimed['away']:.0f} s")
    if claimed["clock back"] > 0:
        found.append(f"the machine's clock was put back by {claimed['clock back']:.0f} s meanwhile")
    if submission.ended != "handed in":
        found.append(f"ended: {submission.ended}")
    return found
