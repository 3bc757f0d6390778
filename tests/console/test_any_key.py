"""Anything typed, at any moment, on real routers: nothing raises, nothing hangs, and a prompt can always be had back.

A typist presses keys, pastes lines and texts, at the consoles and virtual terminals of two routers, through boots, pages,
dialogs, pings, telnet within telnet, cuts of power and of cables. Now and then it wants its prompt back, as a person would.
"""

from __future__ import annotations

import random
from collections import Counter

import pytest
from desk import Desk, booted

from iossim.cli.editor import EDITS
from iossim.cli.terminal import State
from iossim.features.system.lock import Lock
from iossim.features.telnet.client import Telnet
from iossim.sim.clock import SECOND

LINES = (("r1", "con 0"), ("r2", "con 0"), ("r1", "aux 0"), ("r1", "vty 0"), ("r2", "vty 1"))
KEYS = [
    *sorted(EDITS), "enter", "enter", "enter", "tab", "tab", "escape", "up", "down", "c-c", "c-z", "c-^", "c-^", "c-v",
    "c-p", "c-n", "c-r", "c-l", "c-g", "?", "?", " ", "q", "y", "n", "x", "/", "+", "-", "h", "f5", "\u00e9", "|", "!",
    *"abcdefgilmnoprstuvwz0123456789.#^$*",
]  # fmt: skip
SHOW = (
    "show running-config", "show version", "show interfaces", "show ip route", "show logging", "show users", "show line",
    "show ?", "show ip interface brief",
    "show line vty 0 4", "show file systems", "dir /all", "more slot0:a", "pwd",
    "show terminal", "show history", "show version | include IOS", "show run | begin line",
    "show interfaces | exclude (", "show aliases", "show sessions", "show ip protocols", "show flash:", "dir", "s ver", "?",
)  # fmt: skip
DIALOGS = (
    "reload", "reload in 5", "reload in 1", "reload cancel", "reload at 23:59", "copy run start", "write memory", "write erase",
    "erase startup-config", "clear counters", "clear logging", "clear line 2", "clear line vty 0", "ping", "traceroute",
    "ping 10.0.12.2", "ping 10.9.9.9", "traceroute 10.0.2.10", "setup", "send *", "configure", "debug all", "undebug all",
    "copy run tftp", "copy run slot0:a", "copy slot0:a running-config", "delete slot0:a", "squeeze slot0:",
    "cd nvram:", "cd",
    "lock", "login", "a", "b", "copy slot0:a start",
    "telnet 10.0.12.2", "telnet 10.0.12.1", "telnet 10.0.1.1", "telnet 10.9.9.9", "lab", "cisco", "enable",
    "resume", "disconnect", "where", "ssh -l a 10.0.12.2", "1",
    "disable", "exit", "logout", "zz", "conft", "yes", "no", "clock set 10:00:00 1 may 2004",
)  # fmt: skip
CONFIGURE = (
    "configure terminal", "interface fa0/0", "shutdown", "no shutdown", "ip address 10.0.1.1 255.255.255.0", "no ip address",
    "default interface fa0/0", "line vty 0 4", "line con 0", "exec-timeout 0 5", "exec-timeout 0 0", "login", "no login",
    "login local", "password lab", "logging synchronous", "no editing", "editing", "length 3", "length 24", "history size 2",
    "transport input none", "transport input all", "banner motd #", "#", "banner exec #hi#", "no banner exec", "end",
    "hostname abcdefghijklmnopqrstuvwxyz", "hostname r1", "no hostname", "router eigrp 64", "network 10.0.0.0",
    "no router eigrp 64", "access-list 101 permit ip any any", "no access-list 101", "crypto map m 1 ipsec-isakmp",
    "no crypto map m", "do show version", "do ping 10.0.12.2", "do zz", "ip domain-lookup", "no ip domain-lookup",
    "crypto key generate rsa", "512", "ip domain-name x.y",
    "enable secret x", "no enable secret", "username a privilege 15 password b", "service password-encryption",
    "logging console", "no logging console", "logging buffered 4096", "alias exec q show clock", "! remark", "exit",
    "alias interface ns no shutdown", "ns", "prompt %h%s%p", "no prompt",
    "privilege exec level 5 show run", "privilege exec level 2 conf t", "privilege interface level 2 shut",
    "no privilege exec level 5 show run", "interface range fa0/0 - 1", "lockable", "autocommand show users", "no autocommand",
    "access-class 7 in", "access-list 7 permit any", "escape-character 3", "no escape-character", "username a autocommand where",
)  # fmt: skip
SETTINGS = ("terminal length 0", "terminal length 3", "terminal length 24", "terminal width 20", "terminal width 80",
            "terminal no editing", "terminal editing", "terminal history size 0", "terminal monitor", "terminal full-help",
            "terminal escape-character 3", "terminal escape-character DEFAULT")  # fmt: skip
IN = ("", "lab", "enable", "cisco")
SEQUENCES = (
    IN, (*IN, "configure terminal"), (*IN, "configure terminal", "interface fa0/0"), (*IN, "configure terminal", "line vty 0 4"),
    (*IN, "reload"), (*IN, "terminal length 3", "show run"),
    (*IN, "telnet 10.0.12.2", "lab", "telnet 10.0.12.1", "lab", "show run"),
    (*IN, "ping"), (*IN, "copy run start"), (*IN, "configure terminal", "banner motd #"), (*IN, "ping 10.9.9.9"),
)  # fmt: skip
PIECES = (*SHOW, *SHOW, *DIALOGS, *CONFIGURE, *SETTINGS)
ACTIONS = (
    "power off r1",
    "power on r1",
    "power off r2",
    "power on r2",
    "crash r1",
    "crash r2",
    "cut x-over",
    "restore x-over",
)
PATIENCE = 600


class Typist:
    """Hands on several keyboards; `keys` counts what they have pressed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.lab = booted()
        self.seen: Counter[str] = Counter()
        self.keys = 0
        self.rescued = 0

    def press(self, device: str, line: str, *names: str) -> None:
        """Keys at one line."""
        self.keys += len(names)
        self.lab.type(device, names, line)

    def stir(self) -> None:
        """One thing: mostly some keys, often a line, now and then a stretch of time, seldom an accident."""
        draw = self.random
        device, line = draw.choice(LINES)
        terminal = self.lab.terminal(device, line)
        if terminal.state in (State.DARK, State.CLOSED) and draw.random() < 0.8:
            self.lab.advance(draw.randint(0, 5 * SECOND))
            device, line = draw.choice(LINES)
            terminal = self.lab.terminal(device, line)
        self.seen[terminal.state.value] += 1
        self.seen[terminal.session.mode.name] += 1
        chance = draw.random()
        if chance < 0.45:
            self.press(device, line, *draw.choices(KEYS, k=draw.randint(1, 12)))
        elif chance < 0.86:
            lead = ["c-e", "c-u"] if draw.random() < 0.7 else []
            text = draw.choice(PIECES)
            cut = draw.randint(1, len(text)) if draw.random() < 0.1 else len(text)
            self.press(device, line, *lead, *text[:cut], "enter")
        elif chance < 0.89:
            for text in draw.choice(SEQUENCES):
                self.press(device, line, *text, "enter")
        elif chance < 0.90:
            self.press(device, line, *"".join(chr(draw.randint(1, 300)) for _ in range(draw.randint(1, 40))))
        elif chance < 0.985:
            self.lab.advance(draw.choice((0, SECOND // 10, SECOND, 3 * SECOND, 8 * SECOND)))
        elif chance < 0.999:
            self.visit()
        else:
            self.lab.do(draw.choice(ACTIONS))
        self.look(terminal)

    def visit(self) -> None:
        """Somebody from outside comes or goes."""
        device = self.random.choice(("r1", "r2"))
        router = self.lab.router(device)
        for name, line in router.lines.by_name.items():
            if name.startswith("vty") and line.location == "192.0.2.1":
                self.lab.disconnect(device, name)
                return
        free = self.lab.free_line(device)
        if free is not None:
            self.lab.connect(device, free, "192.0.2.1")

    def look(self, terminal) -> None:
        """What holds at any moment."""
        editor, screen = terminal.editor, terminal.screen
        assert 0 <= editor.cursor <= len(editor.text) <= 254
        assert 0 <= screen.column <= len(screen.current)
        for chunk in terminal.take():
            assert all(" " <= char <= "~" or char in "\r\n\b\t\a" for char in chunk.text)

    def rescue(self, device: str, line: str = "con 0") -> None:
        """A person who wants to work: interrupts, quits, answers, waits, switches on; then a command answers."""
        self.rescued += 1
        terminal = self.lab.terminal(device, line)
        router = self.lab.router(device)
        for _ in range(PATIENCE):
            if terminal.state is State.LINE and terminal.session.job is None:
                break
            if not router.up:
                self.lab.do(f"power on {device}")
                self.lab.advance(20 * SECOND)
            elif isinstance(terminal.session.job, Telnet) and terminal.escape:
                self.press(device, line, terminal.escape, "x")
                self.lab.advance(SECOND // 2)
            elif terminal.session.stage == "login" or isinstance(terminal.session.job, Lock | Telnet):
                # whatever the passwords have become, and where there is no way back
                self.lab.do(f"crash {device}")
                router.startup = ""
                self.lab.advance(SECOND)
            else:
                self.press(
                    device,
                    line,
                    *self.random.choice((("c-^",), ("q",), ("enter",), ("c-c",), ("#", "enter"), ("no", "enter"))),
                )
                self.lab.advance(SECOND // 2)
        else:
            raise AssertionError(
                f"no prompt at {device}: {terminal.state}, {terminal.session.job}, {terminal.last_line!r}"
            )
        self.press(device, line, "c-c", "c-c", "c-e", "c-u")
        self.lab.advance(0)
        terminal.take()
        self.press(device, line, *"help", "enter")  # which no configuration can take away
        text = "".join(chunk.text for chunk in terminal.take())
        assert "Help may be requested" in text or "--More--" in text, text


def play(seed: int, keys: int) -> Typist:
    """Until so many keys have been pressed."""
    typist = Typist(seed)
    steps = 0
    while typist.keys < keys:
        typist.stir()
        steps += 1
        if steps % 150 == 0:
            for device in ("r1", "r2"):
                typist.rescue(device)
    for device in ("r1", "r2"):
        typist.rescue(device)
    return typist


STATES = {"idle", "line", "answer", "key", "more", "busy", "dark", "closed", "exec", "global", "interface"}


@pytest.mark.parametrize("seed", range(4))
def test_any_key_at_any_moment(seed: int) -> None:
    """Sixty thousand keys each: every kind of moment is met, and none of them is the end."""
    assert set(play(seed, 60_000).seen) >= STATES


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 120))
def test_a_million_keys(seed: int) -> None:
    """Fifty thousand keys for each of twenty seeds."""
    play(seed, 50_000)


def test_a_run_repeats_itself() -> None:
    """The same keys at the same moments: the same world."""
    one, other = play(7, 2_000), play(7, 2_000)
    assert one.lab.fingerprint() == other.lab.fingerprint()


def test_a_copy_taken_anywhere_goes_on_alike() -> None:
    """In the middle of whatever is going on, a copy does what the original does."""
    typist = play(8, 1_500)
    for _ in range(10):
        for _ in range(15):
            typist.stir()
        twin = typist.lab.copy()
        for lab in (typist.lab, twin):
            lab.type("r1", ["c-u", *"show users", "enter"])
            lab.advance(3 * SECOND)
        assert twin.fingerprint() == typist.lab.fingerprint()


def test_a_floor_of_desks() -> None:
    """The typist's lines are lines of the lab."""
    for device, line in LINES:
        assert Desk(booted(), device, line).terminal.state in State
