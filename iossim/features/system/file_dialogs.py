"""The questions of `copy`, `delete` and `squeeze` (ios-cli 6.1). Files are written at a speed of ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iossim.cli.job import Answered, Ask, Become, Done, Effect, JobEvent, Out, Started, Wake, Woken
from iossim.device.loader import merge
from iossim.features.system import files
from iossim.features.system.engine import engine_of
from iossim.features.system.files import File, Path
from iossim.features.system.memory import running_text
from iossim.features.system.messages import configured

if TYPE_CHECKING:
    from iossim.device.context import Context

YES = ("", "y", "Y")
SOURCE_NAME = "Source filename []? "
OVER_WRITE = "%Warning:There is a file already existing with this name\n"


def not_found(path: Path) -> str:
    """What is said of a file that is not there."""
    flash = path.device not in (files.NVRAM, files.SYSTEM)
    return f"%Error opening {path} ({'File not found' if flash else 'No such file or directory'})"


def contents(context: Context, path: Path) -> File | None:
    """The file behind a path."""
    router = context.router
    if path == Path(files.NVRAM, files.STARTUP) and router.startup:
        return File(files.STARTUP, len(router.startup), router.startup)
    if path == Path(files.SYSTEM, files.RUNNING):
        text = "".join(line + "\n" for line in running_text(router, context.names))
        return File(files.RUNNING, len(text), text)
    flash = path.device == files.device_of(router.platform)
    return files.present(engine_of(router).files, path.name) if flash else None


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy; `target` gets its name from the answer, `began` is when writing began."""

    source: Path
    target: Path
    named: bool = False
    began: int | None = None

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Answer one event."""
        if not self.source.name:
            if isinstance(event, Answered) and event.text.strip():
                job = replace(self, source=replace(self.source, name=event.text.strip()))
                return (Become(job), *job.step(context, Started()))
            return (Ask(SOURCE_NAME),) if isinstance(event, Started) else (Done(),)
        file = contents(context, self.source)
        match event:
            case _ if file is None:
                return (Out(not_found(self.source) + "\n"), Done())
            case Started():
                return (Ask(f"Destination filename [{self._proposal}]? "),)
            case Answered(text) if not self.named:
                return self._name(context, text.strip() or self._proposal)
            case Answered(key) if key in YES:
                return self._begin(context, file)
            case Woken() if self.began is not None:
                return self._finish(context, file)
        return (Done(),)

    @property
    def _proposal(self) -> str:
        fixed = {files.NVRAM: files.STARTUP, files.SYSTEM: files.RUNNING}
        return self.target.name or fixed.get(self.target.device, self.source.name)

    def _name(self, context: Context, text: str) -> Iterable[Effect]:
        target = files.path_of(context.router, text, self.target.device)
        if target is None or len(target.name) > files.LONGEST_NAME or not target.name:
            return (Out(f"%Error opening {text} (Invalid argument)\n"), Done())
        job = replace(self, target=target, named=True)
        flash = files.device_of(context.router.platform)
        if target.device == flash and files.present(engine_of(context.router).files, target.name):
            return (Become(job), Out(OVER_WRITE), Ask("Do you want to over write? [confirm]", confirm=True))
        if target.device != flash and target.name != replace(self, target=Path(target.device))._proposal:
            return (Out(f"%Error opening {target} (Permission denied)\n"), Done())
        file = contents(context, self.source)
        assert file is not None
        return job._begin(context, file)

    def _begin(self, context: Context, file: File) -> Iterable[Effect]:
        router = context.router
        if self.target.device == files.device_of(router.platform):
            if file.size > files.free(router.platform, engine_of(router).files):
                return (Out(f"%Error copying {self.source} (Not enough space on device)\n"), Done())
        elif file.text is None:
            return (Out(f"%Error copying {self.source} (Invalid argument)\n"), Done())
        return (Become(replace(self, began=context.now)), Wake(files.writing(file.size)))

    def _finish(self, context: Context, file: File) -> Iterator[Effect]:
        router, engine = context.router, engine_of(context.router)
        assert self.began is not None
        spent = context.now - self.began
        if self.target.device == files.NVRAM:
            router.startup = file.text or ""
            yield Out("[OK]\n")
        elif self.target.device == files.SYSTEM:
            yield Out("".join(line + "\n" for line in merge(context, file.text or "")))
            router.perform("system", (configured(str(self.source), context.line.origin),))
        else:
            date = engine.day() if files.dated(router.platform) else ""
            engine.files = files.written(engine.files, replace(file, name=self.target.name, date=date, deleted=False))
        yield Out(files.copied(file.size, spent))
        yield Done()


@dataclass(frozen=True, slots=True)
class Delete:
    """`delete`: the name, then whether it is meant."""

    path: Path
    named: bool = False

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Answer one event."""
        match event:
            case Started():
                return (Ask(f"Delete filename [{self.path.name}]? "),)
            case Answered(text) if not self.named:
                path = files.path_of(context.router, text.strip() or self.path.name, self.path.device)
                if path is None or not path.name:
                    return (Out(f"%Error deleting {text.strip()} (Invalid argument)\n" if text.strip() else ""), Done())
                return (Become(Delete(path, named=True)), Ask(f"Delete {path}? [confirm]", confirm=True))
            case Answered(key) if key in YES:
                return (Out(self._delete(context)), Done())
        return (Done(),)

    def _delete(self, context: Context) -> str:
        router, engine = context.router, engine_of(context.router)
        file = contents(context, self.path)
        if file is None:
            return f"%Error deleting {self.path} (File not found)\n"
        if str(self.path) == router.platform.image_file or self.path.device == files.SYSTEM:
            return f"%Error deleting {self.path} (Device or resource busy)\n"
        if self.path.device == files.NVRAM:
            router.startup, router.unsaved, engine.saved_at = "", True, ""
        else:
            engine.files = files.deleted(engine.files, self.path.name)
        return ""


@dataclass(frozen=True, slots=True)
class Squeeze:
    """`squeeze`: what was deleted goes for good."""

    device: str
    asked: int = 0

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Answer one event."""
        class_a = files.dated(context.router.platform)
        questions = ("All deleted files will be removed. Continue? [confirm]",) * class_a + (
            "Squeeze operation may take a while. Continue? [confirm]",
        )
        match event:
            case Started():
                return (Become(replace(self, asked=1)), Ask(questions[0], confirm=True))
            case Answered(key) if key in YES and self.asked < len(questions):
                return (Become(replace(self, asked=self.asked + 1)), Ask(questions[self.asked], confirm=True))
            case Answered(key) if key in YES:
                engine = engine_of(context.router)
                engine.files = files.squeezed(engine.files)
                done = f"Squeeze of {self.device} complete" if class_a else "Squeeze complete"
                return (Out(f"{done}\n"), Done())
        return (Done(),)
