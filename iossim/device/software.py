"""How the software of a box names itself, and what it finds in the box: `show version`, the boot, CDP, the restart message.

The forms are those of 12.2 and of 15.x; legal notices are shortened.
"""

from __future__ import annotations

from collections.abc import Iterator

from iossim.cli.release import Forms, Release
from iossim.device.platform import Platform

Lines = tuple[str, ...]

LATER = "12.4"
IDENTIFICATION = Forms[Lines](
    (
        "Cisco Internetwork Operating System Software ",
        "IOS (tm) {family} Software ({image}), Version {version}, RELEASE SOFTWARE (fc1)",
        "TAC Support: http://www.cisco.com/tac",
        "Copyright (c) 1986-2002 by cisco Systems, Inc.",
    ),
    (
        LATER,
        (
            "Cisco IOS Software, {family} Software ({image}), Version {version}, RELEASE SOFTWARE (fc1)",
            "Technical Support: http://www.cisco.com/techsupport",
            "Copyright (c) 1986-2011 by Cisco Systems, Inc.",
        ),
    ),
)
COMPILED = Forms(
    "Compiled Wed 31-Jul-02 12:00 by prod_rel_team", (LATER, "Compiled Thu 24-Mar-11 12:00 by prod_rel_team")
)
BESIDES = Forms[Lines](("Bridging software.", "X.25 software, Version 3.0.0."), (LATER, ()))
PORTS = Forms("{count} {kind}/IEEE 802.3 interface(s)", (LATER, "{count} {kind} interface{s}"))
COPYRIGHT = Forms("Copyright (c) 2002 by cisco Systems, Inc.", (LATER, "Copyright (c) 2006 by cisco Systems, Inc."))


def version_of(platform: Platform, release: Release) -> str:
    """`12.2(11)T`; a main line stands for the image that a box has of it: `15.1(4)M`."""
    return str(release) if release.maintenance else platform.version or str(release)


def identification(platform: Platform, release: Release) -> Iterator[str]:
    """The lines by which an image names itself."""
    words = {"family": platform.family, "image": platform.image, "version": version_of(platform, release)}
    return (line.format(**words) for line in IDENTIFICATION.on(release))


def software(platform: Platform, release: Release) -> Lines:
    """The same with when it was made."""
    return (*identification(platform, release), COMPILED.on(release))


def interface_lines(platform: Platform, release: Release) -> Iterator[str]:
    """What there is of ports and modules."""
    counts: dict[str, int] = {}
    for _, kind in platform.ports:
        counts[kind.name] = counts.get(kind.name, 0) + 1
    for name, count in counts.items():
        yield PORTS.on(release).format(count=count, kind=name, s="s" if count > 1 else "")
    yield from platform.module_lines


def hardware_lines(platform: Platform, release: Release) -> Iterator[str]:
    """What is in the box, below its processor."""
    yield from BESIDES.on(release)
    yield from interface_lines(platform, release)
    yield f"{platform.nvram_kilobytes}K bytes of {platform.nvram_name}."
