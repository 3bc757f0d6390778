"""`show version`, in the forms of 12.2 and of 15.x. The paragraph on cryptography is shortened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from iossim.cli.release import Forms, Release
from iossim.device.platform import Platform
from iossim.device.software import LATER, hardware_lines, software

IMAGE_BASE = Forms[tuple[str, ...]](("Image text-base: 0x60008940, data-base: 0x61A06000",), (LATER, ()))
CRYPTOGRAPHY = (
    "This product contains cryptographic features. Import, export, transfer and",
    "use may be restricted by the laws of your country.",
)
_UNITS = (("year", 365 * 86_400), ("week", 7 * 86_400), ("day", 86_400), ("hour", 3_600), ("minute", 60))


@dataclass(frozen=True, slots=True)
class VersionView:
    """What the display is drawn from. `restarted` is the date of the boot, empty while the clock is not set."""

    platform: Platform
    release: Release
    hostname: str
    serial: int
    uptime: int
    reason: str
    restarted: str
    register: str


def words(span: int) -> str:
    """`1 week, 2 days, 1 hour, 51 minutes`; weeks and days hide what is too small beside years."""
    seconds = max(0, span) // 1_000_000
    parts = []
    for unit, length in _UNITS:
        count, seconds = divmod(seconds, length)
        if count:
            parts.append(f"{count} {unit}{'' if count == 1 else 's'}")
    return ", ".join(parts) or "0 minutes"


RELOADED = Forms[tuple[str, ...]]((), ("15.0", ("Last reload type: Normal Reload", "Last reload reason: {reason}")))


def show_version(view: VersionView) -> Iterator[str]:
    """The whole display."""
    platform = view.platform
    yield from software(platform, view.release)
    yield from (*IMAGE_BASE.on(view.release), "", f"ROM: {platform.rom}", "")
    yield f"{view.hostname} uptime is {words(view.uptime)}"
    yield f"System returned to ROM by {view.reason}"
    if view.restarted:
        yield f"System restarted at {view.restarted}"
    yield f'System image file is "{platform.image_file}"'
    yield from (line.format(reason=view.reason) for line in RELOADED.on(view.release))
    yield from ("", *CRYPTOGRAPHY, "")
    yield platform.processor
    yield f"Processor board ID {view.serial:010}"
    yield from platform.extra_lines
    if platform.extra_lines:
        yield from ("", f"Last reset from {'power-on' if view.reason == 'power-on' else 's/w nmi'}")
    yield from hardware_lines(platform, view.release)
    yield from ("", platform.flash_line, view.register, "")
