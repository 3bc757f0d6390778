"""Which image a box is told to boot, and whether it is there.

`boot system` lines are tried in their order; what is not in flash memory is complained about on the console, and when none is there
the first image that is found is taken. There is one image in a box, and it cannot be removed, so a boot never fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iossim.device.platform import Platform


BOOT_SYSTEM = re.compile(r"^[ \t]*boot system (.*\S)", re.MULTILINE)


def image_of(words: str) -> str:
    """`flash slot0:image`, `flash image`, `slot0:image`: the file that is meant."""
    first, _, rest = words.partition(" ")
    name = rest.strip() if first in ("flash", "tftp", "rcp", "rom") and rest.strip() else words
    return name if ":" in name else f"flash:{name}"


def saved_images(startup: str) -> list[str]:
    """What the `boot system` lines of a start-up configuration name."""
    return BOOT_SYSTEM.findall(startup)


def missed(platform: Platform, wanted: list[str]) -> Iterator[str]:
    """What the console says of images that are not there, up to the first one that is."""
    device, _, image = platform.image_file.partition(":")
    for words in wanted:
        where, _, name = image_of(words).partition(":")
        if where in (device, "flash") and name == image:
            return
        yield f'boot: cannot open "{where}:{name}"'
