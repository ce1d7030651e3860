"""Cropping a photo, and covering a face on it: new files in every size, and nothing is left of the old ones (D3)."""

import io

import pytest
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw

from files import isolated, pictures
from files.pictures import COVER
from messaging.actions import Refused, cover_photo, crop_photo, mark_pupils, prepare_photos
from messaging.actions.preparation import FILES
from messaging.forms.altering import COLUMNS, CropForm, boxes_of, rows_of
from messaging.models import Depiction, Photo, Post
from protocol import clock

pytestmark = [pytest.mark.clause("D3")]
RED, BLUE = (192, 57, 43), (143, 191, 220)


def jpeg(size=(1200, 900)) -> bytes:
    """Blue, with a red quarter at the left top: the face."""
    image = Image.new("RGB", size, BLUE)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1] // 4), fill=RED)
    data = io.BytesIO()
    image.save(data, "JPEG", quality=95)
    return data.getvalue()


def opened(data) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def is_near(pixel, colour) -> bool:
    return all(abs(one - other) < 24 for one, other in zip(pixel, colour, strict=True))


def reds(image) -> int:
    """How many pixels look like the face."""
    data = image.tobytes()
    return sum(red > 150 and blue < 110 for red, blue in zip(data[::3], data[2::3], strict=True))


def all_sizes(sizes) -> list[Image.Image]:
    return [opened(getattr(sizes, name)) for name in FILES]


# The pictures themselves


@pytest.mark.parametrize("make", [pictures.cover, isolated.cover], ids=["here", "isolated"])
def test_what_is_covered_is_gone_from_every_size(make):
    sizes = make(jpeg(), [(0, 0, 0.27, 0.27)])
    assert (sizes.width, sizes.height) == (1200, 900)
    for image in all_sizes(sizes):
        assert is_near(image.getpixel((image.width // 8, image.height // 8)), COVER)
        assert is_near(image.getpixel((image.width * 3 // 4, image.height * 3 // 4)), BLUE)
        assert reds(image) == 0


@pytest.mark.parametrize("make", [pictures.cut, isolated.cut], ids=["here", "isolated"])
def test_what_is_cut_off_is_gone_from_every_size(make):
    sizes = make(jpeg(), (0.3, 0, 1, 0.5))
    assert (sizes.width, sizes.height) == (840, 450)
    assert all(reds(image) == 0 for image in all_sizes(sizes))


def test_a_part_is_rounded_outwards_and_stays_within_the_picture():
    image = Image.new("RGB", (101, 67), RED)
    data = io.BytesIO()
    image.save(data, "PNG")
    rows = rows_of(101, 67)
    covered = opened(pictures.cover(data.getvalue(), boxes_of(range(rows * COLUMNS), rows)).large_webp)
    assert reds(covered) == 0
    tiny = pictures.cut(data.getvalue(), (0.999, 0.999, 1, 1))
    assert (tiny.width, tiny.height) == (1, 1)


def test_cells_lie_over_the_whole_picture_once():
    assert rows_of(1200, 900) == 9
    assert rows_of(600, 1600) == 24
    assert rows_of(1600, 200) == 3
    assert boxes_of([0, 12, 12, 108, -1], 9) == [(0, 0, 1 / 12, 1 / 9), (0, 1 / 9, 1 / 12, 2 / 9)]


# The form


@pytest.mark.parametrize(
    ("off", "said"),
    [
        ({}, "Kies eerst wat eraf gaat."),
        ({"left": "0"}, "Kies eerst wat eraf gaat."),
        ({"left": "50", "right": "41"}, "Er blijft te weinig over. Snijd minder weg."),
        ({"top": "60", "bottom": "60"}, "Er blijft te weinig over. Snijd minder weg."),
    ],
)
def test_something_goes_and_something_stays(off, said):
    assert CropForm(off).non_field_errors() == [said]


@pytest.mark.parametrize("off", [{"left": "91"}, {"left": "-1"}, {"left": "veel"}, {"left": "9" * 5000}])
def test_a_side_that_cannot_be_so_is_not_taken_and_can_be_shown(off):
    form = CropForm(off)
    assert not form.is_valid()
    assert form.shade.startswith("M0 0H100V100H0Z")


# A photo of a draft


@pytest.fixture
def photo(cast, db, make_post, photo_file):
    """Prepared as any other, with the red face of ``photo_file`` and Bram marked on it."""
    from messaging.actions import add_photo

    draft = make_post(cast.groep5, cast.naima, state=Post.State.DRAFT)
    photo = add_photo(draft, photo_file(size=(1200, 900)), by=cast.naima, alt="Een brug")
    prepare_photos()
    mark_pupils(photo, [cast.bram.pk], by=cast.naima)
    photo.refresh_from_db()
    assert photo.state == Photo.State.READY
    return photo


def names(photo) -> list[str]:
    return [getattr(photo, name).name for name in FILES]


def address(photo, what) -> str:
    return f"/fotos/{photo.key}/{what}/"


def face_cells() -> list[int]:
    """The left top quarter and a bit."""
    return [row * COLUMNS + column for row in range(4) for column in range(5)]


def test_covering_leaves_nothing_of_the_old_photo(cast, photo, client_of, django_capture_on_commit_callbacks):
    naima, before = client_of(cast.naima), names(photo)
    old = address(photo, "groot")
    assert naima.get(old).status_code == 200
    assert naima.get(address(photo, "afdekken")).content.count(b'name="cell"') == 9 * COLUMNS
    with django_capture_on_commit_callbacks(execute=True):
        answer = naima.post(address(photo, "afdekken"), {"cell": face_cells()})
    fresh = Photo.objects.get(pk=photo.pk)
    assert answer["Location"] == address(fresh, "herkenbaar")
    assert not any(default_storage.exists(name) for name in before)
    assert naima.get(old).status_code == 404
    assert fresh.alt == "Een brug"
    for name in FILES:
        assert reds(opened(getattr(fresh, name).read())) == 0


def test_who_is_on_it_must_be_said_anew(cast, photo, client_of):
    client_of(cast.naima).post(address(photo, "afdekken"), {"cell": face_cells()})
    fresh = Photo.objects.get(pk=photo.pk)
    assert (fresh.recognisable, fresh.line_up, fresh.shown_until) == ("", None, None)
    assert not Depiction.objects.filter(photo=photo).exists()


def test_cropping_keeps_the_part_that_was_chosen(cast, photo, client_of, django_capture_on_commit_callbacks):
    before = names(photo)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_of(cast.naima).post(address(photo, "bijsnijden"), {"left": "30", "bottom": "50"})
    fresh = Photo.objects.get(pk=photo.pk)
    assert answer["Location"] == address(fresh, "herkenbaar")
    assert (fresh.width, fresh.height, fresh.recognisable) == (840, 450, "")
    assert not any(default_storage.exists(name) for name in before)
    assert reds(opened(fresh.large_jpeg.read())) == 0


def test_who_looks_first_changes_nothing(cast, photo, client_of):
    answer = client_of(cast.naima).post(address(photo, "bijsnijden"), {"left": "30", "preview": "1"})
    assert answer.status_code == 200
    assert b"M0 0H100V100H0ZM30 0V100H100V0Z" in answer.content
    assert b'name="left" min="0" max="90" step="1" value="30"' in answer.content
    assert names(Photo.objects.get(pk=photo.pk)) == names(photo)


@pytest.mark.parametrize(("what", "fields"), [("afdekken", {}), ("afdekken", {"cell": "9999"}), ("bijsnijden", {})])
def test_nothing_chosen_is_asked_again(cast, photo, client_of, what, fields):
    answer = client_of(cast.naima).post(address(photo, what), fields)
    assert answer.status_code == 422
    assert b"Kies eerst wat" in answer.content
    assert names(Photo.objects.get(pk=photo.pk)) == names(photo)


def test_of_two_changes_at_once_one_is_kept_and_the_other_leaves_no_file(cast, photo):
    again = Photo.objects.get(pk=photo.pk)
    assert crop_photo(photo, (0, 0, 0.5, 1), by=cast.naima) is not None
    kept = names(Photo.objects.get(pk=photo.pk))
    lying = set(files_lying())
    assert cover_photo(again, [(0, 0, 1, 1)], by=cast.naima) is None
    assert names(Photo.objects.get(pk=photo.pk)) == kept
    assert set(files_lying()) == lying


def files_lying() -> list[str]:
    folders, _ = default_storage.listdir("photos")
    return [f"{folder}/{name}" for folder in folders for name in default_storage.listdir(f"photos/{folder}")[1]]


def test_what_was_sent_meanwhile_is_not_changed(cast, photo):
    sent = {"state": Post.State.PLANNED, "publish_at": clock.now(), "exempt": Post.Exempt.URGENT}
    Post.objects.filter(pk=photo.post_id).update(**sent)
    assert cover_photo(photo, [(0, 0, 1, 1)], by=cast.naima) is None
    assert names(Photo.objects.get(pk=photo.pk)) == names(photo)


def test_a_colleague_changes_nothing(cast, photo):
    assert crop_photo(photo, (0, 0, 0.5, 1), by=cast.joris) is None


def test_a_photo_whose_file_got_lost_stays_as_it_was_and_its_author_is_told(cast, photo, client_of):
    default_storage.delete(photo.large_jpeg.name)
    with pytest.raises(Refused):
        cover_photo(photo, [(0, 0, 1, 1)], by=cast.naima)
    answer = client_of(cast.naima).post(address(photo, "afdekken"), {"cell": "1"})
    assert answer.status_code == 422
    assert "De foto is zoals hij was." in answer.content.decode()
    assert client_of(cast.naima).post(address(photo, "bijsnijden"), {"left": "10"}).status_code == 422


def test_what_is_not_prepared_yet_cannot_be_covered(cast, photo, client_of, make_photo):
    fresh = make_photo(photo.post, ready=False)
    for what in ("afdekken", "bijsnijden"):
        assert client_of(cast.naima).get(address(fresh, what)).status_code == 404
        assert client_of(cast.naima).post(address(fresh, what), {"cell": "1", "left": "10"}).status_code == 404
