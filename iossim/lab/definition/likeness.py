"""A lab that is like another one: `like: headend`, and then only what differs.

Blocks of keys are laid over those of the other lab, key by key; everything else replaces what was there. Files that the folder
does not have are the other lab's. Only a lab of the package can be meant, and none that is itself like another: one step,
no circles. What is not said here is sound already, so mistakes point at this file.
"""

from __future__ import annotations

from pathlib import Path

from iossim.lab.definition.tree import Data, Tree, read_tree
from iossim.lab.errors import LabError
from iossim.lab.spelling import closest

LIKE = "like"
LAB_FILE = "lab.yaml"


def likened(tree: Tree, labs: Path) -> tuple[Tree, Path | None, str]:
    """The tree with the other lab under it, the other lab's folder, and the text of its file."""
    if not isinstance(tree.data, dict) or LIKE not in tree.data:
        return tree, None, ""
    name = tree.data[LIKE]
    known = tuple(sorted(folder.name for folder in labs.iterdir() if (folder / LAB_FILE).is_file()))
    if not isinstance(name, str) or name not in known:
        raise LabError(
            (tree.mistake((LIKE,), f"expected a lab of the package, found {name!r}{closest(str(name), known)}"),)
        )
    text = (labs / name / LAB_FILE).read_text(encoding="utf-8")
    other = read_tree(text, name).data
    if not isinstance(other, dict) or LIKE in other:
        raise LabError((tree.mistake((LIKE,), f"{name} is itself like another lab"),))
    own = {key: value for key, value in tree.data.items() if key != LIKE}
    return Tree(tree.file, laid_over(other, own), tree.places), labs / name, text


def laid_over(below: Data, above: Data) -> Data:
    """What is above, and of blocks of keys also what is below."""
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    return {**below, **{key: laid_over(below[key], value) if key in below else value for key, value in above.items()}}
