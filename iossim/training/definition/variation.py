"""Variation: a seed chooses one row of each group, and its values fill the gaps `${name}` of every text of the exercise.

Seed 1 takes the first row of each, the document's own where it speaks of one. A group has a stream of its own, so adding one
does not move the choices of others.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from iossim.lab.definition.template import GAP, extended
from iossim.lab.definition.tree import Data, Path, Tree
from iossim.lab.errors import LabError, Mistake


def chosen(name: str, vary: Mapping[str, Sequence[Mapping[str, str]]], seed: int) -> dict[str, str]:
    """The values that a seed takes."""
    values: dict[str, str] = {}
    for group, rows in vary.items():
        at = 0 if seed == 1 else random.Random(f"{name}:{group}:{seed}").randrange(len(rows))
        values |= rows[at]
    return extended(values)


def filled(tree: Tree, values: Mapping[str, str]) -> Tree:
    """The tree with the gaps of its texts filled, but for the rows themselves; LabError when a gap has no value."""
    found: list[Mistake] = []

    def walk(data: Data, path: Path) -> Data:
        if isinstance(data, str):
            for gap in dict.fromkeys(match[1] for match in GAP.finditer(data)):
                if gap not in values:
                    found.append(tree.mistake(path, f"no row gives a value for ${{{gap}}}"))
            return GAP.sub(lambda match: values.get(match[1], ""), data)
        if isinstance(data, list):
            return [walk(item, (*path, index)) for index, item in enumerate(data)]
        if isinstance(data, dict):
            return {key: item if (*path, key) == ("vary",) else walk(item, (*path, key)) for key, item in data.items()}
        return data

    full = Tree(tree.file, walk(tree.data, ()), tree.places, tree.origins)
    if found:
        raise LabError(tuple(found))
    return full
