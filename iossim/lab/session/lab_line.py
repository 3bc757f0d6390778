"""The lab line: which lab a session runs in, from which start.

    lab headend, settled
    lab headend, cold, numbers, remotes 1000, seed 7, profile phase
    lab headend, settled, fresh consoles

A session without one runs in `headend, settled`. Invariant: `read_lab_line(str(line)) == line`. The names of labs and
profiles are the lab's business: it refuses those that it does not have.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from iossim.lab.session.slots import Expected, expected

STARTS = ("settled", "cold")
OPTIONS = (*STARTS, "numbers", "remotes", "seed", "profile", "fresh consoles")
MOST_REMOTES = 100_000
LARGEST_SEED = 2**63 - 1


@dataclass(frozen=True, slots=True)
class LabLine:
    """A lab, its start and its options.

    `numbers`: document names are off. `fresh`: consoles are as a person finds them, waiting for Return, with paging; else
    they stand at `<id>#` without.
    """

    name: str = "headend"
    start: str = "settled"
    numbers: bool = False
    remotes: int = 0
    seed: int = 1
    profile: str = "seed"
    fresh: bool = False

    def __str__(self) -> str:
        parts = [f"lab {self.name}", self.start]
        parts += ["numbers"] if self.numbers else []
        parts += [f"remotes {self.remotes}"] if self.remotes else []
        parts += [f"seed {self.seed}"] if self.seed != 1 else []
        parts += [f"profile {self.profile}"] if self.profile != "seed" else []
        parts += ["fresh consoles"] if self.fresh else []
        return ", ".join(parts)


def read_lab_line(text: str) -> LabLine:
    """Read a line that begins with `lab `; Expected says what is wrong with it."""
    name, *options = [part.strip() for part in text.removeprefix("lab").split(",")]
    if not re.fullmatch(r"\S+", name):
        raise expected("lab NAME, settled|cold", text)
    values: dict[str, str | int | bool] = {}
    for option in options:
        key, value = _read_option(option)
        if key in values:
            raise Expected(f'"{option}" says again, or otherwise, what was said before')
        values[key] = value
    return LabLine(name, **values)  # type: ignore[arg-type]  # _read_option pairs each key with its type


def _read_option(option: str) -> tuple[str, str | int | bool]:
    match option.split():
        case [("settled" | "cold") as start]:
            return "start", start
        case ["numbers"]:
            return "numbers", True
        case ["fresh", "consoles"]:
            return "fresh", True
        case ["remotes", number]:
            return "remotes", _number(number, "a number of remotes", MOST_REMOTES)
        case ["seed", number]:
            return "seed", _number(number, "a seed", LARGEST_SEED)
        case ["profile", name]:
            return "profile", name
    raise expected("settled, cold, numbers, remotes N, seed N, profile NAME or fresh consoles", option, OPTIONS)


def _number(text: str, what: str, most: int) -> int:
    if not re.fullmatch("[0-9]{1,19}", text) or int(text) > most:
        raise expected(f"{what} from 0 to {most}", text)
    return int(text)
