"""The paper as one file: what anybody may read of it in the clear, the rest sealed.

A JSON object. `key` in it means that whoever has the file can open it: the seal then only keeps words from being read
by chance. `salt` in its place means that an opening code is needed, which the invigilator says when the exam begins:
until then nobody can read the paper, wherever the file lies. AES-256-GCM, which also notices a changed file; the code
becomes a key by scrypt. The sealed text is compressed, and its size bounded on the way out.
"""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import asdict, dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from iossim.training.definition.base import read_text
from iossim.training.exam.codes import normal
from iossim.training.exam.definition import read_candidate
from iossim.training.exam.paper import FORMAT, Paper, Unusable, read_paper

LARGEST = 8_000_000
LARGEST_INSIDE = 16_000_000
ENTROPY = 44
"""Octets of chance that a seal needs: a key or a salt, and a nonce."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What is written on the outside."""

    exam: str
    title: str
    candidate: str
    minutes: float
    practice: bool


@dataclass(frozen=True, slots=True)
class Sealed:
    """A paper that has not been opened yet. `locked`: an opening code is needed."""

    cover: Cover
    locked: bool
    key: bytes
    nonce: bytes
    body: bytes

    def open(self, code: str = "") -> Paper:
        """The paper; Unusable when the code is another, or the file was changed."""
        key = _key_of(code, self.key) if self.locked else self.key
        try:
            packed = AESGCM(key).decrypt(self.nonce, self.body, _outside(self.cover))
        except InvalidTag:
            raise Unusable(
                "this is not the opening code, or the file has been changed"
                if self.locked
                else "the file has been changed"
            ) from None
        unpacking = zlib.decompressobj()
        try:
            data = unpacking.decompress(packed, LARGEST_INSIDE)
        except zlib.error:
            raise Unusable("not a paper") from None
        if unpacking.unconsumed_tail:
            raise Unusable("not a paper: too large")
        paper = read_paper(data)
        if _cover(paper) != self.cover:
            raise Unusable("not a paper: its cover is another one's")
        return paper


def seal(paper: Paper, chance: bytes, code: str = "") -> bytes:
    """The file of a paper. `chance` is `ENTROPY` random octets; with a `code` it takes this code to open it."""
    first, nonce = chance[:32], chance[32:ENTROPY]
    cover = _cover(paper)
    body = AESGCM(_key_of(code, first) if code else first).encrypt(
        nonce, zlib.compress(paper.data(), 9), _outside(cover)
    )
    about = {"iossim": "exam", "format": FORMAT, **asdict(cover), "salt" if code else "key": _text(first)}
    text = json.dumps({**about, "nonce": _text(nonce), "sealed": _text(body)}, indent=0, ensure_ascii=False)
    return text.encode() + b"\n"


def read_sealed(data: bytes) -> Sealed:
    """A paper's file, not opened yet; Unusable for anything else."""
    if len(data) > LARGEST:
        raise Unusable("not a paper: too large")
    try:
        found = json.loads(data)
        if not isinstance(found, dict) or found.get("iossim") != "exam":
            raise Unusable("not a paper of an exam")
        if found.get("format") != FORMAT:
            raise Unusable(f"format {str(found.get('format'))[:20]!r} of papers; this version reads {FORMAT}")
        minutes = found["minutes"]
        if type(minutes) not in (int, float) or not 0 < minutes <= 2400 or type(found["practice"]) is not bool:
            raise ValueError("minutes")
        cover = Cover(
            read_text(found["exam"]),
            read_text(found["title"]),
            read_candidate(found["candidate"]),
            minutes,
            found["practice"],
        )
        locked = "salt" in found
        key, nonce = _octets(found["salt" if locked else "key"]), _octets(found["nonce"])
        if len(key) != 32 or len(nonce) != ENTROPY - 32:
            raise ValueError("key")
        return Sealed(cover, locked, key, nonce, _octets(found["sealed"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Unusable("not a paper of an exam") from None


def _cover(paper: Paper) -> Cover:
    return Cover(paper.exam, paper.title, paper.candidate, paper.seconds / 60, paper.practice)


def _outside(cover: Cover) -> bytes:
    return json.dumps(asdict(cover), sort_keys=True).encode()


def _key_of(code: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(normal(code).encode())


def _text(octets: bytes) -> str:
    return base64.b64encode(octets).decode()


def _octets(text: object) -> bytes:
    if not isinstance(text, str):
        raise ValueError("expected a text")
    return base64.b64decode(text, validate=True)
