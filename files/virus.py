"""Asking clamd about a file, where the school runs one (setting CLAMD_SOCKET): its own protocol, INSTREAM.

Fail closed: what was not found clean is not shown.
"""

import socket
import struct
from contextlib import closing

from django.conf import settings

PATIENCE = 30.0  # s
CHUNK = 64 * 1024


class ScannerAway(Exception):
    """clamd is set and does not answer, or cannot say: nothing is known about the file."""


def virus_in(data: bytes) -> str:
    """The name of what clamd finds in these bytes; empty when they are clean, or where no clamd is set.

    Raises:
        ScannerAway: there should be an answer and there is none.
    """
    if not settings.CLAMD_SOCKET:
        return ""
    try:
        answer = _ask(settings.CLAMD_SOCKET, data)
    except OSError as error:
        raise ScannerAway(str(error)) from error
    said = answer.rstrip("\0\n")
    if said.endswith(" OK"):
        return ""
    if said.endswith(" FOUND"):
        return said.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerAway(said[:200])


def _ask(path: str, data: bytes) -> str:
    with closing(socket.socket(socket.AF_UNIX)) as clamd:
        clamd.settimeout(PATIENCE)
        clamd.connect(path)
        clamd.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), CHUNK):
            piece = data[start : start + CHUNK]
            clamd.sendall(struct.pack(">I", len(piece)) + piece)
        clamd.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0"):
            more = clamd.recv(4096)
            if not more:
                break
            answer += more
    return answer.decode(errors="replace")
