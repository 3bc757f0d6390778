"""How much room a configuration takes in NVRAM: as it is, or packed when it was saved under `service compress-config`.

What packs is LZW with codes of nine to twelve bits, counted here and never carried out: the text stays a text. IOS packs in its own
way, so the figures are ours.
"""

from __future__ import annotations

COMPRESSED = "service compress-config"
ALPHABET, LARGEST = 256, 4_096


def is_packed(text: str) -> bool:
    """A saved configuration says so itself."""
    return COMPRESSED in text.splitlines()


def stored(text: str) -> int:
    """The octets that a saved configuration takes."""
    return packed(text) if is_packed(text) else len(text)


def packed(text: str) -> int:
    """The octets of a text behind LZW."""
    known = {chr(code): code for code in range(ALPHABET)}
    bits, held = 0, ""
    for letter in text:
        if held + letter in known:
            held += letter
            continue
        bits += _width(known)
        if len(known) < LARGEST:
            known[held + letter] = len(known)
        held = letter
    return -(-(bits + (_width(known) if held else 0)) // 8)


def _width(known: dict[str, int]) -> int:
    """The bits of a code while so many are known."""
    return max(9, (len(known) - 1).bit_length())
