"""The programs a school on one machine consists of, and how each is started."""

import os
import sys
from pathlib import Path

from django.conf import settings

from portal.running import broker
from portal.running.part import Part

WEB_WORKERS, WEB_THREADS, WORKER_PROCESSES = 2, 4, 2
_CELERY = [sys.executable, "-m", "celery", "-A", "portal.celery", "--quiet"]


def _memory_folder() -> str | None:
    """Where small files cost no disk, if this machine has such a place."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108


def the_broker(data: Path) -> Part | None:
    """The embedded one; None where REDIS_URL names another, or where there is none for this machine."""
    words = None if "REDIS_URL" in os.environ else broker.command(data)
    return Part("broker", words, grace=5) if words else None


def web(descriptor: int) -> Part:
    memory = _memory_folder()
    return Part(
        "web",
        [
            *(sys.executable, "-m", "gunicorn", "portal.wsgi:application"),
            *("--bind", f"fd://{descriptor}", "--worker-class", "gthread", "--preload", "--no-control-socket"),
            *("--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS)),
            *("--timeout", "60", "--graceful-timeout", "5", "--keep-alive", "5", "--log-level", "warning"),
            *(("--worker-tmp-dir", memory) if memory else ()),
        ],
        pass_fds=(descriptor,),
        grace=8,
    )


def worker() -> Part:
    """Processes, or threads where the machine has no shared memory for them."""
    pool = "prefork" if _memory_folder() else "threads"
    quiet = ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
    return Part(
        "worker", [*_CELERY, "worker", "--pool", pool, "--concurrency", str(WORKER_PROCESSES), *quiet], grace=12
    )


def beat() -> Part:
    scheduler = ["--scheduler", "portal.beat:KringScheduler", "--pidfile", "", "--loglevel", "WARNING"]
    return Part("beat", [*_CELERY, "beat", *scheduler], grace=3)


def sweep() -> Part:
    """What stands in for worker and beat while they, or the broker, are away."""
    return Part("sweep", [sys.executable, str(settings.BASE_DIR / "manage.py"), "sweep", "--every", "3"], grace=15)
