"""Somebody who writes with a browser to a running portal, over HTTP alone."""

import contextlib
import http.cookiejar
import io
import re
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


@dataclass
class Author:
    """Somebody with a browser who tries again when the connection is lost, as people do."""

    url: str
    cookies: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)
    waited: float = 0.0  # seconds for the answer to the last post that was taken

    def ask(
        self, path: str, data: bytes | None = None, kind: str = "application/x-www-form-urlencoded"
    ) -> tuple[int, str]:
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies), NoRedirect)
        request = urllib.request.Request(self.url + path, data, {"Content-Type": kind} if data else {})
        try:
            with opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def token(self, page: str) -> str:
        return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]

    def sign_in(self, name: str) -> None:
        fields = {"login": f"{name}@kiezelpad.example", "password": "demo-kring-2026"}
        fields["csrfmiddlewaretoken"] = self.token(self.ask("/aanmelden/")[1])
        status, body = self.ask("/aanmelden/", urllib.parse.urlencode(fields).encode())
        assert status == 302, body

    def place(self, group: int, title: str, photos: Sequence[bytes] = ()) -> bool:
        """Whether it was taken in the end."""
        key = str(uuid.uuid4())
        for _ in range(8):
            with contextlib.suppress(OSError, http.client.HTTPException, TypeError):
                page = f"/groepen/{group}/nieuw/"
                fields = {"key": key, "kind": "day", "title": title, "text": "Met foto’s.", "send": "1", "form": "1"}
                fields |= {"recognisable": "nobody", "no_swimwear": "on"}
                fields["csrfmiddlewaretoken"] = self.token(self.ask(f"{page}?nieuw=1")[1])
                begun = time.monotonic()
                files = [named(f"{number}.jpg", data) for number, data in enumerate(photos)]
                body = encode_multipart(BOUNDARY, {**fields, "photos": files})
                status, text = self.ask(page, body, MULTIPART_CONTENT)
                if status == 302:
                    self.waited = time.monotonic() - begun
                    return True
                assert status in (500, 502, 503), text
            time.sleep(0.5)
        return False


def named(name: str, data: bytes) -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file
