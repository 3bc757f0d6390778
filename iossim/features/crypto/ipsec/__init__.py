"""IPsec: the security associations, and what they do to packets (RFC 2401, RFC 2406)."""
