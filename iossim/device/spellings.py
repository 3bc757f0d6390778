"""Lines that later releases spell otherwise: what was typed before is understood still, and is printed in the new words.

A row holds for every line that begins so, also behind `no`, `show` and the like.
"""

from __future__ import annotations

from iossim.cli.spelling import Spelling, Wording

SPELLINGS = (
    Spelling("crypto ca", "crypto pki", "12.3(7)T"),
    Spelling("ip domain-name", "ip domain name", "12.3"),
    Spelling("ip domain-lookup", "ip domain lookup", "12.3"),
)
LATER = "15.0"
WORDINGS = (
    Wording("IP-EIGRP show commands", "Show IPv4 EIGRP", LATER),
    Wording("Events logged for process", "IPv4-EIGRP Events logged", LATER),
    *(
        Wording(f"{lead}IP-EIGRP {what}", f"{lead}EIGRP-IPv4 {what}", LATER)
        for lead, what in (("Configures ", "hello interval"), ("Configures ", "hold time"))
    ),
    Wording("IP-EIGRP", "IPv4-EIGRP", LATER),
    Wording("Modify IGRP routing metrics", "Modify metrics", LATER),
    Wording("Add or subtract offset from IGRP or RIP metrics", "Add or subtract offset from EIGRP metrics", LATER),
    Wording("Configure QoS Class Map", "Configure CPL Class Map", LATER),
    Wording("Configure QoS Policy Map", "Configure CPL Policy Map", LATER),
    Wording("Configure QoS Service Policy", "Configure CPL Service Policy", LATER),
)
"""Explanations: the first that fits counts."""
