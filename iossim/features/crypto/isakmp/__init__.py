"""ISAKMP: the negotiation of keys (RFC 2408, RFC 2409), and how a peer's death is noticed (RFC 3706)."""
