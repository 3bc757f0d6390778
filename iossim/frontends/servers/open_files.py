"""Open files: every door is one, and so is every client. How many there may be is the machine's to say (`ulimit -n`)."""

from __future__ import annotations

try:
    import resource
except ImportError:  # pragma: no cover - not on Windows
    resource = None  # type: ignore[assignment]

SPARE = 64
"""For everything but doors and clients."""


def make_room(doors: int, clients: int) -> None:
    """Ask for as many as doors and clients need, or as many of them as are allowed."""
    if resource is None:  # pragma: no cover - not on Windows
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = doors + clients + SPARE
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def room(doors: int, clients: int) -> int:
    """How many clients there is room for beside so many doors, at most so many."""
    if resource is None:  # pragma: no cover - not on Windows
        return clients
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return clients if soft == resource.RLIM_INFINITY else max(1, min(clients, soft - SPARE - doors))
