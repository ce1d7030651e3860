"""Whatever people typed, there is a hard copy, and every sign of it can be read (F6)."""

import io
import time
import unicodedata

import pytest
import typst
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from messaging.actions import add_reaction
from messaging.models import Photo
from moderation import exporting, hardcopy
from moderation.hardcopy import typesetting
from moderation.hardcopy.signs import covered, printable
from moderation.models import Kind
from moderation.records import canonical
from tests.archive import HOSTILE, sealed

pytestmark = pytest.mark.clause("F6")

MOMENT = {"utc": "2026-11-27T09:39:12.123456+00:00", "school": "2026-11-27T10:39:12.123456+01:00"}
PERSON = {"id": 12, "name": "Samira el Idrissi", "role": "parent"}


def record(kind="reaction", **content):
    said = {"id": 77, "author": PERSON, "text": "Mooi", "placed_at": MOMENT} | content
    return {
        "format": "kring-hard-copy/1",
        "kind": kind,
        "school": {"name": "De Kiezelpad", "place": "Winsum"},
        "group": {"id": 5, "name": "Groep 5", "year": "2026-2027"},
        "content": said,
        "readers": [{"id": 1, "name": "Tom de Boer", "roles": ["parent"]}],
        "reports": [{"by": PERSON, "clause": "E4", "text": "Dit hoort hier niet.", "at": MOMENT}],
        "removal": {
            "by": PERSON | {"name": "Marleen Dijkstra", "role": "head"},
            "agreed_by": None,
            "at": MOMENT,
            "taken_back": False,
            "clause": "E4",
            "agreement": "We schelden niet.",
            "reason": "Dit kan niet.",
        },
        "made_at": MOMENT,
        "rows": [],
    }


def jpeg(size=(320, 240)) -> bytes:
    data = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(data, "JPEG", quality=80)
    return data.getvalue()


def words_of(pdf: bytes) -> str:
    return " ".join("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def is_for_the_archive(pdf: bytes) -> bool:
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_data().decode()
    return (
        root["/MarkInfo"]["/Marked"] is not None
        and root["/Lang"].startswith("nl")
        and "/StructTreeRoot" in root
        and "<pdfaid:part>2</pdfaid:part>" in xmp
        and "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
        and "<pdfuaid:part>1</pdfuaid:part>" in xmp
    )


def test_it_says_what_happened_in_dutch():
    copy = hardcopy.pdf_of(record(text="Wat een onzin"), [])
    said = words_of(copy.data)
    assert is_for_the_archive(copy.data)
    assert copy.pages == len(PdfReader(io.BytesIO(copy.data)).pages)
    for words in (
        "Bewijs: reactie",
        "Wat een onzin",
        "vrijdag 27 november 2026, 10:39:12 op school (2026-11-27 09:39:12 UTC)",
        "Marleen Dijkstra, directie",
        "E4. We schelden niet.",
        "Dit hoort hier niet.",
        "1 persoon kon het lezen",
        "Tom de Boer, ouder",
    ):
        assert words in said
    code = hardcopy.grouped(hardcopy.code_of(record(text="Wat een onzin")))
    assert code in said


def test_the_same_record_gives_the_same_bytes():
    assert hardcopy.pdf_of(record(), []).data == hardcopy.pdf_of(record(), []).data


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_any_text_gives_a_pdf(text):
    copy = hardcopy.pdf_of(record(text=text), [])
    assert is_for_the_archive(copy.data)
    assert "Waarom het is weggehaald" in words_of(copy.data)


@pytest.mark.parametrize("text", [*HOSTILE, "\x00 \ud800 \udfff"])
def test_a_hostile_text_gives_a_pdf(text):
    assert is_for_the_archive(hardcopy.pdf_of(record(text=text), []).data)


@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_nothing_is_left_that_shows_nothing(text):
    for shown in (printable(text), printable(text, strict=True)):
        bare = shown.replace("\u200b", "").replace("\n", "")
        assert [one for one in bare if unicodedata.category(one)[0] in "CZ" and one != " "] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\u202eabc", "[U+202E RIGHT-TO-LEFT OVERRIDE]abc"),
        ("\x07", "[U+0007 control]"),
        ("中", "[U+4E2D CJK UNIFIED IDEOGRAPH-4E2D]"),
        ("❤\ufe0f", "❤"),
        ("a\u200db", "a[U+200D ZERO WIDTH JOINER]b"),
        ("مرحبا", "مرحبا"),
        ("a\r\nb", "a\nb"),
    ],
)
def test_a_sign_without_a_shape_is_printed_by_its_name(text, shown):
    assert printable(text).replace("\u200b", "") == shown


@pytest.mark.parametrize("template", [hardcopy.TEMPLATE, exporting.TEMPLATE], ids=lambda path: path.name)
def test_the_fonts_have_every_sign_that_they_are_said_to_have(template):
    signs = " ".join(chr(code) for code in sorted(covered()) if not unicodedata.category(chr(code)).startswith("M"))
    source = template.read_text()
    fonts = source[source.index("#set text(font") : source.index("#set par")]
    pdf = typst.compile(
        (fonts + "#sys.inputs.signs").encode(),
        font_paths=typesetting.fonts(),
        sys_inputs={"signs": signs},
        pdf_standards=["a-2a"],
    )
    assert pdf


def test_a_text_of_lone_surrogates_has_a_record_that_can_be_read():
    assert b'"\\ud800"' in canonical({"text": "\ud800"})


def test_a_photo_that_cannot_be_read_is_no_reason_to_have_no_copy():
    copy = hardcopy.pdf_of(record("post", photos=[{"alt": "Brug"}, {"alt": ""}]), [("a", b"x"), ("b", jpeg())])
    said = words_of(copy.data)
    assert "Deze foto kan niet worden afgedrukt" in said
    assert "Foto 2" in said
    assert is_for_the_archive(copy.data)


def test_thirty_photos_take_less_than_two_seconds():
    photo, took = jpeg((1280, 960)), []
    for _ in range(3):  # the quickest says what it costs: others may use the machine
        begun = time.perf_counter()
        copy = hardcopy.pdf_of(record("post", photos=[{"alt": f"Foto {n}"} for n in range(30)]), [("p", photo)] * 30)
        took.append(time.perf_counter() - begun)
    assert min(took) < 2
    assert is_for_the_archive(copy.data)


@pytest.mark.django_db
@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_reaction_goes_through_all_of_it(cast, make_post, text):
    post = make_post(cast.groep5, cast.naima)
    reaction = add_reaction(post, "Mooi", by=cast.samira)
    other = type(reaction).objects.create(post=post, author=cast.samira, author_role="parent", text=text[:2000] or "x")
    package = sealed("reaction", other, cast.naima)
    assert package.pages >= 1
    with default_storage.open(f"{package.folder}/bewijs.pdf", "rb") as pdf:
        assert is_for_the_archive(pdf.read())


@pytest.mark.django_db
def test_a_post_of_thirty_photos_and_a_word_of_ten_thousand_signs(cast, make_post, make_photo):
    post = make_post(cast.groep5, cast.naima, text="x" * 10_000)
    for _ in range(30):
        make_photo(post)
    package = sealed("post", post, cast.marleen)
    assert Photo.objects.filter(post_id=post.pk).count() == 0
    with default_storage.open(f"{package.folder}/bewijs.pdf", "rb") as pdf:
        assert "Foto 30" in words_of(pdf.read())


@pytest.mark.django_db
def test_a_portrait_and_a_friendly_word_have_one_too(cast, make_post):
    from moderation.models import FriendlyWord

    data = io.BytesIO()
    Image.new("RGB", (80, 80), "#336655").save(data, "WEBP")
    cast.samira.portrait.save("x.webp", ContentFile(data.getvalue()))
    word = FriendlyWord.objects.create(
        school=cast.school, kind=Kind.POST, object_id=1, sender=cast.samira, recipient=cast.naima, text="Dag 🙂"
    )
    assert sealed("portrait", cast.samira, cast.marleen).pages >= 1
    assert sealed("word", word, cast.marleen).pages >= 1
