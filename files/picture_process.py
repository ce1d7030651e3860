"""The process in which files of strangers are opened: ``python -m files.picture_process`` (files/isolated.py).

It knows nothing worth stealing and may die of what it is given. Over stdin comes a line of JSON (``job``, ``size``,
``boxes``) and that many bytes; over stdout goes a line of JSON and the bytes of each file it names.
"""

import json
import os
import resource
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

from files import pictures
from files.documents import NotADocument, check_pdf

# 50 million pixels, decoded and once more while they are resized, fit in this.
MEMORY = 1_300_000_000
CPU_SECONDS = 20
OPEN_FILES = 32
Job = Callable[[bytes, list[pictures.Box]], dict[str, bytes | int]]


def main() -> None:
    """Work until the other side closes the pipe or is gone."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    _limit(resource.RLIMIT_AS, MEMORY)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    while line := sys.stdin.buffer.readline():
        question = json.loads(line)
        data = _read(sys.stdin.buffer, question["size"])
        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + CPU_SECONDS)
        _answer(answers, JOBS[question["job"]], data, question["boxes"])


def _limit(what: int, soft: int) -> None:
    hard = resource.getrlimit(what)[1]
    with suppress(OSError, ValueError):  # a system that knows no such limit
        resource.setrlimit(what, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _read(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        sys.exit(0)
    return data


def _answer(answers: BinaryIO, job: Job, data: bytes, boxes: list[pictures.Box]) -> None:
    try:
        found = job(data, boxes)
    except (pictures.NotAPicture, NotADocument) as error:
        found = {"refused": error.reason.encode()}
    sizes = {name: len(value) for name, value in found.items() if isinstance(value, bytes)}
    numbers = {name: value for name, value in found.items() if isinstance(value, int)}
    answers.write(json.dumps({"files": sizes, "numbers": numbers}).encode() + b"\n")
    for name in sizes:
        answers.write(found[name])  # type: ignore[arg-type]
    answers.flush()


JOBS: dict[str, Job] = {
    "sizes": lambda data, _: dict(vars(pictures.make_sizes(data))),
    "cut": lambda data, boxes: dict(vars(pictures.cut(data, boxes[0]))),
    "cover": lambda data, boxes: dict(vars(pictures.cover(data, boxes))),
    "portrait": lambda data, _: {"portrait": pictures.portrait(data)},
    "pdf": lambda data, _: {"pages": check_pdf(data)},
}

if __name__ == "__main__":
    main()
