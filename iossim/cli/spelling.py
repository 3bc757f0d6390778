"""Two spellings of one line, and two wordings of one explanation, before a release and since."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LEADS = ("no", "default", "show", "clear", "debug", "undebug")


@dataclass(frozen=True, slots=True)
class Spelling:
    """The words that lines begin with, the later ones, and since when."""

    old: str
    new: str
    since: str

    def of(self, text: str) -> str:
        """A pattern or a line in the later spelling; any other as it is."""
        return re.sub(rf"^((?:{'|'.join(_LEADS)}) )?{re.escape(self.old)}(?![\w-])", rf"\g<1>{self.new}", text)


@dataclass(frozen=True, slots=True)
class Wording:
    """What explanations under `?` say, what they say later, and since when."""

    old: str
    new: str
    since: str
