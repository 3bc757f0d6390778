"""A pool: an exercise of which only some steps are asked at a time, after a track of the course, chosen by seed.

Questions may be asked from that track on of which they say so (`after`). What the sessions say about steps that are not asked is
left out, and mistakes that are about nothing else are no mistakes then. Without a track a pool is an ordinary exercise, all of
it, which is how it tests itself.
"""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iossim.training.definition.steps import Step

NUMBER = 99
"""The place of a pool in each track: `3.99` is what is asked after track 3."""
_ABOUT = re.compile(r"\[(?:answer|check|hint) ([a-z0-9-]+)[. \]]")
_FAILS = re.compile(r"# fails: ([a-z0-9-]+)\.")


def asked(steps: Sequence[Step], count: int, track: int, seed: int) -> tuple[Step, ...]:
    """The steps that are asked after a track, in their order."""
    ready = [at for at, step in enumerate(steps) if step.after <= track]
    some = random.Random(f"pool:{track}:{seed}").sample(ready, min(count, len(ready)))
    return tuple(steps[at] for at in sorted(some))


def about(texts: Mapping[str, str], steps: Collection[str]) -> dict[str, str]:
    """The sessions of a pool as far as they are about these steps."""
    found = {}
    for name, text in texts.items():
        meant = _FAILS.findall(text)
        if name.startswith("mistakes/") and not all(step in steps for step in meant):
            continue
        lines = (
            line for line in text.splitlines(keepends=True) if (one := _ABOUT.match(line)) is None or one[1] in steps
        )
        found[name] = "".join(lines)
    return found
