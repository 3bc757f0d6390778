"""The rules of the house that a machine can check."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "iossim"
MODULES = sorted(PACKAGE.rglob("*.py"))
SKIPPED = {".git", "build", "dist", "__pycache__"}
TEXTS = {".py", ".md", ".toml", ".yaml", ".yml", ".cfg", ".session", ".txt", ".json", ".svg", ".tcss", ""}
MAX_LINES = 400

# Spelled in parts, so that this file does not find itself.
SLASH = "/"
TRACES = re.compile(
    "|".join(
        [
            rf"{SLASH}(?:home|Users){SLASH}\w+",
            rf"{SLASH}root{SLASH}",
            rf"{SLASH}work{SLASH}\w+",
            rf"{SLASH}opt{SLASH}\w*pypi",
            r"[A-Z]:\\\\?Users",
            "index" + "-url",
            r"https?://\S*(?:" + "py" + "pi|python" + "hosted)",
        ]
    )
)
VAGUE = {"utils", "util", "helpers", "helper", "manager", "misc", "common", "tools"}


def texts() -> list[Path]:
    """Every text file of the project, without generated folders and the hidden ones beside .ci."""
    found = []
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part != ".ci" for part in parts[:-1])
        generated = any(part in SKIPPED or part.endswith(".egg-info") for part in parts)
        if path.is_file() and not hidden and not generated and path.suffix in TEXTS:
            found.append(path)
    return found


def test_imports_point_down() -> None:
    """The import contracts of pyproject.toml hold: layers, independent features, no clock below the front ends."""
    linter = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_one_room(path: Path) -> None:
    """A module says what it is, stays below 400 lines, and has a name that means something."""
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "no module docstring"
    assert len(text.splitlines()) <= MAX_LINES
    assert path.stem not in VAGUE


def test_no_traces_of_a_machine() -> None:
    """No file names a folder of somebody's machine or a package index."""
    found = [
        f"{path.relative_to(ROOT)}:{number}: {match[0]}"
        for path in texts()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if (match := TRACES.search(line))
    ]
    assert found == []


def test_tests_do_not_sleep() -> None:
    """No test waits for the wall clock: what takes time takes virtual time."""
    word = "time." + "sleep("
    found = [str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("*.py") if word in path.read_text("utf-8")]
    assert found == []
