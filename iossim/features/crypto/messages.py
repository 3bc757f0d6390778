"""The log messages of IPsec, in the wording of 12.2T."""

from __future__ import annotations

from iossim.cli.release import Forms, Release
from iossim.device.actions import Log
from iossim.net.address import Address

FACILITY = "CRYPTO"


def isakmp_on_off(on: bool) -> Log:
    """The first crypto map was applied, or the last one removed."""
    return Log(FACILITY, 6, "ISAKMP_ON_OFF", (f"ISAKMP is {'ON' if on else 'OFF'}",))


ARRIVED = Forms("", ("12.4", ", input interface={port}"))


def invalid_spi(look: Release, destination: Address, spi: int, source: Address, port: str) -> Log:
    """ESP arrived for an SA that this router does not have."""
    return Log(
        FACILITY,
        4,
        "RECVD_PKT_INV_SPI",
        (
            "decaps: rec'd IPSEC packet has invalid spi for destaddr=",
            destination,
            f", prot=50, spi=0x{spi:X}({spi}), srcaddr=",
            source,
            ARRIVED.on(look).format(port=port),
        ),
    )


def not_ipsec(destination: Address, source: Address, proto: int) -> Log:
    """A packet came in clear that a crypto map protects."""
    return Log(
        FACILITY,
        4,
        "RECVD_PKT_NOT_IPSEC",
        ("Rec'd packet not an IPSEC packet. (ip) dest_addr= ", destination, ", src_addr= ", source, f", prot= {proto}"),
    )


def invalid_identity(destination: Address, source: Address) -> Log:
    """A decrypted packet is not one the SA is for."""
    return Log(
        FACILITY,
        4,
        "RECVD_PKT_INV_IDENTITY",
        ("identity doesn't match negotiated identity (ip) dest_addr= ", destination, ", src_addr= ", source),
    )


def replayed(conn_id: int) -> Log:
    """A packet is behind the window of its SA, or has been there before."""
    return Log(FACILITY, 4, "PKT_REPLAY_ERR", (f"decrypt: replay check failed connection id={conn_id}",))


def unverified(conn_id: int) -> Log:
    """A packet's check value was made with another key."""
    return Log(FACILITY, 4, "RECVD_PKT_MAC_ERR", (f"decrypt: mac verify failed for connection id={conn_id}",))


def bad_message(peer: Address) -> Log:
    """An ISAKMP message could not be read: out of order, or made with another key."""
    return Log(FACILITY, 4, "IKMP_BAD_MESSAGE", ("IKE message from ", peer, " failed its sanity check or is malformed"))


def no_offer(peer: Address) -> Log:
    """The peer has offered nothing that a policy of ours accepts."""
    return Log(
        FACILITY,
        6,
        "IKMP_MODE_FAILURE",
        ("Processing of Main mode failed with peer at ", peer),
    )


def quick_mode_failed(peer: Address) -> Log:
    """The peer's proposal, or its identities, fit no map entry."""
    return Log(FACILITY, 6, "IKMP_MODE_FAILURE", ("Processing of Quick mode failed with peer at ", peer))


def bad_certificate(peer: Address, reason: str) -> Log:
    """The peer's certificate was not accepted."""
    return Log(FACILITY, 5, "IKMP_INVAL_CERT", ("Certificate received from ", peer, f" is bad: {reason}"))


def crl_unreachable(trustpoint: str) -> Log:
    """The revocation list could not be fetched, so no certificate can be accepted."""
    return Log(FACILITY, 4, "IKE_CRL", (f"Unable to retrieve the CRL for trustpoint {trustpoint}",))


def certificate_received() -> Log:
    """The authority has granted a request."""
    return Log(FACILITY, 6, "CERTRET", ("Certificate received from Certificate Authority",))


def certificate_rejected() -> Log:
    """The authority has refused it."""
    return Log(FACILITY, 6, "CERTREJECT", ("Certificate enrollment request was rejected by Certificate Authority",))


def enrollment_failed() -> Log:
    """The authority has not answered, however often it was asked."""
    return Log(FACILITY, 6, "CERTFAIL", ("Certificate enrollment failed.",))
