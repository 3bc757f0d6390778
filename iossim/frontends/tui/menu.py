"""The menu: what to do today. Work that was begun comes first, then the course and the labs, then what the command line has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from iossim.frontends.course.attempts import exercise_of, saved
from iossim.frontends.recording import Condition
from iossim.frontends.tui.bars import Hint, KeyBar
from iossim.frontends.tui.box import Box, Choices
from iossim.frontends.tui.openable import NewLab, OldPlay, OldWork, TheAttempts, TheCourse, TheDemonstrations
from iossim.frontends.tui.wording import span

if TYPE_CHECKING:
    from textual import events

    from iossim.frontends.recording import Work
    from iossim.frontends.tui.app import ConsoleApp

OPEN = Hint("Enter", "open", "open")
OF_WORK = (Hint("w", "watch work again", "watch"), Hint("Del", "delete work", "delete"))
LABS = {
    "headend": "two head-ends, six homes with IP phones",
    "headend-15": "headend, its routers with 15.1M",
    "pair": "two routers and two hosts",
    "two-cables": "headend, and a second cable to configure",
}
ELSEWHERE = (("Exams", "iossim exam take PAPER | publish | grade"),)
FIRST_LOOK = ("A first look", "a tour of one minute, then make a router fail")
SHOWN = 6
IN_USE = "another iossim works on it"


@dataclass(frozen=True, slots=True)
class Choice:
    """A row that does something."""

    id: str
    does: NewLab | OldWork | TheCourse | TheDemonstrations | TheAttempts
    work: Work | None = None


class Menu(Screen[None]):
    """See the module."""

    DEFAULT_CSS = """
    Menu { align: center middle; background: $background; }
    Menu Box { width: 76; max-height: 100%; padding: 1 2; }
    Menu #note { color: $warning; }
    Menu KeyBar { dock: bottom; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        ("delete", "delete", "Delete"),
        ("w", "watch", "Watch"),
        Binding("f10", "quit", "Quit", id="quit"),
        ("q", "quit", "Quit"),
        Binding("f1", "help", "Help", id="help"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._choices: dict[str, Choice] = {}

    def compose(self) -> ComposeResult:
        """One list in a box."""
        with Box() as box:
            box.border_title = "iossim"
            box.border_subtitle = "a training console for Cisco IOS"
            yield Choices()
            yield Static("", id="note", markup=False)
        yield KeyBar("keys")

    def on_mount(self) -> None:
        """Fill it."""
        self.fill()

    def on_screen_resume(self) -> None:
        """Back from a lab: there may be new work."""
        if self.is_mounted:
            self.fill()

    def on_resize(self, event: events.Resize) -> None:
        """The keys fill the width."""
        self._show_keys()

    def _show_keys(self) -> None:
        begun = any(choice.work is not None for choice in self._choices.values())
        keyboard = self._app.keyboard
        rest = Hint(keyboard.quick("help"), "Help", "help"), Hint(keyboard.quick("quit"), "Quit", "quit")
        self.query_one(KeyBar).offer((OPEN, *(OF_WORK if begun else ()), *rest), self.app.size.width)

    @property
    def _app(self) -> ConsoleApp:
        return self.app  # type: ignore[return-value]

    async def on_key_bar_chosen(self, message: KeyBar.Chosen) -> None:
        """A click on a key."""
        await self.run_action(message.hint.order)

    def action_open(self) -> None:
        """What is highlighted."""
        self.query_one(OptionList).action_select()

    async def action_quit(self) -> None:
        """The end."""
        await self.app.action_quit()

    def fill(self) -> None:
        """Read the shelf, and list everything; what was chosen stays so, but for a first row that is new."""
        app: ConsoleApp = self.app  # type: ignore[assignment]
        options = self.query_one(OptionList)
        at = options.highlighted
        before = None if at is None else options.get_option_at_index(at).id
        self._choices.clear()
        rows: list[Option | None] = []
        works = app.shelf.works()[:SHOWN]
        if works:
            rows.append(heading("Go on with your work"))
            rows += [self._row(Choice(f"work-{n}", OldWork(work.path), work), *work_row(work))
                     for n, work in enumerate(works)]  # fmt: skip
            rows.append(None)
        if not app.chosen.now.toured and not works:
            rows.append(heading("New here?"))
            rows.append(self._row(Choice("first", NewLab("headend")), *FIRST_LOOK))
            rows.append(None)
        rows.append(heading("Learn"))
        done = sum(mark.finished for mark in app.book.marks().values())
        rows.append(
            self._row(
                Choice("course", TheCourse()),
                "Exercises",
                f"guided, checked, with hints{f'; {done} done' if done else ''}",
            )
        )
        attempts = len(saved(app.shelf))
        if attempts:
            about = f"{attempts} saved: go on, name, export, delete"
            rows.append(self._row(Choice("attempts", TheAttempts()), "Attempts", about))
        rows.append(
            self._row(Choice("demos", TheDemonstrations()), "Demonstrations", "for an instructor in front of a class")
        )
        rows.append(None)
        rows.append(heading("Free labs"))
        for name in app.labs():
            about = LABS.get(name, "")
            rows.append(self._row(Choice(f"lab-{name}", NewLab(name)), name, about))
            rows.append(
                self._row(Choice(f"cold-{name}", NewLab(name, "cold")), "", "the same from power-on: watch it boot")
            )
        rows.append(None)
        rows.append(heading("At the command line"))
        rows += [Option(Content.assemble((f"  {name:16}", ""), (what, "")), disabled=True) for name, what in ELSEWHERE]
        options.clear_options()
        options.add_options(rows)
        kept = before in self._choices and not (before or "").startswith("work-")
        options.highlighted = options.get_option_index(before) if kept and before else 1
        self._show_keys()
        options.focus()

    def _row(self, choice: Choice, name: str, about: str) -> Option:
        self._choices[choice.id] = choice
        return Option(Content.assemble((f"  {name:16}", "bold"), (about, "")), id=choice.id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Do what was chosen."""
        choice = self._choices.get(event.option.id or "")
        if choice is None:
            return
        app: ConsoleApp = self.app  # type: ignore[assignment]
        if choice.work is not None and not choice.work.resumable:
            self.query_one("#note", Static).update(choice.work.trouble or IN_USE)
            return
        if isinstance(choice.does, TheCourse | TheDemonstrations | TheAttempts):
            app.choose(choice.does)
        else:
            app.open(choice.does)

    def _work(self) -> Work | None:
        """The highlighted work, if it is one."""
        options = self.query_one(OptionList)
        if options.highlighted is None:
            return None
        choice = self._choices.get(options.get_option_at_index(options.highlighted).id or "")
        return choice.work if choice is not None else None

    def action_watch(self) -> None:
        """Play the highlighted work from its beginning."""
        work = self._work()
        if work is None:
            return
        app: ConsoleApp = self.app  # type: ignore[assignment]
        if work.trouble:
            self.query_one("#note", Static).update(work.trouble)
        else:
            app.open(OldPlay(work.path))

    def action_delete(self) -> None:
        """Throw the highlighted work away, after a question."""
        work = self._work()
        if work is None:
            return
        if work.condition is Condition.IN_USE:
            self.query_one("#note", Static).update(IN_USE)
            return
        app: ConsoleApp = self.app  # type: ignore[assignment]
        app.ask_delete(work, self.fill)

    def action_help(self) -> None:
        """Help."""
        from iossim.frontends.tui.dialogs import Reading, help_text

        self.app.push_screen(Reading("Help", help_text(self._app.keyboard)))


def heading(text: str) -> Option:
    """A row that cannot be chosen."""
    return Option(Content.assemble((text, "bold $accent")), disabled=True)


def work_row(work: Work) -> tuple[str, str]:
    """A work's name, and how it stands."""
    about = f"{work.changed:%a %d %b %H:%M}"
    begun = exercise_of(work.path)
    name = work.lab if begun is None else f"exercise {begun[0]}"
    if work.trouble:
        return name, f"{about}, cannot be taken up"
    state = {"in use": ", in use", "broken off": ", broken off", "closed": ""}[work.condition]
    left = work.header.branched if work.header is not None else None
    lasted = " of lab time" if left is None else f", a branch from {span(max(0, left))}"
    return name, f"{about}, at {span(max(0, work.reached))}{lasted}{state}"
