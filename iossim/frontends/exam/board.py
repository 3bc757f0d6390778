"""A part of an exam without a screen: the plain console, and behind Ctrl-] also the step and what can be done about it.

Everything is asked for in lines and answered in lines, so nothing hangs on a colour, a window, or being quick.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from iossim.frontends.exam.sheet import choices, clock, lines
from iossim.frontends.plain.switchboard import Switchboard, Wants
from iossim.lab.session.slots import Expected
from iossim.lab.view import timeline
from iossim.training.veil import told

if TYPE_CHECKING:
    from iossim.frontends.exam.desk import Desk
    from iossim.frontends.pacer import Pacer
    from iossim.lab.view import EventView
    from iossim.training.exam.sitting import Sitting

WIDTH = 78
OFFER = "s step  j answer, go on  ? help  p pause  + - speed  n next event  u until voice  t timeline  a action  b break  q parts"
HELP = """
Ctrl-] and one key:
  s             the step that is asked now
  j             answer it, call it done, go to another one: by numbers
  1 .. 9        another console; it goes on printing while you are away
  p  + -        time stands still, or goes on; the pace, up to 1000x
  n             run until something happens, then stand still
  u             run until every conversation is heard in both directions
  t             what has happened since you came
  a             an action, typed as a sentence, as far as this part allows it
  b             Ctrl-Shift-6, which stops a ping and leaves a telnet session
  q             the list of parts; there you hand in
Everything else is the router's.
"""


class ExamBoard(Switchboard):
    """See the module."""

    offer = OFFER
    help_text = HELP

    def __init__(self, sitting: Sitting, desk: Desk, pacer: Pacer, write: Callable[[str], None], at: int = 0) -> None:
        super().__init__(sitting.lab, pacer, write)
        self.sitting = sitting
        self.desk = desk
        self.at = at
        self._next: Callable[[str], None] | None = None

    def greet(self) -> None:
        """The first words: the step, then the console."""
        self._show_step()
        self.write("Ctrl-] s shows this again, Ctrl-] j answers, Ctrl-] ? helps.\n")
        self.open(self.device)

    # -- keys ----------------------------------------------------------------------------------------------------

    def _offer(self) -> None:
        self.write(f"\n[{clock(self.desk.left)} left]")
        super()._offer()

    def _choose(self, name: str) -> None:
        self._next = None
        if name == "s":
            self._show_step()
            self.write(self.lab.terminal(self.device).screen.current)
        elif name == "j":
            self._menu()
        else:
            super()._choose(name)

    def _act(self, sentence: str) -> None:
        """A line has been typed: an answer to what was asked, or an action."""
        following, self._next = self._next, None
        if following is not None:
            following(sentence)
            return
        if not sentence:
            self._say("no action")
            return
        self.pacer.settle()
        try:
            report = self.sitting.do(sentence)
        except Expected as error:
            self._say(str(error))
            return
        self._say("; ".join(report.lines) or f"done: {sentence}")

    def _events(self) -> Sequence[EventView]:
        return told(timeline(self.lab), self.sitting.since, blind=True)[-20:]

    # -- the step ------------------------------------------------------------------------------------------------

    def _show_step(self) -> None:
        found = lines(self.sitting, self.at, "", WIDTH)
        self.write("\n" + "\n".join("".join(text for text, _ in line) for line in found) + "\n")

    def _ask(self, prompt: str, then: Callable[[str], None]) -> None:
        self._wants, self._line, self._next = Wants.ACTION, "", then
        self.write(prompt)

    def _menu(self) -> None:
        offers = choices(self.sitting, self.at)
        self.write("\n" + "".join(f"  {number} {text}\n" for number, (_, text) in enumerate(offers, 1)))
        self._ask(f"choose, 1 to {len(offers)}: ", lambda text: self._picked(offers, text))

    def _picked(self, offers: Sequence[tuple[str, str]], text: str) -> None:
        if not text.isdecimal() or not 1 <= int(text) <= len(offers):
            self._say(f"nothing done: first a number from 1 to {len(offers)}, then the answer")
            return
        what, _, item = offers[int(text) - 1][0].partition(" ")
        sheet = self.sitting.part.steps[self.at]
        self.pacer.settle()
        match what:
            case "answer":
                self._question(item)
            case "finish":
                self.sitting.finish(sheet.id)
                self._say("done: it is marked as it stood now")
            case "hint":
                self._say(f"hint: {self.sitting.hint(sheet.id)}")
            case "next" | "previous":
                self.at += 1 if what == "next" else -1
                self._show_step()
                self.write(self.lab.terminal(self.device).screen.current)
            case "parts":
                self.over = True
            case _:
                self._say(f"back to {self.device}")

    def _question(self, item: str) -> None:
        sheet = self.sitting.part.steps[self.at]
        asked = sheet.asked(item)
        text = sheet.text if asked is None else asked.text
        self.write(f"\n{text}\n")
        for name, meaning in asked.form.of.items() if asked is not None else ():
            self.write(f"  {name}: {meaning}\n")
        prompt = "lines, separated by semicolons: " if asked is None else "answer: "
        self._ask(prompt, lambda given: self._answered(item, given))

    def _answered(self, item: str, given: str) -> None:
        sheet = self.sitting.part.steps[self.at]
        if not given:
            self._say("not answered")
            return
        self.pacer.settle()
        report = self.sitting.answer(sheet.id, item, given)
        self._say("; ".join(report.lines) if not report.ok else f"answered: {given}; Ctrl-] j goes on")
