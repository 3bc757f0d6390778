"""From octets to keys, piece by piece as they arrive.

CR, LF, CR LF and CR NUL are one Enter each, cursor sequences one arrow each, also when a piece ends in their middle. IOS
lines carry seven bits: other octets, and NUL, are no keys.

Left out: an Escape alone is told with the next octet, as it means nothing before (Esc, then B).
"""

from __future__ import annotations

import re

from iossim.cli.keys import keys_of

_NO_KEY = bytes([0, *range(128, 256)])
_LINE_END = re.compile(rb"\r[\n\0]?")
_UNFINISHED = re.compile(r"\x1b[\[O]?\Z")


class KeyReader:
    """The octets of one client."""

    __slots__ = ("_after_cr", "_held")

    def __init__(self) -> None:
        self._after_cr = False
        self._held = ""

    def keys(self, octets: bytes) -> tuple[str, ...]:
        """The keys that are complete with these octets."""
        if not octets:
            return ()
        if self._after_cr and octets[:1] in (b"\n", b"\0"):
            octets = octets[1:]
            self._after_cr = False
            if not octets:
                return ()
        self._after_cr = octets.endswith(b"\r")
        octets = _LINE_END.sub(b"\n", octets)
        text = self._held + octets.translate(None, _NO_KEY).decode("ascii")
        unfinished = _UNFINISHED.search(text)
        self._held = unfinished.group() if unfinished else ""
        return tuple(keys_of(text[: len(text) - len(self._held)]))
