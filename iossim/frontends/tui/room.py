"""The screen of one lab: consoles, drawing, conversations, timeline, and the clock that drives them.

Keys arrive as messages: the lab is brought to the present moment, they are applied, and what has changed is drawn. Time
passes in `pulse`, commands are carried out in `orders`; a panel is drawn only when its text is new.

Where everything stands is `layout`'s; another moment of the session is `visit`'s, clients from outside are `serving`'s.
Whatever goes wrong in the lab is reported by the app; the screen itself never catches it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen

from iossim.frontends.demo.stage import TICK, Stage
from iossim.frontends.tui import layout
from iossim.frontends.tui.bars import DIRECT, FIRST_KEY, Bar, KeyBar, Tabs
from iossim.frontends.tui.commands import COMMANDS
from iossim.frontends.tui.console import Console
from iossim.frontends.tui.drawing import Drawing
from iossim.frontends.tui.events import Story
from iossim.frontends.tui.keys import PREFIX
from iossim.frontends.tui.orders import Orders
from iossim.frontends.tui.packet import Following
from iossim.frontends.tui.panel import Panel
from iossim.frontends.tui.panes import SQUARE, Panes
from iossim.frontends.tui.pulse import Pulse
from iossim.frontends.tui.saying import Saying
from iossim.frontends.tui.serving import Serving
from iossim.frontends.tui.strip import Strip
from iossim.frontends.tui.timebar import TimeBar
from iossim.frontends.tui.visit import Visit
from iossim.frontends.tui.watching import Watching
from iossim.frontends.tui.wishes import Wishes
from iossim.lab.journal import Typed
from iossim.lab.view import clock as view_clock

if TYPE_CHECKING:
    from iossim.frontends.course.tutor import Tutor
    from iossim.frontends.demo.opening import Script
    from iossim.frontends.pacer import Clock
    from iossim.frontends.recording import Recording
    from iossim.frontends.replay.playback import Playback
    from iossim.frontends.tui.app import ConsoleApp
    from iossim.lab.lab import Lab


PASSWORD = "Password: "


class Room(Saying, Wishes, Screen[None], inherit_bindings=False):
    """See the module."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = layout.CSS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(PREFIX, "prefix", "Commands", priority=True, id="prefix"),
        *(
            Binding(c.function, f"command('{c.action}')", c.what, priority=True, id=c.action)
            for c in COMMANDS
            if c.function
        ),
        *(Binding(f"f{FIRST_KEY + n}", f"console({n})", "Console", priority=True) for n in range(DIRECT)),
        Binding("ctrl+shift+c", "command('copy')", "Copy", priority=True),
    ]

    def __init__(self, lab: Lab, recording: Recording | None, note: str = "", playback: Playback | None = None,
                 tutor: Tutor | None = None, script: Script | None = None) -> None:  # fmt: skip
        super().__init__()
        self.lab = self.live = lab
        self.recording = recording
        self.device = self.before = last_device(lab)
        self.view_shown = "console"
        self.note = note
        self.tutor = tutor
        self.stage = Stage(self, script) if script is not None else None
        if self.stage is not None:
            self.lab = self.live = self.stage.performance.lab
        clock: Clock = self.lab.world.kernel if playback is None else playback
        clock = clock if self.stage is None else self.stage.performance
        self.pulse = Pulse(clock, recording, self._draw, self._draw_panels, self._fault)
        self.watching = Watching(self, playback) if playback is not None else None
        if playback is not None:
            self.pulse.pacer.set_rate(playback.rate)
        self.visit = Visit(self)
        if tutor is not None:
            self.visit.past.begin = tutor.begin
        self.following = Following(self)
        self.story = Story(self)
        self.pulse.keep = self.keep
        self.orders = Orders(self)
        self.serving = Serving(self)
        self._stalls = 0
        self._keys_were_in_the_past = False
        self.drawing = Drawing(self)

    # -- building ------------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Bars, the main window, the panels beside it."""
        yield Bar("top")
        yield Tabs("tabs")
        with Horizontal(id="body"):
            with Vertical(id="main"):
                yield Panes()
                yield from (row.panel(f"main-{row.name}") for row in layout.VIEWS)
            with Vertical(id="side"):
                yield from (panel(ident) for ident, panel in layout.ASIDE)
        yield from (panel(ident) for ident, panel in layout.BELOW)
        yield TimeBar("timebar")
        yield KeyBar("keys")
        yield Strip("strip")

    def on_mount(self) -> None:
        """Open the first console and start the clock."""
        self.choose_layout()
        self.set_class(self.tutor is not None, "lesson")
        self.open_console(self.device)
        self.pulse.start()
        self.set_class(self.stage is not None, "stage")
        self._ticker = self.set_interval(TICK, self.tick, pause=self.stage is None)
        if self.stage is not None:
            self.pulse.pacer.pause(True)
        if self.console_app.keyboard.warning:
            self.call_after_refresh(self.say, self.console_app.keyboard.warning, "warning")
        if self.tutor is not None and self.has_class("narrow"):
            self.call_after_refresh(self.show_view, "exercise")
        if self.console_app.serve:
            self.run_worker(self.serving.open())

    async def on_unmount(self) -> None:
        """Stop the clock; whoever is connected is sent away."""
        self.pulse.stop()
        await self.serving.close()

    @property
    def console_app(self) -> ConsoleApp:
        """The app this is a screen of."""
        return cast("ConsoleApp", self.app)

    def _fault(self, error: Exception) -> None:
        self.console_app.bug(error)

    @staticmethod
    def clock_of(lab: Lab) -> str:
        """The time of day in a lab."""
        return f"{view_clock(lab):%H:%M:%S}"

    def keep(self) -> None:
        """Keep this moment, for whoever wants to come back to it."""
        self.visit.past.keep()

    def show_lab(self, lab: Lab) -> None:
        """Show another moment of the session, at the same console and panels."""
        if lab is not self.lab:
            self.lab = lab
            self.panes.forget()
        self.panes.show(lab)
        self._draw_anew()

    def stand_in(self, lab: Lab, clock: Clock, recording: Recording | None = None) -> None:
        """Show another lab in the place of this one, for a while: nothing of it is recorded, unless it comes back."""
        self.live = lab
        self.pulse.move_to(clock, recording)
        self.drawing.forget()
        self.show_lab(lab)

    def on_resize(self, event: events.Resize) -> None:
        """Another layout, perhaps."""
        self.choose_layout()
        self.call_after_refresh(self._draw_anew)

    def choose_layout(self) -> None:
        """Choose the layout for the window."""
        chosen = layout.size_class(*self.app.size)
        for name in ("narrow", "middle", "wide"):
            self.set_class(name == chosen, name)
        self.set_class(self.panes.tiles > 2 and self.app.size.width >= SQUARE, "square")

    # -- drawing -------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        """What the consoles on the screen have printed."""
        for device in self.panes.sync():
            self.drawing.looked_at(device)

    def _draw_anew(self) -> None:
        """Everything stands elsewhere: draw, whatever was drawn before."""
        self.drawing.anew()
        self._draw_panels()

    def _draw_panels(self) -> None:
        if not self.is_mounted or not self.pulse.alive:
            return
        self.orders.tell_end()
        if self.stage is not None:
            self._ticker.resume()
        else:
            self._ticker.pause()
        if self.tutor is not None and self.lab is self.live and self.tutor.look():
            self.say(self.console_app.keyboard.told("done: {step} goes on"))
        if self.watching is not None:
            self.watching.look()
        if self.pulse.pacer.stalls > self._stalls:
            self._stalls = self.pulse.pacer.stalls
            self.say("the machine stood still; the lab goes on from where it was", "warning")
        self.drawing.draw()

    @property
    def replaying(self) -> bool:
        """Whether a journal is being played."""
        return self.watching is not None and self.watching.on

    # -- consoles ------------------------------------------------------------------------------------------------

    @property
    def panes(self) -> Panes:
        """The consoles on the screen."""
        return self.query_one(Panes)

    @property
    def console(self) -> Console:
        """The console that has the keys."""
        return self.panes.current.console

    def open_console(self, device: str) -> None:
        """Show a router's console."""
        if not device:
            return
        self.before, self.device = (self.device, device) if device != self.device else (self.before, device)
        self.panes.open(device, self.lab)
        self.drawing.looked_at(device)
        self.show_view(layout.CONSOLE)

    def show_view(self, name: str) -> None:
        """Show one of the views in the main window."""
        self.view_shown = name
        for row in layout.VIEWS:
            self.set_class(name == row.name, f"in-{row.name}")  # nothing stands twice
        for row in layout.VIEWS:
            self.query_one(f"#main-{row.name}").display = row.name == name
        self.panes.display = name == layout.CONSOLE
        if name == layout.CONSOLE:
            self.set_focus(self.console)
        else:
            self.set_focus(None)
            self.zoom(False)
        self.call_after_refresh(self._draw_anew)

    def place(self) -> str:
        """Where the keys are: a view, the console, the line of time."""
        return "past" if self.focused is self.query_one(TimeBar) else self.view_shown

    def zoom(self, on: bool) -> None:
        """The whole window for one console, or back."""
        self.set_class(on, "zoom")
        self.panes.alone = on
        self.panes.place()

    def tile(self, tiles: int) -> None:
        """So many consoles at once."""
        self.zoom(False)
        self.panes.tile(tiles, self.lab.devices, self.lab)
        self.choose_layout()
        self.show_view(layout.CONSOLE)

    # -- keys ----------------------------------------------------------------------------------------------------

    def on_console_typed(self, message: Console.Typed) -> None:
        """Keys for the console they were typed at."""
        self.type_keys(message.keys)

    def on_descendant_focus(self) -> None:
        """The keys have gone to another pane."""
        if isinstance(self.focused, Console):
            pane = self.panes.of(self.focused)
            self.panes.choose(pane)
            self.device = pane.device or self.device

    def type_keys(self, keys: tuple[str, ...]) -> None:
        """Give keys to the router, at this moment."""
        self.note = ""
        if self.pulse.pacer.hunt is not None:
            self.pulse.pacer.stop_hunt()
            return
        if not self.visit.on and self.refuses():
            return
        with self.pulse.reporting():
            self.pulse.pacer.settle()
            self.lab.type(self.device, keys)
            if self.visit.on:
                self.note = "the past: only looked at"
            elif self.pulse.pacer.paused and self.lab.terminal(self.device).state == "busy":
                self.note = f"time stands: {self._pause_key}"
            elif self.lab.terminal(self.device).screen.current.endswith(PASSWORD):
                self.note = self.console_app.keyboard.told("{*help} tells the password")
            self._draw()
        self.pulse.wake()

    def on_key(self, event: events.Key) -> None:
        """A key outside the console: a command without its prefix."""
        if self.view_shown == "console" and self.focused is not self.query_one(TimeBar):
            return
        event.stop()
        command = self.console_app.keyboard.by_key.get(event.key)
        if self.view_shown != layout.CONSOLE and self.query_one(f"#main-{self.view_shown}", Panel).key(event.key):
            self._draw_panels()
        elif event.key in ("escape", "enter"):
            self.show_view("console")
        elif event.key.isdigit() and 0 < int(event.key) <= len(self.lab.devices):
            self.open_console(self.lab.devices[int(event.key) - 1])
        elif command is not None:
            self.action_command(command.action)

    def action_prefix(self) -> None:
        """The prefix: show the commands and take one key."""
        strip = self.query_one(Strip)
        if strip.display:
            strip.display = False
            self.on_strip_pressed(Strip.Pressed("literal"))
        else:
            self._keys_were_in_the_past = self.focused is self.query_one(TimeBar)
            strip.open(self.lab.devices, self.groups())

    def on_strip_pressed(self, message: Strip.Pressed) -> None:
        """The key after the prefix."""
        if self._keys_were_in_the_past:
            self.set_focus(self.query_one(TimeBar))
        elif self.view_shown == "console":
            self.set_focus(self.console)
        if message.action == "open":
            self.open_console(message.argument)
        elif message.action == "literal":
            self.type_keys(self.console_app.keyboard.literal)
        elif message.action:
            self.action_command(message.action)

    def action_console(self, number: int) -> None:
        """A function key: the console of that number."""
        if number < len(self.lab.devices):
            self.open_console(self.lab.devices[number])

    def action_command(self, name: str) -> None:
        """Carry out a command of the table."""
        self.note = ""
        if not self.orders.lesson.hides(name):
            getattr(self.orders, f"do_{name}")()
        self.pulse.hurry()


def last_device(lab: Lab) -> str:
    """The router that was typed at last; the first one when none was."""
    typed = (entry.device for entry in reversed(lab.journal.inputs) if isinstance(entry, Typed))
    return next(typed, lab.devices[0] if lab.devices else "")
