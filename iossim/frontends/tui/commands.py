"""What the program itself can be told, and by which keys: one table for the prefix, the function keys, the palette, help.

Function keys work at once. Ctrl-] and then a key does the same everywhere, also where a desktop or a browser keeps the
function keys for itself. No key of this table is one of IOS. Which keys a user really has says his `keyboard.Keyboard`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """`key` follows the prefix; `function` works alone; `action` is the method `do_<action>` of the lab's screen."""

    key: str
    shown: str
    what: str
    action: str
    function: str = ""
    group: str = "Time"


COMMANDS: tuple[Command, ...] = (
    Command("space", "Space", "pause, or go on", "pause", "f11"),
    Command("plus", "+", "faster", "faster"),
    Command("minus", "-", "slower", "slower"),
    Command("equals_sign", "=", "real time (1x)", "real_time"),
    Command("n", "n", "run to the next event", "next_event"),
    Command("u", "u", "run until voice returns", "until_voice"),
    Command("p", "p", "rewind: the past", "past"),
    Command("k", "k", "bookmark this moment", "bookmark"),
    Command("a", "a", "actions: faults, calls, power", "actions", "f12", "Network"),
    Command("R", "R", "reload the router in view", "reload", group="Network"),
    Command("backspace", "Backspace", "undo the last action", "undo", group="Network"),
    Command("r", "r", "restore all links", "restore", group="Network"),
    Command("i", "i", "exercise: the step", "exercise", group="Exercise"),
    Command("j", "j", "answer, verdict, next step", "step", group="Exercise"),
    Command("f", "f", "hint", "hint", group="Exercise"),
    Command("S", "S", "show me; back", "show_me", group="Exercise"),
    Command("B", "B", "back to the last bookmark", "checkpoint", group="Exercise"),
    Command("Z", "Z", "begin again", "reset", group="Exercise"),
    Command("L", "L", "leave it: free play", "free_play", group="Exercise"),
    Command("I", "I", "what you have learned", "sum_up", group="Exercise"),
    Command("N", "N", "next note", "next_note", group="Demonstration"),
    Command("U", "U", "note before", "note_before", group="Demonstration"),
    Command("J", "J", "jump to a note", "jump", group="Demonstration"),
    Command("K", "K", "take the keyboard, give it back", "keyboard", group="Demonstration"),
    Command("c", "c", "console", "console", group="View"),
    Command("m", "m", "network map", "map", group="View"),
    Command("v", "v", "voice", "voice", group="View"),
    Command("t", "t", "timeline", "timeline", group="View"),
    Command("w", "w", "way of a packet", "packet", group="View"),
    Command("e", "e", "why: explain what is wrong", "why", group="View"),
    Command("z", "z", "whole window for the console", "zoom", group="View"),
    Command("s", "s", "one, two, four consoles", "tile", group="View"),
    Command("O", "O", "this console in a pane of its own", "pop", group="View"),
    Command("o", "o", "other console on the screen", "other", group="Console"),
    Command("g", "g", "go to a console by name", "go", group="Console"),
    Command("tab", "Tab", "next console", "next", group="Console"),
    Command("b", "b", "break (Ctrl-Shift-6)", "interrupt", group="Console"),
    Command("slash", "/", "search what was printed", "search", group="Console"),
    Command("y", "y", "copy what is selected", "copy", group="Console"),
    Command("x", "x", "export to a file", "export", group="Console"),
    Command("l", "l", "theme: dark, light, high contrast", "theme", group="Program"),
    Command("h", "h", "tour of one minute", "tour", group="Program"),
    Command("d", "d", "glossary", "glossary", group="Program"),
    Command("question_mark", "?", "help", "help", "f1", "Program"),
    Command("q", "q", "quit, keep the work", "quit", "f10", "Program"),
)

GROUPS = tuple(dict.fromkeys(command.group for command in COMMANDS))
