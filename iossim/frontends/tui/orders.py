"""What the screen of a lab does when it is told to: one method for each row of `commands.COMMANDS`, and for an action.

An order acts on the lab through its room: faults and calls through `Lab.do`, views and consoles through the room itself; those
about time are in `timing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.frontends.tui.dialogs import Asking, Question, Reading, help_text
from iossim.frontends.tui.exporting import Exporting
from iossim.frontends.tui.glossary import glossary_text
from iossim.frontends.tui.hints import here
from iossim.frontends.tui.learning import Learning
from iossim.frontends.tui.lesson import Lesson
from iossim.frontends.tui.palette import Palette
from iossim.frontends.tui.panes import TILES
from iossim.frontends.tui.timing import Timing
from iossim.frontends.tui.tour import Tour
from iossim.frontends.waiting import goal_of
from iossim.lab.session.slots import Expected
from iossim.lab.undo import undoable

if TYPE_CHECKING:
    from iossim.frontends.demo.stage import Stage
    from iossim.frontends.tui.room import Room

REPORTED = 12
"""So many lines of a report are shown."""


class Orders(Timing):
    """Carries out commands in one room."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.pacer = room.pulse.pacer
        self.lesson = Lesson(room)
        self.learning = Learning(room)

    # -- commands: network ---------------------------------------------------------------------------------------

    def do_actions(self) -> None:
        """The palette."""
        self.room.app.push_screen(Palette())

    def do_action(self, sentence: str) -> None:
        """Carry out an action of the session language."""
        if self.room.refuses():
            return
        with self.room.pulse.reporting():
            self.pacer.stop_hunt()
            self.pacer.settle()
            try:
                if not self.lesson.permits(sentence):
                    return
                if (goal := goal_of(self.lab, sentence)) is not None:
                    self.run_to(goal)
                    return
                report = self.lab.do(sentence)
            except Expected as error:
                self.room.say(str(error), "warning")
                return
            if report.lines:
                self.room.say("\n".join(report.lines[:REPORTED]), "information" if report.ok else "warning", long=True)
            elif report.ok:
                self.room.say(f"done: {sentence}")
        self.room.pulse.hurry()

    def do_reload(self) -> None:
        """`reload` typed at the router in view, as a person would; its dialog can be read on its console."""
        self.room.open_console(self.room.device)
        self.do_action(f"reload {self.room.device}")

    def do_undo(self) -> None:
        """Undo the newest action that can be; in an exercise, the last thing done. The call the lab came with is not yours."""
        if self.room.tutor is not None:
            self.learning.undo()
            return
        own = "call {} {}".format(*self.lab.world.definition.call or ("", ""))
        found = [pair for pair in undoable(self.lab) if str(pair[0]) != own]
        if found:
            self.do_action(str(found[0][1]))
        else:
            self.room.say(self.keyboard.told("nothing to undo; what has run its course is undone in the past: {past}"))

    def do_restore(self) -> None:
        """Make every link whole again that is not."""
        hurt = self.lab.world.network.hurt()
        for name in hurt:
            self.do_action(f"restore {name}")
        if not hurt:
            self.room.say("every link is whole")

    # -- commands: the exercise ------------------------------------------------------------------------------------

    def do_exercise(self) -> None:
        """The step in the main window, or back."""
        self._toggle("exercise")

    def do_step(self) -> None:
        """What is due in the step that is shown: an answer, a verdict, the next step."""
        self.lesson.go_on()
        self.step_in_sight()

    def do_hint(self) -> None:
        """The next hint."""
        self.lesson.hint()
        self.step_in_sight()

    def step_in_sight(self) -> None:
        """Where the step has no place beside the console, what is said in it would not be seen."""
        if self.room.tutor is not None and self.room.has_class("narrow") and self.room.app.screen is self.room:
            self.room.show_view("exercise")

    def do_show_me(self) -> None:
        """The solution, in a branch; or back from it."""
        self.learning.show_me()

    def do_checkpoint(self) -> None:
        """Back to the last bookmark."""
        self.learning.checkpoint()

    def do_reset(self) -> None:
        """Begin the exercise again."""
        self.learning.reset()

    def do_free_play(self) -> None:
        """Leave the exercise, keep the lab."""
        self.learning.free_play()

    def do_sum_up(self) -> None:
        """What was learned."""
        self.learning.sum_up()

    # -- commands: the demonstration ------------------------------------------------------------------------------

    def _stage(self) -> Stage | None:
        if self.room.stage is None:
            self.room.say("no demonstration: there are some in the menu")
        return self.room.stage

    def do_next_note(self) -> None:
        """The next note."""
        if (stage := self._stage()) is not None:
            stage.jump(1)

    def do_note_before(self) -> None:
        """The beginning of this note, then the one before."""
        if (stage := self._stage()) is not None:
            stage.jump(-1)

    def do_jump(self) -> None:
        """Any note."""
        if (stage := self._stage()) is not None:
            stage.choose()

    def do_keyboard(self) -> None:
        """Take the keyboard over, or give it back."""
        if (stage := self._stage()) is not None:
            stage.keyboard()

    # -- commands: views and consoles ----------------------------------------------------------------------------

    def do_console(self) -> None:
        """The console."""
        self.room.show_view("console")

    def do_map(self) -> None:
        """The drawing in the main window, or back."""
        self._toggle("map")

    def do_voice(self) -> None:
        """The conversations in the main window, or back."""
        self._toggle("voice")

    def do_timeline(self) -> None:
        """The timeline in the main window, or back."""
        self._toggle("timeline")

    def do_packet(self) -> None:
        """The way of a packet in the main window, and on the drawing; or back."""
        self.room.following.begin()
        self._toggle("packet")

    def do_why(self) -> None:
        """What is wrong, and what led to it, in the main window; or back."""
        self.room.explain(None)

    def _toggle(self, name: str) -> None:
        self.room.show_view("console" if self.room.view_shown == name else name)

    def do_zoom(self) -> None:
        """The whole window for the console, or back."""
        self.room.show_view("console")
        self.room.zoom(not self.room.has_class("zoom"))
        if self.room.has_class("zoom"):
            self.room.say(self.keyboard.told("{zoom} shows everything again"), long=True)

    def do_tile(self) -> None:
        """One, two or four consoles at once, as many as the window has room for."""
        panes = self.room.panes
        most = min(panes.room, len(self.lab.devices))
        self.room.tile(next((tiles for tiles in TILES if panes.tiles < tiles <= most), TILES[0]))

    def do_pop(self) -> None:
        """The console in view in a pane of its own."""
        self.room.zoom(False)
        if not self.room.panes.pop(self.room.before, self.lab.devices, self.lab):
            self.room.say("no room for one more console", "warning")
        self.room.choose_layout()
        self.room.show_view("console")

    def do_other(self) -> None:
        """The keys to the next console on the screen."""
        self.room.panes.next()
        self.room.show_view("console")

    def do_go(self) -> None:
        """Choose a console by name."""
        devices = self.lab.devices
        answers = [(device, device) for device in devices]
        self.room.app.push_screen(
            Question("Go to a console", "", answers, escape=""), lambda chosen: self.room.open_console(chosen or "")
        )

    def do_next(self) -> None:
        """The next console."""
        devices = self.lab.devices
        self.room.open_console(devices[(devices.index(self.room.device) + 1) % len(devices)])

    def do_interrupt(self) -> None:
        """Ctrl-Shift-6, for keyboards and windows that keep it for themselves."""
        self.room.type_keys(("c-^",))

    def do_copy(self) -> None:
        """Copy what is selected with the mouse."""
        text = self.room.get_selected_text()
        if text:
            self.room.app.copy_to_clipboard(text)
            self.room.say("copied")
        else:
            self.room.say("nothing is selected: drag with the mouse", "warning")

    def do_search(self) -> None:
        """Look for words in what the console has printed; once more, further up."""
        console = self.room.console

        def asked(words: str | None) -> None:
            if words and not console.search(words):
                self.room.say(f'"{words}" is not there', "warning")

        self.room.show_view("console")
        self.room.app.push_screen(Asking("Search the console, upwards", "words", console.sought), asked)

    def do_export(self) -> None:
        """Write the console, or the session, into a file."""
        Exporting(self.room).ask()

    # -- commands: program ---------------------------------------------------------------------------------------

    def do_theme(self) -> None:
        """The next theme."""
        self.room.say(f"theme: {self.room.console_app.next_theme()}")

    def do_help(self) -> None:
        """What is on the screen, then all keys."""
        credentials = self.room.lab.world.definition.credentials
        self.room.app.push_screen(
            Reading("Help", help_text(self.keyboard, credentials, here(self.room.place(), self.keyboard)))
        )

    def do_tour(self) -> None:
        """The tour; time waits meanwhile."""
        was_paused = self.pacer.paused
        self.pacer.pause(True)

        def over(_: None) -> None:
            self.room.console_app.chosen.change(toured=True)
            if not self.room.visit.open:
                self.pacer.pause(was_paused)
            self.room.pulse.hurry()

        self.room.app.push_screen(Tour(), over)

    def do_glossary(self) -> None:
        """The terms, each with the command that shows it."""
        self.room.app.push_screen(Reading("Glossary", glossary_text()))

    def do_quit(self) -> None:
        """Leave; the work is kept."""
        self.room.console_app.leave_room()
