"""Certificates: what a router has in NVRAM, how it gets them, and whether a peer's is good (RFC 2459)."""
