"""The screen of one lab: consoles, drawing, conversations, timeline, and the clock that drives them.

The screen owns the pacer and is the only one that touches the lab: keys and actions arrive as messages, the lab is
brought to the present moment, the input is applied, and what has changed is drawn. A loop lets time pass in slices and
rests until the next event is due; panels are drawn at most `PANELS` times a second, and only when their text is new.

Three layouts by the window's width: one view at a time (narrow), consoles with voice and timeline beside them (middle),
and the drawing too (wide). Whatever goes wrong in the lab is reported by the app; the screen itself never catches it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.containers import Horizontal, Vertical
from textual.screen import Screen

from iossim.frontends.pacer import Ended, Pacer
from iossim.frontends.tui.bars import DIRECT, FIRST_KEY, KEYS, Bar, Tab, Tabs, key_line
from iossim.frontends.tui.commands import BY_KEY, COMMANDS
from iossim.frontends.tui.console import Console
from iossim.frontends.tui.dialogs import Question, Reading, help_text
from iossim.frontends.tui.keys import PREFIX
from iossim.frontends.tui.palette import Actions
from iossim.frontends.tui.panels import MapPanel, TimelinePanel, VoicePanel
from iossim.frontends.tui.status import status_line
from iossim.frontends.tui.strip import Strip
from iossim.lab.view import timeline, view

if TYPE_CHECKING:
    from iossim.frontends.recording import Recording
    from iossim.frontends.tui.app import ConsoleApp
    from iossim.lab.lab import Lab

SECOND = 1_000_000
PANELS = 0.25
BREATH = 0.004
"""The least rest between two slices: what is due earlier is done together."""

MIDDLE, WIDE = 116, 150
NEXT_EVENT_WITHIN = 3_600 * SECOND
VOICE_WITHIN = 900 * SECOND
VIEWS = ("console", "map", "voice", "timeline")


class Room(Screen[None], inherit_bindings=False):
    """See the module."""

    DEFAULT_CSS = """
    Room { layers: base above; background: $background; }
    Room #body { height: 1fr; }
    Room #side { display: none; width: 1fr; }
    Room #main { width: 1fr; }
    Room #main Panel { display: none; }
    Room.narrow Console, Room.zoom Console { scrollbar-size-vertical: 0; }
    Room.middle #side, Room.wide #side { display: block; }
    Room.middle #main, Room.wide #main { width: 84; }
    Room.middle #frame, Room.wide #frame { border: round $panel; border-title-color: $secondary; padding: 0; }
    Room.middle #frame:focus-within, Room.wide #frame:focus-within {
        border: round $primary; border-title-color: $primary; border-title-style: bold;
    }
    Room #side MapPanel { display: none; }
    Room.wide #side MapPanel { display: block; height: 3fr; min-height: 20; }
    Room #side VoicePanel { height: 9; }
    Room #side TimelinePanel { height: 2fr; }
    Room.show-map #frame, Room.show-voice #frame, Room.show-timeline #frame { display: none; }
    Room.show-map #main MapPanel, Room.show-voice #main VoicePanel, Room.show-timeline #main TimelinePanel {
        display: block; height: 1fr; border: round $primary; border-title-color: $primary;
    }
    Room.zoom #top, Room.zoom Tabs, Room.zoom #keys, Room.zoom #side { display: none; }
    Room.zoom #main { width: 1fr; }
    Room.zoom #frame { border: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(PREFIX, "prefix", "Commands", priority=True),
        *(Binding(c.function, f"command('{c.action}')", c.what, priority=True) for c in COMMANDS if c.function),
        *(Binding(f"f{FIRST_KEY + n}", f"console({n})", "Console", priority=True) for n in range(DIRECT)),
        Binding("ctrl+shift+c", "command('copy')", "Copy", priority=True),
    ]

    def __init__(self, lab: Lab, recording: Recording | None, note: str = "") -> None:
        super().__init__()
        self.lab = lab
        self.recording = recording
        self.pacer = Pacer(lab.world.kernel)
        self.device = lab.devices[0] if lab.devices else ""
        self.view_shown = "console"
        self.note = note
        self._wake = asyncio.Event()
        self._seen: dict[str, int] = {}
        self._panels_at = 0.0
        self._marked_at = 0.0
        self._stalls = 0
        self._task: asyncio.Task[None] | None = None

    # -- building ------------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Bars, the main window, the panels beside it."""
        yield Bar("top")
        yield Tabs("tabs")
        with Horizontal(id="body"):
            with Vertical(id="main"):
                with Vertical(id="frame"):
                    yield Console("console")
                yield MapPanel("main-map")
                yield VoicePanel("main-voice")
                yield TimelinePanel("main-timeline")
            with Vertical(id="side"):
                yield MapPanel("side-map")
                yield VoicePanel("side-voice")
                yield TimelinePanel("side-timeline")
        yield Bar("keys")
        yield Strip("strip")

    def on_mount(self) -> None:
        """Open the first console and start the clock."""
        self._layout()
        self.open_console(self.device)
        self._task = asyncio.create_task(self._run())

    def on_unmount(self) -> None:
        """Stop the clock."""
        if self._task is not None:
            self._task.cancel()

    def on_resize(self, event: events.Resize) -> None:
        """Another layout, perhaps."""
        self._layout()
        self.call_after_refresh(self._draw_panels)

    def _layout(self) -> None:
        width, _ = self.app.size
        self.set_class(width < MIDDLE, "narrow")
        self.set_class(MIDDLE <= width < WIDE, "middle")
        self.set_class(width >= WIDE, "wide")

    # -- the clock -----------------------------------------------------------------------------------------------

    async def _run(self) -> None:
        with self.reporting():
            while True:
                self._wake.clear()
                arrived = self.pacer.advance()
                self._draw()
                if not arrived:
                    await asyncio.sleep(0)
                    continue
                rest = self.pacer.rest()
                pause = PANELS if rest is None else min(PANELS, max(BREATH, rest / SECOND))
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), pause)

    @contextlib.contextmanager
    def reporting(self) -> Iterator[None]:
        """Whatever fails in here stops the lab and is told to the app."""
        app: ConsoleApp = self.app  # type: ignore[assignment]
        try:
            yield
        except Exception as error:
            self.pacer.pause(True)
            if self._task is not None:
                self._task.cancel()
            app.bug(error)

    def _draw(self) -> None:
        """What has been printed; the panels when it is time."""
        console = self.query_one(Console)
        if console.display and console.sync():
            self._look(self.device)
        now = asyncio.get_running_loop().time()
        if now >= self._panels_at:
            self._panels_at = now + PANELS
            self._draw_panels()
        if self.recording is not None and now >= self._marked_at:
            self._marked_at = now + 1
            self.recording.mark()

    def _draw_panels(self) -> None:
        if not self.is_mounted or self._task is None:
            return
        picture = view(self.lab)
        width = self.size.width
        self._tell_end()
        self.query_one("#top", Bar).put(status_line(self.lab, picture, self.pacer, width))
        self.query_one(Tabs).update(self._tabs(), width)
        right = self.note
        self.query_one("#keys", Bar).put(key_line(KEYS, width, right))
        for panel in self.query(MapPanel):
            if panel.region.height:
                panel.update(picture, self.device)
        for voice in self.query(VoicePanel):
            if voice.region.height:
                voice.update(picture)
        shown = [panel for panel in self.query(TimelinePanel) if panel.region.height]
        if shown:
            story = timeline(self.lab)
            for line in shown:
                line.update(story, "nothing has happened yet")
        self._title()

    def _title(self) -> None:
        frame = self.query_one("#frame")
        frame.border_title = f"{self.device} console"
        below = self.query_one(Console).rows_below
        frame.border_subtitle = f"{below} rows below, PgDn" if below else ""

    def _tell_end(self) -> None:
        """How a hunt ended, once."""
        if self.pacer.ended is not None:
            hunt, how = self.pacer.ended
            self.pacer.ended = None
            took = (self.lab.now - hunt.began) / SECOND
            words = {Ended.FOUND: "reached", Ended.MISSED: "not reached", Ended.STOPPED: "stopped"}
            self.say(
                f"{hunt.what}: {words[how]} after {took:.1f} s", "information" if how == Ended.FOUND else "warning"
            )
        if self.pacer.stalls > self._stalls:
            self._stalls = self.pacer.stalls
            self.note = "the machine stood still: lab time went on from where it was"

    def say(self, text: str, severity: str = "information") -> None:
        """A short message over the screen."""
        self.app.notify(text, severity=severity, markup=False)  # type: ignore[arg-type]

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
        for other in VIEWS[1:]:
            self.set_class(other == name, f"show-{other}")
        if name == "console":
            self.set_focus(self.query_one(Console))
        else:
            self.set_focus(None)
            self.set_class(False, "zoom")
        self.call_after_refresh(self._draw_panels)

    def _look(self, device: str) -> None:
        self._seen[device] = self.lab.terminal(device).revision

    def _tabs(self) -> list[Tab]:
        tabs = []
        for device in self.lab.devices:
            terminal = self.lab.terminal(device)
            if device not in self._seen:
                self._look(device)
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
        if self.pacer.hunt is not None:
            self.pacer.stop_hunt()
            return
        with self.reporting():
            self.pacer.settle()
            self.lab.type(self.device, keys)
            if self.query_one(Console).sync():
                self._look(self.device)
        self._wake.set()

    def on_key(self, event: events.Key) -> None:
        """A key outside the console: a command without its prefix."""
        if self.view_shown == "console":
            return
        event.stop()
        command = BY_KEY.get(event.key)
        if event.key in ("up", "down", "pageup", "pagedown"):
            step = {"up": 1, "down": -1, "pageup": 10, "pagedown": -10}[event.key]
            for panel in self.query(TimelinePanel):
                panel.back = max(0, panel.back + step)
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

    def on_tabs_chosen(self, message: Tabs.Chosen) -> None:
        """A click on a console's name."""
        self.open_console(message.device)

    def on_map_panel_chosen(self, message: MapPanel.Chosen) -> None:
        """A click on a router."""
        self.open_console(message.device)

    def action_command(self, name: str) -> None:
        """Carry out a command of the table."""
        getattr(self, f"do_{name}")()
        self._panels_at = 0.0
        self._wake.set()

    # -- commands: time ------------------------------------------------------------------------------------------

    def do_pause(self) -> None:
        """Stop time, or let it go on."""
        if self.pacer.hunt is not None:
            self.pacer.stop_hunt()
        self.pacer.pause(not self.pacer.paused)

    def do_faster(self) -> None:
        """The next pace."""
        self.pacer.faster()

    def do_slower(self) -> None:
        """The pace before."""
        self.pacer.faster(-1)

    def do_real_time(self) -> None:
        """One second a second."""
        self.pacer.set_rate(1)
        self.pacer.pause(False)

    def do_next_event(self) -> None:
        """Run until something is put on the timeline or printed on a console, then stand still."""
        trace, before = self.lab.world.kernel.trace, self.lab.world.kernel.trace.count
        screens = [(terminal, terminal.revision) for terminal in map(self.lab.terminal, self.lab.devices)]
        self.pacer.pause(True)
        self.pacer.start_hunt(
            "next event",
            lambda: trace.count > before or any(terminal.revision > seen for terminal, seen in screens),
            NEXT_EVENT_WITHIN,
        )

    def do_until_voice(self) -> None:
        """Run until every conversation is heard in both directions."""
        from iossim.lab.view import calls

        now = calls(self.lab)
        if not now:
            self.say("no call is up: F12, then for example call phone-1 phone-hq", "warning")
        elif all(call.audible for call in now):
            self.say("voice is heard in both directions already")
        else:
            self.pacer.pause(False)
            self.pacer.start_hunt("voice returns", self._all_heard, VOICE_WITHIN)

    def _all_heard(self) -> bool:
        from iossim.lab.view import calls

        found = calls(self.lab)
        return bool(found) and all(call.audible for call in found)

    # -- commands: network ---------------------------------------------------------------------------------------

    def do_actions(self) -> None:
        """The palette."""
        self.app.push_screen(CommandPalette([Actions], placeholder="an action: call, cut, outage, reload ..."))

    def do_action(self, sentence: str) -> None:
        """Carry out an action of the session language."""
        from iossim.lab.session.slots import Expected

        with self.reporting():
            self.pacer.stop_hunt()
            self.pacer.settle()
            try:
                report = self.lab.do(sentence)
            except Expected as error:
                self.say(str(error), "warning")
                return
            if report.lines:
                self.say("\n".join(report.lines[:8]), "information" if report.ok else "warning")
            elif report.ok:
                self.say(sentence)
        self._panels_at = 0.0
        self._wake.set()

    def do_restore(self) -> None:
        """Make every link whole again that is not."""
        network = self.lab.world.network
        definition = self.lab.world.definition
        hurt = [
            name
            for name, state in network.state.items()
            if not state.connected or state.silent or state.loss or state.delay != definition.links[name].delay
        ]
        for name in hurt:
            self.do_action(f"restore {name}")
        if not hurt:
            self.say("every link is whole")

    # -- commands: views and consoles ----------------------------------------------------------------------------

    def do_console(self) -> None:
        """The console."""
        self.show_view("console")

    def do_map(self) -> None:
        """The drawing in the main window, or back."""
        self._toggle("map")

    def do_voice(self) -> None:
        """The conversations in the main window, or back."""
        self._toggle("voice")

    def do_timeline(self) -> None:
        """The timeline in the main window, or back."""
        self._toggle("timeline")

    def _toggle(self, name: str) -> None:
        self.show_view("console" if self.view_shown == name else name)

    def do_zoom(self) -> None:
        """The whole window for the console, or back."""
        self.show_view("console")
        self.toggle_class("zoom")

    def do_go(self) -> None:
        """Choose a console by name."""
        devices = self.lab.devices
        answers = [(device, device) for device in devices]
        self.app.push_screen(Question("Go to a console", "", answers), lambda chosen: self.open_console(chosen or ""))

    def do_next(self) -> None:
        """The next console."""
        devices = self.lab.devices
        self.open_console(devices[(devices.index(self.device) + 1) % len(devices)])

    def do_interrupt(self) -> None:
        """Ctrl-Shift-6, for keyboards and windows that keep it for themselves."""
        self.type_keys(("c-^",))

    def do_copy(self) -> None:
        """Copy what is selected with the mouse."""
        text = self.get_selected_text()
        if text:
            self.app.copy_to_clipboard(text)
            self.say("copied")
        else:
            self.say("nothing is selected: drag with the mouse", "warning")

    # -- commands: program ---------------------------------------------------------------------------------------

    def do_help(self) -> None:
        """All keys."""
        self.app.push_screen(Reading("Help", help_text()))

    def do_quit(self) -> None:
        """Leave; the work is kept."""
        app: ConsoleApp = self.app  # type: ignore[assignment]
        app.leave_room()
