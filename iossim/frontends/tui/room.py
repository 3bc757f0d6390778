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

from iossim.frontends.tui import layout
from iossim.frontends.tui.bars import DIRECT, FIRST_KEY, Bar, Tab, Tabs, key_line, room_keys
from iossim.frontends.tui.commands import BY_KEY, COMMANDS
from iossim.frontends.tui.console import Console
from iossim.frontends.tui.keys import PREFIX
from iossim.frontends.tui.orders import Orders
from iossim.frontends.tui.packet import Following
from iossim.frontends.tui.panel import Panel, Picture
from iossim.frontends.tui.panels import MapPanel
from iossim.frontends.tui.pulse import Pulse
from iossim.frontends.tui.serving import Serving
from iossim.frontends.tui.status import pace, past, status_line
from iossim.frontends.tui.strip import Strip
from iossim.frontends.tui.timebar import TimeBar
from iossim.frontends.tui.visit import Visit
from iossim.frontends.tui.watching import Watching
from iossim.lab.journal import Typed
from iossim.lab.view import calls, timeline, view
from iossim.lab.view import clock as view_clock

if TYPE_CHECKING:
    from iossim.frontends.recording import Recording
    from iossim.frontends.replay.playback import Playback
    from iossim.frontends.tui.app import ConsoleApp
    from iossim.frontends.tui.pieces import Piece
    from iossim.lab.lab import Lab
    from iossim.lab.view import EventView

SECOND = 1_000_000


class Room(Screen[None], inherit_bindings=False):
    """See the module."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = layout.CSS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(PREFIX, "prefix", "Commands", priority=True),
        *(Binding(c.function, f"command('{c.action}')", c.what, priority=True) for c in COMMANDS if c.function),
        *(Binding(f"f{FIRST_KEY + n}", f"console({n})", "Console", priority=True) for n in range(DIRECT)),
        Binding("ctrl+shift+c", "command('copy')", "Copy", priority=True),
    ]

    def __init__(self, lab: Lab, recording: Recording | None, note: str = "", playback: Playback | None = None) -> None:
        super().__init__()
        self.lab = self.live = lab
        self.recording = recording
        self.device = last_device(lab)
        self.view_shown = "console"
        self.note = note
        clock = lab.world.kernel if playback is None else playback
        self.pulse = Pulse(clock, recording, self._draw, self._draw_panels, self._fault)
        self.watching = Watching(self, playback) if playback is not None else None
        if playback is not None:
            self.pulse.pacer.set_rate(playback.rate)
        self.visit = Visit(self)
        self.following = Following(self)
        self.pulse.keep = self.keep
        self.orders = Orders(self)
        self.serving = Serving(self)
        self._seen: dict[str, int] = {}
        self._stalls = 0
        self._drawn: object = None
        self._told: tuple[int, tuple[EventView, ...]] = (-1, ())

    # -- building ------------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Bars, the main window, the panels beside it."""
        yield Bar("top")
        yield Tabs("tabs")
        with Horizontal(id="body"):
            with Vertical(id="main"):
                with Vertical(id="frame"):
                    yield Console("console")
                yield from (row.panel(f"main-{row.name}") for row in layout.VIEWS)
            with Vertical(id="side"):
                yield from (panel(ident) for ident, panel in layout.ASIDE)
        yield from (panel(ident) for ident, panel in layout.BELOW)
        yield TimeBar("timebar")
        yield Bar("keys")
        yield Strip("strip")

    def on_mount(self) -> None:
        """Open the first console and start the clock."""
        self._layout()
        self.open_console(self.device)
        self.pulse.start()
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
            self._told = (-1, ())
            self.query_one(Console).forget()
        self.query_one(Console).show(lab.terminal(self.device).screen)
        self._draw_anew()

    def move_to(self, lab: Lab) -> None:
        """Another lab takes the place of this one for good: a branch. It is recorded in a journal of its own."""
        self.serving.move_to(lab)
        self.live, self.watching = lab, None
        trouble = self.console_app.record_branch(lab)
        self.recording = self.console_app.recording
        self.pulse.move_to(lab.world.kernel, self.recording)
        self._seen.clear()
        self.show_lab(lab)
        if trouble:
            self.say(trouble, "warning")
        else:
            self.say(
                f"A new attempt from {self.clock_of(lab)} on; the one before is kept. F11 lets time go on.", long=True
            )

    def on_resize(self, event: events.Resize) -> None:
        """Another layout, perhaps."""
        self._layout()
        self.call_after_refresh(self._draw_anew)

    def _layout(self) -> None:
        chosen = layout.size_class(*self.app.size)
        for name in ("narrow", "middle", "wide"):
            self.set_class(name == chosen, name)

    # -- drawing -------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        """What the open console has printed."""
        console = self.query_one(Console)
        if console.display and console.sync():
            self._look(self.device)

    def _draw_anew(self) -> None:
        """Everything stands elsewhere: draw, whatever was drawn before."""
        self._drawn = None
        self._draw_panels()

    def _draw_panels(self) -> None:
        if not self.is_mounted or not self.pulse.alive:
            return
        self.orders.tell_end()
        if self.watching is not None:
            self.watching.look()
        if self._moment() == self._drawn:
            return
        self._drawn = self._moment()
        picture = view(self.lab)
        width = self.size.width
        self.query_one("#top", Bar).put(status_line(self.lab, picture, self._pace(), width))
        self.query_one(Tabs).update(self._tabs(), width)
        self.query_one("#keys", Bar).put(
            key_line(room_keys(self.pulse.pacer.paused, self.view_shown), width, self.note)
        )
        origin, following = self.lab.world.definition.clock, self.following
        shown = Picture(self.lab, picture, self._story(), self.device, origin, following.way(self.lab), following.then)
        for panel in self.query(Panel):
            if panel.region.height:
                panel.look(shown)
        self._title()

    def _pace(self) -> Piece:
        """How fast time runs, or which time it is that is shown."""
        if self.visit.on:
            return past(self.live.now - self.lab.now)
        return pace(self.pulse.pacer, self.replaying)

    def _moment(self) -> object:
        """What the panels depend on, roughly: the second, or a fraction of it while a silence is counted or time flies."""
        pacer, kernel = self.pulse.pacer, self.lab.world.kernel
        counting = pacer.hunt is not None or not all(call.audible for call in calls(self.lab))
        return (
            *(kernel.now // (SECOND // 10 if counting else SECOND), kernel.trace.count, self.app.size, self.note),
            *(self.device, self.view_shown, pacer.paused, pacer.rate, pacer.hunt, self.has_class("zoom")),
            *(self.following.question, self.following.then, id(self.lab), self.live.now if self.visit.on else 0),
            *(self.query_one(Console).rows_below, *(panel.depends() for panel in self.query(Panel))),
        )

    def _story(self) -> tuple[EventView, ...]:
        """The timeline, made anew when something has been added."""
        count = self.lab.world.kernel.trace.count
        if self._told[0] != count:
            self._told = (count, timeline(self.lab))
        return self._told[1]

    def _title(self) -> None:
        frame = self.query_one("#frame")
        frame.border_title = f"{self.device} console"
        below = self.query_one(Console).rows_below
        frame.border_subtitle = f"{below} rows below, PgDn" if below else ""
        if self.pulse.pacer.stalls > self._stalls:
            self._stalls = self.pulse.pacer.stalls
            self.say("the machine stood still; the lab goes on from where it was", "warning")

    def say(self, text: str, severity: str = "information", long: bool = False) -> None:
        """A word to the user: at the bottom when it is short and pleasant, else over the screen."""
        if severity == "information" and not long:
            self.note = text
        else:
            self.app.notify(text, severity=severity, markup=False)  # type: ignore[arg-type]

    @property
    def replaying(self) -> bool:
        """Whether a journal is being played."""
        return self.watching is not None and self.watching.on

    def refuses(self) -> bool:
        """True, and a word to the user, while a journal is played or the past is shown: nothing may be done to the lab."""
        if self.visit.on:
            self.say("the past: F11 goes on from here")
        elif self.replaying:
            self.say("a replay: yours when it has ended")
        else:
            return False
        self._draw_anew()
        return True

    def refuses_time(self) -> bool:
        """True, and a word to the user, while the past is looked for: time stands."""
        if self.visit.open:
            self.say("time stands: Esc goes back to now")
            self._draw_anew()
        return self.visit.open

    # -- consoles ------------------------------------------------------------------------------------------------

    def open_console(self, device: str) -> None:
        """Show a router's console."""
        if not device:
            return
        self.device = device
        self.query_one(Console).show(self.lab.terminal(device).screen)
        self._look(device)
        self.show_view("console")

    def show_view(self, name: str) -> None:
        """Show one of the views in the main window."""
        self.view_shown = name
        for row in layout.VIEWS:
            self.query_one(f"#main-{row.name}").display = row.name == name
        self.query_one("#frame").display = name == layout.CONSOLE
        if name == layout.CONSOLE:
            self.set_focus(self.query_one(Console))
        else:
            self.set_focus(None)
            self.set_class(False, "zoom")
        self.call_after_refresh(self._draw_anew)

    def _look(self, device: str) -> None:
        if self.lab is self.live:
            self._seen[device] = self.lab.terminal(device).revision

    def _tabs(self) -> list[Tab]:
        tabs = []
        for device in self.lab.devices:
            terminal = self.lab.terminal(device)
            self._seen.setdefault(device, terminal.revision)
            terminal.take()  # drawn from the screen; the pieces are for those who carry them
            up = self.lab.router(device).up
            tabs.append(Tab(device, device == self.device, up, terminal.revision > self._seen[device]))
        return tabs

    # -- keys ----------------------------------------------------------------------------------------------------

    def on_console_typed(self, message: Console.Typed) -> None:
        """Keys for the open console."""
        self.type_keys(message.keys)

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
                self.note = "time stands: F11"
            if self.query_one(Console).sync():
                self._look(self.device)
        self.pulse.wake()

    def on_key(self, event: events.Key) -> None:
        """A key outside the console: a command without its prefix."""
        if self.view_shown == "console" and self.focused is not self.query_one(TimeBar):
            return
        event.stop()
        command = BY_KEY.get(event.key)
        if self.view_shown != layout.CONSOLE and self.query_one(f"#main-{self.view_shown}", Panel).key(event.key):
            self._draw_panels()
        elif event.key in ("escape", "enter"):
            self.show_view("console")
        elif event.key.isdigit() and 0 < int(event.key) <= len(self.lab.devices):
            self.open_console(self.lab.devices[int(event.key) - 1])
        elif command is not None:
            self.action_command(command.action)

    def action_prefix(self) -> None:
        """Ctrl-]: show the commands and take one key."""
        strip = self.query_one(Strip)
        if strip.display:
            strip.display = False
            self.on_strip_pressed(Strip.Pressed("literal"))
        else:
            strip.open(self.lab.devices)

    def on_strip_pressed(self, message: Strip.Pressed) -> None:
        """The key after the prefix."""
        if self.view_shown == "console":
            self.set_focus(self.query_one(Console))
        if message.action == "open":
            self.open_console(message.argument)
        elif message.action == "literal":
            self.type_keys(("c-]",))
        elif message.action:
            self.action_command(message.action)

    def action_console(self, number: int) -> None:
        """A function key: the console of that number."""
        if number < len(self.lab.devices):
            self.open_console(self.lab.devices[number])

    def on_time_bar_asked(self, message: TimeBar.Asked) -> None:
        """A key that chooses a moment."""
        self.visit.asked(message.row)
        self.pulse.hurry()

    def on_time_bar_pointed(self, message: TimeBar.Pointed) -> None:
        """A click at a moment."""
        self.visit.to(self.visit.past.at(message.t))

    def on_tabs_chosen(self, message: Tabs.Chosen) -> None:
        """A click on a console's name."""
        self.open_console(message.device)

    def on_map_panel_chosen(self, message: MapPanel.Chosen) -> None:
        """A click on a router."""
        self.open_console(message.device)

    def action_command(self, name: str) -> None:
        """Carry out a command of the table."""
        self.note = ""
        getattr(self.orders, f"do_{name}")()
        self.pulse.hurry()


def last_device(lab: Lab) -> str:
    """The router that was typed at last; the first one when none was."""
    typed = (entry.device for entry in reversed(lab.journal.inputs) if isinstance(entry, Typed))
    return next(typed, lab.devices[0] if lab.devices else "")
