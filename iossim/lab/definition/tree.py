"""A YAML file as plain data that still knows where each value stood.

The text is composed into nodes by the C loader (no objects are built, no tags run) and turned into dicts, lists and
scalars; `Tree.place(path)` answers with line and column. Duplicate keys are mistakes. Aliases and anchors are
refused: they make small files that unfold into huge ones. Size, depth and number of values are bounded, so that a
hostile file gets an error and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import yaml

from iossim.lab.errors import LabError, Mistake

Data: TypeAlias = "str | int | float | bool | list[Data] | dict[str, Data] | None"
Path: TypeAlias = tuple[str | int, ...]

MAX_BYTES = 1_000_000
MAX_DEPTH = 24
MAX_VALUES = 100_000

_MEANT = {
    "mapping values are not allowed in this context": " (a text with a colon and a blank in it needs quotes)",
    "found character that cannot start any token": " (a text that begins with %, @ or ` needs quotes; tabs do not indent)",
    "did not find expected '-' indicator": " (is this line indented like its neighbors?)",
    "did not find expected key": " (is this line indented like its neighbors? a quote that is open too long looks so as well)",
    "found a tab character that violates indentation": " (indent with blanks)",
}
"""What an author has most often meant by what YAML says so tersely."""
_TAG = "tag:yaml.org,2002:"
_BASE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Mark(Protocol):
    """A position of either loader, C or Python."""

    line: int
    column: int


@dataclass(slots=True)
class Tree:
    """The data of one file and the place of every value in it."""

    file: str
    data: Data
    places: dict[Path, tuple[int, int]]
    origins: dict[Path, Path] = field(default_factory=dict)

    def place(self, path: Path) -> tuple[int, int]:
        """Line and column of a value; of the nearest one around it when the path leads nowhere."""
        for end in range(len(path), -1, -1):
            head, tail = path[:end], path[end:]
            if head in self.origins:
                return self.place(self.origins[head] + tail)
            if head in self.places:
                return self.places[head]
        return (1, 1)

    def mistake(self, path: Path, message: str) -> Mistake:
        """A mistake about the value at this path."""
        line, column = self.place(path)
        return Mistake(self.file, line, column, dotted(path), message)


def dotted(path: Path) -> str:
    """A path as authors read it: nodes.gateway-1.at[0]."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def read_tree(text: str, file: str) -> Tree:
    """The data of a YAML text; LabError when it is not YAML, too large, or says something twice."""
    if len(text) > MAX_BYTES:
        raise LabError((Mistake(file, 0, 0, "", f"larger than {MAX_BYTES} characters"),))
    try:
        _bound(text, file)
        root = yaml.compose(text, Loader=_BASE)
    except yaml.MarkedYAMLError as error:
        raise LabError((_syntax(error, file),)) from None
    except yaml.YAMLError as error:
        raise LabError((Mistake(file, 1, 1, "", f"not YAML: {error}".split("\n")[0]),)) from None
    reader = _Reader(file)
    data = reader.value(root, ()) if root is not None else {}
    if reader.mistakes:
        raise LabError(tuple(reader.mistakes))
    return Tree(file, data, reader.places)


def _bound(text: str, file: str) -> None:
    """Look at the events first: composing a very deep or aliased file would cost before it could be refused."""
    depth = values = 0
    for event in yaml.parse(text, Loader=_BASE):
        line, column = _spot(event.start_mark)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise LabError((Mistake(file, line, column, "", "anchors and aliases are not used here"),))
        values += isinstance(event, yaml.NodeEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH or values > MAX_VALUES:
            limit = f"nested deeper than {MAX_DEPTH}" if depth > MAX_DEPTH else f"more than {MAX_VALUES} values"
            raise LabError((Mistake(file, line, column, "", limit),))


def _spot(mark: _Mark | None) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _syntax(error: yaml.MarkedYAMLError, file: str) -> Mistake:
    line, column = _spot(error.problem_mark or error.context_mark)
    problem = error.problem or error.context or ""
    return Mistake(file, line, column, "", f"not YAML: {problem}{_MEANT.get(problem, '')}")


class _Reader:
    """Turns nodes into data, noting places and collecting mistakes."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.places: dict[Path, tuple[int, int]] = {}
        self.mistakes: list[Mistake] = []

    def value(self, node: yaml.Node, path: Path) -> Data:
        self.places[path] = _spot(node.start_mark)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, path) if isinstance(node, yaml.ScalarNode) else None

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Data]:
        found: dict[str, Data] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            here = (*path, key)
            if not key:
                self._wrong(key_node, path, "expected a word as key")
            elif key in found:
                self._wrong(key_node, here, f"said twice, first in line {self.places[here][0]}")
            else:
                found[key] = self.value(value_node, here)
                # The place of a value is where its key stands: that is what the author looks for.
                self.places[here] = _spot(key_node.start_mark)
        return found

    def _scalar(self, node: yaml.ScalarNode, path: Path) -> Data:
        text: str = node.value
        match node.tag.removeprefix(_TAG):
            case "int" if (text.lstrip("-").isdigit() and not text.lstrip("-").startswith("0")) or text == "0":
                return int(text) if len(text) <= 18 else text
            case "bool":
                return text.lower() in ("true", "yes", "on")
            case "null":
                return None
            case "str" | "int" | "float" | "timestamp" | "value" | "merge":
                return text
        self._wrong(node, path, f"the tag {node.tag} is not used here")
        return None

    def _wrong(self, node: yaml.Node, path: Path, message: str) -> None:
        self.mistakes.append(Mistake(self.file, *_spot(node.start_mark), dotted(path), message))
