"""A push service on this machine, and the browsers that listen there: what comes in is opened as a browser would."""

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CHROME = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def raw(words: str) -> bytes:
    return base64.urlsafe_b64decode(words + "=" * (-len(words) % 4))


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@dataclass
class Push:
    """One push as the browser got it: its words, and what the service saw of it."""

    browser: str
    words: dict[str, Any]
    headers: dict[str, str]
    claims: dict[str, Any]
    signed_with: str


@dataclass
class PushService:
    """``says[name]`` is what the browser of this name makes it answer: (status, headers); 201 to all others."""

    url: str = ""
    keys: dict[str, tuple[ec.EllipticCurvePrivateKey, bytes]] = field(default_factory=dict)
    says: dict[str, tuple[int, dict[str, str]]] = field(default_factory=dict)
    got: list[Push] = field(default_factory=list)
    asked: int = 0
    hangs: float = 0.0
    when_asked: Callable[[], object] = lambda: None

    def browser(self, name: str) -> dict[str, str]:
        """What this browser tells the portal when it was let in."""
        if name not in self.keys:
            self.keys[name] = (ec.generate_private_key(ec.SECP256R1()), name.encode().ljust(16, b"-")[:16])
        key, secret = self.keys[name]
        return {"endpoint": f"{self.url}/push/{name}", "p256dh": text(point(key.public_key())), "auth": text(secret)}

    def take(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str]]:
        self.asked += 1
        self.when_asked()
        time.sleep(self.hangs)
        name = path.rsplit("/", 1)[1]
        key, secret = self.keys[name]
        opened = http_ece.decrypt(body, private_key=key, auth_secret=secret, version="aes128gcm")
        claims, signed_with = verified(headers["Authorization"])
        status, more = self.says.get(name, (201, {}))
        if status == 201:
            self.got.append(Push(name, json.loads(opened), headers, claims, signed_with))
        return status, more


def verified(authorization: str) -> tuple[dict[str, Any], str]:
    """The claims of the portal and the key it signed them with; fails where the signature does not fit (RFC 8292)."""
    scheme, _, rest = authorization.partition(" ")
    assert scheme == "vapid"
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    head, body, signature = parts["t"].split(".")
    assert json.loads(raw(head)) == {"typ": "JWT", "alg": "ES256"}
    half = raw(signature)
    whole = utils.encode_dss_signature(int.from_bytes(half[:32], "big"), int.from_bytes(half[32:], "big"))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw(parts["k"]))
    key.verify(whole, f"{head}.{body}".encode(), ec.ECDSA(hashes.SHA256()))
    return json.loads(raw(body)), parts["k"]


@contextmanager
def push_service() -> Iterator[PushService]:
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, more = service.take(self.path, dict(self.headers.items()), body)
            self.send_response(status)
            for name, value in {"Content-Length": "0", **more}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
