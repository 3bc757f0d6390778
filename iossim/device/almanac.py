"""The names of months and days, as lines of the configuration are typed and displays print them."""

from __future__ import annotations

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def place_of(text: str, words: tuple[str, ...]) -> int:
    """The place of a word given by its first letters, three at least, from 0; ValueError when there is none."""
    small = text.lower()
    found = [place for place, word in enumerate(words) if len(small) >= 3 and word.lower().startswith(small)]
    if len(found) != 1:
        raise ValueError(f"not one of {', '.join(words)}")
    return found[0]
