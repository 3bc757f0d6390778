"""Any keys at any moment: nothing raises, and the prompt can always be had back."""

from __future__ import annotations

import copy
import pickle
import random

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from iossim.cli.editor import EDITS
from iossim.cli.terminal import State, Terminal
from tests.cli.bench import box_of, console, press, text_of, typed

KEYS = [
    *sorted(EDITS),
    *("enter", "tab", "escape", "up", "down", "c-c", "c-z", "c-^", "c-v", "c-p", "c-n", "c-r", "c-l", "c-g", "?", " "),
    *("q", "y", "n", "/", "+", "-", "h", "f", "f5", "\u00e9", "*", "(", "[", "\\", "|", "!", "c-@", "m-x", ""),
    *"abcdefghijklmnoprstuvwxz0123456789.",
    *["c-^"] * 5,
    *"///+++---",
]
PIECES = [
    *("show numbers 30", "show numbers 3 | include 1", "show numbers 99 | begin (", "configure terminal", "configure"),
    *(
        "interface e0",
        "policy-map P",
        "class C",
        "do show numbers 2",
        "end",
        "exit",
        "help",
        "ping",
        "reload",
        "enable",
    ),
    *("nested", "banner motd #", "#", "zz", "write", "terminal length 0", "terminal length 2", "terminal width 1"),
    *("terminal width 0", "terminal width 80", "terminal no editing", "terminal editing", "terminal history size 0"),
    *("terminal history size 256", "show history", "hostname abcdefghijklmnopqrstuvwxyz", "disable", "no interface e0"),
    *["configure terminal\ninterface e0", "configure terminal\npolicy-map P\nclass C"] * 3,
    *["terminal length 24", "show numbers 99"] * 3,
    *("yes", "no", "s?cret", "! remark", "terminal length 24", "show nothing"),
]
EVERYWHERE = {"idle", "line", "answer", "key", "more", "sift", "busy", "exec", "global", "interface", "policy", "class"}

CLEARED = "\x05\x15"  # end of line, delete to its start


def stir(terminal: Terminal, rng: random.Random) -> None:
    """One random thing: mostly a key, sometimes a whole line, a message, a wake, a cut of power."""
    chance = rng.random()
    if chance < 0.70:
        terminal.key(rng.choice(KEYS))
    elif chance < 0.92:
        terminal.paste(rng.choice(["", CLEARED]) + rng.choice(PIECES) + "\n")
    elif chance < 0.97:
        terminal.session.woken()
    elif chance < 0.985:
        terminal.unasked("*Mar  1 00:00:00: %SYS-5-TEST")
    elif chance < 0.99:
        terminal.synchronous = not terminal.synchronous
    elif chance < 0.9925:
        terminal.power_off()
        terminal.start_screen()
    elif chance < 0.995:
        terminal.session.heard("something")
    else:
        terminal.connect(15)


def bring_back(terminal: Terminal) -> None:
    """What a person does who wants a prompt: interrupt, quit, answer, Return."""
    for _ in range(2000):
        if terminal.state is State.LINE:
            break
        press(terminal, "c-^", "q", "enter")
        terminal.session.woken()
    assert terminal.state is State.LINE
    press(terminal, "c-c", "c-c", "c-u")  # the first may be taken literally
    typed(terminal, "terminal editing\nterminal length 24\nterminal width 80\n")
    assert typed(terminal, "show numbers 1\n").endswith(f"line 0\n{terminal.session.prompt()}")


def check(terminal: Terminal) -> None:
    """What is true at any moment."""
    assert 0 <= terminal.editor.cursor <= len(terminal.editor.text) <= 254
    assert 0 <= terminal.screen.column <= len(terminal.screen.current)
    assert (terminal.session.job is None) or terminal.state is not State.LINE
    for chunk in terminal.take():
        assert all(" " <= char <= "~" or char in "\r\n\b\t\a" for char in chunk.text)


def play(seed: int, keys: int) -> set[str]:
    """Stir, look, and every thousand steps ask for the prompt; the states and modes that were seen."""
    rng = random.Random(seed)
    terminal = console(length=rng.choice([0, 2, 24]))
    seen: set[str] = set()
    for number in range(keys):
        stir(terminal, rng)
        check(terminal)
        seen |= {terminal.state.value, terminal.session.mode.name}
        if number % 1000 == 999:
            bring_back(terminal)
    bring_back(terminal)
    return seen


@pytest.mark.parametrize("seed", range(10))
def test_ten_thousand_random_inputs(seed: int) -> None:
    """Ten seeds make a hundred thousand inputs; each gets into every state and mode."""
    assert play(seed, 10_000) >= EVERYWHERE


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 110))
def test_a_million_random_inputs(seed: int, pytestconfig: pytest.Config) -> None:
    """The same, ten times as long for each of ten seeds."""
    if "soak" not in pytestconfig.option.markexpr:
        pytest.skip("a soak: pytest -m soak")
    play(seed, 100_000)


def test_copies_taken_anywhere_go_on_alike() -> None:
    """A hundred times, at a random moment: the pickled copy and the deep copy do exactly what the original does."""
    rng = random.Random(3)
    terminal = console()
    for number in range(100):
        for _ in range(rng.randrange(40)):
            stir(terminal, rng)
        twins = [terminal, copy.deepcopy(terminal), pickle.loads(pickle.dumps(terminal))]
        outcomes = []
        for twin in twins:
            twin.take()
            own = random.Random(number)
            for _ in range(30):
                stir(twin, own)
            outcomes.append((text_of(twin), twin.state, twin.revision, box_of(twin).typed, box_of(twin).wakes))
        assert outcomes[0] == outcomes[1] == outcomes[2]


def test_a_run_repeats_itself() -> None:
    """The same keys give the same text: nothing depends on anything else."""
    texts = []
    for _ in range(2):
        rng = random.Random(11)
        terminal = console()
        for _ in range(3000):
            stir(terminal, rng)
        texts.append(text_of(terminal))
    assert texts[0] == texts[1]


class Typist(RuleBasedStateMachine):
    """Keys, lines, wakes and messages in any order hypothesis can think of."""

    def __init__(self) -> None:
        super().__init__()
        self.terminal = console()

    @rule(name=st.sampled_from(KEYS))
    def key(self, name: str) -> None:
        self.terminal.key(name)
        check(self.terminal)

    @rule(text=st.one_of(st.sampled_from(PIECES), st.text(max_size=20)))
    def line(self, text: str) -> None:
        self.terminal.paste(text + "\n")
        check(self.terminal)

    @rule()
    def wake(self) -> None:
        self.terminal.session.woken()
        check(self.terminal)

    @rule(text=st.text(max_size=20))
    def message(self, text: str) -> None:
        self.terminal.unasked(text)
        check(self.terminal)

    def teardown(self) -> None:
        bring_back(self.terminal)


TestTypist = Typist.TestCase
TestTypist.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
