"""A client on loopback: one connection, cookies, times in milliseconds."""

import http.client
import re
import statistics
import time
from urllib.parse import urlencode


class Client:
    """Keeps one connection and its cookies; only ever talks to this machine."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.port = port
        self.cookies: dict[str, str] = {}

    def request(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, bytes]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if fields is not None:
            body = urlencode({"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **fields})
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://127.0.0.1:{self.port}{path}",
            }
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            found = re.match(r"([^=]+)=([^;]*)", cookie)
            if found:
                self.cookies[found[1]] = found[2]
        return response.status, content

    def sign_in(self, user: str, password: str) -> None:
        self.request("GET", "/aanmelden/")
        status, _ = self.request("POST", "/aanmelden/", {"login": user, "password": password})
        if status != 302:
            raise SystemExit(f"signing in answered {status}")


def time_page(client: Client, path: str, times: int, marker: bytes = b"<article") -> dict[str, float]:
    """p50 and p95 of a page over one connection, after a warm-up; the marker shows that it is the real page."""
    client.connection.close()  # a server ends a connection that waited while the others had their turn
    taken = []
    for number in range(times + 10):
        began = time.perf_counter()
        status, content = client.request("GET", path)
        if number >= 10:
            taken.append((time.perf_counter() - began) * 1000)
        if status != 200 or marker not in content:
            raise SystemExit(f"{path} answered {status} without {marker!r}")
    return {"p50": round(statistics.median(taken), 2), "p95": round(statistics.quantiles(taken, n=20)[18], 2)}
