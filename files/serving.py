"""Sending a private file. The view has asked the door, on every request: also for HEAD, a range, or a 304.

Behind nginx (setting ACCEL_REDIRECT, an ``internal`` location) nginx sends the bytes; its location must add the headers
of PRIVATE itself, as it drops those of an application's answer. Otherwise, and from S3, the bytes stream through here.
"""

import hashlib
import logging
import re
from typing import IO, Any
from urllib.parse import quote

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import content_disposition_header, quote_etag

log = logging.getLogger("kring.files")

PRIVATE = {
    # Kept by the browser of who may see it, and asked again each time.
    "Cache-Control": "private, no-cache",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
Span = tuple[int, int]


def send_private(
    request: HttpRequest, file: FieldFile, content_type: str, *, download_name: str | None = None
) -> HttpResponseBase:
    """The file for who may have it; with a name it is offered for keeping, without it is shown.

    Answers a range with 206 (several, or one that cannot be read, with the whole), one past the end with 416, and
    an ETag that still holds with 304.

    Raises:
        Http404: the file is not there.
    """
    etag = quote_etag(hashlib.sha256(str(file.name).encode()).hexdigest()[:32])
    if not_modified := get_conditional_response(request, etag=etag):
        return _private(not_modified, etag)
    response = _by_nginx(file, content_type) or _by_hand(request, file, content_type, etag)
    response["Content-Disposition"] = (
        "inline" if download_name is None else content_disposition_header(True, download_name) or "attachment"
    )
    return _private(response, etag)


def _private(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    for name, value in PRIVATE.items():
        response[name] = value
    response["ETag"] = etag
    patch_vary_headers(response, ["Cookie"])
    return response


def _by_nginx(file: FieldFile, content_type: str) -> HttpResponse | None:
    if not settings.ACCEL_REDIRECT:
        return None
    response = HttpResponse(content_type=content_type)
    response["X-Accel-Redirect"] = settings.ACCEL_REDIRECT + quote(str(file.name))
    return response


def _by_hand(request: HttpRequest, file: FieldFile, content_type: str, etag: str) -> HttpResponseBase:
    try:
        size = file.size
        stream = file.storage.open(str(file.name), "rb") if request.method != "HEAD" else None
    except OSError as error:
        log.error("no file %s: %s", file.name, error.__class__.__name__)
        raise Http404 from error
    span = wanted_span(request.headers.get("Range", ""), size)
    if request.headers.get("If-Range", etag) != etag or request.method == "HEAD":
        span = None
    if span == (0, 0):
        if stream is not None:
            stream.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"})
    first, end = span or (0, size)
    response: HttpResponseBase
    if stream is None:
        response = HttpResponse(content_type=content_type)
    else:
        stream.seek(first)
        response = FileResponse(Part(stream, end - first), content_type=content_type)
    if span:
        response.status_code = 206
        response["Content-Range"] = f"bytes {first}-{end - 1}/{size}"
    response["Accept-Ranges"] = "bytes"
    response["Content-Length"] = str(end - first)
    return response


def wanted_span(header: str, size: int) -> Span | None:
    """First byte and the one after the last that a Range header asks for (RFC 9110, 14.2).

    None for the whole file: no header, or one that is to be passed over; (0, 0) when nothing can be given.
    """
    match = RANGE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        length = min(int(last), size)
        return (size - length, size) if length else (0, 0)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        return (0, 0)
    return int(first), min(int(last) + 1, size) if last else size


class Part:
    """So many bytes of a file, from where it stands."""

    def __init__(self, stream: IO[Any], length: int) -> None:
        self.stream, self.left = stream, length

    def read(self, size: int = -1) -> bytes:
        data: bytes = self.stream.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(data)
        return data

    def close(self) -> None:
        self.stream.close()
