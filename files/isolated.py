"""Opening files of strangers where they can do no harm: in a process of its own with limits to memory and time.

A process takes about 0.3 s to start, so it is kept for the next file and replaced when it died.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from files.documents import DAMAGED_PDF, NotADocument
from files.pictures import DAMAGED, Box, NotAPicture, Sizes

HERE = Path(__file__).resolve().parent.parent
# Seconds on the wall for one file, whatever it does.
PATIENCE = 20.0
KEPT = 2

_idle: list["subprocess.Popen[bytes]"] = []
os.register_at_fork(after_in_child=_idle.clear)


class ProcessDied(Exception):
    """The process that opened a file died of it or took too long; another try may go better."""


def make_sizes(data: bytes) -> Sizes:
    """As files.pictures.make_sizes, isolated.

    Raises:
        NotAPicture: not a picture by its content, too many pixels, or damaged.
        ProcessDied: no answer.
    """
    return _sizes("sizes", data)


def cut(data: bytes, box: Box) -> Sizes:
    """As files.pictures.cut, isolated. Raises as make_sizes."""
    return _sizes("cut", data, [box])


def cover(data: bytes, boxes: Sequence[Box]) -> Sizes:
    """As files.pictures.cover, isolated. Raises as make_sizes."""
    return _sizes("cover", data, boxes)


def _sizes(job: str, data: bytes, boxes: Sequence[Box] = ()) -> Sizes:
    files, numbers = _ask(job, data, boxes)
    if "refused" in files:
        raise NotAPicture(files["refused"].decode())
    return Sizes(**numbers, **files)  # type: ignore[arg-type]


def portrait(data: bytes) -> bytes:
    """As files.pictures.portrait, isolated; a picture that a process dies of counts as damaged.

    Raises:
        NotAPicture: as make_sizes.
    """
    try:
        files, _ = _ask("portrait", data)
    except ProcessDied as died:
        raise NotAPicture(DAMAGED) from died
    if "refused" in files:
        raise NotAPicture(files["refused"].decode())
    return files["portrait"]


def check_pdf(data: bytes) -> int:
    """As files.documents.check_pdf, isolated; a file that a process dies of counts as damaged.

    Raises:
        NotADocument: no PDF, or one that holds what a document does not need.
    """
    try:
        files, numbers = _ask("pdf", data)
    except ProcessDied as died:
        raise NotADocument(DAMAGED_PDF) from died
    if "refused" in files:
        raise NotADocument(files["refused"].decode())
    return numbers["pages"]


def _ask(job: str, data: bytes, boxes: Sequence[Box] = ()) -> tuple[dict[str, bytes], dict[str, int]]:
    process = _take()
    watch = threading.Timer(PATIENCE, process.kill)
    watch.start()
    try:
        answer = _converse(process, {"job": job, "size": len(data), "boxes": list(boxes)}, data)
    except BaseException:  # also a time limit in the middle of the talk: nobody may read the rest of this answer
        process.kill()
        _bury(process)
        raise
    finally:
        watch.cancel()
    if len(_idle) < KEPT:
        _idle.append(process)
    else:
        _bury(process)
    return answer


def _converse(
    process: "subprocess.Popen[bytes]", question: dict[str, object], data: bytes
) -> tuple[dict[str, bytes], dict[str, int]]:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(question).encode() + b"\n")
        process.stdin.write(data)
        process.stdin.flush()
    except OSError as error:
        raise ProcessDied from error
    try:
        answer = json.loads(process.stdout.readline())
    except ValueError as error:
        raise ProcessDied from error
    files = {name: process.stdout.read(size) for name, size in answer["files"].items()}
    if any(len(files[name]) < size for name, size in answer["files"].items()):
        raise ProcessDied
    return files, answer["numbers"]


def _take() -> "subprocess.Popen[bytes]":
    with suppress(IndexError):
        while True:
            process = _idle.pop()
            if process.poll() is None:
                return process
            _bury(process)
    return subprocess.Popen(
        [sys.executable, "-m", "files.picture_process"],
        cwd=HERE,
        # Nothing of the portal's own environment: no secret, no database.
        env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _bury(process: "subprocess.Popen[bytes]") -> None:
    """Close the pipes, at which it ends by itself, and do not leave a zombie."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
