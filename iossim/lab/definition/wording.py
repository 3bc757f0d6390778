"""A model's verdict on a file, in words for the person who wrote the file.

`checked(model, tree)` is the door: it returns the model or raises LabError with one mistake per finding, each at its
line and column. Any YAML file of the project can be read this way. Findings of unions are reported once, for the kind
that was meant.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from iossim.lab.definition.tree import Data, Path, Tree
from iossim.lab.errors import LabError, Mistake
from iossim.lab.spelling import closest

AnyModel = TypeVar("AnyModel", bound=BaseModel)

MOST = 200
"""Mistakes of one file that are told: nobody reads more, and each costs a look at what was meant."""
_WANTED = {
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "string_type": "a text",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a block of keys",
    "model_type": "a block of keys",
    "model_attributes_type": "a block of keys",
}


def checked(model: type[AnyModel], tree: Tree, context: dict[str, Any] | None = None) -> AnyModel:
    """The model of a file; LabError with every mistake otherwise. `context` is what its validators may look at."""
    try:
        return model.model_validate(tree.data, context=context)
    except ValidationError as error:
        every = error.errors(include_url=False)
        details = every[:MOST]
        found = sorted(_mistake(model, tree, detail) for detail in details if not _follows(detail, details))
        if len(every) > MOST:
            found.append(Mistake(tree.file, found[-1].line + 1, 1, "", f"and {len(every) - MOST} more mistakes"))
        raise LabError(tuple(dict.fromkeys(found))) from None


def _follows(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """A list counts as too short only because its entries are wrong."""
    place = detail["loc"]
    inside = (other["loc"] for other in details if other is not detail)
    return detail["type"] == "too_short" and any(other[: len(place)] == place for other in inside)


def _mistake(model: type[BaseModel], tree: Tree, detail: ErrorDetails) -> Mistake:
    path, at_key = _path(tree.data, detail["loc"])
    kind = detail["type"]
    if kind == "missing":
        path = path[:-1] if path and not _there(tree.data, path) else path
        return tree.mistake(path, f"the key {str(detail['loc'][-1])!r} is missing")
    if kind == "extra_forbidden":
        key = str(path[-1])
        return tree.mistake(path, f"unknown key {key!r}{closest(key, _keys(model, tree.data, path[:-1]))}")
    if at_key:
        return tree.mistake(path, f"expected a name in lower-case letters, digits and hyphens, found {path[-1]!r}")
    return tree.mistake(path, _words(detail))


def _words(detail: ErrorDetails) -> str:
    kind, found, context = detail["type"], detail["input"], detail.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind in _WANTED:
        return f"expected {_WANTED[kind]}, found {_short(found)}"
    if kind in ("literal_error", "union_tag_invalid"):
        wanted = str(context.get("expected") or context.get("expected_tags"))
        words = [word.strip().strip("'") for word in wanted.replace(" or ", ", ").split(",")]
        wrong = str(context.get("tag", found))
        return f"expected one of {', '.join(words)}, found {wrong!r}{closest(wrong, words)}"
    if kind == "union_tag_not_found":
        return "the key 'kind' is missing"
    if kind == "string_pattern_mismatch":
        return f"expected a name in lower-case letters, digits and hyphens, found {_short(found)}"
    if kind == "too_short":
        return "expected at least one entry"
    return f"{detail['msg'][:1].lower()}{detail['msg'][1:]}, found {_short(found)}"


def _short(value: object) -> str:
    if isinstance(value, dict):
        return "a block of keys"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None else repr(value)[:60]


def _path(data: Data, location: tuple[int | str, ...]) -> tuple[Path, bool]:
    """The path in the file; a model's location also names union members, which no key of the file has."""
    path: list[int | str] = []
    here: Data = data
    last = len(location) - 1
    for index, step in enumerate(location):
        if step == "[key]":
            return tuple(path), True
        if isinstance(here, dict) and isinstance(step, str) and (step in here or index == last):
            path.append(step)
            here = here.get(step)
        elif isinstance(here, list) and isinstance(step, int):
            path.append(step)
            here = here[step] if step < len(here) else None
    return tuple(path), False


def _there(data: Data, path: Path) -> bool:
    here: Data = data
    for step in path:
        if isinstance(here, dict) and step in here:
            here = here[str(step)]
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
        else:
            return False
    return True


def _keys(model: type[BaseModel], data: Data, path: Path) -> list[str]:
    """The keys that the block at this path may have."""
    kinds: list[type[BaseModel]] = [model]
    here: Data = data
    for step in path:
        here = here[str(step)] if isinstance(here, dict) else here[int(step)] if isinstance(here, list) else None
        kinds = [inner for kind in kinds for inner in _step(kind, step)] if not isinstance(step, int) else kinds
    if isinstance(here, dict) and "kind" in here:
        kinds = [kind for kind in kinds if _tag(kind) == here["kind"]] or kinds
    return [field.alias or name for kind in kinds for name, field in kind.model_fields.items()]


def _step(kind: type[BaseModel], step: str | int) -> Iterator[type[BaseModel]]:
    for name, field in kind.model_fields.items():
        if step in (name, field.alias):
            yield from _models(field.annotation)
            return
    yield kind  # a key of a mapping: the models of its values were collected with the mapping


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (Union, types.UnionType, dict, tuple, list, Annotated):
        for inner in get_args(annotation):
            yield from _models(inner)


def _tag(kind: type[BaseModel]) -> object:
    field = kind.model_fields.get("kind")
    return get_args(field.annotation)[0] if field else None
