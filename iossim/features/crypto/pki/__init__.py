"""Certificates: what a router has in NVRAM, and whether a peer's is good (RFC 2459)."""
