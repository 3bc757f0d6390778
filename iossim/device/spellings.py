"""Lines that later releases spell otherwise: what was typed before is understood still, and is printed in the new words.

A row holds for every line that begins so, also behind `no`, `show` and the like.
"""

from __future__ import annotations

from iossim.cli.spelling import Spelling

SPELLINGS = (
    Spelling("crypto ca", "crypto pki", "12.3(7)T"),
    Spelling("ip domain-name", "ip domain name", "12.3"),
    Spelling("ip domain-lookup", "ip domain lookup", "12.3"),
)
