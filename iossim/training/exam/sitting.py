"""One part at the candidate's desk: a lab, the steps of the paper, the answers given so far. Nothing is marked here.

Everything that the candidate says passes the lab's one door and stands in its journal, as in an exercise. What is no
answer at all is refused and costs nothing. `take_up` brings a part to where its record ends; what had to follow an
answer and did not, because the program was killed in between, `follow` carries out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from iossim.lab.definition.parcel import unpacked
from iossim.lab.errors import LabError
from iossim.lab.lab import Lab
from iossim.lab.session import Report, read_action
from iossim.lab.session import lesson as say
from iossim.lab.session.slots import Expected
from iossim.training.checks.faults import carry_out
from iossim.training.evidence import Mark
from iossim.training.exam.conduct import NEVER, Conduct
from iossim.training.exam.paper import Unusable
from iossim.training.marking import Unreadable, read
from iossim.training.request import policy_lines, strangers

if TYPE_CHECKING:
    from iossim.lab.journal import Input
    from iossim.lab.session import Action
    from iossim.training.definition.steps import Step
    from iossim.training.exam.paper import PaperPart


@dataclass
class Standing:
    """How a step stands, as a screen shows it: what was answered, whether the candidate has done with it."""

    answers: dict[str, str] = field(default_factory=dict)
    findings: dict[str, object] = field(default_factory=dict)
    hints: int = 0
    done: bool = False


class Sitting:
    """See the module. `begun` is the number of inputs that prepared the lab."""

    def __init__(self, part: PaperPart, hints: bool) -> None:
        self.part = part
        try:
            place = unpacked(part.files, f"the lab of {part.id}", part.remotes) if part.files else part.lab
            self.lab = Lab.open(place, part.start, seed=part.seed, numbers=part.numbers, remotes=part.remotes)
        except LabError as error:
            raise Unusable(f"{part.id}: this lab cannot be opened: {str(error.mistakes[0])[:120]}") from None
        if self.lab.journal.header.digest != part.digest:
            raise Unusable(f"{part.id}: the lab {part.lab} of this version is another one")
        self.steps: tuple[Step, ...] = tuple(sheet.step() for sheet in part.steps)
        self.conduct = Conduct(part, self.lab.names, hints)
        self._prepare()
        self.begun = len(self.lab.journal.inputs)
        self.since = Mark.of(self.lab)

    def _prepare(self) -> None:
        lab = self.lab
        try:
            for sheet in self.part.steps:
                for sentence in sheet.event:
                    read_action(sentence, lab.names)
            for entry in self.part.inputs():
                if (text := getattr(entry, "action", None)) is not None:
                    read_action(text, lab.names)
                lab.apply(entry)
        except (Expected, ValueError, KeyError) as error:
            raise Unusable(f"{self.part.id}: this lab cannot be prepared: {str(error)[:80]}") from None
        if lab.fingerprint() != self.part.state:
            raise Unusable(
                f"{self.part.id}: this version of iossim prepares the lab otherwise than the one that published it"
            )

    # -- what is there -------------------------------------------------------------------------------------------

    @property
    def spent(self) -> int:
        """Lab time since the part began, in microseconds."""
        return self.lab.now - self.since.t

    def standing(self, step: str) -> Standing:
        """How a step stands."""
        conduct = self.conduct
        answers = {item: text for (one, item), text in conduct.answers.items() if one == step}
        return Standing(answers, {}, int(step in conduct.hinted), self._closed(step, answers))

    def _closed(self, step: str, answers: dict[str, str]) -> bool:
        """Whether there is nothing left to answer, and what is brought about by doing has been called done."""
        sheet = self.part.sheet(step)
        if sheet is None:
            return False
        if sheet.kind in ("do", "show"):
            return step in self.conduct.finished
        if sheet.kind == "ticket":
            return "cause" in answers and step in self.conduct.finished
        wanted = [*sheet.asks, *(("reason",) if sheet.reason is not None else ())] or ["request"]
        return all(item in answers for item in wanted)

    # -- what the candidate says ---------------------------------------------------------------------------------

    def answer(self, step: str, item: str, text: str) -> Report:
        """Answer a question. A report that is not ok says why this is no answer."""
        wrong = self.conduct.answerable(step, item) or self._unreadable(step, item, text)
        if wrong:
            return Report((wrong,), ok=False)
        self._say(say.Answer(f"{step}.{item}", " ".join(text.split())))
        self.follow()
        return Report()

    def do(self, action: Action | str) -> Report:
        """The door for whatever is said: to the candidate's paper, or to the lab as far as this part allows it."""
        if isinstance(action, str):
            action = read_action(action, self.lab.names)
        match action:
            case say.Answer(what, text):
                step, _, item = what.partition(".")
                return self.answer(step, item or self.conduct.alone(step), text)
            case say.Check(step) if self.part.sheet(step) is not None:
                self.finish(step)
                return Report()
            case say.Hint(step):
                hint = self.hint(step)
                return Report((hint or "there are no hints here",), ok=bool(hint))
        if not self.allows(str(action)):
            return Report(("not in this part: find another way",), ok=False)
        return self.lab.do(action)

    def allows(self, sentence: str) -> bool:
        """Whether the candidate may do something beside typing; what only tells has to be allowed by name."""
        verb = sentence.split()[0] if sentence.split() else ""
        told = verb in NEVER and verb not in (self.part.hand or ())
        return bool(verb) and not told and self.part.permits(sentence)

    def finish(self, step: str) -> None:
        """Call a step done, as it stands now."""
        self._say(say.Check(step))

    def hint(self, step: str) -> str:
        """The hint of a step, if there is one and hints are given."""
        sheet = self.part.sheet(step)
        if sheet is None or not sheet.hint or not self.conduct.hints:
            return ""
        if step not in self.conduct.hinted:
            self._say(say.Hint(step))
        return sheet.hint

    def follow(self) -> None:
        """Carry out what has to follow: the event of a prediction, the lines of a change request."""
        actions = [read_action(one, self.lab.names) for one in self.conduct.pending]
        if actions:
            before = len(self.lab.journal.inputs)
            carry_out(self.lab, actions)
            self._heard(before)
            self.conduct.pending.clear()

    def _say(self, action: say.Answer | say.Check | say.Hint) -> None:
        before = len(self.lab.journal.inputs)
        self.lab.do(action)
        self._heard(before)

    def _heard(self, before: int) -> None:
        for entry in self.lab.journal.inputs[before:]:
            self.conduct.hear(entry)

    def _unreadable(self, step: str, item: str, text: str) -> str:
        sheet = self.part.sheet(step)
        assert sheet is not None
        try:
            if len(text) > 4_000 or not " ".join(text.split()).isprintable():
                raise Unreadable("expected one line of text")
            if sheet.kind == "request":
                return strangers(self.lab, policy_lines(sheet.node, text, self.lab.names))
            if (asked := sheet.asked(item)) is not None:
                read(self.lab, asked.form.answer(), text)
        except (Unreadable, Expected) as wrong:
            return str(wrong)
        return ""

    # -- a part that was begun before ----------------------------------------------------------------------------

    def take_up(self, entries: Iterable[Input]) -> Iterator[None]:
        """Bring the part to where its record ends, input by input."""
        for entry in entries:
            self.conduct.hear(entry)
            self.lab.apply(entry)
            yield
