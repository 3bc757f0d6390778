"""Crypto maps: which packets are protected, by which peer, and what that adds to the routing table."""
