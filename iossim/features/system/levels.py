"""Severities of messages, as configuration lines name them: a word or its number, kept as the number, printed as the word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from iossim.cli.compound import COMPOUNDS, Compound
from iossim.cli.types import Show
from iossim.device.syslog import SEVERITIES

DEBUGGING = 7
INFORMATIONAL = 6


def _build(args: Mapping[str, Any]) -> int:
    value = args["value"]
    return value if isinstance(value, int) else SEVERITIES.index(value)


def _write(value: int, _show: Show) -> str:
    return SEVERITIES[value]


_TEXTS = (
    "System is unusable",
    "Immediate action needed",
    "Critical conditions",
    "Error conditions",
    "Warning conditions",
    "Normal but significant conditions",
    "Informational messages",
    "Debugging messages",
)

COMPOUNDS["log-level"] = Compound(
    f"<value:0-7|{'|'.join(SEVERITIES)}>",
    _build,
    _write,
    {
        "value": "Logging severity level",
        **{
            word: f"{text:<33} (severity={number})"
            for number, (word, text) in enumerate(zip(SEVERITIES, _TEXTS, strict=True))
        },
    },
)
