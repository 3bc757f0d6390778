"""The candidate's keys: those of the user, of which only what an exam allows is offered, in the words of an exam."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from iossim.frontends.tui.commands import COMMANDS, Command
from iossim.frontends.tui.keyboard import Keyboard

ALLOWED = (
    *("pause", "faster", "slower", "real_time", "next_event", "until_voice", "actions", "reload"),
    *("exercise", "step", "hint", "console", "map", "voice", "timeline", "zoom", "tile", "other", "go", "next"),
    *("interrupt", "search", "copy", "theme", "glossary", "help", "quit"),
)
"""What may be done: a list of what is left, not of what is taken away, so that nothing new is in an exam by itself. `restore`
is not there: it would find the link that is broken, and name it."""

WORDS = {
    "exercise": "the step",
    "step": "answer, done, next step",
    "hint": "hint, where there are any",
    "quit": "all parts, hand in",
}


@dataclass(frozen=True)
class ExamKeyboard(Keyboard):
    """See the module. `known` are all commands: texts may name one that is not offered."""

    known: tuple[Command, ...] = COMMANDS

    @cached_property
    def by_action(self) -> dict[str, Command]:
        """The command that gives an order, offered or not."""
        return {command.action: command for command in self.known}


def exam_keys(keyboard: Keyboard) -> ExamKeyboard:
    """A user's keyboard in an exam."""
    offered = (command for command in keyboard.commands if command.action in ALLOWED)
    named = tuple(replace(command, what=WORDS.get(command.action, command.what)) for command in offered)
    return ExamKeyboard(keyboard.prefix, named, keyboard.warning, keyboard.commands)
