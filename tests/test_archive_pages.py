"""The archive opens with a reason, for two people, and each look is written down (F6, B8)."""

import io
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, ReadEntry
from messaging.actions import add_reaction
from moderation import packages, proof_state
from moderation.actions import check_asked, destroy_package
from moderation.fault_words import in_words
from moderation.models import LegalHold, ModerationPolicy, Opening, Removal
from moderation.packages import Fault
from protocol import clock
from tests.archive import sealed, three_packages

pytestmark = [pytest.mark.django_db, pytest.mark.clause("F6", "B8")]


@pytest.fixture
def kept(cast, make_post, make_photo):
    return three_packages(cast, make_post, make_photo)


@pytest.fixture
def marleen(cast, client_of):
    return client_of(cast.marleen)


@pytest.fixture
def opened(kept, marleen):
    """The head, who gave a reason for the post."""
    assert marleen.post("/archief/3/", {"reason": "De ouders vragen ernaar."}).status_code == 302
    return marleen


def test_the_head_sees_what_is_kept_and_no_word_of_it(kept, marleen):
    page = marleen.get("/archief/").content.decode()
    assert "Bewijs 1: reactie" in page
    assert "Groep 5" in page
    assert "Wat een onzin" not in page
    assert "Samira" not in page


def test_the_ict_contact_sees_that_it_is_whole_and_nothing_more(cast, kept, client_of):
    dennis = client_of(cast.dennis)
    dennis.post("/archief/nakijken/")
    check_asked()
    page = dennis.get("/archief/").content.decode()
    assert "klopt" in page
    assert "Samira" not in page
    assert "/archief/1/" not in page
    for path in ("", "bewijs.pdf", "pakket.zip", "foto/1/"):
        assert dennis.get(f"/archief/1/{path}").status_code == 404
    for path in ("", "nakijken/", "bewaren/"):
        assert dennis.post(f"/archief/1/{path}", {"reason": "x"}).status_code == 404
    assert Opening.objects.count() == 0


def test_a_named_deputy_opens_it_as_long_as_they_work_there(cast, kept, client_of):
    naima = client_of(cast.naima)
    assert naima.get("/archief/").status_code == 404
    policy = ModerationPolicy.objects.create(school=cast.school, deputy=cast.joris)
    assert client_of(cast.joris).get("/archief/1/").status_code == 200
    ModerationPolicy.objects.filter(pk=policy.pk).update(deputy=cast.samira)
    assert client_of(cast.samira).get("/archief/").status_code == 404


def test_nobody_opens_what_they_wrote_themselves(cast, make_post, client_of):
    post = make_post(cast.whole_school, cast.marleen)
    sealed("reaction", add_reaction(make_post(cast.groep5, cast.naima), "x", by=cast.samira), cast.naima)
    sealed("post", post, cast.dennis)
    marleen = client_of(cast.marleen)
    assert marleen.get("/archief/2/").status_code == 404
    assert "van jou, dus een ander opent het" in marleen.get("/archief/").content.decode()


def test_without_a_reason_it_stays_shut(kept, marleen):
    page = marleen.get("/archief/1/").content.decode()
    assert "Waarom open je dit?" in page
    assert "Wat een onzin" not in page
    for path in ("bewijs.pdf", "pakket.zip", "foto/1/"):
        assert marleen.get(f"/archief/1/{path}").status_code == 404
    assert marleen.post("/archief/1/", {"reason": "  "}).status_code == 422
    assert marleen.post("/archief/1/", {"reason": "x" * 251}).status_code == 422
    assert Opening.objects.count() == 0


def test_with_a_reason_it_opens_and_each_look_is_written_down(cast, kept, opened):
    page = opened.get("/archief/3/").content.decode()
    assert "Onze bruggen" in page
    assert "De ouders vragen ernaar." in page
    assert "Dit past niet bij onze afspraken." in page
    code = kept[2].link.commitment
    assert f"{code[:4]} {code[4:8]}" in page
    pdf = opened.get("/archief/3/bewijs.pdf")
    assert b"".join(pdf.streaming_content).startswith(b"%PDF-1.7")
    assert pdf["Cache-Control"] == "no-store"
    assert pdf["Content-Type"] == "application/pdf"
    photo = opened.get("/archief/3/foto/1/")
    assert b"".join(photo.streaming_content).startswith(b"\xff\xd8")
    assert photo["Content-Type"] == "image/jpeg"
    assert photo["Cache-Control"] == "no-store"
    assert opened.get("/archief/3/foto/9/").status_code == 404
    with zipfile.ZipFile(io.BytesIO(b"".join(opened.get("/archief/3/pakket.zip").streaming_content))) as whole:
        assert {
            "record.json",
            "bewijs.pdf",
            "LEESMIJ.txt",
            "SHA256SUMS",
            "manifest.json",
            "schakel/schakel.txt",
        } <= set(whole.namelist())
    seen = list(AuditEntry.objects.filter(event="package_viewed").order_by("pk").values_list("detail", flat=True))
    assert seen == ["3 page", "3 bewijs.pdf", "3 photos/01-medium.jpg", "3 zip"]
    assert AuditEntry.objects.get(event="package_opened").actor == cast.marleen
    read = ReadEntry.objects.filter(kind="package", object_id=kept[2].pk, reader=cast.marleen)
    assert read.count() == 4


def test_a_reason_holds_for_half_an_hour_and_for_that_one_and_that_session(cast, kept, opened, client_of):
    assert opened.get("/archief/3/bewijs.pdf").status_code == 200
    assert opened.get("/archief/2/bewijs.pdf").status_code == 404
    assert client_of(cast.marleen).get("/archief/3/bewijs.pdf").status_code == 404
    now = clock.now()
    with time_machine.travel(now + timedelta(minutes=20), tick=False):
        assert opened.get("/archief/3/bewijs.pdf").status_code == 200
    with time_machine.travel(now + timedelta(minutes=31), tick=False):
        assert opened.get("/archief/3/bewijs.pdf").status_code == 404
        assert "Waarom open je dit?" in opened.get("/archief/3/").content.decode()


def test_an_opening_of_somebody_else_in_ones_session_opens_nothing(cast, kept, client_of):
    other = Opening.objects.create(package=kept[0], person=cast.dennis, reason="x")
    marleen = client_of(cast.marleen)
    for value in (other.pk, "1", None):
        session = marleen.session
        session["archive_opened"] = {str(kept[0].pk): value}
        session.save()
        assert marleen.get("/archief/1/bewijs.pdf").status_code == 404


def test_checking_again_says_what_is_wrong_and_the_list_shows_it(kept, opened):
    opened.post("/archief/nakijken/")
    assert check_asked() == 1
    assert "Gecontroleerd: klopt" in opened.get("/archief/3/").content.decode()
    default_storage.delete(f"{kept[2].folder}/record.json")
    opened.post("/archief/3/nakijken/")
    assert check_asked() == 1
    assert "record.json: is weg" in opened.get("/archief/3/").content.decode()
    assert "klopt niet" in opened.get("/archief/").content.decode()
    assert "Het bewijs is niet te lezen" in opened.get("/archief/3/").content.decode()
    opened.post("/archief/nakijken/")
    assert check_asked() == 1
    assert "Nee. Bel wie de server beheert." in opened.get("/archief/").content.decode()
    default_storage.delete(f"{kept[2].folder}/bewijs.pdf")
    assert opened.get("/archief/3/bewijs.pdf").status_code == 404


def test_a_request_reads_no_package_and_the_page_says_that_it_is_being_checked(cast, kept, opened, monkeypatch):
    """Checking reads every byte: a sweep does that, and nobody waits for it."""
    default_storage.delete(f"{kept[2].folder}/record.json")
    with monkeypatch.context() as shut:
        shut.setattr(packages, "faults_of", None)
        for address in ("/archief/nakijken/", "/archief/3/nakijken/"):
            assert "Het wordt nu nagekeken." in opened.post(address, follow=True).content.decode()
    seen = AuditEntry.objects.filter(event="package_checked", actor=cast.marleen).order_by("pk")
    assert list(seen.values_list("detail", flat=True)) == ["", "3"]
    assert check_asked() == 2
    assert check_asked() == 0
    assert "Het wordt nu nagekeken." not in opened.get("/archief/").content.decode()
    assert "Het wordt nu nagekeken." not in opened.get("/archief/3/").content.decode()


def test_who_asks_while_it_is_being_checked_is_answered_too(cast, kept, opened):
    opened.post("/archief/2/", {"reason": "x"})
    opened.post("/archief/3/nakijken/")
    (first,) = proof_state.asked_of(cast.school).items()
    with time_machine.travel(clock.now() + timedelta(seconds=1), tick=False):
        opened.post("/archief/3/nakijken/")
        opened.post("/archief/2/nakijken/")
    proof_state.answered(cast.school, *first)
    assert sorted(proof_state.asked_of(cast.school)) == [2, 3]


def test_a_check_that_fails_is_not_done_again_for_ever(cast, kept, opened, monkeypatch):
    opened.post("/archief/3/nakijken/")
    with monkeypatch.context() as broken:
        broken.setattr(packages, "faults_of", None)
        with pytest.raises(TypeError):
            check_asked()
    assert check_asked() == 0


def test_a_legal_hold_is_put_on_with_a_reason_and_taken_off(kept, opened):
    assert "waarom" in opened.post("/archief/3/bewaren/", {"reason": ""}, follow=True).content.decode()
    assert LegalHold.objects.count() == 0
    opened.post("/archief/3/bewaren/", {"reason": "Er loopt een zaak."})
    opened.post("/archief/3/bewaren/", {"reason": "Dubbel."})
    assert LegalHold.objects.get().row_id == kept[2].pk
    assert "Er loopt een zaak." in opened.get("/archief/3/").content.decode()
    assert "blijft langer" in opened.get("/archief/").content.decode()
    opened.post("/archief/3/bewaren/", {"end": "1"})
    opened.post("/archief/3/bewaren/", {"end": "1"})
    assert LegalHold.objects.standing().count() == 0


def test_what_was_destroyed_stands_in_the_list_and_opens_no_more(kept, opened):
    destroy_package(kept[2])
    page = opened.get("/archief/").content.decode()
    assert "vernietigd" in page
    assert "1 bewijs is vernietigd" in page
    assert opened.get("/archief/3/").status_code == 404


def test_a_removal_that_fails_stands_there_for_the_ict_contact(cast, kept, client_of):
    Removal.objects.filter(package=kept[0]).update(state="sealed", last_error="OSError: No space left", tries=3)
    page = client_of(cast.dennis).get("/archief/").content.decode()
    assert "3 keer geprobeerd: OSError: No space left" in page


def test_the_list_asks_as_much_for_three_as_for_thirty(cast, kept, marleen, make_post):
    def asked() -> int:
        marleen.get("/archief/")
        with CaptureQueriesContext(connection) as queries:
            marleen.get("/archief/")
        return len(queries)

    few = asked()
    post = make_post(cast.groep5, cast.naima)
    for number in range(9):
        sealed("reaction", add_reaction(post, f"Nee {number}", by=cast.samira), cast.naima)
    assert asked() == few <= 16


def test_every_fault_has_words_of_its_own_and_an_unknown_one_is_not_passed_over():
    said = {
        in_words(Fault("bewijs.pdf", "was changed", 0, 4095)): "bewijs.pdf: is veranderd (byte 0 tot en met 4095)",
        in_words(Fault("a.jpg", "has 3 bytes instead of 5", 3, 4)): (
            "a.jpg: is 3 bytes groot, dat was 5 (byte 3 tot en met 4)"
        ),
        in_words(Fault("the chain", "follows link 2")): "de keten: komt na bewijs 2, er ontbreekt iets",
        in_words(Fault("the row, pages", "says something else than the package")): (
            "de gegevens bij het bewijs (pages): zegt iets anders dan het bewijs"
        ),
    }
    assert list(said) == list(said.values())
    with pytest.raises(ValueError, match="melts"):
        in_words(Fault("a.jpg", "melts"))


def test_the_deputy_without_a_group_finds_the_archive_on_the_page_of_their_own(cast, client_of, kept):
    client = client_of(cast.joris)
    assert "/archief/" not in client.get("/ik/").content.decode()
    ModerationPolicy.objects.update_or_create(school=cast.school, defaults={"deputy": cast.joris})
    assert "/archief/" in client.get("/ik/").content.decode()
    assert client.get("/archief/").status_code == 200
