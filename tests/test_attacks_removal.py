"""What somebody tries who means harm, round the doors of reports, removals, the archive and cases (D12, F4-F7)."""

import io
import json
import os
import uuid
import zipfile
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from consent import chain
from groups.actions import give_role
from groups.models import Restriction, Role, SchoolGroup
from messaging.actions import add_reaction, point_out, say_not_on_it, say_on_it
from messaging.actions import take_back as withdraw_pointing
from messaging.models import Post, Reaction
from moderation import archive_files, packages
from moderation.actions import (
    Gone,
    NotNow,
    consult,
    open_case,
    report,
    say_word,
    seal_removals,
    take_back,
    take_step,
)
from moderation.council import members_to_ask
from moderation.models import ArchiveLink, FriendlyWord, Item, ModerationPolicy, Package, Removal
from moderation.recipients import told_of_threat
from moderation.rules import reasons_for
from moderation.rules.cases import Step, Wish
from moderation.subjects import find
from moderation.verifying import faults_in
from protocol import clock
from protocol.clock import SCHOOL_TIME
from tests.archive import sealed
from tests.reporting import report_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("F6")]


@pytest.fixture
def restrict(cast):
    def make(person, kind):
        until = clock.today() + timedelta(days=7)
        return Restriction.objects.create(
            person=person, kind=kind, reason="Om rust.", until=until, decided_by=cast.henk
        )

    return make


def a_package(cast, make_post):
    return sealed("post", make_post(cast.groep5, cast.naima), cast.joris)


# Who is kept from the work


@pytest.mark.clause("F5")
@pytest.mark.parametrize("kind", ["read", "closed"])
def test_the_ict_contact_under_a_measure_has_no_queue_and_no_archive(cast, client_of, make_post, restrict, kind):
    item = report_of("post", make_post(cast.groep5, cast.naima), cast.samira)
    addresses = ["/meldingen/", f"/meldingen/{item.pk}/", "/archief/", "/dossiers/"]
    dennis = client_of(cast.dennis)
    assert {dennis.get(address).status_code for address in addresses} == {200}
    restrict(cast.dennis, kind)
    assert {address: dennis.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 404)


@pytest.mark.clause("F5")
@pytest.mark.parametrize("kind", ["read", "closed"])
def test_who_the_school_named_has_nothing_of_it_under_a_measure(cast, client_of, make_post, restrict, kind):
    ModerationPolicy.objects.create(school=cast.school, about_head=cast.henk, deputy=cast.wilma)
    item = report_of("post", make_post(cast.whole_school, cast.marleen), cast.samira)
    package = a_package(cast, make_post)
    henk, wilma = client_of(cast.henk), client_of(cast.wilma)
    remove_page = reverse("moderation:removal-create", args=["post", item.object_id])
    mine = ["/meldingen/", f"/meldingen/{item.pk}/", "/dossiers/", remove_page]
    assert {henk.get(address).status_code for address in mine} == {200}
    assert wilma.get(f"/archief/{package.link.number}/").status_code == 200
    for person in (cast.henk, cast.wilma):
        Restriction.objects.create(
            person=person, kind=kind, reason="Om rust.", until=clock.today(), decided_by=cast.marleen
        )
    assert {address: henk.get(address).status_code for address in mine} == dict.fromkeys(mine, 404)
    assert wilma.get(f"/archief/{package.link.number}/").status_code == 404


@pytest.mark.clause("E4", "F5")
def test_the_ict_contact_under_reading_only_lets_out_nothing_of_the_head(cast, make_post, restrict):
    post = make_post(cast.whole_school, cast.marleen)
    Reaction.objects.create(
        post=post, author=cast.marleen, author_role="head", text="Stelletje sukkels", held_at=clock.now()
    )
    assert Reaction.objects.held_for(cast.dennis).exists()
    restrict(cast.dennis, "read")
    assert not Reaction.objects.held_for(cast.dennis).exists()


@pytest.mark.clause("F5", "F4")
@pytest.mark.parametrize("kind", ["react", "read"])
def test_under_a_measure_one_reports_and_writes_no_words_to_others(cast, client_of, make_post, restrict, kind):
    reaction = add_reaction(make_post(cast.groep5, cast.naima), "Fijn", by=cast.tom)
    address, word = f"/melden/reaction/{reaction.pk}/", {"way": "woord", "word": "Jij weer"}
    restrict(cast.samira, kind)
    samira = client_of(cast.samira)
    assert samira.post(address, word).status_code == 422
    assert not FriendlyWord.objects.exists()
    assert samira.post(address, {"way": "melding", "reason": reasons_for(("E4",))[0].key}).status_code == 302
    assert Item.objects.get().reports.get().reporter == cast.samira


@pytest.mark.clause("D12", "F5")
def test_nobody_waits_for_a_member_of_the_mr_whom_a_measure_keeps_away(cast, restrict):
    give_role(cast.tom, Role.Name.COUNCIL_MEMBER, cast.mr, by=cast.marleen)
    asked = members_to_ask(cast.mr, author=cast.pieterjan, by=cast.marleen)
    assert list(asked) == [cast.tom]
    restrict(cast.tom, "read")
    assert not asked.all().exists()


@pytest.mark.clause("F4", "F5")
def test_a_threat_is_told_to_the_head_when_who_is_on_call_is_kept_away(cast, make_post, restrict):
    ModerationPolicy.objects.create(school=cast.school, on_call=cast.wilma)
    item = report_of("post", make_post(cast.groep5, cast.naima), cast.samira)
    assert told_of_threat(item) == [cast.wilma]
    restrict(cast.wilma, "closed")
    assert told_of_threat(item) == [cast.marleen]


# Reading what is not for one


@pytest.mark.clause("F4", "B8")
def test_nobody_reads_the_words_of_others_by_going_through_the_numbers(cast, client_of, make_post):
    reaction = add_reaction(make_post(cast.groep5, cast.naima), "Fijn", by=cast.samira)
    word = say_word(find("reaction", reaction.pk), "Dit is tussen ons", by=cast.tom)
    address = reverse("moderation:removal-create", args=["word", word.pk])
    assert client_of(cast.marleen).get(address).status_code == 404
    report(find("word", word.pk), by=cast.samira, clause_id="E4", text="")
    assert "Dit is tussen ons" in client_of(cast.marleen).get(address).content.decode()


@pytest.mark.clause("D12", "B8")
def test_the_ict_contact_reads_no_class_by_going_through_the_numbers(cast, client_of, make_post):
    ModerationPolicy.objects.create(school=cast.school, ict_removes=True)
    post = make_post(cast.groep5, cast.naima, text="Van de klas")
    address = reverse("moderation:removal-create", args=["post", post.pk])
    assert client_of(cast.dennis).get(address).status_code == 404
    report(find("post", post.pk), by=cast.samira, clause_id="E4", text="")
    assert client_of(cast.dennis).get(address).status_code == 200


@pytest.mark.clause("D12", "B8")
def test_what_its_writer_withdrew_is_read_by_nobody_any_more(cast, client_of, make_post):
    reaction = add_reaction(make_post(cast.groep5, cast.naima), "Per ongeluk", by=cast.samira)
    Reaction.objects.filter(pk=reaction.pk).update(withdrawn_at=clock.now())
    address = reverse("moderation:removal-create", args=["reaction", reaction.pk])
    assert client_of(cast.naima).get(address).status_code == 404


# Deciding about oneself


@pytest.mark.clause("F5", "D12")
@pytest.mark.parametrize("what", ["photo", "reaction"])
def test_nobody_takes_a_post_back_to_be_rid_of_a_report_on_what_is_in_it(cast, make_post, make_photo, what):
    post = make_post(cast.groep5, cast.naima)
    row = make_photo(post) if what == "photo" else add_reaction(post, "Foei", by=cast.samira)
    report(find(what, row.pk), by=cast.tom, clause_id="D1", text="")
    with pytest.raises(Gone):
        take_back(find("post", post.pk), by=cast.naima)
    assert Item.objects.get().state == "open"
    assert not Removal.objects.exists()


# Forged evidence


def forged(cast, files, **more):
    """A package as somebody with the rights of the portal can write it: a link that fits, and rows that name it."""
    key = uuid.uuid4()
    folder = packages.folder_of(key)
    for name, data in files.items():
        default_storage.save(f"{folder}/{name}", ContentFile(data))
    commitment = packages.entry_of(files.get(packages.MANIFEST, b""))["sha256"]
    last = ArchiveLink.objects.filter(school=cast.school).order_by("-number").first()
    number, previous = (last.number + 1, last.hash) if last else (1, chain.GENESIS)
    link = ArchiveLink.objects.create(
        school=cast.school,
        number=number,
        previous=previous,
        commitment=commitment,
        hash=chain.link(number, previous, commitment),
    )
    fields = {"kind": "reaction", "object_id": 1, "author": cast.samira, "folder": folder, "pages": 1, "size": 1}
    return Package.objects.create(key=key, link=link, **(fields | more))


def manifest_of(files, **about):
    return json.dumps(about | {"files": {name: packages.entry_of(data) for name, data in files.items()}}).encode()


FORGERIES = {
    "with nothing in it": {},
    "without a record": {"bewijs.pdf": b"%PDF-"},
    "with a record that says nothing": {"record.json": b"{}", "bewijs.pdf": b"%PDF-"},
    "with a record that is a list": {"record.json": b"[]", "bewijs.pdf": b"%PDF-"},
    "with a record that is no text": {"record.json": b"\xff\xfe", "bewijs.pdf": b""},
}


@pytest.mark.parametrize("what", FORGERIES)
def test_a_forged_package_is_found_and_stops_no_check(cast, make_post, what):
    genuine = a_package(cast, make_post)
    files = FORGERIES[what]
    package = forged(cast, files | {packages.MANIFEST: manifest_of(files)})
    found = list(faults_in(cast.school))
    assert {one.number for one in found} == {package.link.number} - {genuine.link.number}
    assert found


@pytest.mark.parametrize("name", ["../../../photos/x.jpg", "/etc/hostname", "a\x00b"])
def test_a_manifest_that_names_a_file_elsewhere_is_found(cast, name):
    data = b"x"
    package = forged(cast, {packages.MANIFEST: manifest_of({name: data})})
    assert {one.number for one in faults_in(cast.school)} == {package.link.number}


def test_the_zip_of_a_package_holds_its_own_files_only(cast, make_post):
    genuine = a_package(cast, make_post)
    default_storage.save(f"{genuine.folder}/photos/vreemd.jpg", ContentFile(b"not of it"))
    answer = archive_files.send_zip(genuine)
    names = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist()
    assert "photos/vreemd.jpg" not in names
    assert {"record.json", "bewijs.pdf", "manifest.json", "SHA256SUMS", "LEESMIJ.txt"} <= set(names)


def test_a_row_that_names_a_folder_elsewhere_opens_nothing(cast, make_post, make_photo):
    make_photo(make_post(cast.groep5, cast.naima))
    package = forged(cast, {packages.MANIFEST: b"{}"}, folder="photos")
    answer = archive_files.send_zip(package)
    names = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist()
    assert [name for name in names if not name.startswith("schakel/")] == []
    assert archive_files.photos_of(package) == []


# Texts that break forms

NASTY = [
    "\x00",
    "a\x00b",
    "\u202e\u2066boe",
    "\u200b\u2060",
    "\ud83d".encode("utf-8", "surrogatepass"),
    "w" * 10_000,
    "é" * 100_000,
]
ENDLESS = "9" * 5000


@pytest.mark.parametrize("number", range(len(NASTY)))
def test_no_text_in_any_form_of_moderation_is_a_fault_of_ours(cast, client_of, make_post, number):
    text = NASTY[number]
    post = make_post(cast.groep5, cast.naima)
    reaction = add_reaction(post, "Foei", by=cast.samira)
    other = add_reaction(post, "Boe", by=cast.samira)
    item = report_of("reaction", other, cast.tom)
    package = a_package(cast, make_post)
    marleen, tom = client_of(cast.marleen), client_of(cast.tom)
    tries = [
        (tom, f"/melden/reaction/{reaction.pk}/", {"way": "woord", "word": text}),
        (tom, f"/melden/reaction/{reaction.pk}/", {"way": "melding", "reason": "E4", "text": text}),
        (tom, f"/melden/reaction/{reaction.pk}/", {"way": text, "reason": text}),
        (tom, "/schrijf-de-directie/", {"text": text}),
        (marleen, f"/meldingen/{item.pk}/terug/", {"reason": text}),
        (marleen, f"/weghalen/reaction/{reaction.pk}/", {"clause": text, "reason": text, "item": text}),
        (marleen, f"/weghalen/reaction/{reaction.pk}/", {"clause": "E4", "reason": "Zo.", "item": ENDLESS}),
        (marleen, "/dossiers/nieuw/", {"title": text, "about": text, "school_group": text, "item": text}),
        (marleen, "/dossiers/nieuw/", {"title": "x", "school_group": ENDLESS}),
        (marleen, "/dossiers/nieuw/", {"title": "x", "item": ENDLESS}),
        (marleen, f"/archief/{package.link.number}/", {"reason": text}),
        (marleen, "/beheer/meldingen/opslaan/", {"stamp_url": text, "about_head": text, "package_years": text}),
        (marleen, "/beheer/meldingen/opslaan/", {"about_head": ENDLESS, "package_years": ENDLESS}),
    ]
    for browser, address, data in tries:
        assert browser.post(address, data).status_code in (200, 302, 404, 422), (address, data)
    case = marleen.post("/dossiers/nieuw/", {"title": "Ruzie", "about": cast.samira.sign_in_name})
    page = case["Location"].partition("#")[0]
    for data in (
        {"kind": "warning", "note": text, "told": text, "seen": "0", "until": text, "alone_because": text},
        {"kind": text, "note": "x", "seen": ENDLESS},
        {"kind": "word", "note": text, "seen": "0"},
    ):
        assert marleen.post(f"{page}stap/", data).status_code in (302, 422)
    for end, data in (
        ("overleg/", {"text": text}),
        ("erbij/", {"item": ENDLESS}),
        ("erbij/", {"item": text}),
        ("bewaren/", {"reason": text}),
        ("meenemen/", {"reason": text, "form": text}),
    ):
        assert marleen.post(f"{page}{end}", data).status_code in (302, 404, 422), (end, data)
    for address in ("/meldingen/?blad=" + ENDLESS, "/dossiers/?blad=-1", "/archief/?blad=x", f"/meldingen/{10**30}/"):
        assert marleen.get(address).status_code in (200, 404), address
    for kind in ("post", "photo", "reaction", "portrait", "word", "x"):
        for start in ("melden", "weghalen", "terughalen"):
            assert marleen.get(f"/{start}/{kind}/{10**30}/").status_code == 404
    seal_removals()
    assert not Removal.objects.failing().exists()


# What a power cut leaves


def test_the_disk_keeps_the_folders_of_a_package_too(cast, make_post, monkeypatch, settings):
    """A file that is synced in a folder that is not is lost with the folder's name."""
    synced, sync = set(), os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (synced.add(os.fstat(handle).st_ino), sync(handle)))
    package = a_package(cast, make_post)
    folder, top = Path(default_storage.path(package.folder)), Path(settings.MEDIA_ROOT).resolve()
    files = {path for path in folder.rglob("*") if path.is_file()}
    above = {folder, folder.parent, folder.parent.parent, top}
    assert [path for path in files | above if path.stat().st_ino not in synced] == []


# Gone under somebody's hands


@pytest.mark.clause("D3")
def test_who_points_at_a_photo_that_is_gone_is_not_met_by_a_fault(cast, make_post, make_photo):
    post = make_post(cast.groep5, cast.naima)
    photo, other = make_photo(post), make_photo(post)
    point_out(other, cast.yara, by=cast.samira)
    withholding = other.withholdings.get()
    for one in (photo, other):
        sealed("photo", one, cast.joris)
    assert point_out(photo, cast.yara, by=cast.samira) is False
    assert say_not_on_it(withholding, by=cast.naima) is False
    assert say_on_it(withholding, by=cast.naima) is False
    assert withdraw_pointing(withholding, by=cast.samira) is False


# The last who heads the school


@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("F5")
def test_of_two_heads_who_are_closed_out_at_once_one_stays(cast, race):
    give_role(cast.wilma, Role.Name.HEAD, cast.school, by=cast.marleen)
    ModerationPolicy.objects.create(school=cast.school, about_head=cast.henk)
    cases = [open_case("Ruzie", about, school=cast.school, by=cast.henk) for about in (cast.marleen, cast.wilma)]
    for case in cases:
        consult(case, "Het moet.", by=cast.henk)

    def close(number):
        wish = Wish(Step.CLOSED, clock.today(), "Om rust.", "")
        return take_step(cases[number], wish, "Besloten.", by=cast.henk, seen=0)

    results = race(close, 2)
    assert sum(isinstance(one, NotNow) for one in results) == 1, results
    assert Restriction.objects.keeping_from_work().count() == 1


# A closed account

STAYS = {"/": 200, "/ik/": 200, "/ik/maatregelen/": 200, "/schrijf-de-directie/": 200, "/woorden-aan-mij/": 200}


@pytest.mark.clause("F5", "B8")
def test_for_whom_it_is_closed_nothing_of_others_is_left(cast, client_of, make_post, make_photo, restrict):
    post = make_post(cast.groep5, cast.naima, title="Alleen voor wie meeleest")
    photo = make_photo(post)
    reaction = add_reaction(post, "Mooi gedaan allemaal", by=cast.tom)
    restrict(cast.samira, "closed")
    samira = client_of(cast.samira)
    for address, status in STAYS.items():
        answer = samira.get(address)
        assert answer.status_code == status, address
        assert "meeleest" not in answer.content.decode()
        assert "Mooi gedaan" not in answer.content.decode()
    gone = [
        f"/nieuws/{post.pk}/",
        f"/nieuws/{post.pk}/foto/1/",
        f"/fotos/{photo.key}/klein/",
        f"/groepen/{cast.groep5.pk}/",
        f"/melden/post/{post.pk}/",
        f"/melden/photo/{photo.pk}/",
        f"/melden/reaction/{reaction.pk}/",
        f"/terughalen/reaction/{reaction.pk}/",
    ]
    assert {address: samira.get(address).status_code for address in gone} == dict.fromkeys(gone, 404)
    assert samira.get(f"/fotos/{photo.key}/klein/", HTTP_IF_NONE_MATCH="*").status_code == 404
    assert samira.get(f"/fotos/{photo.key}/klein/", HTTP_RANGE="bytes=0-10").status_code == 404


@pytest.mark.clause("F5")
def test_a_measure_ends_at_midnight_at_school(cast, restrict):
    measure = restrict(cast.samira, "closed")
    last = datetime.combine(measure.until, time(23, 59, 59), SCHOOL_TIME)
    with time_machine.travel(last, tick=False):
        assert not SchoolGroup.objects.with_perm(cast.samira, "read_group").exists()
    with time_machine.travel(last + timedelta(seconds=1), tick=False):
        assert SchoolGroup.objects.with_perm(cast.samira, "read_group").exists()


# What is hidden stays hidden, whatever the door


@pytest.mark.clause("F4", "F6")
def test_a_hidden_photo_and_what_is_held_leak_nowhere(cast, client_of, make_post, make_photo):
    post = make_post(cast.groep5, cast.naima, title="Uitje naar de dierentuin")
    photo = make_photo(post, alt="Yara bij de apen")
    address = f"/fotos/{photo.key}/klein/"
    tom, naima = client_of(cast.tom), client_of(cast.naima)
    tag = tom.get(address)["ETag"]
    Reaction.objects.create(post=post, author=cast.samira, author_role="g", text="Geheimwoord", held_at=clock.now())
    find("photo", photo.pk).hide()
    for browser in (tom, naima):
        for headers in ({}, {"HTTP_IF_NONE_MATCH": tag}, {"HTTP_RANGE": "bytes=0-99"}, {"HTTP_IF_NONE_MATCH": "*"}):
            assert browser.get(address, **headers).status_code == 404, headers
    for page in ("/", f"/groepen/{cast.groep5.pk}/", f"/nieuws/{post.pk}/", "/zoeken/?q=dierentuin"):
        said = tom.get(page).content.decode()
        assert "Uitje naar" in said, page
        assert str(photo.key) not in said, page
        assert "bij de apen" not in said, page
        assert "Geheimwoord" not in said, page
    assert tom.get(f"/nieuws/{post.pk}/foto/1/").status_code == 404
    assert tom.get("/zoeken/?q=Geheimwoord").content.decode().count("Uitje naar") == 0
    counted = Post.objects.with_counts().get(pk=post.pk)
    assert (counted.reaction_count, counted.photo_count) == (0, 0)


# Nothing changes on looking


@pytest.mark.clause("F4", "D12")
def test_looking_decides_nothing(cast, client_of, make_post):
    reaction = add_reaction(make_post(cast.groep5, cast.naima), "Foei", by=cast.samira)
    item = report_of("reaction", reaction, cast.tom)
    pages = [f"/meldingen/{item.pk}/terug/", f"/meldingen/{item.pk}/verberg/", f"/meldingen/{item.pk}/leerkracht/"]
    naima = client_of(cast.naima)
    assert {naima.get(page).status_code for page in pages} == {405}
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(cast.naima, "django.contrib.auth.backends.ModelBackend")
    for page in (*pages, f"/weghalen/reaction/{reaction.pk}/", f"/melden/reaction/{reaction.pk}/"):
        assert careful.post(page, {"clause": "E4", "reason": "Zo."}).status_code == 403, page
    assert Item.objects.get().state == "open"
    assert not Removal.objects.exists()
