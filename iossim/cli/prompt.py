"""What stands in front of a line: host name and mode, cut as IOS cuts them (ios-cli 1.2)."""

from __future__ import annotations

import re

from iossim.cli.mode import USER_LEVEL, Mode

HOST_WIDTH = 20
CONFIG_WIDTH = 30


def expanded(text: str, hostname: str, level: int, tty: int) -> str:
    """A prompt of one's own: `%h` is the host, `%p` the sign of the level, `%n` the line, `%s` and `%t` are blanks."""
    meanings = {"h": hostname[:HOST_WIDTH], "p": _sign(level), "n": str(tty), "s": " ", "t": " "}
    return re.sub(r"%(.)", lambda found: meanings.get(found[1], found[1]), text)


def _sign(level: int) -> str:
    return ">" if level <= USER_LEVEL else "#"


def prompt_of(hostname: str, mode: Mode, level: int) -> str:
    """The prompt; the mode's text gives way when host and mode pass thirty characters."""
    host = hostname[:HOST_WIDTH]
    if not mode.configures:
        return host + _sign(level)
    room = max(0, CONFIG_WIDTH - len(host) - len("()#"))
    return f"{host}({mode.prompt[:room]})#"
