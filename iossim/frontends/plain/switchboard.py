"""The plain console without its terminal: keys in, text out.

One router's console at a time. Ctrl-] offers the consoles and what the program can do, and takes one key; an action is
then typed as a line. Everything else is the router's. Text is what the router's terminal has printed since it was last
looked at; what another console prints meanwhile is shown when one goes there, as far back as `SHOWN` lines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from iossim.cli.keys import INTERRUPT, canonical, printable
from iossim.frontends.pacer import Ended, Pacer
from iossim.frontends.waiting import goal_of
from iossim.lab.session.slots import Expected
from iossim.lab.view import calls, clock, timeline

if TYPE_CHECKING:
    from iossim.lab.lab import Lab
    from iossim.lab.view import EventView

PREFIX = "c-]"
SHOWN = 12
SECOND = 1_000_000
HOUR = 3_600 * SECOND
OFFER = "? help  p pause  + - speed  n next event  u until voice returns  t timeline  a action  b break  q quit"
HELP = """
Ctrl-] and one key:
  1 .. 9        another console; it goes on printing while you are away
  p  + -        time stands still, or goes on; the pace, up to 1000x
  n             run until something happens, then stand still
  u             run until every conversation is heard in both directions
  t             what has happened lately
  a             an action, typed as a sentence: reload gateway-1, cut x-over,
                restore x-over, power off soho-2, call phone-1 phone-hq,
                why voice phone-1, path pc-1 call-manager
  b             Ctrl-Shift-6, which stops a ping and leaves a telnet session
  Ctrl-]        the key itself
  q             the end; the work is kept, and can be gone on with
Everything else is the router's: ? lists commands, Tab completes one, Ctrl-Z
leaves configuration.
"""


class Wants(StrEnum):
    """Who gets the next key."""

    ROUTER = "router"
    CHOICE = "choice"
    ACTION = "action"


class Switchboard:
    """See the module. `write` takes text whose lines end in a newline; `over` is true after `q`."""

    offer = OFFER
    help_text = HELP

    def __init__(self, lab: Lab, pacer: Pacer, write: Callable[[str], None]) -> None:
        self.lab = lab
        self.pacer = pacer
        self.write = write
        self.device = lab.devices[0]
        self.over = False
        self._wants = Wants.ROUTER
        self._line = ""

    # -- text ----------------------------------------------------------------------------------------------------

    def greet(self) -> None:
        """The first words, and the first console."""
        self.write(f"iossim: {self.lab.world.definition.title or self.lab.world.definition.name}\n")
        self.write("Ctrl-] for the other consoles, and for everything else.\n")
        self.open(self.device)

    def open(self, device: str) -> None:
        """Go to a console."""
        self.device = device
        terminal = self.lab.terminal(device)
        terminal.take()
        self.write(f"\n--- {device} ---\n")
        for line in list(terminal.lines)[-SHOWN:]:
            self.write(f"{line}\n")
        self.write(terminal.screen.current)

    def flush(self) -> None:
        """Write what has been printed on the open console."""
        if self._wants is Wants.ROUTER:
            text = "".join(chunk.text for chunk in self.lab.terminal(self.device).take())
            if text:
                self.write(text.replace("\r\n", "\n"))
        if self.pacer.ended is not None:
            hunt, how = self.pacer.ended
            self.pacer.ended = None
            said = "reached" if how is Ended.FOUND else how
            self._say(f"{hunt.what}: {said} after {(self.lab.now - hunt.began) / SECOND:.1f} s")

    def _say(self, text: str) -> None:
        """A word of the program, and the console's last line again."""
        self.write(f"\n[{text}]\n{self.lab.terminal(self.device).screen.current}")

    # -- keys ----------------------------------------------------------------------------------------------------

    def key(self, name: str) -> None:
        """A key has been pressed."""
        name = canonical(name)
        if self.pacer.hunt is not None:
            self.pacer.stop_hunt()
        elif self._wants is Wants.ROUTER and name != PREFIX:
            self._type(name)
        elif self._wants is Wants.ROUTER:
            self._offer()
        elif self._wants is Wants.CHOICE:
            self._wants = Wants.ROUTER
            self._choose(name)
        else:
            self._edit(name)
        self.flush()

    def _type(self, name: str) -> None:
        self.pacer.settle()
        self.lab.type(self.device, (name,))

    def _offer(self) -> None:
        self._wants = Wants.CHOICE
        consoles = "  ".join(f"{number} {device}" for number, device in enumerate(self.lab.devices[:9], 1))
        state = "paused" if self.pacer.paused else f"{self.pacer.rate}x"
        self.write(f"\n[{clock(self.lab):%H:%M:%S} {state}]  {consoles}\n{self.offer}: ")

    def _choose(self, name: str) -> None:
        """The key after Ctrl-]."""
        if name.isdigit() and 0 < int(name) <= len(self.lab.devices):
            self.open(self.lab.devices[int(name) - 1])
            return
        perform = _CHOICES.get(name)
        if perform is not None:
            perform(self)
        else:
            self._say(f"back to {self.device}")

    def _edit(self, name: str) -> None:
        """A key of the action's line."""
        if name == "enter":
            self._wants = Wants.ROUTER
            self._act(self._line.strip().strip("[]"))
        elif name in ("escape", "c-c", PREFIX):
            self._wants = Wants.ROUTER
            self._say("no action")
        elif name in ("backspace", "c-h") and self._line:
            self._line = self._line[:-1]
            self.write("\b \b")
        elif printable(name):
            self._line += name
            self.write(name)

    # -- what can be chosen --------------------------------------------------------------------------------------

    def _act(self, sentence: str) -> None:
        if not sentence:
            self._say("no action")
            return
        self.pacer.settle()
        try:
            if (goal := goal_of(self.lab, sentence)) is not None:
                self.pacer.pause(False)
                self.pacer.start_hunt(*goal)
                return
            report = self.lab.do(sentence)
        except Expected as error:
            self._say(str(error))
            return
        self._say("; ".join(report.lines) or f"done: {sentence}")

    def pause(self) -> None:
        """Stop time, or let it go on."""
        self.pacer.pause(not self.pacer.paused)
        self._say("paused" if self.pacer.paused else "time goes on")

    def faster(self) -> None:
        """The next pace."""
        self.pacer.faster()
        self._say(f"{self.pacer.rate}x")

    def slower(self) -> None:
        """The pace before."""
        self.pacer.faster(-1)
        self._say(f"{self.pacer.rate}x")

    def next_event(self) -> None:
        """Run until something happens, then stand still."""
        trace = self.lab.world.kernel.trace
        before = trace.count
        self.pacer.pause(True)
        self.pacer.start_hunt("next event", lambda: trace.count > before, HOUR)

    def until_voice(self) -> None:
        """Run until every conversation is heard in both directions."""
        if not calls(self.lab):
            self._say("no call is up")
            return
        self.pacer.pause(False)
        self.pacer.start_hunt("voice returns", self._heard, HOUR // 4)

    def _heard(self) -> bool:
        found = calls(self.lab)
        return bool(found) and all(call.audible for call in found)

    def timeline(self) -> None:
        """What has happened lately."""
        lines = []
        for event in self._events():
            when = f"+{event.since / SECOND:.1f} s" if event.since is not None else f"{event.t / SECOND:.1f}"
            lines.append(f"{when:>12}  {event.device:12} {event.text}")
        self.write("\n" + "\n".join(lines or ["nothing has happened yet"]) + "\n")
        self.write(self.lab.terminal(self.device).screen.current)

    def _events(self) -> Sequence[EventView]:
        return timeline(self.lab, 20)

    def action(self) -> None:
        """Read a sentence."""
        self._wants, self._line = Wants.ACTION, ""
        self.write("\naction: ")

    def interrupt(self) -> None:
        """Ctrl-Shift-6, for keyboards that have none."""
        self._type(INTERRUPT)

    def literal(self) -> None:
        """Ctrl-] itself."""
        self._type(PREFIX)

    def help(self) -> None:
        """All of this, and what the lab wants at its password prompts."""
        wanted = self.lab.world.definition.credentials
        self.write(self.help_text)
        for where, password in (("enable", wanted.enable), ("Virtual terminals", wanted.vty)):
            if password:
                self.write(f"{where}: {password}\n")
        self.write(self.lab.terminal(self.device).screen.current)

    def quit(self) -> None:
        """The end."""
        self.over = True


_CHOICES: dict[str, Callable[[Switchboard], None]] = {
    "?": Switchboard.help,
    "h": Switchboard.help,
    "p": Switchboard.pause,
    " ": Switchboard.pause,
    "+": Switchboard.faster,
    "-": Switchboard.slower,
    "n": Switchboard.next_event,
    "u": Switchboard.until_voice,
    "t": Switchboard.timeline,
    "a": Switchboard.action,
    "b": Switchboard.interrupt,
    PREFIX: Switchboard.literal,
    "q": Switchboard.quit,
}
