"""Aliases of the EXEC: those every box has, and the configured ones."""

from __future__ import annotations

from iossim.device.config import RunningConfig
from iossim.features.system.config import ALIAS

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


def aliases_of(running: RunningConfig) -> dict[str, str]:
    """All aliases by their word."""
    return {**STANDARD, **{s.args["name"].lower(): s.args["command"] for s in running.all(ALIAS)}}
