"""`show version`, 12.2 form. The paragraph on cryptography is shortened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from iossim.device.platform import Platform

COMPILED = "Compiled Wed 31-Jul-02 12:00 by prod_rel_team"
IMAGE_BASE = "Image text-base: 0x60008940, data-base: 0x61A06000"
CRYPTOGRAPHY = (
    "This product contains cryptographic features. Import, export, transfer and",
    "use may be restricted by the laws of your country.",
)
_UNITS = (("year", 365 * 86_400), ("week", 7 * 86_400), ("day", 86_400), ("hour", 3_600), ("minute", 60))


@dataclass(frozen=True, slots=True)
class VersionView:
    """What the display is drawn from. `restarted` is the date of the boot, empty while the clock is not set."""

    platform: Platform
    release: str
    hostname: str
    serial: int
    uptime: int
    reason: str
    restarted: str


def words(span: int) -> str:
    """`1 week, 2 days, 1 hour, 51 minutes`; weeks and days hide what is too small beside years."""
    seconds = max(0, span) // 1_000_000
    parts = []
    for unit, length in _UNITS:
        count, seconds = divmod(seconds, length)
        if count:
            parts.append(f"{count} {unit}{'' if count == 1 else 's'}")
    return ", ".join(parts) or "0 minutes"


def identification(platform: Platform, release: str) -> tuple[str, ...]:
    """The lines by which the software names itself."""
    return (
        "Cisco Internetwork Operating System Software ",
        f"IOS (tm) {platform.family} Software ({platform.image}), Version {release}, RELEASE SOFTWARE (fc1)",
        "TAC Support: http://www.cisco.com/tac",
        "Copyright (c) 1986-2002 by cisco Systems, Inc.",
        COMPILED,
    )


def show_version(view: VersionView) -> Iterator[str]:
    """The whole display."""
    platform = view.platform
    yield from identification(platform, view.release)
    yield from (IMAGE_BASE, "", f"ROM: {platform.rom}", "")
    yield f"{view.hostname} uptime is {words(view.uptime)}"
    yield f"System returned to ROM by {view.reason}"
    if view.restarted:
        yield f"System restarted at {view.restarted}"
    yield f'System image file is "{platform.image_file}"'
    yield from ("", *CRYPTOGRAPHY, "")
    yield platform.processor
    yield f"Processor board ID {view.serial:010}"
    yield from platform.extra_lines
    if platform.extra_lines:
        yield from ("", f"Last reset from {'power-on' if view.reason == 'power-on' else 's/w nmi'}")
    yield from ("Bridging software.", "X.25 software, Version 3.0.0.", *platform.interface_lines)
    yield f"{platform.nvram_kilobytes}K bytes of non-volatile configuration memory."
    yield from ("", platform.flash_line, "Configuration register is 0x2102", "")
