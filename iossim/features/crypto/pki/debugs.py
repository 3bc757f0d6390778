"""The lines of `debug crypto pki messages|transactions` (12.2 form), as far as they tell where a transaction stands."""

from __future__ import annotations

from collections.abc import Iterator

from iossim.device.actions import Debug
from iossim.net.scep import Answer, Operation, Request, Status, Url

TRANSACTIONS, MESSAGES = "crypto pki transactions", "crypto pki messages"
FLAGS = {TRANSACTIONS: "Crypto PKI Trans debugging", MESSAGES: "Crypto PKI Msg debugging"}
"""Kinds of debugging, and how displays call them."""

_WANTED = {
    Operation.CA_CERTIFICATE: "CA Certificate Request",
    Operation.ENROLL: "Certificate Enrollment Request",
    Operation.CRL: "CRL Request",
}
_STATUS = {
    Status.GRANTED: "certificate is granted",
    Status.REJECTED: "certificate request is rejected",
    Status.PENDING: "certificate request pending",
}


def _said(text: str, flag: str = TRANSACTIONS) -> Debug:
    return Debug(flag, (f"CRYPTO_PKI: {text}",))


def sending(request: Request, url: Url) -> Iterator[Debug]:
    """A request is about to go out."""
    yield _said(f"Sending {_WANTED[request.operation]}:")
    yield _said(f"GET {request.path} HTTP/1.0", MESSAGES)
    yield _said(f"connecting to {url.host}:{url.port}")


def opened(request: Request) -> Iterator[Debug]:
    """The connection stands."""
    yield _said("http connection opened")


def answered(request: Request, answer: Answer | None) -> Iterator[Debug]:
    """What came; only requests of certificates have a status, a list has its own end."""
    if answer is None:
        yield _said("socket connect error.")
        return
    yield _said("HTTP response header: HTTP/1.0 200 OK", MESSAGES)
    yield _said(f"received msg of {answer.length} bytes")
    if request.operation is Operation.CRL:
        yield _said("transaction GetCRL completed")
    else:
        yield _said(f"status = {answer.status.value}: {_STATUS[answer.status]}")


def judged(reason: str) -> Iterator[Debug]:
    """A peer's certificate was looked at."""
    yield _said("Certificate validated" if not reason else f"Certificate is bad: {reason}")
