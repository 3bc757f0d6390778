"""The packet that is followed: its way on the drawing and hop by hop, as things stand on the screen, and beside another moment.

`Following` holds what is followed and computes the way anew when something has happened; the panel lists it. A way that ends
in a loss is shown from its end, until somebody scrolls. With another moment to compare with, hops that were there only then have
a `-`, those that are new a `+`; what has not changed is one line, and headers are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.frontends.tui.bars import Hint
from iossim.frontends.tui.dialogs import Question as Choice
from iossim.frontends.tui.moments import MomentChooser
from iossim.frontends.tui.panel import Panel
from iossim.frontends.tui.wording import broken
from iossim.lab.way import KINDS, Question, Way, compared, endpoints, usual, way

if TYPE_CHECKING:
    from iossim.frontends.tui.panel import Picture
    from iossim.frontends.tui.pieces import Line
    from iossim.frontends.tui.room import Room
    from iossim.lab.lab import Lab
    from iossim.lab.past import Moment
    from iossim.lab.way import Hop

KEYS = (
    Hint("F", "from, to", key="F"),
    Hint("T", "turn round", key="T"),
    Hint("D", "compare", key="D"),
    Hint("X", "let go", key="X"),
)
SCROLLS = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10, "home": -10_000, "end": 10_000}
WHEEL = 3
SIGNS = {" ": "", "-": "way-then", "+": "way-now"}
SHORT = {"FastEthernet": "Fa", "Ethernet": "Et", "Loopback": "Lo"}


@dataclass(frozen=True, slots=True)
class Then:
    """The way at another moment, and when that was, by the lab's clock."""

    way: Way
    when: str


class Following:
    """What is followed in one room."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.question: Question | None = None
        self.then: Then | None = None
        self._moment: Moment | None = None
        self._found: tuple[object, Way | None] = (None, None)

    def way(self, lab: Lab) -> Way | None:
        """The way as it is in this lab, now."""
        if self.question is None:
            return None
        state = (lab, lab.world.kernel.events, len(lab.journal.inputs), self.question)
        if self._found[0] != state:
            self._found = (state, way(lab, self.question))
        return self._found[1]

    def begin(self) -> None:
        """Follow something: what was followed last, or the conversation."""
        if self.question is None:
            self.question = usual(self.room.lab)

    def follow(self, question: Question | None) -> None:
        """Follow this from now on; None lets go."""
        self.question = question
        self.then = None
        if question is not None and self._moment is not None:
            self.room.visit.fetch(self._moment, self._compare)
        self.room.pulse.hurry()

    def key(self, key: str) -> bool:
        """A key of the panel."""
        match key:
            case "F":
                self.choose()
            case "T" if self.question is not None:
                self.follow(self.question.turned())
            case "D":
                self.choose_moment()
            case "X":
                self._moment = None
                self.follow(None)
            case _:
                return False
        return True

    # -- choosing ------------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for both ends and the kind of packet, one after the other."""
        places = [(place, place) for place in endpoints(self.room.lab)]

        def start(a: str | None) -> None:
            if a:
                others = [row for row in places if row[0] != a] + [("", "never mind")]
                self.room.app.push_screen(Choice(f"From {a} to", "", others), lambda b: kind(a, b))

        def kind(a: str, b: str | None) -> None:
            if b:
                kinds = [(kind.name, kind.what) for kind in KINDS] + [("", "never mind")]
                self.room.app.push_screen(Choice(f"{a} → {b}", "", kinds), lambda name: done(a, b, name))

        def done(a: str, b: str, name: str | None) -> None:
            found = next((kind for kind in KINDS if kind.name == name), None)
            if found is not None:
                self.follow(Question(a, b, found))

        self.room.app.push_screen(Choice("Follow a packet from", "", [*places, ("", "never mind")]), start)

    def choose_moment(self) -> None:
        """Ask with which moment to compare; when there is one already, compare no longer."""
        if self.then is not None:
            self._moment = self.then = None
            self.room.pulse.hurry()
            return
        visit, live = self.room.visit, self.room.live
        chooser = MomentChooser(visit.marks(), live.now, live.world.definition.clock, "Compare with a moment")
        self.room.app.push_screen(chooser, self._chosen)

    def _chosen(self, answer: str | None) -> None:
        moment = self.room.visit.read(answer or "")
        if moment is not None:
            self._moment = moment
            self.room.visit.fetch(moment, self._compare)

    def _compare(self, lab: Lab) -> None:
        if self.question is not None:
            self.then = Then(way(lab, self.question), self.room.clock_of(lab))
            self.room.pulse.hurry()


class PacketPanel(Panel):
    """The way, hop by hop."""

    TITLE = "Packet"

    def __init__(self, ident: str) -> None:
        super().__init__(ident)
        self._top: int | None = None
        self._about: object = None
        self._shown = (0, 0)

    def keys(self) -> tuple[Hint, ...]:
        """What can be chosen."""
        return KEYS

    def depends(self) -> object:
        """How far it is scrolled."""
        return self._top

    def key(self, key: str) -> bool:
        """Scroll; the rest is the room's."""
        if key not in SCROLLS:
            following: Following = self.screen.following  # type: ignore[attr-defined]
            return following.key(key)
        self._scroll(SCROLLS[key])
        return True

    def _scroll(self, rows: int) -> None:
        top, last = self._shown
        self._top = max(0, min(last, top + rows))

    def on_mouse_scroll_up(self) -> None:
        """Earlier hops."""
        self._scroll(-WHEEL)

    def on_mouse_scroll_down(self) -> None:
        """Later hops."""
        self._scroll(WHEEL)

    def look(self, picture: Picture) -> None:
        """List the way."""
        width, height = self.area
        if picture.way is None:
            self.put([[("nothing is followed: F chooses a packet", "state")]])
            return
        if self._about != (about := (picture.way.question, picture.then)):
            self._about, self._top = about, None
        head = heading(picture.way, picture.then, width)
        lines = hop_lines(picture.way, picture.then, width)
        room = max(1, height - len(head))
        last = max(0, len(lines) - room)
        top = (0 if picture.way.delivered else last) if self._top is None else min(self._top, last)
        self._shown = (top, last)
        shown = lines[top : top + room]
        if top:
            shown[0] = [(f"… {top + 1} lines above", "state")]
        if top < last:
            shown[-1] = [(f"… {last - top + 1} lines below", "state")]
        self.border_subtitle = "↑ ↓ scroll" if last else ""
        self.put([*head, *shown])


def heading(now: Way, then: Then | None, width: int) -> list[Line]:
    """What is followed, and what becomes of it."""
    style = "voice-audible" if now.delivered else "voice-silent"
    sign = "✓" if now.delivered else "✕"
    lines: list[Line] = [[(str(now.question), "bold")]]
    lines += [[(line, style)] for line in broken(f"{sign} {now.trouble or now.result}", width, rest="  ")]
    if then is not None:
        lines += [
            [(line, "way-then")]
            for line in broken(f"- {then.when}: {then.way.trouble or then.way.result}", width, rest="  ")
        ]
    return lines


def hop_lines(now: Way, then: Then | None, width: int) -> list[Line]:
    """All hops, a few lines each."""
    rows = (
        [(" ", hop) for hop in now.hops] if then is None else [(row.sign, row.hop) for row in compared(then.way, now)]
    )
    lines: list[Line] = []
    before = ""
    for number, (sign, hop) in enumerate(rows, 1):
        lines.append(where(number, sign, hop, width))
        if then is None:
            lines += headed(hop, before, width)
        elif sign != " ":
            lines += decided(hop, SIGNS[sign], width)
        before = hop.after
    return lines


def where(number: int, sign: str, hop: Hop, width: int) -> Line:
    """A hop: its node, the way through it, and when."""
    ports = " → ".join(short(port) for port in (hop.came_in, hop.leaves) if port)
    when = f"{hop.delay / 1000:.1f} ms"
    name = f"{sign}{number:2} {hop.node}"
    gap = max(1, width - len(name) - len(ports) - len(when) - 1)
    return [(name, SIGNS[sign] or "node-chosen"), (f" {ports}", "state"), (" " * gap + when, "state")]


def headed(hop: Hop, before: str, width: int) -> list[Line]:
    """What was decided, between the header as it came in (when that is news) and as it goes on."""
    came = folded("in", hop.before, width, "state") if hop.before != before else []
    goes = folded("out", hop.after, width, "state") if hop.after != hop.before and hop.leaves else []
    return [*came, *decided(hop, "", width), *goes]


def decided(hop: Hop, style: str, width: int) -> list[Line]:
    """What was decided, and why."""
    lines: list[Line] = []
    for decision in hop.decisions:
        look = "voice-silent" if decision.action == "drop" else style
        lines += folded(decision.action, short(decision.reason), width, look)
    return lines


def folded(what: str, text: str, width: int, style: str) -> list[Line]:
    """A word and its explanation, wrapped below itself; what a header carries in brackets begins a line."""
    outer, bracket, inner = text.partition(" [")
    room = max(12, width - 15)
    first, *rest = [*broken(outer, room), *broken(f"[{inner}", room)] if bracket else broken(outer, room) or [""]
    return [[(f"    {what:10} ", style), (first, style)], *([(" " * 15 + line, style)] for line in rest)]


def short(text: str) -> str:
    """Names of interfaces as displays shorten them."""
    for long, brief in SHORT.items():
        text = text.replace(long, brief)
    return text
