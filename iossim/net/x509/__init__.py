"""X.509 as it travels and as NVRAM keeps it: certificates, requests for them, lists of revoked ones (RFC 2459, RFC 2986).

Real structures under real RSA signatures, made and read by the library `cryptography`; everything outside this package sees
frozen values and DER octets. The same inputs give the same octets, so a lab has the same certificates on every machine.

Differs from the time of the image in one thing: signatures are SHA-256 with RSA, because the library makes no others any more.
Left out: chains of several authorities, version 1 certificates, key usage.
"""
