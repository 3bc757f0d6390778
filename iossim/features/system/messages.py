"""What the box itself logs."""

from __future__ import annotations

from collections.abc import Iterable

from iossim.cli.release import Forms, Release
from iossim.device.actions import Log


def configured(source: str, who: str) -> Log:
    """The configuration was changed, or read."""
    return Log("SYS", 5, "CONFIG_I", (f"Configured from {source} by {who}",))


def restarted(identification: Iterable[str]) -> Log:
    """The box has booted."""
    return Log("SYS", 5, "RESTART", ("\n".join(("System restarted --", *identification)),))


RELOADING = Forms("Reload requested by {who}.", ("12.4", "Reload requested by {who}. Reload Reason: Reload Command."))


def reloading(look: Release, who: str) -> Log:
    """Somebody has confirmed a reload, or its time has come."""
    return Log("SYS", 5, "RELOAD", (RELOADING.on(look).format(who=who),))


def nvram_ready() -> Log:
    """NVRAM has been erased."""
    return Log("SYS", 7, "NV_BLOCK_INIT", ("Initalized the geometry of nvram",))
