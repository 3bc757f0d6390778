"""`debug ...`, `undebug ...` and `no debug ...`: one switch in three spellings, declared once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from iossim.cli.entry import Args, Command

WORDS = {
    "debug": "Debugging functions (see also 'undebug')",
    "undebug": "Disable debugging functions (see also 'debug')",
    "no": "Disable debugging functions",
}
Run = Callable[[Any, Args], Any]
Named = tuple[str, str] | tuple[str, str, str]
"""How a flag is called: its group, its title, and what stands behind `is on`."""


def is_on(named: Named) -> str:
    """`IP packet debugging is on (detailed) for access list 101`."""
    _, title, *more = named
    return f"{title} is on{''.join(more)}"


def through(access_list: str | None) -> str:
    """What stands behind `is on` while only packets that an access list permits are told of."""
    return f" for access list {access_list}" if access_list else ""


def debugs(pattern: str, on: Run, off: Run, words: Mapping[str, str]) -> tuple[Command, ...]:
    """The three commands of a switch; `words` explains the words of its pattern."""
    return tuple(
        Command(f"{word} {pattern}", on if word == "debug" else off, {**WORDS, **words})
        for word in ("debug", "undebug", "no debug")
    )


def switch(pattern: str, meant: Callable[[Args], tuple[str, str]], words: Mapping[str, str]) -> tuple[Command, ...]:
    """The three commands that do no more than set a flag. `meant` gives the flag, and how IOS calls what is on or off then."""

    def on(context: Any, args: Args) -> str:
        flag, title = meant(args)
        context.router.lines.flags.set(flag, True)
        return f"{title} is on"

    def off(context: Any, args: Args) -> str:
        flag, title = meant(args)
        context.router.lines.flags.delete(flag)
        return f"{title} is off"

    return debugs(pattern, on, off, words)
