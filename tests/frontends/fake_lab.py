"""A lab of two toy routers that keeps to `LabPort`: enough of a console to try a run on, and no network at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from pathlib import Path

from iossim.lab.errors import LabError, Mistake
from iossim.lab.session import Action, Condition, LabLine, Names, Report
from iossim.lab.session.actions import Block, Cut, PathReport, PowerOff, Reload
from iossim.lab.session.conditions import Hsrp

SECOND = 1_000_000
BOOT = 60 * SECOND


@dataclass
class Chunk:
    kind: str
    text: str


@dataclass
class Record:
    number: int
    t: int
    device: str
    kind: str
    text: str
    data: Mapping[str, object] = field(default_factory=dict)


class Terminal:
    def __init__(self, lab: FakeLab, device: str) -> None:
        self.lab, self.device = lab, device
        self.hostname, self.mode, self.state = device, "", "line"
        self.text, self.question, self.partial = "", "", ""
        self.chunks: list[Chunk] = []

    @property
    def prompt(self) -> str:
        return f"{self.hostname}{self.mode}#"

    @property
    def last_line(self) -> str:
        if self.state == "line":
            return self.prompt + self.text
        return self.question + self.text if self.state in ("answer", "key", "more") else self.partial

    def take(self) -> list[Chunk]:
        chunks, self.chunks = self.chunks, []
        return chunks

    def put(self, kind: str, text: str) -> None:
        self.chunks.append(Chunk(kind, text.replace("\n", "\r\n")))

    def out(self, text: str) -> None:
        self.put("output", text)

    def show_prompt(self) -> None:
        self.state = "line"
        self.put("prompt", self.prompt + self.text)

    def ask(self, state: str, question: str) -> None:
        self.put("question", question)
        self.state, self.question, self.text = state, question.rpartition("\n")[2], ""

    def log(self, text: str) -> None:
        self.put("unasked", f"\n{text}")
        self.lab.note(self.device, "log", text)

    def key(self, key: str) -> None:
        key = {"space": " "}.get(key, key)
        if self.state == "busy" and key == "c-^":
            self.lab.cancel(self.device)
            self.out("\nSuccess rate is 100 percent\n")
            self.show_prompt()
        elif self.state == "key":
            self.confirmed(key in ("enter", "y"))
        elif self.state == "more":
            self.put("echo", "\b" * 9 + " " * 8 + "\b" * 9)
            self.out("page two\n" if key == " " else "one line\n")
            self.show_prompt()
        elif self.state == "answer" and key == "enter":
            self.text = ""
            self.put("echo", "\n")
            self.ask("key", "Proceed with reload? [confirm]")
        elif self.state in ("line", "answer"):
            self.edit(key)

    def edit(self, key: str) -> None:
        if key == "enter":
            text, self.text = self.text, ""
            self.put("echo", "\n")
            self.run(text)
        elif key == "c-u":
            self.text = ""
        elif key == "c-z":
            self.run("end")
        elif key == "?":
            self.out("  clock  Display the system clock\n\n")
            self.show_prompt()
        elif key == "tab":
            self.text = "show " if "show".startswith(self.text) else self.text
            self.show_prompt()
        elif len(key) == 1:
            self.text += key
            self.put("echo", key)

    def run(self, text: str) -> None:
        match text.split():
            case ["show", "clock"]:
                self.out(f"{self.lab.now // SECOND} seconds\n")
            case ["show", "odd"]:
                self.out("\n[wait 1s]\n# not a comment  \n\\slash\n\n")
            case ["show", "long"]:
                self.out("page one\n")
                self.ask("more", " --More-- ")
                return
            case ["configure"]:
                self.mode = "(config)"
            case ["hostname", name]:
                self.hostname = name
            case ["end"]:
                self.mode = ""
                self.show_prompt()
                self.log("00:00:01: %SYS-5-CONFIG_I: Configured from console by console")
                return
            case ["ping"]:
                self.state = "busy"
                self.lab.at(SECOND, self.ping, 1)
                return
            case ["hang"]:
                self.state = "busy"
                return
            case ["erase"]:
                self.ask("key", "All files will go.\nContinue? [confirm]")
                return
            case ["reload"]:
                self.ask("answer", "\nSystem configuration has been modified. Save? [yes/no]: ")
                return
            case [_, *_]:
                self.out("% Invalid input\n\n")
        self.show_prompt()

    def ping(self, count: int) -> None:
        self.partial += "!"
        self.out("!")
        if count < 5:
            self.lab.at(SECOND, self.ping, count + 1)
        else:
            self.out("\nSuccess rate is 100 percent (5/5)\n")
            self.partial = ""
            self.show_prompt()

    def confirmed(self, yes: bool) -> None:
        self.put("echo", "\n")
        if not yes:
            self.show_prompt()
            return
        self.log("%SYS-5-RELOAD: Reload requested by console.")
        self.state = "busy"
        self.lab.at(SECOND // 2, self.down, None)

    def down(self, _: object) -> None:
        self.state, self.mode, self.text = "dark", "", ""
        self.lab.at(BOOT, self.booted, None)

    def booted(self, _: object) -> None:
        self.put("unasked", "System Bootstrap\n\nPress RETURN to get started!\n\n")
        self.state = "idle"
        self.lab.note(self.device, "log", "%SYS-5-RESTART: System restarted --")


class FakeLab:
    def __init__(self, line: LabLine | None = None, start: int = 0) -> None:
        self.line = line or LabLine()
        self.now = self.start = start
        self.names = Names(("r1", "r2"), ("r1", "r2", "fw", "phone-1", "phone-2"), ("x-over",), ("phone-1", "phone-2"))
        self.terminals = {device: Terminal(self, device) for device in self.names.devices}
        self.heap: list[tuple[int, int, str, Callable[[object], None], object]] = []
        self.serial = 0
        self.trace: list[Record] = []
        self.did: list[Action] = []
        self.typed: list[tuple[str, ...]] = []
        self.note("", "log", "%OLD-1-HISTORY: before the start")

    def note(self, device: str, kind: str, text: str, **data: object) -> None:
        self.trace.append(Record(len(self.trace), self.now, device, kind, text, data))

    def at(self, after: int, call: Callable[[object], None], arg: object) -> None:
        self.serial += 1
        heappush(self.heap, (self.now + after, self.serial, call.__self__.device, call, arg))

    def cancel(self, device: str) -> None:
        self.heap = [entry for entry in self.heap if entry[2] != device]

    def terminal(self, device: str) -> Terminal:
        return self.terminals[device]

    def type(self, device: str, keys: Sequence[str]) -> None:
        self.typed.append(tuple(keys))
        for key in keys:
            self.terminals[device].key(key)

    def ready(self, device: str) -> None:
        assert self.terminals[device].state == "idle"
        self.terminals[device].put("output", "banner\n")
        self.terminals[device].show_prompt()

    def do(self, action: Action) -> Report:
        self.did.append(action)
        match action:
            case Cut():
                self.note(
                    "", "voice", "silence", call="phone-1 phone-2", to="audible", reason="cut", **{"from": "silent"}
                )
            case Reload(device):
                self.terminals[device].confirmed(True)
            case PowerOff(node):
                self.terminals[node].state = "dark"
            case PathReport():
                return Report(("r1 forwards", "r2 delivers"), {"hops": [{"node": "r1"}], "result": "delivered"})
            case Block():
                return Report(("fw is no firewall",), ok=False)
        return Report()

    def advance(self, micros: int) -> None:
        self.step_until(lambda: False, micros)

    def step_until(self, holds: Callable[[], bool], within: int) -> bool:
        end = self.now + within
        while not holds():
            if not self.heap or self.heap[0][0] > end:
                self.now = end
                return holds()
            self.now = self.heap[0][0]
            while self.heap and self.heap[0][0] == self.now:
                entry = heappop(self.heap)
                entry[3](entry[4])
        return True

    def holds(self, condition: Condition) -> bool:
        return isinstance(condition, Hsrp) and self.now >= 30 * SECOND

    def found(self, condition: Condition) -> str:
        return "hsrp Standby"

    def records(self, since: int) -> Sequence[Record]:
        return self.trace[since:]


def open_fake(line: LabLine, folder: Path) -> FakeLab:
    if line.name != "headend":
        raise LabError((Mistake(line.name, 0, 0, "", "no such lab"),))
    return FakeLab(line)
