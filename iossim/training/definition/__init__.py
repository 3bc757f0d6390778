"""Exercise files: read, validated, varied by seed; frozen data.

`base` the values they are written in - `answers`, `checks`, `steps`, `model` what they say - `variation` what a seed
chooses - `references` what refers to what - `loader` from a folder to an `Exercise`, or to every mistake.
"""

from iossim.training.definition.loader import load_exercise
from iossim.training.definition.model import Exercise
from iossim.training.definition.steps import Step

__all__ = ["Exercise", "Step", "load_exercise"]
