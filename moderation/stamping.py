"""A time stamp of a service that stands apart from the school (RFC 3161): this link was there at that moment.

The request and what is read of the answer are a few lines of DER, so they are written out here. Whether the service
signed it is checked with its certificate, by ``openssl ts -verify`` (hardcopy/LEESMIJ.txt); here it is checked that the
answer is about this very link and this very request.
"""

import hashlib
import secrets
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

import requests
from django.conf import settings

from moderation.models import ArchiveLink
from protocol.clauses import clause

TIMEOUT = 10
SIZE_MAX = 100_000
_SHA256 = bytes.fromhex("300d06096086480165030402010500")
_TST_INFO = bytes.fromhex("060b2a864886f70d0109100104")  # id-ct-TSTInfo
_SEQUENCE, _INTEGER, _OCTETS, _FIRST = 0x30, 0x02, 0x04, 0xA0
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Refused(ValueError):
    """The service said no, or answered something else than was asked."""


class Piece(NamedTuple):
    """One value of DER: its tag, what is in it, and all of its bytes."""

    tag: int
    body: bytes
    whole: bytes


def words_of(link: ArchiveLink) -> bytes:
    """What is stamped: the words whose hash is the link's (consent/chain.py)."""
    return f"{link.number}:{link.previous}:{link.commitment}".encode()


@clause("F6")
def stamp(url: str, words: bytes) -> bytes:
    """The token of this service for these words.

    Raises:
        OSError: it does not answer.
        Refused: it does not stamp, or its answer is not about this.
    """
    _check_address(url)
    nonce = secrets.randbits(63) | 1 << 62
    answer = requests.post(
        url,
        data=request_for(words, nonce),
        headers={"Content-Type": "application/timestamp-query"},
        timeout=TIMEOUT,
        allow_redirects=False,
        stream=True,
    )
    answer.raise_for_status()
    return token_in(answer.raw.read(SIZE_MAX, decode_content=True), words, nonce)


def _check_address(url: str) -> None:
    """Over TLS only; a service on this very machine only in the demo and the tests."""
    parts = urlsplit(url)
    is_here = parts.hostname in _LOOPBACK and (settings.DEMO or settings.TESTING)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_here):
        raise Refused("the address of the service does not begin with https")


def request_for(words: bytes, nonce: int) -> bytes:
    """A TimeStampReq with the certificate asked for."""
    imprint = _der(_SEQUENCE, _SHA256 + _der(_OCTETS, hashlib.sha256(words).digest()))
    return _der(_SEQUENCE, _number(1) + imprint + _number(nonce) + b"\x01\x01\xff")


@clause("F6")
def token_in(answer: bytes, words: bytes, nonce: int) -> bytes:
    """The token in a TimeStampResp, when it is about these words and carries this nonce.

    Raises:
        Refused: it is not, or cannot be read.
    """
    try:
        status, *rest = read(next(read(answer)).body)
        granted = int.from_bytes(next(read(status.body)).body)
        if granted not in (0, 1) or not rest:
            raise Refused(f"the service answered with status {granted}")
        token = rest[0]
        info = list(read(_info_in(token)))
        imprint = list(read(info[2].body))
        nonces = [int.from_bytes(one.body) for one in info[4:] if one.tag == _INTEGER]
    except (StopIteration, IndexError) as error:
        raise Refused("the answer cannot be read") from error
    if imprint[0].whole.find(_SHA256[2:13]) < 0 or imprint[1].body != hashlib.sha256(words).digest():
        raise Refused("the stamp is on something else")
    if nonces != [nonce]:
        raise Refused("the stamp is an answer to another request")
    return token.whole


def _info_in(token: Piece) -> bytes:
    """The TSTInfo that the token signs: ContentInfo, SignedData, encapContentInfo, OCTET STRING."""
    signed = next(read(list(read(token.body))[1].body))
    inner = list(read(list(read(signed.body))[2].body))
    if inner[0].whole != _TST_INFO or inner[1].tag != _FIRST:
        raise Refused("the answer holds no time stamp")
    octets = next(read(inner[1].body))
    return next(read(octets.body)).body


def read(data: bytes) -> Iterator[Piece]:
    """The values of DER that stand one after another in these bytes.

    Raises:
        IndexError: they break off.
    """
    at = 0
    while at < len(data):
        tag, length, start = data[at], data[at + 1], at + 2
        if length & 0x80:
            count = length & 0x7F
            length, start = int.from_bytes(data[start : start + count]), start + count
        if start + length > len(data):
            raise IndexError(at)
        yield Piece(tag, data[start : start + length], data[at : start + length])
        at = start + length


def _der(tag: int, body: bytes) -> bytes:
    size = len(body)
    if size < 0x80:
        return bytes([tag, size]) + body
    long = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(long)]) + long + body


def _number(value: int) -> bytes:
    return _der(_INTEGER, value.to_bytes(value.bit_length() // 8 + 1))
