"""Variation: a seed chooses one row of each group, and its values fill the gaps `${name}` of every text of the exercise.

A group of `draw` is a fault of the lab's catalogue: what `training.cases` says about it fills the gaps `${group_says}`,
`${group_cause}` and so on, and what breaks and mends is there to be played and pasted.

Seed 1 takes the first row of each, the document's own where it speaks of one. A group has a stream of its own, so adding one
does not move the choices of others.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import NamedTuple

from iossim.lab.definition.template import GAP, LONGEST_FILLED, extended, too_large
from iossim.lab.definition.tree import Data, Path, Tree
from iossim.lab.definition.wording import checked
from iossim.lab.errors import LabError, Mistake
from iossim.lab.faults import Level
from iossim.lab.spelling import closest
from iossim.training import cases
from iossim.training.definition.model import Variation


class Chosen(NamedTuple):
    """What a seed has come to: values for gaps, and files that sessions may paste."""

    values: dict[str, str]
    pastes: dict[str, str]


def chosen(name: str, plan: Variation, seed: int, place: str) -> Chosen:
    """What a seed takes of the rows, and draws in a lab. ValueError when there is no such fault to draw."""
    values: dict[str, str] = {}
    pastes: dict[str, str] = {}
    for group, rows in plan.vary.items():
        at = 0 if seed == 1 else random.Random(f"{name}:{group}:{seed}").randrange(len(rows))
        values |= rows[at]
    for group, wanted in plan.draw.items():
        case = cases.drawn(place, seed, tuple(Level[level.upper()] for level in wanted.levels), wanted.kinds)
        values |= cases.values_of(group, place, case, seed)
        pastes |= cases.pastes_of(group, case)
    return Chosen(extended(values), pastes)


def plan_of(tree: Tree) -> Variation:
    """What a file says that a seed chooses, read before its gaps are filled."""
    data = tree.data if isinstance(tree.data, dict) else {}
    told: Data = {key: data[key] for key in Variation.model_fields if data.get(key) is not None}
    return checked(Variation, Tree(tree.file, told, tree.places))


def filled(tree: Tree, values: Mapping[str, str]) -> Tree:
    """The tree with the gaps of its texts filled, but for the rows themselves; LabError when a gap has no value."""
    found: list[Mistake] = []
    size = 0

    def walk(data: Data, path: Path) -> Data:
        nonlocal size
        if isinstance(data, str):
            if trouble := too_large(data, values):
                found.append(tree.mistake(path, trouble))
                return data
            for gap in dict.fromkeys(match[1] for match in GAP.finditer(data)):
                if gap not in values:
                    found.append(tree.mistake(path, f"no row gives a value for ${{{gap}}}{closest(gap, values)}"))
            full = GAP.sub(lambda match: values.get(match[1], ""), data)
            size += len(full)
            if size > LONGEST_FILLED:
                raise LabError((tree.mistake(path, f"more than {LONGEST_FILLED} characters with all gaps filled"),))
            return full
        if isinstance(data, list):
            return [walk(item, (*path, index)) for index, item in enumerate(data)]
        if isinstance(data, dict):
            return {
                key: item if (*path, key) in (("vary",), ("draw",)) else walk(item, (*path, key))
                for key, item in data.items()
            }
        return data

    full = Tree(tree.file, walk(tree.data, ()), tree.places, tree.origins)
    if found:
        raise LabError(tuple(found))
    return full
