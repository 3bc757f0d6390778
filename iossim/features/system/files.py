"""The files of a box: its flash memory, and the two configurations under their names as files.

`slot0:` of a 7200 is a file system of class A: deleted files stay until a squeeze, can be had back, and have dates. `flash:`
of a 1700 is one of class B, without dates. The image is a file like others, but one that cannot be deleted while it runs.

Invariant: files survive the power. Left out: ROM monitor, formatting, erasing, directories, renaming (class C).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iossim.device.platform import Platform
    from iossim.device.router import Router

FLASH, NVRAM, SYSTEM, TFTP = "flash", "nvram", "system", "tftp"
STARTUP, RUNNING = "startup-config", "running-config"
LONGEST_NAME = 63


@dataclass(frozen=True, slots=True)
class File:
    """One file in flash memory; the text of an image is not kept."""

    name: str
    size: int
    text: str | None = None
    date: str = ""
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """A device without its colon, and the name of a file on it, perhaps empty."""

    device: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.device}:{self.name}"


def writing(octets: int) -> int:
    """Microseconds that it takes to write so much."""
    return 200_000 + 50 * octets


def copied(octets: int, micros: int) -> str:
    """What is said when a file has been copied."""
    seconds = micros / 1e6
    return f"{octets} bytes copied in {seconds:.3f} secs ({round(octets / seconds)} bytes/sec)\n"


def device_of(platform: Platform) -> str:
    """Where the image is."""
    return platform.image_file.partition(":")[0]


def factory(platform: Platform) -> tuple[File, ...]:
    """What is there when the box is bought: the image."""
    return (File(platform.image_file.partition(":")[2], platform.image_octets),)


def dated(platform: Platform) -> bool:
    """Whether files have dates and can be had back (class A)."""
    return device_of(platform) != FLASH


def path_of(router: Router, text: str, here: str) -> Path | None:
    """What a name means, seen from a directory; None for a device that the box does not have."""
    text = text.strip()
    where, colon, name = text.rpartition(":")
    device = where.lower() if colon else here
    if device == FLASH:
        device = device_of(router.platform)
    if device not in (device_of(router.platform), NVRAM, SYSTEM, TFTP):
        return None
    return Path(device, name.strip("/"))


def present(files: tuple[File, ...], name: str) -> File | None:
    """The file of that name that is not deleted."""
    return next((file for file in files if file.name == name and not file.deleted), None)


def free(platform: Platform, files: tuple[File, ...]) -> int:
    """Octets left; deleted files take room until they are squeezed out."""
    return platform.flash_octets - sum(file.size for file in files)


def written(files: tuple[File, ...], new: File) -> tuple[File, ...]:
    """With a new file; an old one of its name is deleted."""
    return (*deleted(files, new.name), new)


def deleted(files: tuple[File, ...], name: str) -> tuple[File, ...]:
    """With the file of that name marked as deleted."""
    return tuple(replace(file, deleted=True) if file.name == name else file for file in files)


def restored(files: tuple[File, ...], index: int) -> tuple[File, ...]:
    """With the deleted file of that number, counted from 1, back in its place."""
    return tuple(replace(file, deleted=False) if at == index else file for at, file in enumerate(files, 1))


def squeezed(files: tuple[File, ...]) -> tuple[File, ...]:
    """Without what was deleted."""
    return tuple(file for file in files if not file.deleted)
