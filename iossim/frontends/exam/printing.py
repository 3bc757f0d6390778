"""`iossim exam publish`: papers into files, a file a candidate; an opening code with each when they are locked."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
import unicodedata
from argparse import Namespace
from pathlib import Path

from iossim.frontends.batch.paper import complain, say
from iossim.lab.errors import LabError, Mistake
from iossim.lab.text import read_text
from iossim.training.exam.codes import code_of
from iossim.training.exam.definition import MOST_CANDIDATES, read_candidate
from iossim.training.exam.parts import Exam, find_exam, load_exam
from iossim.training.exam.publishing import Press
from iossim.training.exam.seal import ENTROPY, seal

FINE, FAILED = 0, 1
SUFFIX = ".exam"
LARGEST_LIST = 1_000_000


def publish(args: Namespace) -> int:
    """The command. LabError for what is wrong with the definition or the call."""
    exam = load_exam(find_exam(args.definition))
    names = _candidates(args, exam)
    places = _places(args.output, exam, names)
    if exam.practice:
        complain("practice: parts of this exam come with iossim, solutions included; marks need exercises of your own")
    press = Press(exam)
    for name, place in zip(names, places, strict=True):
        paper = press.paper(name, args.seed)
        code = code_of(secrets.token_bytes(16)) if args.locked else ""
        try:
            _write(place, seal(paper, secrets.token_bytes(ENTROPY), code))
        except OSError as error:
            complain(f"iossim exam: {place}: {error.strerror}")
            return FAILED
        told = f"{name}: {place}, form {paper.seed}, {paper.seconds / 60:g} minutes"
        say(f"{told}, opening code {code}" if code else told)
    return FINE


def _candidates(args: Namespace, exam: Exam) -> list[str]:
    """Who gets a paper."""
    if args.candidate:
        given = list(args.candidate)
    elif args.candidates:
        listed = read_text(Path(args.candidates), LARGEST_LIST).splitlines()
        given = [line for line in listed if line.strip() and not line.startswith("#")]
    else:
        given = [one.name for one in exam.file.candidates]
    if not given:
        raise _wrong(
            args.definition, "nobody to publish for: --candidate NAME, --candidates FILE, or candidates in the exam"
        )
    if len(given) > MOST_CANDIDATES:
        raise _wrong(str(args.candidates), f"more than {MOST_CANDIDATES} candidates")
    names, mistakes = [], []
    for number, name in enumerate(given, 1):
        try:
            names.append(read_candidate(name))
        except ValueError as error:
            mistakes.append(Mistake(str(args.candidates or "--candidate"), number, 1, "", str(error)))
    if mistakes:
        raise LabError(tuple(mistakes))
    return list(dict.fromkeys(names))


def _places(output: str | None, exam: Exam, names: list[str]) -> list[Path]:
    """Where the papers go: the file that was named for one candidate, a folder for several."""
    target = Path(output) if output is not None else None
    if target is not None and len(names) == 1 and not target.is_dir() and not output.endswith(("/", os.sep)):  # type: ignore[union-attr]
        folder, found = target.parent, [target]
    else:
        folder = target if target is not None else Path()
        found = [folder / f"{exam.file.exam}-{stem}{SUFFIX}" for stem in _stems(names)]
    if target is not None and folder == target and not folder.exists():
        folder.mkdir(parents=True)
    if not folder.is_dir():
        raise _wrong(str(folder), "expected a folder")
    return found


def _stems(names: list[str]) -> list[str]:
    """Names for files, all different: letters, digits and hyphens of the names of people."""
    stems: list[str] = []
    for number, name in enumerate(names, 1):
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or f"candidate-{number}"
        stems.append(stem if stem not in stems else f"{stem}-{number}")
    return stems


def _write(place: Path, data: bytes) -> None:
    """All or nothing."""
    handle, draft = tempfile.mkstemp(dir=place.parent, prefix=".exam-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(draft).chmod(0o644)
        Path(draft).replace(place)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _wrong(where: str, message: str) -> LabError:
    return LabError((Mistake(where, 0, 0, "", message),))
