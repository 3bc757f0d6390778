"""The schema of `exercise.yaml` for editors: what a file may say, with help for every key, as JSON Schema.

    python -m iossim.training.definition.schema > exercises/exercise.schema.json

Made from the models, so it says what they say; a test tells when the file is stale. It is more patient than the program: a
value may be a gap (`${home}`) wherever it stands, a number may stand for a text, as it may in the file, and sentences
(conditions, facts, actions) are texts. Whether these are right says `iossim check`.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from iossim.training.definition.model import ExerciseFile
from iossim.training.document import SECTIONS

GAP = r"\$\{"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
NOISE = ("title", "discriminator")
SECTION = {"enum": list(SECTIONS), "description": "a section of the document"}
SENTENCES = {
    "that": "a condition of the session language: sa soho-vp gateway-1",
    "until": "a condition of the session language",
    "fact": "a fact: metric gateway-1 10.81.2.24/29",
    "packet": "from, to, and perhaps protocol and port: admin 10.81.2.1 tcp 23",
    "within": "a time: 500ms, 35s, 10m, 2h",
    "calm": "a time",
    "gap": "a time",
    "watch": "a time: how long the event is looked at",
    "wait": "a time",
    "settle": "a time",
    "lines": "lines of configuration; no ... means absence",
    "same": "lines of an access list",
    "says": "what is expected, in a teacher's words",
    "claims": "what the explanation says about this lab; it has to hold when the step is done",
    "explain": "shown after success, with its source section",
}


def schema() -> dict[str, Any]:
    """The schema."""
    found = _patient(ExerciseFile.model_json_schema(by_alias=True))
    _mended(found)
    return {"$schema": DRAFT, "title": "An exercise of iossim", **found}


def text() -> str:
    """As it stands in the file."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def _patient(data: Any) -> Any:
    """Gaps and numbers are taken where the program takes them; what only repeats a name is left out."""
    if isinstance(data, list):
        return [_patient(item) for item in data]
    if not isinstance(data, dict):
        return data
    kept = {
        key: _keys(value) if key in ("properties", "$defs") else _patient(value)
        for key, value in data.items()
        if key not in NOISE and not (key == "default" and value is None)
    }
    kind = kept.get("type")
    if kind == "string" and "const" not in kept and "enum" not in kept:
        kept["type"] = ["string", "number"]
        if "pattern" in kept:
            kept["pattern"] = f"(?:{kept['pattern']})|{GAP}"
    elif kind in ("integer", "number"):
        return {"anyOf": [kept, {"type": "string", "pattern": GAP}]}
    return kept


def _keys(found: dict[str, Any]) -> dict[str, Any]:
    """The values under names that an author writes."""
    return {name: _patient(value) for name, value in found.items()}


def _mended(found: dict[str, Any]) -> None:
    """What the models read by functions of their own: sentences are texts, sections are listed."""
    for model in (found, *found["$defs"].values()):
        for name, value in model.get("properties", {}).items():
            if name == "source":
                value.update(
                    {"items": SECTION} if value.get("type") == "array" else {"anyOf": [SECTION, {"type": "null"}]}
                )
            elif name in SENTENCES:
                value["description"] = SENTENCES[name]


if __name__ == "__main__":
    sys.stdout.write(text())
