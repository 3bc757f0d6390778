"""What stands in front of a line: host name and mode, cut as IOS cuts them (ios-cli 1.2)."""

from __future__ import annotations

from iossim.cli.mode import USER_LEVEL, Mode

HOST_WIDTH = 20
CONFIG_WIDTH = 30


def prompt_of(hostname: str, mode: Mode, level: int) -> str:
    """The prompt; the mode's text gives way when host and mode pass thirty characters."""
    host = hostname[:HOST_WIDTH]
    if not mode.configures:
        return host + (">" if level <= USER_LEVEL else "#")
    room = max(0, CONFIG_WIDTH - len(host) - len("()#"))
    return f"{host}({mode.prompt[:room]})#"
