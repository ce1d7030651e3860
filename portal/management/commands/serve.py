"""``manage.py serve``: a school on one machine, one command (docs/operations.md)."""

import http.client
import os
import sys
from argparse import ArgumentParser
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from groups.models import School
from portal.demo.people import PASSWORD, PEOPLE
from portal.running import broker, parts, prepare
from portal.running.supervisor import Supervisor, say
from portal.running.watch import Watch
from protocol.clock import SCHOOL_TIME


class Command(BaseCommand):
    help = "Run the portal: web, worker, beat and, without REDIS_URL, a broker. HOST, PORT, DATA and NOW move it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", default=os.environ.get("PORT", "8000"))

    def handle(self, *args: Any, host: str, port: str, **options: Any) -> None:
        set_clock()
        number = as_port(port)
        data = settings.DATA_DIR
        lock = prepare.make_folder(data)
        listener = prepare.take_address(host, number)
        if os.geteuid() == 0 and not settings.DEMO:
            say("this is root; give the portal an account of its own (docs/operations.md)")
        set_environment(host, number)
        say(f"starting; everything is kept in {data}")
        build()
        connections.close_all()
        address = os.environ.get("REDIS_URL") or broker.url(data)
        the_broker = parts.the_broker(data)
        os.environ["REDIS_URL"] = address
        if the_broker:
            the_broker.start()
            broker.wait(address, seconds=3)
        listener.listen(512)
        Supervisor(
            broker=the_broker,
            web=parts.web(listener.fileno()),
            worker=parts.worker(),
            beat=parts.beat(),
            sweep=parts.sweep(),
            watch=Watch(address),
            answers=lambda: answers(host, number),
            when_up=lambda: announce(host, number),
        ).run()
        listener.close()
        os.close(lock)
        say("stopped")


def as_port(port: str) -> int:
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise CommandError(f"PORT={port} is no port: give a number from 1 to 65535.")
    return int(port)


def set_clock() -> None:
    """Turn NOW into the offset all processes share, and begin again with it: the clock is read as it is imported."""
    wanted = os.environ.pop("NOW", "")
    if not wanted:
        return
    if not settings.DEMO:
        raise CommandError("NOW moves the clock of the demo only.")
    try:
        moment = datetime.fromisoformat(wanted)
    except ValueError as error:
        raise CommandError(f"NOW={wanted} is no moment: write it as 2026-11-24T15:30.") from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=SCHOOL_TIME)
    os.environ["KRING_CLOCK_OFFSET"] = str((moment - datetime.now(UTC)).total_seconds())
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606


def set_environment(host: str, port: int) -> None:
    """What the parts must know: where the data are and, in the demo, the address; in production that is given."""
    os.environ["DATA"] = str(settings.DATA_DIR)
    if settings.DEMO:
        os.environ.setdefault("SITE_URL", f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}")  # noqa: S104
        if host not in ("127.0.0.1", "localhost"):
            os.environ.setdefault("ALLOWED_HOSTS", "*")


def build() -> None:
    """Tables, static files and, in an empty demo, its school."""
    if prepare.update_database():
        say("the database is up to date")
    if prepare.collect_static():
        say("the static files are collected")
    if settings.DEMO and not School.objects.exists():
        say("building the demo school (once)")
        call_command("demo", skip_checks=True)


def answers(host: str, port: int) -> bool:
    """Whether the page answers, asked as a visitor would."""
    name = settings.ALLOWED_HOSTS[0].lstrip("*.") or "127.0.0.1"
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    with suppress(OSError, http.client.HTTPException):
        connection = http.client.HTTPConnection(target, port, timeout=2)
        connection.request("GET", "/livez", headers={"Host": name})
        return connection.getresponse().status == 200
    return False


def announce(host: str, port: int) -> None:
    """Where to look, and in the demo as whom."""
    say(f"open {os.environ.get('SITE_URL', settings.SITE_URL)} (Ctrl-C stops it)")
    if settings.DEMO:
        say(f"sign in as one of these; the password of all is {PASSWORD}")
        for person in PEOPLE:
            say(f"  {person.address:<32}{person.first_name} {person.last_name}")
