"""What can be typed about files: `dir`, `cd`, `pwd`, `more`, `copy`, `delete`, `undelete`, `squeeze`, `verify`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from iossim.cli.entry import Args, Command
from iossim.cli.errors import Refused
from iossim.cli.job import Job
from iossim.cli.mode import USER_LEVEL
from iossim.cli.types import ArgumentType, Bad, Got, Line, Outcome, Row, register
from iossim.cli.vocabulary import Vocabulary
from iossim.device.context import Context
from iossim.features.system import files, memory
from iossim.features.system.compression import stored
from iossim.features.system.engine import engine_of
from iossim.features.system.file_dialogs import Copy, Delete, Squeeze, contents, not_found
from iossim.features.system.files import Path
from iossim.features.system.network_copy import NetworkCopy

FILE_SYSTEMS = (files.FLASH, files.NVRAM, files.SYSTEM, files.TFTP)


@dataclass(frozen=True)
class Url(ArgumentType):
    """A name with a file system in front, or a file system alone, whose colon may be left out."""

    breadth: int = 7

    def read(self, line: Line, at: int) -> Outcome:
        """A token with a colon, or the beginning of a file system's name."""
        token = line.tokens[at]
        if ":" in token.text:
            return Got(token.text, at + 1)
        fitting = [name for name in FILE_SYSTEMS if name.startswith(token.text.lower())]
        return Got(f"{fitting[0]}:", at + 1) if len(fitting) == 1 else Bad(token.start)

    def rows(self, vocabulary: Vocabulary, text: str) -> list[Row]:
        """The file systems that every box has."""
        return [Row(f"{name}:", f"{text} {name}: file system") for name in FILE_SYSTEMS]

    def words(self, vocabulary: Vocabulary, prefix: str) -> list[str]:
        """The file systems that begin so."""
        return [f"{name}:" for name in FILE_SYSTEMS if name.startswith(prefix.lower())]


register("url", Url())


def _here(context: Context) -> str:
    return context.line.directory or files.device_of(context.router.platform)


def _path(context: Context, text: str) -> Path:
    """What a name means here; Refused for a device that does not exist."""
    path = files.path_of(context.router, text, _here(context))
    if path is None:
        raise Refused(f"%Error opening {text} (No such device)")
    return path


# -- looking ---------------------------------------------------------------------------------------------------------


def directory(context: Context, args: Args) -> Iterator[str]:
    """`dir [/all] [FILESYSTEM]`."""
    return _listing(context, _path(context, args.get("where", f"{_here(context)}:")), bool(args.get("/all")))


def all_directories(context: Context, args: Args) -> Iterator[str]:
    """`dir [/all] all-filesystems`."""
    for device in (files.SYSTEM, files.NVRAM, files.device_of(context.router.platform)):
        yield from (*_listing(context, Path(device), bool(args.get("/all"))), "")


def _listing(context: Context, path: Path, every: bool) -> Iterator[str]:
    router = context.router
    rows = list(_rows(context, path.device, every))
    if path.name:
        rows = [row for row in rows if row[3] == path.name]
        if not rows:
            raise Refused(not_found(path))
    yield from (f"Directory of {path.device}:/{path.name}", "")
    dated = files.dated(router.platform) and path.device == files.device_of(router.platform)
    for number, size, date, name in rows:
        yield f"{number:>5}  -rw-  {size:10}" + (f"   {date or '<no date>':>20}  {name}" if dated else f"{'':20}{name}")
    if not rows:
        yield "No files in directory"
    yield from ("", _room(context, path.device))


def _rows(context: Context, device: str, every: bool) -> Iterator[tuple[int, int, str, str]]:
    """Number, size, date and name of what is there; deleted files stand in brackets."""
    router = context.router
    if device == files.NVRAM:
        if router.startup:
            yield router.platform.nvram_bytes // 1024 - 2, stored(router.startup), "", files.STARTUP
    elif device == files.SYSTEM:
        yield 2, memory.size_of(memory.running_text(router, context.names)), "", files.RUNNING
    elif device != files.TFTP:
        for number, file in enumerate(engine_of(router).files, 1):
            if every or not file.deleted:
                yield number, file.size, file.date, f"[{file.name}]" if file.deleted else file.name


def _room(context: Context, device: str) -> str:
    platform = context.router.platform
    if device == files.NVRAM:
        total, left = platform.nvram_bytes, platform.nvram_bytes - stored(context.router.startup)
    elif device == files.device_of(platform):
        total, left = platform.flash_octets, files.free(platform, engine_of(context.router).files)
    else:
        return "No space information available"
    return f"{total} bytes total ({left} bytes free)"


def show_flash(context: Context, _: Args) -> Iterator[str]:
    """`show flash:`."""
    platform, kept = context.router.platform, engine_of(context.router).files
    yield from ("", "System flash directory:", "File  Length   Name/status")
    for number, file in enumerate(kept, 1):
        yield f"{number:>3}   {file.size:<8} {file.name}  " + ("[deleted]" if file.deleted else "")
    capacity = platform.flash_octets
    used = capacity - files.free(platform, kept) + 64 * len(kept)
    yield f"[{used} bytes used, {capacity - used} available, {capacity} total]"
    yield f"{capacity // 1024}K bytes of processor board System flash (Read/Write)"
    yield ""


def show_file_systems(context: Context, _: Args) -> Iterator[str]:
    """`show file systems`."""
    platform, startup = context.router.platform, stored(context.router.startup)
    device = files.device_of(platform)
    capacity, left = platform.flash_octets, files.free(platform, engine_of(context.router).files)
    yield from ("File Systems:", "", f"{'Size(b)':>12}{'Free(b)':>12}{'Type':>10}  Flags  Prefixes")
    prefixes = "flash:" if device == files.FLASH else f"{device}: flash:"
    rows: tuple[tuple[Any, Any, str, str, str], ...] = (
        ("-", "-", "opaque", files.SYSTEM, "system:"),
        ("-", "-", "network", files.TFTP, "tftp:"),
        (capacity, left, "flash", device, prefixes),
        (platform.nvram_bytes, platform.nvram_bytes - startup, "nvram", files.NVRAM, "nvram:"),
    )
    for size, room, kind, name, words in rows:
        star = "*" if name == _here(context) else " "
        yield f"{star}{size:>11}{room:>12}{kind:>10}     rw   {words}"
    yield ""


def pwd(context: Context, _: Args) -> str:
    """`pwd`."""
    return f"{_here(context)}:"


def cd(context: Context, args: Args) -> None:
    """`cd [FILESYSTEM]`; alone, back to where a session begins."""
    text = args.get("where")
    if text is None:
        context.line.directory = ""
        return
    path = files.path_of(context.router, text if ":" in text else f"{_here(context)}:{text}", _here(context))
    if path is None or path.name:
        raise Refused(f"%Error changing directory to {text} (No such file or directory)")
    context.line.directory = path.device


def more(context: Context, args: Args) -> Iterable[str]:
    """`more FILE`."""
    path = _path(context, str(args["file"]))
    file = contents(context, path)
    if file is None:
        raise Refused(not_found(path))
    return ("%Error: the file is an image",) if file.text is None else file.text.splitlines()


def verify(context: Context, args: Args) -> str:
    """`verify FILE`: what is in memory is never damaged."""
    path = _path(context, str(args["file"]))
    if contents(context, path) is None:
        raise Refused(not_found(path))
    return f"Verified {path}"


# -- changing --------------------------------------------------------------------------------------------------------


def copy(context: Context, args: Args) -> Job:
    """`copy FROM TO`."""
    source = _end(context, args, "from", (files.RUNNING, files.STARTUP))
    target = _end(context, args, "to", (files.STARTUP, files.RUNNING))
    if files.TFTP in (source.device, target.device):
        reads = source.device == files.TFTP
        near, far = (target, "from") if reads else (source, "to")
        return NetworkCopy(reads, near, str(args.get(far, "")).partition(":")[2])
    return Copy(source, target)


def _end(context: Context, args: Args, name: str, words: tuple[str, ...]) -> Path:
    """One end of a copy: a URL, or one of the two configurations."""
    if name in args:
        return _path(context, args[name])
    (word,) = (word for word in words if word in args)
    return Path(files.NVRAM if word == files.STARTUP else files.SYSTEM, word)


def delete(context: Context, args: Args) -> Job:
    """`delete [FILE]`."""
    return Delete(_path(context, str(args.get("file", f"{_here(context)}:"))))


def undelete(context: Context, args: Args) -> None:
    """`undelete N [FILESYSTEM]`."""
    engine = engine_of(context.router)
    if not files.dated(context.router.platform):
        raise Refused("%Error undeleting (Operation not supported)")
    index = args["index"]
    if index > len(engine.files) or not engine.files[index - 1].deleted:
        raise Refused("%Error undeleting (File not found)")
    if files.present(engine.files, engine.files[index - 1].name):
        raise Refused("%Error undeleting (File exists)")
    engine.files = files.restored(engine.files, index)


def squeeze(context: Context, args: Args) -> Job:
    """`squeeze FILESYSTEM`."""
    path = _path(context, args["where"])
    if path.device != files.device_of(context.router.platform):
        raise Refused(f"%Error squeezing {path.device} (Operation not supported)")
    return Squeeze(path.device)


_HELP = {
    "cd": "Change current directory",
    "copy": "Copy from one file to another",
    "delete": "Delete a file",
    "dir": "List files on a filesystem",
    "more": "Display the contents of a file",
    "pwd": "Display current working directory",
    "show": "Show running system information",
    "squeeze": "Squeeze a filesystem",
    "undelete": "Undelete a file",
    "verify": "Verify a file",
    "/all": "List all files",
    "all-filesystems": "List files on all filesystems",
    "where": "Directory or file name",
    "file": "File name",
    "index": "Index number of the deleted file",
    "flash:": "display information about flash: file system",
    "show file": "Show filesystem information",
    "systems": "List filesystems",
    "from": "Copy from",
    "to": "Copy to",
    "running-config": "Copy from current system configuration",
    "startup-config": "Copy from startup configuration",
    "tftp:": "Copy to tftp: file system",
    "copy tftp:": "Copy from tftp: file system",
}
_FROM_HELP = {**_HELP, "running-config": "Update (merge with) current system configuration",
              "startup-config": "Copy to startup configuration"}  # fmt: skip


def _command(pattern: str, run: Any, help: dict[str, str] = _HELP, **more: Any) -> Command:  # noqa: A002
    return Command(pattern, run, help, **more)


COMMANDS = (
    _command("cd [<where:word>]", cd),
    _command("pwd", pwd),
    _command("dir [/all] [<where:word>]", directory),
    _command("dir [/all] all-filesystems", all_directories),
    _command("more <file:word>", more, filterable=True),
    _command("verify <file:word>", verify),
    _command("delete [<file:word>]", delete),
    _command("undelete <index:1-255> [<where:word>]", undelete),
    _command("squeeze <where:url>", squeeze),
    _command("copy { running-config | startup-config } <to:url>", copy),
    _command("copy <from:url> { running-config | startup-config }", copy, _FROM_HELP),
    _command("copy <from:url> <to:url>", copy),
    _command("show flash:", show_flash, level=USER_LEVEL, filterable=True),
    _command("show file systems", show_file_systems, level=USER_LEVEL, filterable=True),
)
