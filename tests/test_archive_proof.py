"""The code of the chain leaves the house: by mail to the head, and to a time-stamp service (F6)."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.storage import default_storage

from messaging.actions import add_reaction
from moderation import stamping
from moderation.actions import check_archive, mail_chain_heads, stamp_links, stamp_trouble
from moderation.archive_mails import is_the_head, looks_after_it
from moderation.hardcopy import grouped
from moderation.models import ArchiveLink, ModerationPolicy, Stamp
from notifications.models import OutboxMail
from protocol import clock
from tests.archive import sealed
from tests.time_stamps import service

pytestmark = [pytest.mark.django_db, pytest.mark.clause("F6")]
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl plays the service")


@pytest.fixture
def package(cast, make_post):
    return sealed("reaction", add_reaction(make_post(cast.groep5, cast.naima), "Nee", by=cast.samira), cast.naima)


@pytest.fixture
def tsa(cast, tmp_path):
    folder = tmp_path / "tsa"
    folder.mkdir()
    with service(folder) as made:
        ModerationPolicy.objects.create(school=cast.school, stamp_url=made.url)
        yield made


def at(day: int, month: int = 12):
    return time_machine.travel(datetime(2026 + (month == 1), month, day, 12, tzinfo=UTC), tick=False)


def mails(kind: str) -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(kind=kind).order_by("pk"))


def test_the_head_gets_the_code_once_and_again_on_the_first_of_the_month(cast, package, make_post):
    with at(3):
        assert mail_chain_heads() == 1
        mail_chain_heads()
        assert len(mails("archive_head")) == 1
    link = ArchiveLink.objects.get()
    text = mails("archive_head")[0].text
    assert grouped(link.hash) in text
    assert "1" in text
    with at(4):
        mail_chain_heads()
        assert len(mails("archive_head")) == 1
    with at(1, 1):
        mail_chain_heads()
        mail_chain_heads()
        assert len(mails("archive_head")) == 2
    sealed("reaction", add_reaction(make_post(cast.groep5, cast.naima), "Ook", by=cast.samira), cast.naima)
    with at(5):
        mail_chain_heads()
        assert len(mails("archive_head")) == 3
    assert {mail.recipient for mail in mails("archive_head")} == {cast.marleen}


def test_a_school_that_does_not_want_them_gets_none(cast, package):
    ModerationPolicy.objects.create(school=cast.school, mails_chain=False)
    assert mail_chain_heads() == 0
    assert mails("archive_head") == []


def test_an_empty_archive_has_no_code(cast):
    assert mail_chain_heads() == 0


def test_a_fault_is_told_once_to_the_head_and_the_ict_contact(cast, package):
    assert check_archive() == 0
    assert mails("archive_fault") == []
    default_storage.delete(f"{package.folder}/bewijs.pdf")
    assert check_archive() == 1
    assert check_archive() == 1
    assert {mail.recipient for mail in mails("archive_fault")} == {cast.marleen, cast.dennis}
    assert len(mails("archive_fault")) == 2
    default_storage.delete(f"{package.folder}/record.json")
    check_archive()
    assert len(mails("archive_fault")) == 4


def test_who_is_no_head_any_more_gets_no_mail(cast, package):
    mail_chain_heads()
    default_storage.delete(f"{package.folder}/bewijs.pdf")
    check_archive()
    (head,) = mails("archive_head")
    to_head, to_ict = mails("archive_fault")
    assert (is_the_head(head), looks_after_it(to_head), looks_after_it(to_ict)) == (True, True, True)
    for mail in (head, to_head, to_ict):
        mail.recipient, mail.address = cast.naima, cast.naima.email
    assert (is_the_head(head), looks_after_it(to_head)) == (False, False)
    head.address = to_head.address = "iemand@anders.example"
    assert (is_the_head(head), looks_after_it(to_head)) == (False, False)


@needs_openssl
def test_the_last_link_is_stamped_once_and_openssl_verifies_it(cast, package, tsa):
    assert stamp_links() == 1
    assert stamp_links() == 0
    stamp = Stamp.objects.get()
    (tsa.folder / "stempel.tst").write_bytes(bytes(stamp.token))
    (tsa.folder / "schakel.txt").write_bytes(stamping.words_of(package.link))
    verify = ("ts", "-verify", "-data", "schakel.txt", "-in", "stempel.tst", "-token_in", "-CAfile", "cert.pem")
    assert "Verification: OK" in (done := tsa.run(*verify)).stdout + done.stderr
    (tsa.folder / "schakel.txt").write_bytes(b"1:anders")
    assert tsa.run(*verify).returncode != 0


@needs_openssl
def test_a_service_that_fails_is_asked_again_later_and_the_page_says_so(cast, package, tsa, client_of):
    tsa.answer = lambda query: b""
    assert stamp_links() == 0
    assert "500" in stamp_trouble(cast.school)
    assert b"500" in client_of(cast.dennis).get("/archief/").content
    assert stamp_links() == 0
    assert tsa.asked == 1  # not before its time
    tsa.answer = tsa.honest
    with time_machine.travel(clock.now() + timedelta(minutes=6), tick=False):
        assert stamp_links() == 1
    assert stamp_trouble(cast.school) == ""


@needs_openssl
@pytest.mark.parametrize("lie", ["another request", "something else", "garbage", "refusal", "broken off", "no token"])
def test_an_answer_that_is_not_about_this_is_refused(cast, package, tsa, lie):
    other = stamping.request_for(b"iets anders", 1 << 62)
    mine = stamping.words_of(package.link)
    tsa.answer = {
        "another request": lambda query: tsa.honest(stamping.request_for(mine, 1 << 62)),
        "something else": lambda query: tsa.honest(other),
        "garbage": lambda query: b"\x00\x01garbage",
        "refusal": lambda query: bytes.fromhex("30053003020102"),
        "broken off": lambda query: tsa.honest(query)[:-40],
        "no token": lambda query: bytes.fromhex("30053003020100"),
    }[lie]
    assert stamp_links() == 0
    assert Stamp.objects.count() == 0
    assert "Refused" in stamp_trouble(cast.school)


@pytest.mark.parametrize("url", ["http://stempel.example/", "ftp://127.0.0.1/", "file:///etc/passwd"])
def test_a_service_is_asked_over_tls_only(url):
    with pytest.raises(stamping.Refused):
        stamping.stamp(url, b"x")


def test_outside_tests_a_service_on_this_machine_is_refused_too(settings):
    settings.TESTING = settings.DEMO = False
    with pytest.raises(stamping.Refused):
        stamping.stamp("http://127.0.0.1:1/", b"x")


def test_the_explanation_in_a_package_says_how_to_verify_a_stamp(package):
    words = Path(default_storage.path(f"{package.folder}/LEESMIJ.txt")).read_text()
    assert "openssl ts -verify -data schakel.txt -in stempel.tst -token_in -CAfile" in words
