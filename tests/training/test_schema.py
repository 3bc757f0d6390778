"""The schema for editors says what the program says: of every exercise of the course, and of mistakes that authors make."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from iossim.training.definition import load_exercise
from iossim.training.definition.schema import schema, text
from iossim.training.roster import folders, name_of, root
from tests.training.desk import YAML

jsonschema = pytest.importorskip("jsonschema", reason="part of the development environment: make install")
ROOT = Path(__file__).parents[2]


def read(text: str) -> Any:
    """As an editor does: a plain reader of YAML, libyaml as everywhere here."""
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@pytest.fixture(scope="module")
def validator() -> Any:
    kind = jsonschema.Draft202012Validator
    kind.check_schema(schema())
    return kind(schema())


def test_the_file_is_not_stale() -> None:
    """`python -m iossim.training.definition.schema > exercises/exercise.schema.json` after a change of the models."""
    assert (root() / "exercise.schema.json").read_text(encoding="utf-8") == text()


@pytest.mark.parametrize("folder", folders(), ids=name_of)
def test_every_exercise_fits(folder: Path, validator: Any) -> None:
    """As an editor reads it: with a plain YAML reader, gaps unfilled."""
    file = (folder / "exercise.yaml").read_text(encoding="utf-8")
    assert [error.message for error in validator.iter_errors(read(file))] == []
    assert load_exercise(folder).title


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: A small one\n", ""),
        ("level: 1", "levle: 1"),
        ("level: 1", "level: 9"),
        ("kind: question", "kind: qestion"),
        ("source: [D5]\nlevel", "source: [D9]\nlevel"),
        ("kind: number, fact", "kind: number, fct"),
        ("    watch: 30s\n", "    wach: 30s\n"),
    ],
)
def test_mistakes_are_underlined(old: str, new: str, validator: Any) -> None:
    """A missing key, an unknown one, a value that cannot be."""
    assert old in YAML
    assert list(validator.iter_errors(read(YAML))) == []
    assert list(validator.iter_errors(read(YAML.replace(old, new))))


def test_it_is_json_with_help() -> None:
    """Every kind of check and step is described where an editor looks."""
    found = json.loads(text())
    assert all(model.get("description") for model in found["$defs"].values())


def test_the_guide_names_it() -> None:
    """Authors are told how to use it."""
    assert "exercise.schema.json" in (ROOT / "docs/writing-an-exercise.md").read_text(encoding="utf-8")
