"""Pictures of every kind become six clean ones; what is none is refused, and nothing worse happens."""

import io
import json
import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from files import isolated, picture_process, pictures
from files.documents import ACTIVE, DAMAGED_PDF, LOCKED, NOT_A_PDF, NotADocument, check_pdf
from files.pictures import DAMAGED, NOT_A_PHOTO, TOO_MANY_PIXELS, NotAPicture, make_sizes, portrait, sniff
from tests.papers import ACTIONS, pdf
from tests.picture_files import RED, XMP, drawn, encoded, is_clean, picture, png_of, profile

KINDS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")
FILES = ("small_webp", "small_jpeg", "medium_webp", "medium_jpeg", "large_webp", "large_jpeg")


def near(one: tuple[int, ...], other: tuple[int, ...], by: int = 40) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def files_of(sizes: pictures.Sizes) -> list[bytes]:
    return [getattr(sizes, name) for name in FILES]


@pytest.mark.parametrize("kind", [*KINDS, "GIF"])
def test_every_kind_is_known_by_its_first_bytes(kind: str) -> None:
    assert sniff(picture(kind)[:32]) == kind


@pytest.mark.parametrize(
    "first",
    [
        b"",
        b"<svg xmlns=",
        b"<!DOCTYPE html>",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
        b"BM6",
    ],
)
def test_what_is_no_picture_is_not_known(first: bytes) -> None:
    assert sniff(first) is None


def test_avif_and_heif_are_told_apart_by_their_brands() -> None:
    assert sniff(b"\0\0\0\x20ftypmif1\0\0\0\0mif1avifmiaf") == "AVIF"
    assert sniff(b"\0\0\0\x20ftypmif1\0\0\0\0mif1heicmiaf") == "HEIF"


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", KINDS)
def test_every_picture_comes_out_upright(kind: str, orientation: int) -> None:
    sizes = make_sizes(picture(kind, orientation))
    assert (sizes.width, sizes.height) == (64, 48)
    for file in files_of(sizes):
        image = Image.open(io.BytesIO(file)).convert("RGB")
        assert image.size == (64, 48)
        assert near(image.getpixel((5, 4)), RED)
        assert not near(image.getpixel((58, 43)), RED)


@pytest.mark.clause("B8")
@pytest.mark.parametrize("kind", [*KINDS, "GIF"])
def test_nothing_but_pixels_comes_out(kind: str, tmp_path: Path) -> None:
    data = picture(kind)
    for number, file in enumerate([*files_of(make_sizes(data)), portrait(data)]):
        assert is_clean(file)
        (tmp_path / f"{number}.{'webp' if file[:4] == b'RIFF' else 'jpg'}").write_bytes(file)
    if shutil.which("exiftool"):
        assert_exiftool_finds_nothing(tmp_path)


def assert_exiftool_finds_nothing(folder: Path) -> None:
    ran = subprocess.run(["exiftool", "-j", "-G", "-a", "-u", "-r", folder], capture_output=True, check=True)
    for found in json.loads(ran.stdout):
        groups = {name.split(":")[0] for name in found} - {"SourceFile"}
        assert groups <= {"ExifTool", "File", "JFIF", "RIFF", "Composite"}, found
        assert "File:Comment" not in found


def test_the_reader_of_clean_files_sees_what_is_not_clean() -> None:
    assert not is_clean(picture("JPEG"))
    assert not is_clean(picture("WEBP"))
    plain = encoded(drawn(), "JPEG")
    assert is_clean(plain)
    assert not is_clean(plain + b"PK")
    assert not is_clean(encoded(drawn(), "JPEG", comment=b"x"))
    assert not is_clean(encoded(drawn(), "WEBP", icc_profile=profile()))


def test_a_thumbnail_and_a_second_picture_in_the_file_stay_behind(tmp_path: Path) -> None:
    data = io.BytesIO()
    drawn().save(data, "MPO", save_all=True, append_images=[Image.new("RGB", (64, 48), "lime")])
    for file in files_of(make_sizes(data.getvalue())):
        assert is_clean(file)


def test_what_hangs_behind_the_picture_stays_behind() -> None:
    for file in files_of(make_sizes(picture("JPEG") + b"<script>alert(1)</script>PK\x03\x04")):
        assert is_clean(file)


def test_sizes_are_never_larger_than_the_picture_and_no_side_is_lost() -> None:
    sizes = make_sizes(encoded(drawn((2400, 1200)), "JPEG"))
    found = [Image.open(io.BytesIO(file)).size for file in files_of(sizes)]
    assert found == [(320, 160)] * 2 + [(800, 400)] * 2 + [(1600, 800)] * 2
    assert (sizes.width, sizes.height) == (1600, 800)
    thin = make_sizes(encoded(Image.new("L", (5000, 1)), "PNG"))
    assert (thin.width, thin.height) == (1600, 1)


def test_a_large_jpeg_is_decoded_small() -> None:
    """Decoding at full size costs twice the time; a box that is not the picture's own shape would be passed over."""
    image = pictures._open(encoded(drawn((4000, 3000)), "JPEG"))
    image.draft("RGB", pictures._shrunk(image.size, pictures.LARGE))
    assert image.size == (2000, 1500)


@pytest.mark.parametrize("mode", ["CMYK", "L", "1", "P", "LA", "RGBA"])
def test_every_way_to_write_colours_becomes_plain(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    sizes = make_sizes(encoded(drawn(mode=mode), kind))
    image = Image.open(io.BytesIO(sizes.large_webp))
    assert image.mode == "RGB"
    if mode not in {"L", "1", "LA"}:
        assert near(image.getpixel((5, 4)), RED, 60)


def test_sixteen_bits_of_grey_keep_their_light() -> None:
    image = Image.new("I;16", (40, 30), 32768)
    found = Image.open(io.BytesIO(make_sizes(encoded(image, "PNG")).large_webp)).convert("L").getpixel((20, 15))
    assert 120 <= found <= 136


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L"])
def test_what_is_see_through_is_shown_on_white(mode: str) -> None:
    image = Image.new("RGBA", (40, 30), (0, 0, 0, 0)).convert(mode)
    options = {"transparency": 0} if mode in {"P", "L"} else {}
    if mode == "P":
        image = Image.new("P", (40, 30), 0)
        image.putpalette([0, 0, 0, 9, 9, 9])
    assert near(
        Image.open(io.BytesIO(make_sizes(encoded(image, "PNG", **options)).large_jpeg)).getpixel((9, 9)), (255,) * 3, 3
    )


def test_only_the_first_frame_of_a_moving_picture_counts() -> None:
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("red", "lime", "blue")] * 30
    data = io.BytesIO()
    frames[0].save(data, "GIF", save_all=True, append_images=frames[1:], duration=20)
    assert near(Image.open(io.BytesIO(make_sizes(data.getvalue()).large_jpeg)).getpixel((9, 9)), (255, 0, 0))


def test_colours_of_a_wide_profile_come_out_as_they_were_meant() -> None:
    image = Image.new("RGB", (40, 30), (120, 60, 30))
    swapped = _profile_with_other_primaries()
    plain = Image.open(io.BytesIO(make_sizes(encoded(image, "PNG")).large_webp)).getpixel((9, 9))
    meant = Image.open(io.BytesIO(make_sizes(encoded(image, "PNG", icc_profile=swapped)).large_webp)).getpixel((9, 9))
    assert near(plain, (120, 60, 30), 8)
    assert not near(plain, meant, 8)


def _profile_with_other_primaries() -> bytes:
    """sRGB with the tags of red and blue exchanged, under another name."""
    data = bytearray(profile())
    count = int.from_bytes(data[128:132], "big")
    tags = {bytes(data[132 + 12 * i : 136 + 12 * i]): 132 + 12 * i for i in range(count)}
    red, blue = tags[b"rXYZ"], tags[b"bXYZ"]
    data[red + 4 : red + 12], data[blue + 4 : blue + 12] = data[blue + 4 : blue + 12], data[red + 4 : red + 12]
    name = bytes(data).find("sRGB".encode("utf-16-be"))
    data[name : name + 8] = "wide".encode("utf-16-be")
    return bytes(data)


@pytest.mark.parametrize("broken", [b"no profile at all", profile()[:200], b""])
def test_a_broken_profile_is_passed_over(broken: bytes) -> None:
    sizes = make_sizes(encoded(drawn(), "PNG", icc_profile=broken))
    assert near(Image.open(io.BytesIO(sizes.large_webp)).getpixel((5, 4)), RED)


def test_a_profile_for_other_channels_is_passed_over() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert make_sizes(encoded(drawn(), "PNG", icc_profile=lab)).width == 64


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_broken_exif_block_does_not_keep_a_picture_back() -> None:
    assert make_sizes(encoded(drawn(), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 40)).width == 64


def test_orientation_in_xmp_alone_counts_too() -> None:
    xmp = XMP.replace(
        b"exif:GPSLatitude", b'xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6" exif:GPSLatitude'
    )
    assert make_sizes(encoded(drawn(), "JPEG", xmp=xmp)).width in {48, 64}


def test_the_same_picture_gives_the_same_files_every_time() -> None:
    """Six encoders work side by side on one picture, each with its own options."""
    data = picture("JPEG", size=(700, 500))
    first = make_sizes(data)
    assert all(make_sizes(data) == first for _ in range(12))


# What is none


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<!DOCTYPE html><script>",
        b"%PDF-1.4 vakantie.jpg",
        b"GIF8",
    ],
)
def test_what_is_no_picture_is_refused_whatever_its_name(data: bytes) -> None:
    with pytest.raises(NotAPicture) as refused:
        make_sizes(data)
    assert refused.value.reason == NOT_A_PHOTO


@pytest.mark.parametrize("kind", KINDS)
def test_half_a_picture_is_refused(kind: str) -> None:
    whole = picture(kind, size=(640, 480))
    with pytest.raises(NotAPicture) as refused:
        make_sizes(whole[: len(whole) // 2])
    assert refused.value.reason == DAMAGED


def test_a_bomb_is_refused_before_it_is_decoded() -> None:
    bomb = png_of(20_000, 20_000)
    assert len(bomb) < 100_000
    for work in (make_sizes, portrait):
        with pytest.raises(NotAPicture) as refused:
            work(bomb)
        assert refused.value.reason == TOO_MANY_PIXELS


def test_a_little_too_many_pixels_is_too_many() -> None:
    with pytest.raises(NotAPicture) as refused:
        make_sizes(png_of(8_000, 6_300))
    assert refused.value.reason == TOO_MANY_PIXELS
    assert make_sizes(png_of(8_000, 6_200)).width == 1600


def test_the_cap_holds_for_heic_too() -> None:
    data = bytearray(picture("HEIF"))
    for place in _all(data, b"ispe"):
        data[place + 8 : place + 16] = (20_000).to_bytes(4, "big") * 2
    with pytest.raises(NotAPicture):
        make_sizes(bytes(data))


def _all(data: bytes, what: bytes) -> list[int]:
    return [at for at in range(len(data)) if data[at : at + len(what)] == what]


@pytest.mark.parametrize(
    "head",
    [
        b"VP8X" + b"\x0a\0\0\0" + b"\0\0\0\0" + b"\xff\x3f\0" + b"\xff\x3f\0",
        b"VP8L" + b"\x0a\0\0\0" + b"\x2f" + (0x3FFF | 0x3FFF << 14).to_bytes(4, "little") + b"\0\0\0\0\0",
        b"VP8 " + b"\x0a\0\0\0" + b"\0\0\0\x9d\x01\x2a" + b"\xff\x3f\xff\x3f",
    ],
)
def test_a_webp_tells_its_size_before_it_is_opened(head: bytes) -> None:
    with pytest.raises(NotAPicture) as refused:
        make_sizes(b"RIFF\x30\0\0\0WEBP" + head + b"\0" * 40)
    assert refused.value.reason == TOO_MANY_PIXELS


@pytest.mark.parametrize("options", [{"lossless": True}, {"exif": b"Exif\0\0II*\0\x08\0\0\0\0\0"}, {}])
def test_every_shape_of_webp_is_read(options: dict[str, object]) -> None:
    assert make_sizes(encoded(drawn(), "WEBP", **options)).height == 48


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), kind=st.sampled_from([*KINDS, "GIF"]))
def test_a_mutated_picture_is_one_or_is_refused(data: st.DataObject, kind: str) -> None:
    whole = bytearray(picture(kind))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(whole) - 1))
        action = data.draw(st.sampled_from(["change", "cut", "insert"]))
        if action == "change":
            whole[at] = data.draw(st.integers(0, 255))
        elif action == "insert":
            whole[at:at] = data.draw(st.binary(max_size=20))
        elif len(whole) > 40:
            del whole[at : at + data.draw(st.integers(1, 30))]
    try:
        sizes = make_sizes(bytes(whole))
    except NotAPicture as refused:
        assert refused.reason in {NOT_A_PHOTO, DAMAGED, TOO_MANY_PIXELS}  # noqa: PT017
    else:
        assert all(is_clean(file) for file in files_of(sizes))


# Portraits


@pytest.mark.clause("D13")
@pytest.mark.parametrize("size", [(900, 600), (600, 900), (40, 30), (3000, 2000)])
def test_a_portrait_is_the_middle_as_a_square(size: tuple[int, int]) -> None:
    found = Image.open(io.BytesIO(portrait(encoded(drawn(size), "JPEG"))))
    assert (found.size, found.format, found.mode) == ((320, 320), "WEBP", "RGB")


# In a process of its own


@pytest.fixture
def helper():
    """What the tests leave behind in the other process goes with it."""
    isolated._idle.clear()
    yield
    isolated._idle.clear()


def test_the_other_process_makes_the_same_files_and_is_used_again(helper: None) -> None:
    data = picture("JPEG")
    assert isolated.make_sizes(data) == make_sizes(data)
    first = isolated._idle[-1].pid
    assert isolated.portrait(data) == portrait(data)
    assert isolated._idle[-1].pid == first


def test_a_refusal_in_the_other_process_is_the_same_refusal(helper: None) -> None:
    for work in (isolated.make_sizes, isolated.portrait):
        with pytest.raises(NotAPicture) as refused:
            work(b"geen foto")
        assert refused.value.reason == NOT_A_PHOTO


def test_a_process_that_died_is_replaced(helper: None) -> None:
    isolated.make_sizes(picture("JPEG"))
    isolated._idle[-1].kill()
    isolated._idle[-1].wait()
    assert isolated.make_sizes(picture("PNG")).width == 64


def test_a_process_killed_in_the_middle_says_so_and_the_next_photo_is_fine(
    helper: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolated, "PATIENCE", 0.001)
    for _ in range(2):
        with pytest.raises(isolated.ProcessDied):
            isolated.make_sizes(picture("HEIF") + b"\0" * 3_000_000)
    with pytest.raises(NotAPicture) as refused:
        isolated.portrait(picture("HEIF") + b"\0" * 3_000_000)
    assert refused.value.reason == DAMAGED
    monkeypatch.undo()
    assert isolated.make_sizes(picture("HEIF")).width == 64


def test_the_other_process_has_limits_and_knows_no_secret(helper: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "een geheim")
    isolated.make_sizes(picture("JPEG"))
    process = Path(f"/proc/{isolated._idle[-1].pid}")
    if not process.exists():
        pytest.skip("no /proc here")
    assert b"SECRET_KEY" not in (process / "environ").read_bytes()
    limits = {line[:26].strip(): line[26:].split()[0] for line in (process / "limits").read_text().splitlines()}
    assert limits["Max address space"] == "1300000000"
    assert limits["Max file size"] == "0"
    assert int(limits["Max cpu time"]) < 60


def test_not_more_processes_are_kept_than_wanted(helper: None) -> None:
    isolated.make_sizes(picture("JPEG"))
    first = isolated._idle.pop()
    isolated.make_sizes(picture("JPEG"))
    isolated._idle.extend([first] * 2)
    taken = isolated._take()
    isolated._idle.append(first)
    isolated._bury(taken)
    assert len(isolated._idle) > isolated.KEPT
    assert isolated.make_sizes(picture("JPEG")).width == 64


def test_a_process_that_cannot_work_is_told_apart_from_a_file_that_is_none(
    helper: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolated.sys, "executable", shutil.which("true"))
    for data in (b"", picture("JPEG"), b"\0" * 3_000_000):
        with pytest.raises(isolated.ProcessDied):
            isolated.make_sizes(data)
    with pytest.raises(NotADocument):
        isolated.check_pdf(pdf())
    assert isolated._idle == []


def test_what_the_other_process_answers_is_what_was_found() -> None:
    """The same code, here: a refusal is a file named so, numbers are numbers."""
    answers = io.BytesIO()
    for job, data in (("pdf", pdf(pages=3)), ("pdf", b"x"), ("portrait", picture("PNG"))):
        picture_process._answer(answers, picture_process.JOBS[job], data, [])
    lines = answers.getvalue()
    assert lines.startswith(b'{"files": {}, "numbers": {"pages": 3}}\n{"files": {"refused": ')
    assert NOT_A_PDF.encode() in lines
    with pytest.raises(SystemExit):
        picture_process._read(io.BytesIO(b"abc"), 4)


@pytest.mark.parametrize("does", ACTIONS)
def test_a_pdf_that_does_something_is_refused(does: str) -> None:
    with pytest.raises(NotADocument) as refused:
        check_pdf(pdf(does))
    assert refused.value.reason == (LOCKED if does == "encrypted" else ACTIVE)


@pytest.mark.parametrize("data", [pdf()[:-200] + b"%%EOF", b"%PDF-1.4\n%%EOF", pdf(pages=0)])
def test_a_broken_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(NotADocument) as refused:
        check_pdf(data)
    assert refused.value.reason == DAMAGED_PDF


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
@pytest.mark.filterwarnings("ignore")
def test_a_mutated_pdf_is_one_or_is_refused(data: st.DataObject) -> None:
    whole = bytearray(pdf("annotation"))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(8, len(whole) - 8))] = data.draw(st.integers(0, 255))
    with suppress(NotADocument):
        assert check_pdf(bytes(whole)) >= 1


def test_fifty_million_pixels_fit_in_the_memory_of_the_other_process(helper: None) -> None:
    assert isolated.make_sizes(png_of(8_000, 6_200)).width == 1600


# Real files


REAL = sorted(Path(os.environ.get("REAL_DATA", "/nowhere"), "photos").glob("*"))


@pytest.mark.skipif(not REAL, reason="REAL_DATA names no folder with photos")
def test_real_photos_come_out_clean_and_upright(tmp_path: Path) -> None:
    for path in REAL:
        sizes = isolated.make_sizes(path.read_bytes())
        for number, file in enumerate(files_of(sizes)):
            assert is_clean(file), path.name
            (tmp_path / f"{path.name}-{number}.{'webp' if file[:4] == b'RIFF' else 'jpg'}").write_bytes(file)
    if shutil.which("exiftool"):
        assert_exiftool_finds_nothing(tmp_path)
