"""What somebody sends who means harm, or whose program is broken: refused in words, never a fault of ours."""

import uuid
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from accounts.models import User
from files.documents import ACTIVE, NotADocument, check_pdf
from portal.wsgi import application

ENDLESS = "9" * 5000  # more digits than Python makes a number of


def test_a_number_without_end_finds_nothing(cast, client_of, photo_file):
    naima = client_of(cast.naima)
    assert naima.post(reverse("messaging:news-seen"), {"tot": ENDLESS}).status_code == 404
    assert naima.get(reverse("home"), {"voor": ENDLESS}).status_code == 404
    first_photo = {"group": ENDLESS, "photo": photo_file()}
    assert naima.post(reverse("messaging:photo-add", args=[uuid.uuid4()]), first_photo).status_code == 404


@pytest.mark.parametrize("invisible", ["\u202e\u200b", "\x07", "\x00", " \u00ad"])
def test_a_name_that_cannot_be_seen_is_no_name(cast, client_of, invisible):
    person = {"address": "nieuw@voorbeeld.nl", "first_name": invisible, "last_name": "Nieuw"}
    form = {"pupil": cast.daan.pk, "relation": "guardian", "has_authority": "yes", **person}
    answer = client_of(cast.naima).post(reverse("groups:guardian-add", args=[cast.groep5.pk]), form)
    assert "first_name" in answer.context["form"].errors
    assert not User.objects.filter(email="nieuw@voorbeeld.nl").exists()


@pytest.mark.parametrize(
    "header",
    [
        {"HTTP_ACCEPT": "image/webp;q*=klingon''1"},
        {"CONTENT_TYPE": "multipart/form-data; boundary*=klingon''x"},
        {"CONTENT_TYPE": "multipart/form-data; boundary=x; charset*=klingon''x"},
    ],
)
def test_a_header_in_an_encoding_nobody_knows_is_passed_over(db, rf, header):
    environ = rf.get("/livez").environ | header
    found = []
    assert b"".join(application(environ, lambda status, headers: found.append(status))) == b"ok"
    assert found == ["200 OK"]


def paper(**more: DictionaryObject) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 280)
    for name, value in more.items():
        writer.root_object[NameObject(f"/{name}")] = value
    data = BytesIO()
    writer.write(data)
    return data.getvalue()


def test_a_pdf_that_carries_a_file_without_saying_so_is_refused():
    stream = DecodedStreamObject()
    stream.set_data(b"MZ")  # without /Type /EmbeddedFile, which is optional
    carried = DictionaryObject({NameObject("/EF"): DictionaryObject({NameObject("/F"): stream})})
    with pytest.raises(NotADocument) as refusal:
        check_pdf(paper(Spare=carried))
    assert refusal.value.reason == ACTIVE


def test_a_pdf_that_opens_a_file_elsewhere_is_refused():
    elsewhere = {NameObject("/S"): NameObject("/GoToR"), NameObject("/F"): TextStringObject(r"\\elsewhere\share")}
    with pytest.raises(NotADocument) as refusal:
        check_pdf(paper(OpenAction=DictionaryObject(elsewhere)))
    assert refusal.value.reason == ACTIVE
