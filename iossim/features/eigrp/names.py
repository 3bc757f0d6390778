"""What EIGRP is called."""

from __future__ import annotations

from iossim.cli.release import Forms

RENAMED = "15.0"
"""The release since which EIGRP for IPv4 is told from that for IPv6, and displays speak of an AS."""
PROTOCOL = Forms("IP-EIGRP", (RENAMED, "EIGRP-IPv4"))
