"""Aliases: those of EXEC that every box has, and the configured ones of each mode (ios-cli 2.9)."""

from __future__ import annotations

from iossim.cli.entry import ConfigLine
from iossim.device.config import RunningConfig
from iossim.device.nvgen import Place
from iossim.features.system.modes import CHOICE, MODES

EXEC = "exec"
STANDARD = {
    "h": "help",
    "lo": "logout",
    "p": "ping",
    "r": "resume",
    "s": "show",
    "u": "undebug",
    "un": "undebug",
    "w": "where",
}

ALIAS = ConfigLine(
    f"alias {CHOICE} <name:word> <command:line>",
    help={"alias": "Create command alias", "name": "Alias name", "command": "Text of the command", **MODES},
    key=("mode", "name"),
    rank=Place.BANNER + 30,
    sort=lambda args: args["mode"],
)


def aliases_of(running: RunningConfig, mode: str = EXEC) -> dict[str, str]:
    """All aliases of a mode by their word."""
    configured = {s.args["name"].lower(): s.args["command"] for s in running.all(ALIAS) if s.args["mode"] == mode}
    return {**STANDARD, **configured} if mode == EXEC else configured
