"""What the box itself logs."""

from __future__ import annotations

from collections.abc import Iterable

from iossim.device.actions import Log


def configured(source: str, who: str) -> Log:
    """The configuration was changed, or read."""
    return Log("SYS", 5, "CONFIG_I", (f"Configured from {source} by {who}",))


def restarted(identification: Iterable[str]) -> Log:
    """The box has booted."""
    return Log("SYS", 5, "RESTART", ("\n".join(("System restarted --", *identification)),))


def reloading(who: str) -> Log:
    """Somebody has confirmed a reload, or its time has come."""
    return Log("SYS", 5, "RELOAD", (f"Reload requested by {who}.",))


def nvram_ready() -> Log:
    """NVRAM has been erased."""
    return Log("SYS", 7, "NV_BLOCK_INIT", ("Initalized the geometry of nvram",))
