"""Pictures as devices and rascals make them, and a reader that knows what may be in a clean file."""

import io
import struct
import zlib
from functools import cache
from pathlib import Path

from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

HEIC = Path(__file__).parent / "data" / "heic"
RED, BLUE = (192, 57, 43), (143, 191, 220)
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="53,1.5N"/></rdf:RDF></x:xmpmeta>'
)
# What any of the carriers below would leave behind.
TRACES = (
    b"Exif",
    b"GPS",
    b"Geheime",
    b"Telefoonmaker",
    b"xmpmeta",
    b"ICC_PROFILE",
    b"Opmerking",
    b"MPF\0",
    b"<script",
    b"acsp",
)
# The picture as seen upright has its red corner at the top left; this is how a camera held otherwise writes it.
WRITTEN = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def drawn(size: tuple[int, int] = (64, 48), mode: str = "RGB") -> Image.Image:
    image = Image.new("RGB", size, BLUE)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1] // 4), fill=RED)
    return image if mode == "RGB" else image.convert(mode)


def secrets(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Telefoonmaker", "Geheime camera 12", orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 1.0, 30.0), 3: "E", 4: (6.0, 34.0, 12.0)})
    return exif


@cache  # a profile holds the moment it was made: the same bytes each time are what a replay needs
def picture(kind: str, orientation: int = 1, size: tuple[int, int] = (64, 48), **options: object) -> bytes:
    """A file of this kind with camera, place, XMP, profile and comment, written as by a camera held so."""
    if kind == "HEIF":
        return (HEIC / f"orientation-{orientation}.heic").read_bytes()
    image = drawn(size)
    turned = WRITTEN[orientation]
    image = image if turned is None else image.transpose(turned)
    carried = {"exif": secrets(orientation).tobytes(), "xmp": XMP, "icc_profile": profile()}
    if kind == "JPEG":
        carried["comment"] = b"Opmerking van Yara"
    if kind == "PNG":
        info = PngInfo()
        info.add_text("Comment", "Opmerking van Yara")
        info.add_itxt("XML:com.adobe.xmp", XMP.decode())
        carried = {"exif": carried["exif"], "pnginfo": info, "icc_profile": profile()}
    if kind == "GIF":
        carried = {"comment": b"Opmerking van Yara"}
    return encoded(image, kind, **carried | options)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    data = io.BytesIO()
    image.save(data, kind, **options)
    return data.getvalue()


@cache
def profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def png_of(width: int, height: int) -> bytes:
    """A PNG that says it is this large; of few bytes, as its one grey row after row packs well."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (width + 7) // 8)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg_parts(data: bytes) -> list[str]:
    """The markers of a JPEG in order, "JFIF" for that APP0; "+n" at the end for n bytes after it."""
    assert data[:2] == b"\xff\xd8"
    at, found = 2, []
    while True:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        assert data[at] == 0xFF
        name = "JFIF" if marker == 0xE0 and data[at + 4 : at + 9] == b"JFIF\0" else f"{marker:02X}"
        found.append(name)
        at += 2 + length
        if marker == 0xDA:
            while not (data[at] == 0xFF and data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7):
                at += 1
            if data[at + 1] == 0xD9:
                return [*found, f"+{len(data) - at - 2}"]


def webp_parts(data: bytes) -> list[str]:
    """The chunks of a WebP in order; "+n" at the end for n bytes after it."""
    end = 8 + int.from_bytes(data[4:8], "little")
    at, found = 12, []
    while at < end:
        found.append(data[at : at + 4].decode())
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + length + length % 2
    return [*found, f"+{len(data) - end}"]


# Tables, frame, scan, and JFIF's own header, which says only that it is one.
CLEAN_JPEG = {"JFIF", "DB", "C0", "C4", "DA", "+0"}


def is_clean(data: bytes) -> bool:
    """Whether a file holds pixels and what is needed to read them, and nothing else."""
    if any(trace in data for trace in TRACES):
        return False
    if data[:4] == b"RIFF":
        return webp_parts(data) == ["VP8 ", "+0"]
    return set(jpeg_parts(data)) <= CLEAN_JPEG
