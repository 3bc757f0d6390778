"""What every file that a person writes has in common: durations, and the near miss of a word.

Invariant: `read_duration(write_duration(t)) == t`. Durations are microseconds; a unit is never guessed.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

_UNITS = {"d": 86_400_000_000, "h": 3_600_000_000, "m": 60_000_000, "s": 1_000_000, "ms": 1_000, "us": 1}
_DURATION = re.compile(r"(?:\d{1,9}(?:\.\d{1,6})?(?:d|h|ms|m|s|us))+")
_PART = re.compile(r"(\d+)(?:\.(\d+))?(d|h|ms|m|s|us)")


def closest(word: str, known: Iterable[str]) -> str:
    """` (did you mean 'x'?)` when a known word is near, else nothing."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" (did you mean {near[0]!r}?)" if near else ""


def read_duration(value: object) -> int:
    """Microseconds from `25ms`, `1.5s`, `33h30m`, `0`; a number other than 0 needs its unit."""
    if value == 0 and not isinstance(value, bool):
        return 0
    text = value if isinstance(value, str) else ""
    if not _DURATION.fullmatch(text):
        raise ValueError(f"expected a duration such as 25ms, 1.5s or 33h30m, found {value!r}")
    return sum(_part(match[1], match[2] or "", _UNITS[match[3]]) for match in _PART.finditer(text))


def _part(whole: str, fraction: str, unit: int) -> int:
    scale = int("1" + "0" * len(fraction))
    micros, rest = divmod(int(whole + fraction) * unit, scale)
    if rest:
        raise ValueError("expected a whole number of microseconds")
    return micros


def write_duration(micros: int) -> str:
    """The shortest spelling: `25ms`, `1.5s`, `33h30m`."""
    if micros % _UNITS["s"]:
        unit = "us" if micros < 1_000 else "ms" if micros < 1_000_000 else "s"
        whole, rest = divmod(micros, _UNITS[unit])
        digits = f"{rest:0{len(str(_UNITS[unit])) - 1}d}".rstrip("0") if rest else ""
        return f"{whole}.{digits}{unit}" if digits else f"{whole}{unit}"
    parts, rest = [], micros
    for unit in ("d", "h", "m", "s"):
        count, rest = divmod(rest, _UNITS[unit])
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"
