"""What happened before t = 0: a session played from power-on, with a seed of its own.

So the settled state is not painted: its routes, counters and ages are those of a network to which these things happened at
these times. The history always runs under profile `seed` and its own seed; the lab's seed and profile hold from t = 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.cli.terminal import State
from iossim.device.parameters import SECOND
from iossim.lab import judge
from iossim.lab.errors import LabError, Mistake
from iossim.lab.session import actions as act
from iossim.lab.session import read_session
from iossim.lab.session.steps import Act, Typed
from iossim.lab.session.typed import entered, remainder

if TYPE_CHECKING:
    from iossim.lab.hand import Hand
    from iossim.lab.session import Names
    from iossim.lab.world import World

PATIENCE = 600 * SECOND
BUSY = (State.BUSY, State.DARK)


class Player:
    """Plays a history on a world."""

    def __init__(self, world: World, hand: Hand, names: Names) -> None:
        self.world = world
        self.hand = hand
        self.names = names

    def play(self, text: str, file: str) -> None:
        """Play it to its end, then let time run to t = 0. LabError when a step cannot be done."""
        for step in read_session(text, file, self.names).steps:
            if isinstance(step, Typed):
                self._type(step, file)
            elif isinstance(step, Act):
                self._act(step, file)
        kernel = self.world.kernel
        if kernel.now > 0:
            raise LabError((Mistake(file, 0, 0, "", f"the history ends {kernel.now / SECOND} s after t = 0"),))
        kernel.run_until(0)

    def _type(self, step: Typed, file: str) -> None:
        world, device = self.world, step.device
        terminal = world.router(device).lines.console.terminal
        if terminal.state is State.IDLE:
            world.ready(device)
        keys = remainder(step.keys, terminal)
        if keys is None:
            message = f'{device} shows "{terminal.last_line}": an input begins with that line'
            raise LabError((Mistake(file, step.line, 0, "", message),))
        world.press(device, "con 0", entered(keys, terminal))
        world.kernel.run_until(world.kernel.now)
        end = world.kernel.now + PATIENCE
        while terminal.state in BUSY and (due := world.kernel.next_time()) is not None and due <= end:
            world.kernel.run_until(due)

    def _act(self, step: Act, file: str) -> None:
        kernel = self.world.kernel
        match step.action:
            case act.Wait(duration):
                kernel.run_until(kernel.now + duration)
            case act.WaitUntil(condition, within):
                end = kernel.now + within
                while not judge.holds(self.world, condition):
                    due = kernel.next_time()
                    if due is None or due > end:
                        message = f"[{step.action}] does not come true"
                        raise LabError((Mistake(file, step.line, 0, "", message),))
                    kernel.run_until(due)
            case action:
                done = self.hand.do(action)
                if not done.ok:
                    raise LabError((Mistake(file, step.line, 0, "", " ".join(done.lines)),))
                kernel.run_until(kernel.now)
