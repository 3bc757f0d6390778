"""From a name or a path to a `LabDefinition`, or to every mistake at once.

A name is a lab of this package (`headend`), a path a folder with a `lab.yaml` or the file itself. Files that a lab
names lie in its folder or below; a path that leads out of it is refused. Sizes are bounded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sized
from pathlib import Path, PurePosixPath

import iossim
from iossim.lab.definition.likeness import likened
from iossim.lab.definition.model import LabDefinition, LabFile
from iossim.lab.definition.nodes import Router
from iossim.lab.definition.pattern import MAX_REMOTES, Remotes, expand
from iossim.lab.definition.references import resolved
from iossim.lab.definition.template import gaps
from iossim.lab.definition.tree import Data, Tree, read_tree
from iossim.lab.definition.tree import Path as YamlPath
from iossim.lab.definition.wording import checked
from iossim.lab.errors import LabError, Mistake
from iossim.lab.spelling import closest
from iossim.lab.text import read_text

LAB_FILE = "lab.yaml"
LABS = Path(iossim.__file__).parent / "labs"


def shipped() -> tuple[str, ...]:
    """The names of the labs that come with the package."""
    return tuple(sorted(folder.name for folder in LABS.iterdir() if (folder / LAB_FILE).is_file()))


def load(name_or_path: str | Path, remotes: int = 0) -> LabDefinition:
    """The lab of that name or path, with so many generated homes; LabError with every mistake otherwise."""
    file = locate(name_or_path)
    if not 0 <= remotes <= MAX_REMOTES:
        raise LabError((Mistake(str(file), 0, 0, "", f"remotes: expected 0 to {MAX_REMOTES}, found {remotes}"),))
    text = read_text(file, shown=_shown(file))
    tree, like, below = likened(read_tree(text, _shown(file)), LABS)
    plan = _remotes(tree)
    full = expand(tree, plan, remotes)
    if remotes and plan:
        _widen(full, plan)
    lab = checked(LabFile, full)
    found: list[Mistake] = []
    try:
        lab = lab.model_copy(update={"links": resolved(lab, full)})
    except LabError as error:
        found.extend(error.mistakes)
    files = _files(lab, full, (file.parent, *((like,) if like is not None else ())), found)
    if remotes and plan:
        _insert(plan, files, full, found)
    _gaps(lab, full, files, found)
    if found:
        raise LabError(tuple(dict.fromkeys(sorted(found))))
    digest = _digest([text + below, str(remotes), *(part for name in sorted(files) for part in (name, files[name]))])
    return LabDefinition.model_construct(
        **{name: getattr(lab, name) for name in LabFile.model_fields},
        source=str(file),
        digest=digest,
        remotes=remotes,
        generated=tuple(list(lab.nodes)[len(_nodes(expand(tree, plan, 0))) :]) if remotes else (),
        files=files,
    )


def _nodes(tree: Tree) -> Sized:
    nodes = tree.data["nodes"] if isinstance(tree.data, dict) else None
    return nodes if isinstance(nodes, dict) else ()


def locate(name_or_path: str | Path) -> Path:
    """The lab file that a name or a path means; LabError when there is none."""
    text = str(name_or_path)
    for file in (LABS / text / LAB_FILE if text in shipped() else None, Path(text), Path(text) / LAB_FILE):
        if file is not None and file.is_file():
            return file
    known = shipped()
    raise LabError((Mistake(text, 0, 0, "", f"no such lab{closest(text, known)}; there are {', '.join(known)}"),))


def _shown(file: Path) -> str:
    return file.relative_to(LABS.parent.parent).as_posix() if file.is_relative_to(LABS) else str(file)


def _remotes(tree: Tree) -> Remotes | None:
    section = tree.data.get("remotes") if isinstance(tree.data, dict) else None
    if section is None:
        return None
    here = {path[1:]: place for path, place in tree.places.items() if path[:1] == ("remotes",)}
    return checked(Remotes, Tree(tree.file, section, here))


def _widen(tree: Tree, plan: Remotes) -> None:
    """Add the generated homes' networks to the firewalls' groups."""
    nodes = tree.data.get("nodes") if isinstance(tree.data, dict) else None
    for node in nodes.values() if isinstance(nodes, dict) else ():
        groups = node.get("groups") if isinstance(node, dict) and node.get("kind") == "firewall" else None
        if isinstance(node, dict) and isinstance(groups, dict):
            more: dict[str, list[Data]] = {name: [str(net) for net in nets] for name, nets in plan.groups.items()}
            node["groups"] = groups | {
                name: [*members, *more.get(name, [])] for name, members in groups.items() if isinstance(members, list)
            }


def _files(lab: LabFile, tree: Tree, folders: tuple[Path, ...], found: list[Mistake]) -> dict[str, str]:
    """The texts of the files a lab names, each from the first folder that has it."""
    wanted: dict[str, YamlPath] = {
        node.config: ("nodes", name, "config") for name, node in lab.nodes.items() if isinstance(node, Router)
    }
    if lab.history:
        wanted[lab.history.session] = ("history", "session")
    texts: dict[str, str] = {}
    for name, path in wanted.items():
        inner = PurePosixPath(name)
        folder = next((place for place in folders if (place / inner).is_file()), folders[0])
        file = folder / inner
        if inner.is_absolute() or ".." in inner.parts or "\\" in name or "\0" in name:
            found.append(tree.mistake(path, f"expected a file in the lab's own folder, found {name!r}"))
        elif not file.is_file():
            found.append(tree.mistake(path, f"there is no file {name!r}{closest(name, _listing(folder))}"))
        elif not file.resolve().is_relative_to(folder.resolve()):
            found.append(tree.mistake(path, f"{name!r} leads out of the lab's folder"))
        else:
            try:
                texts[name] = read_text(file, shown=_shown(file))
            except LabError as error:
                found.extend(error.mistakes)
    return texts


def _listing(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if file.is_file())


def _insert(plan: Remotes, files: dict[str, str], tree: Tree, found: list[Mistake]) -> None:
    for insert in plan.insert:
        lines = files.get(insert.file, "").splitlines(keepends=True)
        place = next((index for index, line in enumerate(lines) if line.rstrip() == insert.after), None)
        if place is None:
            found.append(tree.mistake(("remotes", "insert"), f"{insert.file} has no line {insert.after!r}"))
        else:
            files[insert.file] = "".join([*lines[: place + 1], insert.line + "\n", *lines[place + 1 :]])


def _gaps(lab: LabFile, tree: Tree, files: dict[str, str], found: list[Mistake]) -> None:
    """Every gap of a configuration has a value at every router that uses it."""
    needed = {name: gaps(text) for name, text in files.items()}
    folder = tree.file.rpartition("/")[0]
    for name, node in lab.nodes.items():
        if isinstance(node, Router) and node.values:
            for gap, line, column in needed.get(node.config, ()):
                if gap not in node.values:
                    shown = f"{folder}/{node.config}" if folder else node.config
                    found.append(Mistake(shown, line, column, "", f"{name} has no value for ${{{gap}}}"))


def _digest(parts: Iterable[str]) -> str:
    total = hashlib.sha256()
    for part in parts:
        data = part.encode()
        total.update(f"{len(data)}:".encode() + data)
    return total.hexdigest()
