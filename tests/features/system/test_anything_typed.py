"""Whatever is typed at a router, in whatever order: no error but IOS's own, and what runs can be saved and booted."""

from __future__ import annotations

import random
import re

import pytest
from keyboard import Bench

from iossim.features.system.memory import running_text

MODES = ("exec", "global", "line", "interface")
VALUES = (
    "0", "1", "5", "7", "10", "255", "-5", "foo", "10.0.0.1", "255.255.255.0", "fa0/0", "lo0", "10:00", "10:00:00",
    "may", "sun", "last", "#", "#x#", "*", "|", "include", "?", "no",
)  # fmt: skip
STEPS = 250


class Scribbler(Bench):
    """Types lines made of the patterns of the grammar, right and wrong, and answers questions at random."""

    def __init__(self, seed):
        super().__init__()
        self.random = random.Random(seed)
        grammar = self.router.catalog.grammar(self.router.release)
        self.patterns = [entry.pattern for entry in grammar.entries() if entry.mode.name in MODES]

    def scribbled(self):
        draw = self.random
        text = re.sub(r"<[^>]*>", lambda _: draw.choice(VALUES), draw.choice(self.patterns))
        words = re.sub(r"[\[\]{}()|*+]", " ", text).split()
        words = words[: draw.randint(1, len(words))] if draw.random() < 0.3 else words
        words = [word[: draw.randint(1, len(word))] if draw.random() < 0.2 else word for word in words]
        return " ".join(["no", *words] if draw.random() < 0.2 else words)

    def step(self):
        state, session = self.terminal.state, self.terminal.session
        if state == "dark":
            self.wait(150)
        elif state == "busy":
            self.wait(5)
            self.key("c-^")
        elif state in ("answer", "key") and self.random.random() < 0.6:
            self.key("enter")
        elif state == "idle" or session.level < 15:
            self.type("", "enable", "cisco")
        elif not session.configuring and self.random.random() < 0.5:
            self.type("configure terminal")
        else:
            self.type(self.scribbled())


@pytest.mark.parametrize("seed", range(3))
def test_what_runs_can_be_saved_and_booted(seed):
    """After hundreds of lines the running configuration, saved and booted, is the same configuration."""
    scribbler = Scribbler(seed)
    for _ in range(STEPS):
        scribbler.step()
    if not scribbler.router.up:
        scribbler.wait(150)
    router = scribbler.router
    before = running_text(router, router.names)
    router.startup = "\n".join(before) + "\n"
    router.restart("reload")
    scribbler.wait(150)
    assert settled(running_text(router, router.names)) == settled(before)


def settled(lines):
    """The statements: dates of changes go with the power."""
    return [line for line in lines if not line.startswith("!")]


def test_a_copy_of_a_scribbled_lab_is_the_lab():
    """The state is data, whatever dialog it is in."""
    scribbler = Scribbler(7)
    for _ in range(STEPS):
        scribbler.step()
    assert scribbler.lab.copy().fingerprint() == scribbler.lab.fingerprint()
