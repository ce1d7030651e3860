"""The files of a package on their way to who opened it: never kept by a browser or anything between."""

import json
import tempfile
import zipfile
from typing import IO, Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from files.serving import PRIVATE
from moderation import packages
from moderation.models import Package

HEADERS = PRIVATE | {"Cache-Control": "no-store"}
_PICTURES = {".jpg": "image/jpeg", ".webp": "image/webp"}


def record_of(package: Package) -> dict[str, Any] | None:
    """What the record says; None when it cannot be read, which the check says too."""
    try:
        with default_storage.open(f"{package.folder}/record.json", "rb") as file:
            found: dict[str, Any] = json.load(file)
    except (OSError, ValueError):
        return None
    return found


def photos_of(package: Package) -> list[str]:
    """The names of its photos, of each one size that every browser shows."""
    names = packages.own_names(default_storage, package.folder)
    return [name for name in names if packages.is_shown(package.kind, name)]


def send_pdf(package: Package) -> FileResponse:
    return _sent(_opened(package, "bewijs.pdf"), "application/pdf", f"bewijs-{package.link.number}.pdf")


def send_photo(package: Package, name: str) -> FileResponse:
    return _sent(_opened(package, name), _PICTURES[name[name.rindex(".") :]])


def send_zip(package: Package) -> FileResponse:
    """All its files, and the time stamp of its link when there is one."""
    spool = tempfile.SpooledTemporaryFile(max_size=8_000_000)  # noqa: SIM115 - the answer closes it
    stamp = getattr(package.link, "stamp", None)
    link = package.link
    with zipfile.ZipFile(spool, "w") as whole:
        for name in packages.own_names(default_storage, package.folder):
            with _opened(package, name) as file:
                whole.writestr(name, file.read())
        if stamp is not None:
            whole.writestr("schakel/stempel.tst", bytes(stamp.token))
        whole.writestr("schakel/schakel.txt", f"{link.number}:{link.previous}:{link.commitment}")
    spool.seek(0)
    return _sent(spool, "application/zip", f"bewijs-{link.number}.zip")


def _opened(package: Package, name: str) -> IO[Any]:
    try:
        file: IO[Any] = default_storage.open(f"{package.folder}/{name}", "rb")
    except OSError as error:
        raise Http404 from error
    return file


def _sent(file: Any, content_type: str, download_name: str = "") -> FileResponse:
    response = FileResponse(
        file, content_type=content_type, as_attachment=bool(download_name), filename=download_name or "foto"
    )
    for name, value in HEADERS.items():
        response[name] = value
    return response
