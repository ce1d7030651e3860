"""Pictures as phones and cameras write them, turned into clean ones: upright, sRGB, nothing but pixels.

Pure functions on bytes, no Django. What they are given may be hostile: ask files/isolated.py, which calls these in a
process that may die of it.
"""

import io
import math
import struct
import warnings
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import pi_heif
from PIL import ExifTags, Image, ImageCms, ImageDraw

from protocol.words import msgid

T = TypeVar("T")
# Left, top, right and bottom of a part of a picture, as parts of its width and height (0 to 1).
Box = tuple[float, float, float, float]
Transpose, Resampling = Image.Transpose, Image.Resampling

pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=2)

PIXELS_MAX = 50_000_000
# Long sides in pixels, largest first: each size is made from the one before.
LARGE, MEDIUM, SMALL = 1600, 800, 320
# As measured (bench/images.py): the more often a size is sent, the more effort goes into making it light.
WEBP = {
    LARGE: {"quality": 76, "method": 1},
    MEDIUM: {"quality": 76, "method": 2},
    SMALL: {"quality": 78, "method": 4},
}
# For who knows no WebP; progressive would take 24 ms more and save 3 %.
JPEG = {"quality": 80, "optimize": True}

# Words for the uploader, msgids in English; %(name)s is the file's name.
NOT_A_PHOTO = msgid("%(name)s is not a photo. Choose a JPEG, PNG, WebP or HEIC.")
TOO_MANY_PIXELS = msgid("%(name)s has too many pixels: 50 million is the most. Make it smaller.")
DAMAGED = msgid("%(name)s is damaged and cannot be opened. Add the photo again, or choose another one.")

Image.MAX_IMAGE_PIXELS = PIXELS_MAX
warnings.simplefilter("error", Image.DecompressionBombWarning)

STARTS = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"GIF87a": "GIF", b"GIF89a": "GIF"}
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
AVIF_BRANDS = {b"avif", b"avis"}
# What a camera means by its EXIF orientation.
TURNS = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
SRGB = ImageCms.createProfile("sRGB")
# What a covered face becomes: one colour, nothing of what was there.
COVER = (35, 45, 41)


class NotAPicture(Exception):
    """What was given is no picture that can be shown; ``reason`` is one of the msgids above."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Sizes:
    """A picture in three sizes, each as WebP and as JPEG; width and height in pixels of the large one, upright."""

    width: int
    height: int
    small_webp: bytes
    small_jpeg: bytes
    medium_webp: bytes
    medium_jpeg: bytes
    large_webp: bytes
    large_jpeg: bytes


def sniff(first_bytes: bytes) -> str | None:
    """Which kind of picture begins with these bytes (32 are enough): "JPEG", "PNG", "GIF", "WEBP", "HEIF", "AVIF"."""
    for start, kind in STARTS.items():
        if first_bytes.startswith(start):
            return kind
    if first_bytes[:4] == b"RIFF" and first_bytes[8:12] == b"WEBP":
        return "WEBP"
    if first_bytes[4:8] != b"ftyp":
        return None
    brands = {first_bytes[8:12]} | {first_bytes[at : at + 4] for at in range(16, 32, 4)}
    if brands & AVIF_BRANDS:
        return "AVIF"
    return "HEIF" if first_bytes[8:12] in HEIF_BRANDS else None


def make_sizes(data: bytes) -> Sizes:
    """The picture in three sizes, decoded once.

    Raises:
        NotAPicture: not a picture by its content, too many pixels, or damaged.
    """
    return _guarded(_sizes, data)


def cut(data: bytes, box: Box) -> Sizes:
    """Only this part of the picture, in three sizes.

    Raises:
        NotAPicture: as make_sizes.
    """
    return _guarded(lambda data: _sizes(data, lambda image: image.crop(_pixels(image, box))), data)


def cover(data: bytes, boxes: Sequence[Box]) -> Sizes:
    """The picture in three sizes with an opaque colour instead of these parts: no pixel of them is left.

    Raises:
        NotAPicture: as make_sizes.
    """

    def fill(image: Image.Image) -> Image.Image:
        draw = ImageDraw.Draw(image)
        for left, top, right, bottom in (_pixels(image, box) for box in boxes):
            draw.rectangle((left, top, right - 1, bottom - 1), fill=COVER)
        return image

    return _guarded(lambda data: _sizes(data, fill), data)


def _pixels(image: Image.Image, box: Box) -> tuple[int, int, int, int]:
    """The part in whole pixels, rounded outwards, at least one each way and within the picture."""
    left, top = int(box[0] * image.width), int(box[1] * image.height)
    left, top = max(0, min(left, image.width - 1)), max(0, min(top, image.height - 1))
    right, bottom = math.ceil(box[2] * image.width), math.ceil(box[3] * image.height)
    return left, top, min(image.width, max(right, left + 1)), min(image.height, max(bottom, top + 1))


def portrait(data: bytes) -> bytes:
    """The middle of the picture as a square WebP of 320 pixels.

    Raises:
        NotAPicture: as make_sizes.
    """
    return _guarded(_square, data)


def _guarded(work: Callable[[bytes], T], data: bytes) -> T:
    try:
        return work(data)
    except NotAPicture:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPicture(TOO_MANY_PIXELS) from error
    except Exception as error:  # decoders raise whatever a hostile file makes them raise
        raise NotAPicture(DAMAGED) from error


def _sizes(data: bytes, change: Callable[[Image.Image], Image.Image] = lambda image: image) -> Sizes:
    image = _open(data)
    large = change(_clean(image, lambda image: _shrink(image, LARGE), _shrunk(image.size, LARGE)))
    with ThreadPoolExecutor(2) as pool:  # the encoders work without the interpreter's lock

        def start(image: Image.Image, kind: str, options: Mapping[str, int | bool]) -> "Future[bytes]":
            # A copy, as saving writes its options on the picture: two at once would mix them.
            return pool.submit(_encode, image.copy(), kind, options)

        files = {"large_webp": start(large, "WEBP", WEBP[LARGE])}
        medium = _shrink(large, MEDIUM)
        files["medium_webp"] = start(medium, "WEBP", WEBP[MEDIUM])
        files["large_jpeg"] = start(large, "JPEG", JPEG)
        small = _shrink(medium, SMALL)
        files["medium_jpeg"] = start(medium, "JPEG", JPEG)
        files["small_webp"] = start(small, "WEBP", WEBP[SMALL])
        files["small_jpeg"] = start(small, "JPEG", JPEG)
    return Sizes(large.width, large.height, **{name: file.result() for name, file in files.items()})


def _square(data: bytes) -> bytes:
    image = _open(data)
    side = min(image.size)
    scale = min(1.0, SMALL / side)

    def cut(image: Image.Image) -> Image.Image:
        side = min(image.size)
        left, top = (image.width - side) // 2, (image.height - side) // 2
        box = (left, top, left + side, top + side)
        return image.resize((SMALL, SMALL), Resampling.LANCZOS, box=box, reducing_gap=2.0)

    return _encode(_clean(image, cut, (round(image.width * scale), round(image.height * scale))), "WEBP", WEBP[SMALL])


def _open(data: bytes) -> Image.Image:
    kind = sniff(data[:32])
    if kind is None:
        raise NotAPicture(NOT_A_PHOTO)
    if kind == "WEBP":
        _check_pixels(_webp_canvas(data[:30]))  # the decoder takes memory for the whole canvas as it opens
    image = Image.open(io.BytesIO(data), formats=(kind,))
    _check_pixels(image.size)
    return image


def _check_pixels(size: tuple[int, int]) -> None:
    if size[0] * size[1] > PIXELS_MAX:
        raise NotAPicture(TOO_MANY_PIXELS)


def _webp_canvas(head: bytes) -> tuple[int, int]:
    """Width and height as the first chunk of a WebP file tells them (RFC 9649)."""
    if head[12:16] == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", head[26:30])
    return width & 0x3FFF, height & 0x3FFF


def _clean(image: Image.Image, fit: Callable[[Image.Image], Image.Image], at_least: tuple[int, int]) -> Image.Image:
    """New RGB pixels, upright, in sRGB, on white: made small first, so that the rest costs little.

    ``at_least`` is the size below which a decoder that can shrink while it decodes (JPEG) may not go.
    """
    turn = TURNS.get(_orientation(image))
    profile = image.info.get("icc_profile")
    image.draft("RGB", at_least)
    image = fit(_in_channels(image))
    mask = image.getchannel("A") if "A" in image.getbands() else None
    clean = Image.new("RGB", image.size, "white")
    clean.paste(_in_srgb(image, profile), mask=mask)
    return clean if turn is None else clean.transpose(turn)


def _orientation(image: Image.Image) -> int:
    if image.format == "HEIF":
        return 1  # turned by the decoder already, as the format's own boxes say
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # a broken block says nothing about the picture
        return 1


def _in_channels(image: Image.Image) -> Image.Image:
    """The picture with eight bits a channel and no palette: what can be resized well."""
    image.load()
    if "transparency" in image.info or image.mode == "PA":
        return image.convert("RGBA")
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    better = {"P": "RGB", "1": "L"}.get(image.mode)
    return image.convert(better) if better else image


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    colours = image.convert({"RGBA": "RGB", "LA": "L"}.get(image.mode, image.mode))
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if "sRGB" not in ImageCms.getProfileDescription(source):
                return ImageCms.profileToProfile(colours, source, SRGB, outputMode="RGB")  # type: ignore[return-value]
        except (ImageCms.PyCMSError, OSError, ValueError):  # a broken profile, or one of other channels
            pass
    return colours.convert("RGB")


def _shrunk(size: tuple[int, int], longest: int) -> tuple[int, int]:
    scale = min(1.0, longest / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _shrink(image: Image.Image, longest: int) -> Image.Image:
    size = _shrunk(image.size, longest)
    return image if size == image.size else image.resize(size, Resampling.LANCZOS, reducing_gap=2.0)


def _encode(image: Image.Image, format: str, options: Mapping[str, int | bool]) -> bytes:
    data = io.BytesIO()
    image.save(data, format, **options)
    return data.getvalue()
