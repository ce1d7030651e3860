"""A time-stamp service for the tests: openssl behind an HTTP server on loopback, with a certificate of its own."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_CONFIG = """
[req]
distinguished_name = name
prompt = no
x509_extensions = extensions
[name]
CN = Proefstempel
[extensions]
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_cert = {folder}/cert.pem
signer_key = {folder}/key.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


class Service:
    """``answer`` changes what is said: a request comes in, a response goes out."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.url, self.asked = folder, "", 0
        self.answer = self.honest

    def honest(self, query: bytes) -> bytes:
        asked, said = self.folder / "query.tsq", self.folder / "answer.tsr"
        asked.write_bytes(query)
        self.run("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq", "-out", "answer.tsr")
        return said.read_bytes()

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["openssl", *words], cwd=self.folder, capture_output=True, text=True, check=False, timeout=30
        )


@contextmanager
def service(folder: Path) -> Iterator[Service]:
    """The service at work."""
    made = Service(folder)
    (folder / "tsa.cnf").write_text(_CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    key = ["-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem"]
    done = made.run("req", "-x509", "-config", "tsa.cnf", *key, "-days", "3650")
    assert done.returncode == 0, done.stderr

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            made.asked += 1
            body = made.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200 if body else 500)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
